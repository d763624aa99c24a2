"""Whom the law has us ask in this case (Reg 6(1)), proposed at once after the yes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from ehcportal import clock
from ehcportal.domain.advicelaw import WISHED, Adviser, Named, named
from ehcportal.domain.names import fold
from ehcportal.domain.rights import school_year
from ehcportal.models.case import Case
from ehcportal.models.person import Person
from ehcportal.models.setting import Service, Setting
from ehcportal.profile import Profile
from ehcportal.queries import advice, advice_ledger, advice_people, learners
from ehcportal.queries.evidence_there import Asked
from ehcportal.queries.standing import Years

MOST_ROLE = 100
OF_THIS_ASSESSMENT = timedelta(weeks=26)
"""What was asked longer ago belongs to an earlier assessment (Regulation 24)."""

KINDS = {
    Adviser.HEALTH: ("health", "nhs", "paediatric", "medical"),
    Adviser.PSYCHOLOGIST: ("psycholog",),
    Adviser.SOCIAL_CARE: ("social",),
    Adviser.SENSES: ("sensory", "hearing", "vision", "deaf"),
    Adviser.OUT_OF_SCHOOL: ("out of school", "hospital", "tuition", "home education"),
    Adviser.ADULT_LIFE: ("adult", "youth", "career"),
}
"""Parts of a service's name or kind by which it is proposed; staff can choose another."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Somebody to ask, with the place that is proposed; ``is_asked`` if that was done."""

    key: str
    role: str
    paragraph: str
    service_id: str = ""
    setting_id: str = ""
    setting: str = ""
    adviser: str = ""
    wish_id: str = ""
    why: str = ""
    is_asked: bool = False


def proposals(
    session: Session,
    case: Case,
    profile: Profile,
    services: Sequence[Service],
    requests: Sequence[Asked],
) -> list[Proposal]:
    """Return whom to ask: those of the law first, then those the family asks for.

    ``services`` are those that can be asked, ``requests`` those that the case follows from.
    """
    child, setting = advice_people.at_setting(session, case.person_id)
    since = clock.today() - OF_THIS_ASSESSMENT
    asked = {
        (each.paragraph, each.role)
        for each in advice.of_case(session, case.id, profile)
        if each.withdrawn_on is None and (each.is_missing or each.clock.asked_on > since)
    }
    known = learners.learner(child, requests, has_place=setting is not None)
    whom = named(known, rights_passed=Years.of(child).are_grown)
    return [*_by_law(whom, setting, services, asked), *_wished(session, case.id)]


def _by_law(
    whom: Iterable[Named],
    setting: Setting | None,
    known: Sequence[Service],
    asked: set[tuple[str, str]],
) -> list[Proposal]:
    services = [(each.id, fold(f"{each.name} {each.kind}")) for each in known]
    return [
        Proposal(
            key=each.adviser,
            role=each.role,
            paragraph=each.paragraph,
            service_id=_service(services, KINDS.get(each.adviser, ())),
            setting_id=setting.id if setting and each.adviser is Adviser.EDUCATION else "",
            setting=setting.name if setting and each.adviser is Adviser.EDUCATION else "",
            why=each.why,
            is_asked=_is_asked(each, asked),
        )
        for each in whom
    ]


def _is_asked(each: Named, asked: set[tuple[str, str]]) -> bool:
    """Say whether somebody was asked under its paragraph; of two under one, that very one."""
    if each.adviser is Adviser.SENSES:
        return (each.paragraph, each.role) in asked
    return any(paragraph == each.paragraph for paragraph, _role in asked)


def year_group(child: Person) -> int | None:
    """Return the school year that a child of this age is in; nothing where nobody knows the age."""
    return school_year(child.birth_date, clock.today()) if child.birth_date else None


def _service(services: list[tuple[str, str]], parts: tuple[str, ...]) -> str:
    for service_id, words in services:
        if any(part in words for part in parts):
            return service_id
    return ""


def _wished(session: Session, case_id: str) -> list[Proposal]:
    return [
        Proposal(
            key=f"wish-{each.id}",
            role=each.role[:MOST_ROLE],
            paragraph=WISHED,
            adviser=each.name,
            wish_id=each.id,
            why=" ".join(filter(None, (each.service, each.why))),
        )
        for each in advice_ledger.wishes(session, case_id)
        if each.answered_on is None
    ]
