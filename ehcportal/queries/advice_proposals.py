"""Whom the law has us ask in this case (Reg 6(1)), proposed at once after the yes."""

from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session

from ehcportal import clock
from ehcportal.domain.names import fold
from ehcportal.domain.rights import school_year
from ehcportal.models.person import Person
from ehcportal.profile import Profile
from ehcportal.queries import advice, advice_ledger, advice_people
from ehcportal.queries.standing import Years

ADULT_LIFE_FROM_YEAR = 9
PARENT, YOUNG_PERSON = "Parent or carer", "Young person"
MOST_ROLE = 100


class Who(StrEnum):
    """The advisers that are always proposed, by the key of their box."""

    FAMILY = "family"
    EDUCATION = "education"
    HEALTH = "health"
    PSYCHOLOGIST = "psychologist"
    SOCIAL_CARE = "social_care"
    ADULT_LIFE = "adult_life"


ROLES = {
    Who.EDUCATION: ("Head teacher or SENCo", "b"),
    Who.HEALTH: ("Health professional", "c"),
    Who.PSYCHOLOGIST: ("Educational psychologist", "d"),
    Who.SOCIAL_CARE: ("Social care", "e"),
    Who.ADULT_LIFE: ("Preparation for adult life", "g"),
}
KINDS = {
    Who.HEALTH: ("health", "nhs", "paediatric", "medical"),
    Who.PSYCHOLOGIST: ("psycholog",),
    Who.SOCIAL_CARE: ("social",),
    Who.ADULT_LIFE: ("adult", "youth", "career"),
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


def proposals(session: Session, case_id: str, person_id: str, profile: Profile) -> list[Proposal]:
    """Return whom to ask: those of the law first, then those the family asks for."""
    child = session.get_one(Person, person_id)
    asked = {
        each.paragraph
        for each in advice.of_case(session, case_id, profile)
        if each.withdrawn_on is None
    }
    return [*_by_law(session, child, asked), *_wished(session, case_id)]


def _by_law(session: Session, child: Person, asked: set[str]) -> list[Proposal]:
    setting = advice_people.setting_of(session, child.id)
    services = [
        (each.id, fold(f"{each.name} {each.kind}")) for each in advice_people.services(session)
    ]
    grown = Years.of(child).are_grown
    found = [
        Proposal(Who.FAMILY, YOUNG_PERSON if grown else PARENT, "a", is_asked="a" in asked),
    ]
    for who, (role, paragraph) in ROLES.items():
        if who is Who.ADULT_LIFE and not _is_in_year_nine(child):
            continue
        place = setting if who is Who.EDUCATION else None
        found.append(
            Proposal(
                key=who,
                role=role,
                paragraph=paragraph,
                service_id=_service(services, KINDS.get(who, ())),
                setting_id=place.id if place else "",
                setting=place.name if place else "",
                is_asked=paragraph in asked,
            )
        )
    return found


def _is_in_year_nine(child: Person) -> bool:
    """Whether advice on adult life must be sought: in or beyond year 9 (Reg 6(1)(g))."""
    born_on = child.birth_date
    return born_on is not None and school_year(born_on, clock.today()) >= ADULT_LIFE_FROM_YEAR


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
            paragraph="h",
            adviser=each.name,
            wish_id=each.id,
            why=" ".join(filter(None, (each.service, each.why))),
        )
        for each in advice_ledger.wishes(session, case_id)
        if each.answered_on is None
    ]
