"""The settings that a family asks for in form 8, and what the council did about each (s38, s39)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col, or_, select

from ehcportal import clock
from ehcportal.domain.names import fold
from ehcportal.models.case import Case
from ehcportal.models.form import Submission
from ehcportal.models.person import Placement
from ehcportal.models.plan import Consultation
from ehcportal.models.plan_wishes import PlacePreference
from ehcportal.models.setting import Setting
from ehcportal.queries.in_force import placed
from ehcportal.queries.plans import Head, versions
from ehcportal.queries.representations import PREFERENCE

INDEPENDENT = "independent"
ON_THE_LIST = "section 41"
REPRESENTATION = "representation"
MAYBE_OUTSIDE = frozenset({INDEPENDENT, "not_known", "special", "early_years", ""})
"""Kinds of form 8 under which a place can stand that section 38(3) does not list."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A setting that the family asked for and a final plan does not name, and why (s39(4))."""

    name: str
    ground: str
    reason: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Wish:
    """One setting that somebody of the family asks for, by its place in their form."""

    submission_id: str
    place: int
    name: str
    kind: str
    why: str
    sent_on: date
    setting: Setting | None
    row: PlacePreference | None

    @property
    def may_be_outside(self) -> bool:
        """Whether section 38(3) may not list it: then it is a representation, no right."""
        if self.setting is None:
            return self.kind in MAYBE_OUTSIDE
        kind = self.setting.kind.casefold()
        return INDEPENDENT in kind and ON_THE_LIST not in kind

    @property
    def is_answered(self) -> bool:
        """Whether the council said why it is not named: ground, reasons, and evidence for it."""
        row = self.row
        if row is None or not row.ground or not row.reason:
            return False
        return row.ground == REPRESENTATION or bool(row.evidence)


def of_case(session: Session, case_id: str, since: date | None = None) -> list[Wish]:
    """Return what each person asks for in their newest form, in the order of the form.

    ``since`` leaves out forms that came before the plan in force was made.
    """
    forms = _newest(session, case_id, since)
    if not forms:
        return []
    said = [(each, *told) for each in forms for told in _places(session, each)]
    kept = select(PlacePreference).where(PlacePreference.case_id == case_id)
    rows = {(each.submission_id, each.place): each for each in session.exec(kept)}
    settings = _settings(session, [place for _form, _number, place in said], rows.values())
    return [
        Wish(
            submission_id=form.id,
            place=number,
            name=place["name"],
            kind=place.get("kind", ""),
            why=place.get("why", ""),
            sent_on=form.received_on,
            setting=_match(place, rows.get((form.id, number)), settings),
            row=rows.get((form.id, number)),
        )
        for form, number, place in said
    ]


def unmet(wishes: Sequence[Wish], named_id: str | None) -> list[Wish]:
    """Return the wishes that the plan does not meet: all before the one that it names, in a form.

    Who gets what they want most needs no reasons about what they would have taken instead.
    """
    found: list[Wish] = []
    met: set[str] = set()
    for each in wishes:
        if named_id is not None and each.setting is not None and each.setting.id == named_id:
            met.add(each.submission_id)
        elif each.submission_id not in met:
            found.append(each)
    return found


def refused(
    session: Session, final: Head, named_id: str | None, heads: Sequence[Head] = ()
) -> list[Refused]:
    """Return what the council said about settings that a final plan does not name, for the family.

    It is what was said about all that was proposed since the plan before. ``heads`` are the
    versions of the plan, the newest first, if they were read already.
    """
    proposed = _proposed_before(heads or versions(session, final.case_id), final)
    of_forms = session.execute(
        sa.select(PlacePreference, Submission)
        .join(Submission, and_(Submission.id == PlacePreference.submission_id))
        .where(
            col(PlacePreference.plan_version_id).in_(proposed),
            col(PlacePreference.ground).is_not(None),
        )
        .order_by(col(PlacePreference.submission_id), col(PlacePreference.place))
    ).all()
    noted = session.execute(
        sa.select(Consultation, Setting)
        .join(Setting, and_(Setting.id == Consultation.setting_id))
        .where(
            col(Consultation.plan_version_id).in_(proposed),
            col(Consultation.outcome_ground).is_not(None),
            col(Consultation.withdrawn_on).is_(None),
            col(Consultation.setting_id) != (named_id or ""),
        )
        .order_by(col(Setting.name_folded))
    ).all()
    return [
        *(
            Refused(_name(session, form, row.place), row.ground or "", row.reason, row.evidence)
            for row, form in of_forms
            if named_id is None or row.setting_id != named_id
        ),
        *(
            Refused(setting.name, row.outcome_ground or "", row.outcome_reason, "")
            for row, setting in noted
        ),
    ]


