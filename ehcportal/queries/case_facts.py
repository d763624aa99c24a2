"""The dated facts of cases, read in one statement however many cases and rows there are."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session

from ehcportal import clock
from ehcportal.domain import phases
from ehcportal.domain.exceptions import ExceptionFact, Ground, excuses
from ehcportal.domain.facts import (
    AdviceFact,
    CaseFacts,
    Closure,
    CommentFact,
    ConsultationFact,
    DecisionFact,
    DecisionKind,
    Ending,
    Outcome,
    PlanFact,
    PlanKind,
    ProceedingFact,
    ProceedingKind,
    RequestFact,
    ReviewFact,
    Source,
    StartReason,
)
from ehcportal.domain.rights import rights_pass_on, school_year
from ehcportal.models.proceeding import MoveDirection
from ehcportal.queries import corrections, end_facts, fact_rows, proceeding_facts, speaking
from ehcportal.queries.fact_rows import FactRow

Rows = dict[str, list[FactRow]]


def for_cases(session: Session, case_ids: Collection[str]) -> dict[str, CaseFacts]:
    """Return the facts of each case, in one statement."""
    if not case_ids:
        return {}
    rows: dict[str, Rows] = {case_id: defaultdict(list) for case_id in case_ids}
    for row in fact_rows.read(session, case_ids):
        rows[row.case_id][row.what].append(row)
    return {case_id: _facts(each) for case_id, each in rows.items()}


def for_case(session: Session, case_id: str) -> CaseFacts:
    """Return the facts of one case, in one statement."""
    return for_cases(session, [case_id])[case_id]


def _facts(rows: Rows) -> CaseFacts:
    """Return what is known of a case: the stages it went through, and what runs beside them."""
    case = rows["case"][0]
    return replace(
        _stages(rows),
        proceedings=tuple(
            ProceedingFact(ProceedingKind(each.word), each.first, each.second)
            for each in rows["proceeding"]
            if each.first
        ),
        moves=tuple(end_facts.moves(rows["move"])),
        asks=tuple(end_facts.asks(rows["ask"])),
        orders=tuple(proceeding_facts.orders(rows["step"])),
        mediations=tuple(proceeding_facts.mediations(rows["step"])),
        certificates=tuple(proceeding_facts.certificates(rows["step"])),
        recommendations=tuple(proceeding_facts.recommendations(rows["step"])),
        hearings=tuple(proceeding_facts.hearings(rows["step"])),
        ceasing_dismissed=tuple(proceeding_facts.ceasing_dismissed(rows["step"])),
        payments=tuple(end_facts.payments(rows["payment"])),
        health_changes=tuple(end_facts.health_changes(rows["health"])),
        speakers=speaking.speakers(rows["tie"]),
        phase_transfer_by=_phase_transfer_by(rows, case.second),
        ended_on=case.first,
        ended_as=Ending(case.word) if case.word else None,
        rights_pass_on=rights_pass_on(case.second) if case.second else None,
        year_group=school_year(case.second, clock.today()) if case.second else None,
    )


def _stages(rows: Rows) -> CaseFacts:
    decisions = _standing_decisions(rows["decision"])
    return CaseFacts(
        requests=tuple(_requests(rows)),
        decisions=tuple(
            _decision(each, rows)
            for each in decisions
            if each.word != DecisionKind.REVIEW or each.about is None
        ),
        advice=tuple(
            AdviceFact(each.word, each.first, each.second, each.third, each.key, each.about or "")
            for each in rows["advice"]
            if each.first
        ),
        plans=tuple(_plans(rows)),
        reviews=tuple(_reviews(rows, decisions)),
        exceptions=tuple(_exceptions(rows["exception"])),
        comments=tuple(
            CommentFact(each.first, each.number, each.word == fact_rows.ACCEPTS, each.about or "")
            for each in rows["comment"]
            if each.first
        ),
        consultations=tuple(
            ConsultationFact(each.word, each.first, each.second, each.key)
            for each in rows["consultation"]
            if each.first
        ),
        draft_begun_on=_draft_begun_on(rows["plan"]),
        transferred_in_on=max(_days(rows["move"], MoveDirection.IN, "second"), default=None),
        reviewed_elsewhere_on=max(
            (each.first for each in rows["elsewhere"] if each.first), default=None
        ),
        moving_on=max(_days(rows["move"], MoveDirection.OUT, "third"), default=None),
    )


def _phase_transfer_by(rows: Rows, born_on: date | None) -> date | None:
    """Return the day of a move to the next school in this school year, of a child with a plan.

    Staff name the day in the review where the child's age alone does not say it.
    """
    today = clock.today()
    has_plan = any(each.first and PlanKind(each.word).is_final for each in rows["plan"])
    if not has_plan:
        return None
    since = phases.year_begins(today)
    named = [each.first for each in rows["phase"] if each.first and each.first > since]
    kind = next((each.word for each in rows["school"] if each.word), "")
    by_age = phases.transfer_by(born_on, today, kind or "") if born_on else None
    return max(named, default=None) or by_age


def _requests(rows: Rows) -> Iterator[RequestFact]:
    newest = {each.key: each.word for each in sorted(rows["closure"], key=_moment)}
    joined = {each.key: each.at for each in rows["joined"]}
    for each in rows["request"]:
        closed_as = newest.get(each.key) if each.at else None
        yield RequestFact(
            received_on=each.first or date.min,
            source=Source(each.word),
            start_reason=StartReason(each.other),
            closed_on=clock.london_day(each.at) if each.at else None,
            closed_as=Closure(closed_as) if closed_as else None,
            responsible_on=each.second,
            id=each.key,
            joined_at=joined.get(each.key),
        )


def _moment(row: FactRow) -> datetime:
    if row.at is None:
        raise ValueError(f"a {row.what} without its moment")
    return row.at


def _standing_decisions(rows: list[FactRow]) -> list[FactRow]:
    """Leave out what a further row has corrected."""
    corrected = {each.link for each in rows if each.link}
    return [each for each in sorted(rows, key=_moment) if each.key not in corrected]


def _draft_begun_on(versions: list[FactRow]) -> date | None:
    """Return since when a draft is being written that nobody was sent yet."""
    writing = [
        clock.london_day(each.at)
        for each in versions
        if each.first is None and each.word == PlanKind.DRAFT and each.at
    ]
    return max(writing, default=None)


def _days(rows: list[FactRow], word: str, which: str) -> list[date]:
    return [getattr(each, which) for each in rows if each.word == word and getattr(each, which)]


def _decision(row: FactRow, rows: Rows) -> DecisionFact:
    return DecisionFact(
        kind=DecisionKind(row.word),
        outcome=Outcome(row.other),
        decided_on=row.first or date.min,
        notified_on=row.second,
        request_id=row.about or "",
        certificate_on=_certificate(rows, row.key),
        letter_on=row.third,
        id=row.key,
        made_at=row.at,
    )


def _reviews(rows: Rows, decisions: list[FactRow]) -> Iterator[ReviewFact]:
    """Yield each review, and changes that came without one (Regulation 28)."""
    for each in rows["review"]:
        yield _review(each, decisions, rows)
    for each in rows["plan"]:
        if each.word == PlanKind.AMENDMENT and each.link is None and each.first:
            yield ReviewFact(
                decided_on=each.first,
                outcome=Outcome.AMEND,
                notice_on=each.first,
                alone=True,
                notice_number=each.number or 0,
            )


def _plans(rows: Rows) -> Iterator[PlanFact]:
    """Yield each version that was sent."""
    for each in rows["plan"]:
        if each.first:
            given = _certificate(rows, each.key)
            kind = PlanKind(each.word)
            yield PlanFact(kind, each.number or 0, each.first, each.second, given)


def _certificate(rows: Rows, about: str) -> date | None:
    """Return the day of the newest mediation certificate about a decision or plan.

    One that was given about a decision counts for the row that put that decision right.
    """
    links = {each.key: each.link for each in rows["decision"] if each.link}
    held = corrections.with_earlier(links, about)
    given = [each.first for each in rows["certificate"] if each.about in held and each.first]
    return max(given, default=None)


def _review(row: FactRow, decisions: list[FactRow], rows: Rows) -> ReviewFact:
    """The first decision ends the review; a later one says that nothing changes after all."""
    about = [each for each in decisions if each.about == row.key and each.second]
    decided = about[0] if about else None
    kept = next((each for each in about[1:] if each.other == Outcome.MAINTAIN), None)
    last = kept or decided
    notices = [
        (each.first, each.number or 0)
        for each in rows["plan"]
        if each.word == PlanKind.AMENDMENT and each.first and each.link == row.key
    ]
    return ReviewFact(
        meeting_on=row.first,
        report_on=row.second,
        decided_on=decided.second if decided else None,
        outcome=Outcome(decided.other) if decided else None,
        notice_on=row.third or min((on for on, _ in notices), default=None),
        notice_number=max((number for _, number in notices), default=0),
        kept_on=kept.second if kept else None,
        certificate_on=_certificate(rows, last.key) if last else None,
    )


def _exceptions(rows: list[FactRow]) -> Iterator[ExceptionFact]:
    corrected = {each.link for each in rows if each.link}
    for each in rows:
        ground, about = Ground(each.other), each.about or ""
        stands = each.key not in corrected and not each.number
        if stands and each.first and excuses(ground, each.word):
            yield ExceptionFact(each.word, ground, each.first, each.second, about, each.third)
