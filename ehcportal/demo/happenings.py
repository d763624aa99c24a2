"""What happens in a case of the demo, a row and a line on the timeline each."""

from ehcportal.demo import meetings, plan_texts
from ehcportal.demo.cast import MEMBERS
from ehcportal.demo.stage import Stage, day, noon
from ehcportal.demo.stories import Asked, Decided, Reviewed, Served, Story
from ehcportal.domain import plan_service
from ehcportal.domain.facts import DecisionKind
from ehcportal.models.assessment import AdviceRequest, Decision
from ehcportal.models.base import Record
from ehcportal.models.case import Case, CaseContributor
from ehcportal.models.plan import Plan, PlanVersion
from ehcportal.models.request import Request, RequestClosure
from ehcportal.models.review import Review
from ehcportal.models.setting import Service
from ehcportal.security.audit import SYSTEM
from ehcportal.services import service_members, timeline


def decision(stage: Stage, case: Case, request: Request, decided: Decided) -> None:
    """Decide, and tell the family the same day."""
    row = stage.add(
        Decision(
            case_id=case.id,
            request_id=request.id,
            kind=decided.kind,
            outcome=decided.outcome,
            reason=decided.reason,
            decided_on=day(decided.ago),
            notified_on=day(decided.ago),
            decided_by_id=stage.accounts["manager"].id,
        )
    )
    event(
        stage,
        case,
        f"decision.{decided.kind}",
        of=row,
        ago=decided.ago,
        key=True,
        facts={"outcome": decided.outcome.value},
    )


def advice(stage: Stage, case: Case, request: Request, asked: Asked) -> None:
    """Ask somebody for advice; it may have arrived since."""
    row = stage.add(
        AdviceRequest(
            case_id=case.id,
            request_id=request.id,
            role=asked.role,
            adviser_name=asked.adviser,
            service_id=_service(stage, asked.service),
            paragraph=asked.paragraph,
            asked_on=day(asked.asked),
            received_on=None if asked.received is None else day(asked.received),
        )
    )
    _contributor(stage, case, row)
    facts = {"role": asked.role}
    event(stage, case, "advice.asked", of=row, ago=asked.asked, facts=facts)
    if asked.received is not None:
        event(stage, case, "advice.received", of=row, ago=asked.received, facts=facts)


def _contributor(stage: Stage, case: Case, row: AdviceRequest) -> None:
    """Let the adviser see what the advice needs, if they are one of the cast."""
    known = {f"{each.forename} {each.surname}": each.key for each in MEMBERS}
    key = known.get(row.adviser_name or "")
    if key is None:
        return
    stage.session.flush()
    account = stage.accounts[key]
    stage.add(CaseContributor(case_id=case.id, account_id=account.id, advice_request_id=row.id))
    if row.service_id:
        service_members.give(
            stage.session,
            SYSTEM,
            service_id=row.service_id,
            account_id=account.id,
            job_title=row.role,
        )


def _service(stage: Stage, name: str) -> str:
    if name not in stage.services:
        stage.services[name] = stage.add(Service(name=name))
        stage.session.flush()
    return stage.services[name].id


def plan(stage: Stage, case: Case, served: tuple[Served, ...]) -> None:
    """Serve the versions of a plan, one after the other."""
    plan = stage.add(Plan(case_id=case.id))
    stage.session.flush()
    before: PlanVersion | None = None
    for number, version in enumerate(served, start=1):
        until = plan_service.comments_due(version.kind, day(version.ago))
        row = stage.add(
            PlanVersion(
                plan_id=plan.id,
                number=number,
                kind=version.kind,
                from_version_id=before.id if before else None,
                served_on=day(version.ago),
                comments_until=until.due_on if until else None,
            )
        )
        plan_texts.write(stage, row, noon(version.ago))
        before = row
        event(stage, case, f"plan.{version.kind}", of=row, ago=version.ago, key=True)


def review(stage: Stage, case: Case, reviewed: Reviewed) -> None:
    """Hold a review, which may have been reported on and decided."""
    row = stage.add(
        Review(
            case_id=case.id,
            meeting_on=day(reviewed.meeting),
            report_on=None if reviewed.report is None else day(reviewed.report),
            created_at=noon(reviewed.meeting + 40),
        )
    )
    meetings.hold(stage, case, row, reviewed.meeting)
    event(stage, case, "review.held", of=row, ago=reviewed.meeting, key=True)
    if reviewed.report is not None:
        event(stage, case, "review.report", of=row, ago=reviewed.report)
    if reviewed.decided is not None:
        made = stage.add(
            Decision(
                case_id=case.id,
                review_id=row.id,
                kind=DecisionKind.REVIEW,
                outcome=reviewed.outcome,
                decided_on=day(reviewed.decided),
                notified_on=day(reviewed.decided),
                decided_by_id=stage.accounts["manager"].id,
            )
        )
        event(
            stage,
            case,
            "decision.review",
            of=made,
            ago=reviewed.decided,
            key=True,
            facts={"outcome": reviewed.outcome.value},
        )


def closed(stage: Stage, story: Story, case: Case, request: Request) -> None:
    """Close the request without a decision."""
    closed = story.closed
    if closed is None:
        return
    row = stage.add(
        RequestClosure(
            request_id=request.id,
            kind=closed.kind,
            reason=closed.reason,
            closed_by_id=stage.accounts["caseworker"].id,
            closed_at=noon(closed.ago),
        )
    )
    request.closed_at = noon(closed.ago)
    event(stage, case, "request.closed", of=row, ago=closed.ago, key=True)


def event(
    stage: Stage,
    case: Case,
    kind: str,
    *,
    of: Record,
    ago: int,
    key: bool = False,
    facts: dict[str, str] | None = None,
) -> None:
    """Put a line on the timeline on the day of the story it belongs to."""
    stage.session.flush()
    event = timeline.record(
        stage.session,
        SYSTEM,
        kind,
        of=(str(of.__class__.__tablename__), of.id),
        case_id=case.id,
        key=key,
        on=day(ago),
        facts=facts,
    )
    event.at = noon(ago)
