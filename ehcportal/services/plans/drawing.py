"""A plan is drawn from what others wrote: advice, and the child's and family's own words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from ehcportal.models.plan import PlanLine, Section
from ehcportal.queries.plan_passages import Received
from ehcportal.queries.voices import Piece
from ehcportal.services.plans import writing
from ehcportal.services.plans.joining import From, give_source
from ehcportal.services.plans.versions import open_version
from ehcportal.services.plans.writing import Desk, Words


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line to be made of a passage."""

    section: Section
    words: Words
    source: From


def draw(session: Session, desk: Desk, lines: Sequence[Drawn]) -> list[PlanLine]:
    """Make a line of each passage, with the passage as its source."""
    made = []
    for each in lines:
        line = writing.add(session, desk, each.section, each.words)
        give_source(session, desk, line.key, each.source)
        made.append(line)
    return made


def draw_into(session: Session, desk: Desk, key: str, passages: Sequence[From]) -> None:
    """Put passages at the end of a line, each as a source of it. Raises Gone.

    What is added is added to the line as it stands at that moment: nobody's words are lost.
    """
    line = writing.locked_line(session, desk, key)
    text = "\n\n".join(filter(None, [line.text, *(each.passage for each in passages)]))
    said = writing.words_of(line, text=text)
    writing.change(session, desk, key, line.version, said)
    for each in passages:
        give_source(session, desk, key, each)


def take_change(
    session: Session, desk: Desk, key: str, seen: int, words: Words | None, source: From
) -> None:
    """Put proposed words in place of those of a line, or take the line out; raises Clash or Gone.

    The line must read as whoever pressed saw it, so that nobody's words are lost.
    """
    if words is None:
        writing.remove(session, desk, key, seen)
        return
    writing.change(session, desk, key, seen, words)
    give_source(session, desk, key, source)


def take_pieces(session: Session, desk: Desk, pieces: Collection[Piece]) -> int:
    """Put pieces of the family's own voice into section A as they are; return how many were new.

    A piece that stands there already is left alone. Words are taken over word for word; pictures,
    sound, film and symbols stand there themselves.
    """
    open_version(session, desk.case_id, desk.version_id, alone=True)
    there = set(
        session.exec(
            select(PlanLine.voice_piece_id).where(PlanLine.plan_version_id == desk.version_id)
        )
    )
    new = [each for each in pieces if each.id not in there]
    for each in new:
        writing.add(session, desk, Section.A, Words(each.words, voice_piece_id=each.id))
    return len(new)


def list_advice(session: Session, desk: Desk, advice: Collection[Received]) -> int:
    """List in section K each piece of advice that does not stand there; return how many were new.

    Reg 12(4): the advice is set out in appendices. Each line names its author, role and date.
    """
    open_version(session, desk.case_id, desk.version_id, alone=True)
    of_k = select(PlanLine.details).where(
        PlanLine.plan_version_id == desk.version_id, PlanLine.section == Section.K
    )
    there = {details.get("advice_request_id") for details in session.exec(of_k)}
    new = [each for each in advice if each.advice_request_id not in there]
    for each in new:
        _list_one(session, desk, each)
    return len(new)


def _list_one(session: Session, desk: Desk, advice: Received) -> None:
    said = Words(
        text=advice.role,
        details={
            "role": advice.role,
            "author": advice.author,
            "on": advice.on.isoformat(),
            "advice_request_id": advice.advice_request_id,
        },
    )
    line = writing.add(session, desk, Section.K, said)
    if advice.answer_id is not None:
        give_source(session, desk, line.key, From(advice.role, advice_answer_id=advice.answer_id))
