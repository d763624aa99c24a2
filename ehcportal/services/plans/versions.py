"""Versions of a plan: begun as a copy of the one before, and dropped before they are served."""

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.domain.facts import PlanKind
from ehcportal.domain.plan_lines import may_follow
from ehcportal.models.event import EventAudience
from ehcportal.models.plan import Plan, PlanLine, PlanLink, PlanSource, PlanVersion, Section
from ehcportal.security.audit import Trace
from ehcportal.services import timeline


class NotOpen(Exception):
    """The version was served or dropped: what it says no longer changes."""


class AlreadyBegun(Exception):
    """A version is being written already; there is one at a time."""


class OutOfOrder(Exception):
    """A version of that kind cannot follow the one that was served last."""


def begin(
    session: Session,
    trace: Trace,
    case_id: str,
    kind: PlanKind,
    *,
    review_id: str | None = None,
) -> PlanVersion:
    """Begin a version as a copy of the one before, with the same keys of lines.

    Changes are proposed to the plan in force: what was proposed before and dropped is left out.
    Raises AlreadyBegun, or OutOfOrder when the kind does not follow.
    """
    plan = _locked_plan(session, case_id)
    versions = session.exec(
        select(PlanVersion).where(PlanVersion.plan_id == plan.id).order_by(col(PlanVersion.number))
    ).all()
    if any(each.served_on is None and each.dropped_at is None for each in versions):
        raise AlreadyBegun
    served = [each for each in versions if each.served_on and each.dropped_at is None]
    if not may_follow(served[-1].kind if served else None, kind):
        raise OutOfOrder(kind.value)
    before = _copied(served, kind)
    made = PlanVersion(
        plan_id=plan.id,
        number=max((each.number for each in versions), default=0) + 1,
        kind=kind,
        from_version_id=before.id if before else None,
        review_id=review_id or _review_of(before, kind),
        begun_by_id=trace.account_id,
    )
    session.add(made)
    session.flush()
    if before is not None:
        _copy(session, before, made)
    _record(session, trace, case_id, made, "plan.begun")
    return made


def drop(session: Session, trace: Trace, case_id: str, version_id: str, reason: str) -> None:
    """Give up a version that was not served; its lines are kept, and its number is not used again.

    Raises NotOpen, and LookupError when it is none of this case.
    """
    version = open_version(session, case_id, version_id, alone=True)
    version.dropped_at = clock.now()
    session.add(version)
    session.flush()
    _record(session, trace, case_id, version, "plan.dropped", reason=reason)


def open_version(
    session: Session, case_id: str, version_id: str, *, alone: bool = False
) -> PlanVersion:
    """Return a version of this case that is being written, so that it stays open until the commit.

    Many may write at once; whoever serves or drops it, or needs it ``alone``, waits for them.
    Raises NotOpen, and LookupError when there is no such version of this case.
    """
    found = session.exec(
        select(PlanVersion)
        .join(Plan, col(Plan.id) == PlanVersion.plan_id)
        .where(PlanVersion.id == version_id, Plan.case_id == case_id)
        .with_for_update(read=not alone, of=PlanVersion)
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise LookupError(version_id)
    if found.served_on is not None or found.dropped_at is not None:
        raise NotOpen
    return found


def _locked_plan(session: Session, case_id: str) -> Plan:
    """Return the plan of a case, made when there is none; two who begin at once take turns."""
    wanted = select(Plan).where(Plan.case_id == case_id).with_for_update()
    found = session.exec(wanted).first()
    if found is None:
        try:
            with session.begin_nested():
                session.add(Plan(case_id=case_id))
        except IntegrityError:
            """Somebody else made it in this moment."""
        found = session.exec(wanted).one()
    return found


def _copied(served: Sequence[PlanVersion], kind: PlanKind) -> PlanVersion | None:
    wanted = [each for each in served if kind is not PlanKind.AMENDMENT or each.kind.is_final]
    return wanted[-1] if wanted else None


def _review_of(before: PlanVersion | None, kind: PlanKind) -> str | None:
    """Return the review after which changes were proposed: the changed plan follows it too."""
    return before.review_id if before and kind is PlanKind.AMENDED_FINAL else None


def _copy(session: Session, before: PlanVersion, made: PlanVersion) -> None:
    """Copy lines, links and sources. A draft names no setting (s38(5) of the Act)."""
    left_out = {Section.I} if made.kind is PlanKind.DRAFT else set()
    kept = set()
    for line in session.exec(select(PlanLine).where(PlanLine.plan_version_id == before.id)).all():
        if line.section not in left_out:
            kept.add(line.key)
            session.add(_again(line, made, {"id", "version"}))
    for link in session.exec(select(PlanLink).where(PlanLink.plan_version_id == before.id)).all():
        if {link.from_key, link.to_key} <= kept:
            session.add(_again(link, made, {"id"}))
    sources = select(PlanSource).where(PlanSource.plan_version_id == before.id)
    for source in session.exec(sources).all():
        if source.line_key in kept:
            session.add(_again(source, made, {"id"}))
    session.flush()


def _again(
    row: PlanLine | PlanLink | PlanSource, made: PlanVersion, but: set[str]
) -> PlanLine | PlanLink | PlanSource:
    values = row.model_dump(exclude=but) | {"plan_version_id": made.id}
    return type(row)(**values)


def _record(
    session: Session,
    trace: Trace,
    case_id: str,
    version: PlanVersion,
    kind: str,
    **facts: str,
) -> None:
    timeline.record(
        session,
        trace,
        kind,
        of=("plan_version", version.id),
        case_id=case_id,
        audience=EventAudience.STAFF,
        facts={"number": version.number, **facts},
    )
