"""What joins the lines of a plan: links between them, and the sources they are drawn from."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from ehcportal.domain.plan_lines import in_order
from ehcportal.models.plan import PlanLine, PlanLink, PlanSource, PlanVersion
from ehcportal.services.plans.noting import note
from ehcportal.services.plans.versions import open_version
from ehcportal.services.plans.writing import LINE, Desk, Gone


@dataclass(frozen=True, slots=True)
class From:
    """Where words come from: exactly one of these, and the passage itself."""

    passage: str
    advice_answer_id: str | None = None
    submission_id: str | None = None
    comment_id: str | None = None


def join(
    session: Session, desk: Desk, key: str, *, wanted: Collection[str], seen: Collection[str]
) -> None:
    """Link a line with the ``wanted`` lines and with none of those that were ``seen`` besides.

    What somebody else linked meanwhile, unseen, stays. Raises Gone. Lines that cannot be linked
    or are gone are left alone.
    """
    version = open_version(session, desk.case_id, desk.version_id, alone=True)
    lines = _lines(session, version)
    if key not in lines:
        raise Gone
    there = _links_of(session, version, key)
    added = [each for each in wanted if each not in there and each in lines]
    ended = [row for other, row in there.items() if other in set(seen) - set(wanted)]
    for each in added:
        _link(session, version, lines[key], lines[each])
    for row in ended:
        session.delete(row)
    session.flush()
    if added or ended:
        _note(session, desk, version, lines[key], "plan.lines_linked")


def give_source(session: Session, desk: Desk, key: str, source: From) -> PlanSource:
    """Say where a line comes from; a line may come from several passages. Raises Gone."""
    version = open_version(session, desk.case_id, desk.version_id)
    line = _lines(session, version, {key}).get(key)
    if line is None:
        raise Gone
    made = PlanSource(
        plan_version_id=version.id,
        line_key=key,
        passage=source.passage,
        advice_answer_id=source.advice_answer_id,
        submission_id=source.submission_id,
        comment_id=source.comment_id,
    )
    session.add(made)
    session.flush()
    _note(session, desk, version, line, "plan.source_given")
    return made


def take_source(session: Session, desk: Desk, key: str, source_id: str) -> None:
    """Say that a line does not come from a passage; one that is gone already is left alone."""
    version = open_version(session, desk.case_id, desk.version_id)
    line = _lines(session, version, {key}).get(key)
    found = session.get(PlanSource, source_id, populate_existing=True, with_for_update=True)
    if line is None:
        raise Gone
    if found is None or (found.plan_version_id, found.line_key) != (version.id, key):
        return
    session.delete(found)
    session.flush()
    _note(session, desk, version, line, "plan.source_taken")


def _lines(
    session: Session, version: PlanVersion, keys: Iterable[str] | None = None
) -> dict[str, PlanLine]:
    query = select(PlanLine).where(PlanLine.plan_version_id == version.id)
    if keys is not None:
        query = query.where(col(PlanLine.key).in_(list(keys)))
    rows = session.exec(query.execution_options(populate_existing=True))
    return {each.key: each for each in rows}


def _links_of(session: Session, version: PlanVersion, key: str) -> dict[str, PlanLink]:
    """Return the links of a line by the key of the other one."""
    rows = session.exec(
        select(PlanLink).where(
            PlanLink.plan_version_id == version.id,
            (col(PlanLink.from_key) == key) | (col(PlanLink.to_key) == key),
        )
    )
    return {each.to_key if each.from_key == key else each.from_key: each for each in rows}


def _link(session: Session, version: PlanVersion, one: PlanLine, other: PlanLine) -> None:
    """Store a link in its one direction, from need to outcome to provision."""
    first = in_order(one.section, other.section)
    if first is None:
        return
    begin, end = (one, other) if first else (other, one)
    session.add(PlanLink(plan_version_id=version.id, from_key=begin.key, to_key=end.key))


def _note(session: Session, desk: Desk, version: PlanVersion, line: PlanLine, act: str) -> None:
    note(session, desk.trace, desk.case_id, version, act, of=(LINE, line.id), section=line.section)
