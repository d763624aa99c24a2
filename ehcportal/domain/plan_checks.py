"""What is still missing in a plan that is being written, by Regulation 12 and the Code (9.61-9.69).

Pure: lines, links and advice come in, findings go out. Some findings keep a version from being
served; the others are for whoever writes to judge.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ehcportal.domain.facts import PlanKind
from ehcportal.domain.plan_wording import names_otherwise, vague_in
from ehcportal.domain.plan_written import (
    ADULTHOOD,
    NEEDS,
    OTHERWISE,
    OTHERWISE_WHY,
    OUTCOMES,
    PROVISIONS,
    SECTIONS,
    LineText,
    Written,
)

ANSWERED_BY: Mapping[str, Collection[str]] = {
    "B": ("F",),
    "C": ("F", "G"),
    "D": ("F", "H1", "H2"),
}
"""Which provision may answer a need; what educates or trains counts as F (s21(5) of the Act)."""

MUST_SPEAK = ("A", "B", "E", "F")
"""Sections without which there is no plan; of the others it is enough to say that there is none."""

MAY_BE_NONE = ("C", "D", "G", "H1", "H2")
ADULTHOOD_FROM_YEAR = 9
ADULTHOOD_IN = (("F",), ("G",), ("H1", "H2"))
SPECIFICS = ("who", "how_much", "how_often", "reviewed")


class Check(StrEnum):
    """What can be found."""

    SECTION_EMPTY = "section_empty"
    SECTION_SILENT = "section_silent"
    LINE_EMPTY = "line_empty"
    NEED_WITHOUT_PROVISION = "need_without_provision"
    PROVISION_WITHOUT_NEED = "provision_without_need"
    OUTCOME_WITHOUT_NEED = "outcome_without_need"
    OUTCOME_WITHOUT_DAY = "outcome_without_day"
    OUTCOME_WITHOUT_MEASURE = "outcome_without_measure"
    WITHOUT_WHO = "without_who"
    WITHOUT_HOW_MUCH = "without_how_much"
    WITHOUT_HOW_OFTEN = "without_how_often"
    WITHOUT_REVIEWED = "without_reviewed"
    VAGUE = "vague"
    NOT_AGREED_BY_HEALTH = "not_agreed_by_health"
    NO_ADULTHOOD = "no_adulthood"
    SETTING_IN_DRAFT = "setting_in_draft"
    SETTING_MISSING = "setting_missing"
    OTHERWISE_WITHOUT_WHY = "otherwise_without_why"
    OTHERWISE_NOT_FOUND = "otherwise_not_found"
    ADVICE_NOT_LISTED = "advice_not_listed"
    ADVICE_WITHOUT_AUTHOR = "advice_without_author"
    ADVICE_WITHOUT_DAY = "advice_without_day"
    VOICE_TAKEN_AWAY = "voice_taken_away"
    PAYMENT_NOT_AGREED = "payment_not_agreed"
    PAYMENT_MISSING = "payment_missing"


STOPS_ANY = frozenset(
    {
        Check.SECTION_EMPTY,
        Check.LINE_EMPTY,
        Check.NEED_WITHOUT_PROVISION,
        Check.SETTING_IN_DRAFT,
        Check.ADVICE_NOT_LISTED,
        Check.ADVICE_WITHOUT_AUTHOR,
        Check.ADVICE_WITHOUT_DAY,
        Check.VOICE_TAKEN_AWAY,
    }
)
"""A draft is a whole plan but for section I (s38(1) and (5)), with its advice (Reg 12(4))."""

STOPS_A_FINAL = STOPS_ANY | {
    Check.WITHOUT_WHO,
    Check.WITHOUT_HOW_MUCH,
    Check.WITHOUT_HOW_OFTEN,
    Check.NOT_AGREED_BY_HEALTH,
    Check.NO_ADULTHOOD,
    Check.SETTING_MISSING,
    Check.OTHERWISE_WITHOUT_WHY,
    Check.OTHERWISE_NOT_FOUND,
    Check.PAYMENT_NOT_AGREED,
    Check.PAYMENT_MISSING,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is missing; ``line_key`` is empty when it concerns the whole section."""

    check: Check
    section: str
    line_key: str = ""
    blocks: bool = False
    facts: Mapping[str, str] = field(default_factory=dict)


def findings(written: Written, vague: Collection[str] = ()) -> list[Finding]:
    """Return all that is found, section by section, in each what stops the version first."""
    stops = STOPS_A_FINAL if written.kind.is_final else STOPS_ANY
    order = {each.key: number for number, each in enumerate(written.lines)}
    found = [
        Finding(each.check, each.section, each.line_key, each.check in stops, each.facts)
        for check in (_of_sections, _of_links, _of_lines, _of_advice)
        for each in check(written)
    ]
    found += [
        Finding(Check.VAGUE, line.section, line.key, facts={"phrase": phrase})
        for line in written.of(OUTCOMES, *PROVISIONS)
        for phrase in vague_in([line.text, *line.details.values()], vague)
    ]
    return sorted(
        found,
        key=lambda each: (
            SECTIONS.index(each.section),
            not each.blocks,
            order.get(each.line_key, -1),
        ),
    )


def may_be_served(found: Collection[Finding]) -> bool:
    """Return whether nothing that was found keeps the version from being served."""
    return not any(each.blocks for each in found)


