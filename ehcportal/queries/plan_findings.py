"""What a version of a plan still needs, in sentences: for its editor and before it is served."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from ehcportal import clock
from ehcportal.content import plan_words
from ehcportal.domain.plan_checks import Finding, findings
from ehcportal.domain.plan_written import AdviceGiven, LineText, Written
from ehcportal.domain.rights import school_year
from ehcportal.models.voice import PieceKind
from ehcportal.queries import budgets, plan_passages
from ehcportal.queries.plan_passages import Received
from ehcportal.queries.plans import Line, Whole


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that is missing, in words. ``blocks`` keeps the version from being served."""

    section: str
    line_key: str
    sentence: str
    blocks: bool


def told(session: Session, whole: Whole, birth_date: date | None) -> list[Told]:
    """Return all that is missing in a version, section by section, in two more statements."""
    case_id = whole.head.case_id
    advice = plan_passages.received(session, case_id)
    says_j = whole.head.is_final or bool(whole.section("J"))
    paid = says_j and budgets.is_paid(session, case_id)
    return of(whole, advice, birth_date, paid=paid)


def of(
    whole: Whole, advice: Sequence[Received], birth_date: date | None, *, paid: bool = False
) -> list[Told]:
    """Return the same with the advice that was read already."""
    written = Written(
        kind=whole.head.kind,
        lines=[_text(each) for each in whole.lines],
        links=whole.links,
        advice=[AdviceGiven(each.advice_request_id, each.role) for each in advice],
        school_year=school_year(birth_date, clock.today()) if birth_date else None,
        payment_agreed=paid,
    )
    return [_told(each) for each in findings(written, plan_words.vague_phrases())]


def _told(finding: Finding) -> Told:
    return Told(finding.section, finding.line_key, plan_words.sentence(finding), finding.blocks)


def _text(line: Line) -> LineText:
    voice = line.voice
    return LineText(
        key=line.key,
        section=line.section,
        text=line.text,
        details={name: str(value) for name, value in line.details.items()},
        agreed_by_health_on=line.agreed_by_health_on,
        has_voice=voice is not None and voice.kind is not PieceKind.WORDS,
        voice_taken_away=voice is not None and voice.is_removed,
    )