def _proposed_before(heads: Sequence[Head], final: Head) -> list[str]:
    """Return the proposals between the plan before and this one."""
    found = []
    for each in heads:
        if each.number >= final.number:
            continue
        if each.is_final:
            break
        if each.served_on is not None:
            found.append(each.id)
    return found


def _name(session: Session, form: Submission, number: int) -> str:
    return next((place["name"] for at, place in _places(session, form) if at == number), "")


def _newest(session: Session, case_id: str, since: date | None) -> list[Submission]:
    sent = session.exec(
        select(Submission)
        .where(
            Submission.case_id == case_id,
            Submission.form_id == PREFERENCE,
            col(Submission.received_on) >= (since or date.min),
        )
        .order_by(col(Submission.submitted_at).desc(), col(Submission.id))
    )
    found: dict[str | None, Submission] = {}
    for each in sent:
        found.setdefault(each.account_id, each)
    return list(found.values())


def _places(session: Session, form: Submission) -> Iterator[tuple[int, dict[str, str]]]:
    answers: dict[str, Any] = form.answers
    if answers.get("stay") == "stay":
        now: Any = answers.get("now") or {}
        yield 0, dict(now) if now.get("name") else _learns_at(session, form)
        return
    for number, each in enumerate(answers.get("places") or [], start=1):
        if isinstance(each, dict) and str(each.get("name") or "").strip():
            yield number, {name: str(said) for name, said in each.items() if said}


def _learns_at(session: Session, form: Submission) -> dict[str, str]:
    """Return where the child learns now, for somebody who wants that and gave no name."""
    found = session.exec(
        select(Setting)
        .join(Placement, col(Placement.setting_id) == Setting.id)
        .join(Case, col(Case.person_id) == Placement.person_id)
        .where(Case.id == form.case_id, placed(clock.today()))
    ).first()
    return {"name": found.name, "setting_id": found.id} if found else {"name": "…"}


def _settings(session: Session, places: Sequence[dict[str, str]], rows: Any) -> list[Setting]:
    """Return every setting that one of the places can be, in one statement."""
    ids = {each["setting_id"] for each in places if each.get("setting_id")}
    ids |= {each.setting_id for each in rows if each.setting_id}
    numbers = {each["urn"].strip() for each in places if each.get("urn")}
    names = {fold(part) for each in places for part in (each["name"], each["name"].split(",")[0])}
    wanted = or_(
        col(Setting.id).in_(ids),
        col(Setting.urn).in_(numbers),
        col(Setting.name_folded).in_(names),
    )
    return list(session.exec(select(Setting).where(wanted).order_by(col(Setting.name_folded))))


def _match(
    place: dict[str, str], row: PlacePreference | None, settings: Sequence[Setting]
) -> Setting | None:
    """Return which of the list it is: as staff said, by its number, or the only one so named."""
    sure = (row.setting_id if row else None) or place.get("setting_id")
    known = [each for each in settings if sure and each.id == sure]
    known = known or [each for each in settings if each.urn and each.urn == place.get("urn")]
    if known:
        return known[0]
    names = {fold(place["name"]), fold(place["name"].split(",")[0])}
    named = [each for each in settings if each.name_folded in names]
    return named[0] if len(named) == 1 else None