def _of_sections(written: Written) -> Iterator[Finding]:
    there = {each.section for each in written.lines}
    yield from (Finding(Check.SECTION_EMPTY, each) for each in MUST_SPEAK if each not in there)
    yield from (Finding(Check.SECTION_SILENT, each) for each in MAY_BE_NONE if each not in there)
    if written.kind is PlanKind.DRAFT:
        for each in written.of("I"):
            yield Finding(Check.SETTING_IN_DRAFT, "I", each.key)
    elif written.kind.is_final and "I" not in there:
        yield Finding(Check.SETTING_MISSING, "I")
    yield from _of_otherwise(written)
    if (written.school_year or 0) >= ADULTHOOD_FROM_YEAR:
        yield from _of_adulthood(written)
    yield from _of_payments(written)


def _of_otherwise(written: Written) -> Iterator[Finding]:
    """Education elsewhere than in a school or college needs a finding with reasons (section 61).

    The finding stands with section I; help that says so in its own words asks for it there.
    """
    found = [each for each in written.of("I") if each.detail(OTHERWISE)]
    for line in found:
        if not line.detail(OTHERWISE_WHY):
            yield Finding(Check.OTHERWISE_WITHOUT_WHY, line.section, line.key)
    if written.kind is not PlanKind.DRAFT and not found:
        for line in written.of("F", "I"):
            if names_otherwise([line.text, *line.details.values()]):
                yield Finding(Check.OTHERWISE_NOT_FOUND, line.section, line.key)


def _of_adulthood(written: Written) -> Iterator[Finding]:
    """Help for adulthood stands in education, and in health and social care if any is given.

    Regulation 12(3): sections F, G and H, each with what it specifies.
    """
    for first, *others in ADULTHOOD_IN:
        given = written.of(first, *others)
        if not any(each.detail(ADULTHOOD) for each in given) and (given or first == "F"):
            yield Finding(Check.NO_ADULTHOOD, given[0].section if given else first)


def _of_payments(written: Written) -> Iterator[Finding]:
    """Section J speaks of a direct payment that was agreed, and of no other (Reg 12(1)(j))."""
    said = written.of("J")
    if written.payment_agreed and not said:
        yield Finding(Check.PAYMENT_MISSING, "J")
    if not written.payment_agreed:
        yield from (Finding(Check.PAYMENT_NOT_AGREED, "J", each.key) for each in said)


def _of_links(written: Written) -> Iterator[Finding]:
    section = {each.key: each.section for each in written.lines}
    beside: dict[str, set[str]] = {key: set() for key in section}
    for one, other in written.links:
        if one in section and other in section:
            beside[one].add(other)
            beside[other].add(one)
    for line in written.lines:
        sections = {section[key] for key in _within_reach(line.key, beside, section)}
        if line.section in NEEDS and not sections & set(ANSWERED_BY[line.section]):
            yield Finding(Check.NEED_WITHOUT_PROVISION, line.section, line.key)
        elif line.section in PROVISIONS and not sections & set(NEEDS):
            yield Finding(Check.PROVISION_WITHOUT_NEED, line.section, line.key)
        elif line.section == OUTCOMES and not sections & set(NEEDS):
            yield Finding(Check.OUTCOME_WITHOUT_NEED, line.section, line.key)


def _within_reach(
    key: str, beside: Mapping[str, set[str]], section: Mapping[str, str]
) -> Iterator[str]:
    """Return what a line is linked with, and what that is linked with through an outcome."""
    for other in beside[key]:
        yield other
        if section[other] == OUTCOMES:
            yield from beside[other] - {key}


def _of_lines(written: Written) -> Iterator[Finding]:
    for line in written.lines:
        if line.voice_taken_away:
            yield Finding(Check.VOICE_TAKEN_AWAY, line.section, line.key)
        elif not line.text.strip() and not line.has_voice:
            yield Finding(Check.LINE_EMPTY, line.section, line.key)
        if line.section == OUTCOMES:
            yield from _of_outcome(line)
        elif line.section in PROVISIONS:
            yield from _of_provision(line)


def _of_outcome(line: LineText) -> Iterator[Finding]:
    """An outcome says by when it is reached, and how anybody will see it (Code 9.66)."""
    if not line.detail("by_when"):
        yield Finding(Check.OUTCOME_WITHOUT_DAY, line.section, line.key)
    if not line.detail("measured"):
        yield Finding(Check.OUTCOME_WITHOUT_MEASURE, line.section, line.key)


def _of_provision(line: LineText) -> Iterator[Finding]:
    for name in SPECIFICS:
        if not line.detail(name):
            yield Finding(Check(f"without_{name}"), line.section, line.key)
    if line.section == "G" and line.agreed_by_health_on is None:
        yield Finding(Check.NOT_AGREED_BY_HEALTH, line.section, line.key)


def _of_advice(written: Written) -> Iterator[Finding]:
    listed = {each.detail("advice_request_id") for each in written.of("K")}
    for advice in written.advice:
        if advice.id not in listed:
            yield Finding(Check.ADVICE_NOT_LISTED, "K", facts={"role": advice.role})
    for line in written.of("K"):
        if not line.detail("author"):
            yield Finding(Check.ADVICE_WITHOUT_AUTHOR, "K", line.key)
        if not line.detail("on"):
            yield Finding(Check.ADVICE_WITHOUT_DAY, "K", line.key)
