"""What a request tells of a child that decides whom the law has us ask for advice (Reg 6(1)(b))."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ehcportal import clock
from ehcportal.domain.advicelaw import Learner
from ehcportal.domain.rights import school_year
from ehcportal.forms.fields.base import listed, text
from ehcportal.models.person import Person
from ehcportal.queries.evidence_there import Asked

HEARING = re.compile(r"\b(hearing|deaf\w*|cochlear)\b", re.IGNORECASE)
VISION = re.compile(r"\b(vision|visual\w*|blind\w*|sight\w*)\b", re.IGNORECASE)
"""Words by which an impairment is told. They only propose somebody: staff decide."""

SENSES = "senses"
"""The question of a request that asks for it; older requests have their words alone."""

TOLD = ("body_hard", "health", "needs")
NOWHERE = frozenset({"no_place", "home_education"})


def learner(child: Person, asked: Sequence[Asked], *, has_place: bool) -> Learner:
    """Return what is known of a child from the newest request and from where they learn today."""
    row, sent, _added = asked[0] if asked else (None, None, ())
    answers: Mapping[str, Any] = sent.answers if sent else {}
    senses = {text(each) for each in listed(answers.get(SENSES, ""))}
    words = " ".join((row.told if row else "", *_words(answers)))
    return Learner(
        year_group=_year(child, answers),
        hearing="hearing" in senses or bool(HEARING.search(words)),
        vision="vision" in senses or bool(VISION.search(words)),
        out_of_school=_is_out(text(answers.get("learning_place")), has_place=has_place),
    )


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
