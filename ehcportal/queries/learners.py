"""What a request tells of a child that decides whom the law has us ask for advice (Reg 6(1)(b))."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col

from ehcportal import clock
from ehcportal.domain.advicelaw import Learner
from ehcportal.domain.rights import school_year
from ehcportal.forms.fields.base import listed, text
from ehcportal.models.form import Submission
from ehcportal.models.person import Person, Placement
from ehcportal.models.request import Request
from ehcportal.queries.in_force import placed

HEARING = re.compile(r"\b(hearing|deaf\w*|cochlear)\b", re.IGNORECASE)
VISION = re.compile(r"\b(vision|visual\w*|blind\w*|sight\w*)\b", re.IGNORECASE)
"""Words by which an impairment is told. They only propose somebody: staff decide."""

SENSES = "senses"
"""The question of a request that asks for it; older requests have their words alone."""

TOLD = ("body_hard", "health", "needs")
NOWHERE = frozenset({"no_place", "home_education"})


def learner(session: Session, case_id: str, child: Person) -> Learner:
    """Return what is known of a child from the newest request and from where they learn today."""
    answers, told, has_place = _known(session, case_id, child.id)
    senses = {text(each) for each in listed(answers.get(SENSES, ""))}
    words = " ".join((told, *_words(answers)))
    return Learner(
        year_group=_year(child, answers),
        hearing="hearing" in senses or bool(HEARING.search(words)),
        vision="vision" in senses or bool(VISION.search(words)),
        out_of_school=_is_out(text(answers.get("learning_place")), has_place=has_place),
    )


def _known(session: Session, case_id: str, person_id: str) -> tuple[dict[str, Any], str, bool]:
    at_a_place = sa.exists().where(col(Placement.person_id) == person_id, placed(clock.today()))
    row = session.execute(
        sa.select(col(Submission.answers), col(Request.told), at_a_place)
        .select_from(Request)
        .join(Submission, and_(Submission.id == Request.submission_id), isouter=True)
        .where(col(Request.case_id) == case_id, col(Request.closed_at).is_(None))
        .order_by(col(Request.received_on).desc(), col(Request.id).desc())
    ).first()
    if row is None:
        return {}, "", True
    return row[0] or {}, row[1], row[2]


def _words(answers: Mapping[str, Any]) -> Iterator[str]:
    for each in listed(answers.get("diagnoses", "")):
        if isinstance(each, Mapping):
            yield text(each.get("what"))
    for name in TOLD:
        yield text(answers.get(name))


def _is_out(place: str, *, has_place: bool) -> bool:
    """Say whether a child learns nowhere: as the request tells it, unless a place is known."""
    return not has_place and place in NOWHERE


def _year(child: Person, answers: Mapping[str, Any]) -> int | None:
    if child.birth_date is not None:
        return school_year(child.birth_date, clock.today())
    year = text(answers.get("year_group"))
    return int(year) if year.isdecimal() else None
