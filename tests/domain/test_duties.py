"""Each duty falls on the day that the regulations, the guides and the council's setting give it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehcportal.domain import endlaw, law
from ehcportal.domain.calendar import end_of_weeks
from ehcportal.domain.clocks import due, served_by_post
from ehcportal.domain.duties import Duty, Kind, Limit, Rulebook, Start, Unit, UnknownDutyError, Who
from ehcportal.domain.rights import appeal_by
from ehcportal.domain.rules import Counting
from ehcportal.domain.timescales import rows, timescales

DAYS = st.dates(min_value=date(2014, 9, 1), max_value=date(2090, 12, 31))
WEEKS = {
    law.DECISION_TO_ASSESS: 6,
    law.ADVICE: 6,
    law.ADVICE_MARKER: 12,
    law.DECISION_TO_ISSUE: 16,
    law.FINAL_PLAN: 20,
}
DAY_OF_RECEIPT_IS_LEFT_OUT = Counting(first_day_counts=False)


@pytest.mark.parametrize(
    ("received", "d6", "d12", "d16", "d20"),
    [
        ("2023-01-30", "2023-03-12", "2023-04-23", "2023-05-21", "2023-06-18"),
        ("2023-08-08", "2023-09-18", "2023-10-30", "2023-11-27", "2023-12-25"),
        ("2024-09-01", "2024-10-12", "2024-11-23", "2024-12-21", "2025-01-18"),
        # across 29 February, and from it
        ("2024-01-20", "2024-03-01", "2024-04-12", "2024-05-10", "2024-06-07"),
        ("2023-01-20", "2023-03-02", "2023-04-13", "2023-05-11", "2023-06-08"),
        ("2024-02-29", "2024-04-10", "2024-05-22", "2024-06-19", "2024-07-17"),
        # across a year's end
        ("2026-12-31", "2027-02-10", "2027-03-24", "2027-04-21", "2027-05-19"),
        # across the changes of the clocks in March and October
        ("2026-03-28", "2026-05-08", "2026-06-19", "2026-07-17", "2026-08-14"),
        ("2026-10-24", "2026-12-04", "2027-01-15", "2027-02-12", "2027-03-12"),
    ],
)
def test_the_four_marks_of_a_request_are_the_days_the_councils_count(
    received: str, d6: str, d12: str, d16: str, d20: str
) -> None:
    marks = {row["mark"]: row["due_on"] for row in rows(timescales(date.fromisoformat(received)))}

    assert (marks["D6"], marks["D12"], marks["D16"], marks["D20"]) == (d6, d12, d16, d20)


def test_advice_runs_from_its_own_ask_and_not_from_the_request() -> None:
    assert due(law.ADVICE, date(2023, 3, 12)).due_on == date(2023, 4, 22)


def test_a_council_that_leaves_out_the_day_of_receipt_moves_every_week_date_by_one_day() -> None:
    received = date(2023, 1, 30)
    for key in (*WEEKS, law.REVIEW_REPORT, law.REVIEW_DECISION, law.AMENDED_PLAN):
        strict = due(key, received).due_on
        ordinary = due(key, received, counting=DAY_OF_RECEIPT_IS_LEFT_OUT).due_on
        assert ordinary == strict + timedelta(days=1), key


@pytest.mark.parametrize(
    ("key", "days"),
    [
        (law.COMMENTS, 14),
        (law.AMENDMENT_COMMENTS, 14),
        (law.CONSULTATION, 14),
        (law.REVIEW_REPORT, 13),
        (law.REVIEW_DECISION, 27),
        (law.AMENDED_PLAN, 55),
        (law.AMENDED_PLAN_CAP, 83),
        (law.REVIEW_CIRCULATION, -15),
        (law.REVIEW_INVITATION, -15),
        (law.REVIEW_MEETING, -28),
        (law.DRAFT_TARGET, -28),
    ],
)
def test_the_other_limits_keep_their_distance(key: str, days: int) -> None:
    start = date(2026, 6, 1)

    assert due(key, start).due_on == start + timedelta(days=days)


def test_the_time_to_comment_counts_its_first_day_whatever_the_council_set() -> None:
    served = date(2026, 6, 1)
    for counting in (Counting(), DAY_OF_RECEIPT_IS_LEFT_OUT):
        assert due(law.COMMENTS, served, counting=counting).due_on == date(2026, 6, 15)


def test_a_draft_sent_by_post_gives_the_family_its_days_from_when_it_arrives() -> None:
    served = served_by_post(date(2026, 6, 1), Counting(postal_days=3))

    assert due(law.COMMENTS, served).due_on == date(2026, 6, 18)


@pytest.mark.parametrize(
    ("made", "reviewed_by"),
    [
        (date(2025, 6, 18), date(2026, 6, 17)),
        (date(2024, 1, 1), date(2024, 12, 31)),
        (date(2024, 2, 29), date(2025, 2, 27)),
        (date(2023, 3, 1), date(2024, 2, 29)),
    ],
)
def test_a_review_ends_the_day_before_the_plan_is_a_year_old(made: date, reviewed_by: date) -> None:
    assert due(law.REVIEW, made).due_on == reviewed_by


@pytest.mark.parametrize(
    ("sent", "certificate", "last_day"),
    [
        (date(2026, 3, 10), None, date(2026, 5, 10)),
        (date(2025, 12, 31), None, date(2026, 2, 28)),
        (date(2023, 12, 31), None, date(2024, 2, 29)),
        (date(2026, 3, 10), date(2026, 3, 20), date(2026, 5, 10)),
        (date(2026, 3, 10), date(2026, 4, 30), date(2026, 5, 30)),
        # August and Christmas run on to the next working day
        (date(2026, 6, 10), None, date(2026, 9, 1)),
        (date(2026, 10, 25), None, date(2027, 1, 4)),
        (date(2026, 11, 1), None, date(2027, 1, 4)),
    ],
)
def test_the_last_day_to_appeal_is_never_told_too_early_or_too_late(
    sent: date, certificate: date | None, last_day: date
) -> None:
    assert appeal_by(sent, certificate).due_on == last_day


def test_a_plan_moves_to_the_new_council_in_working_days() -> None:
    christmas = {date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)}

    moved = due(law.PLAN_TRANSFER, date(2026, 12, 14), bank_holidays=christmas)

    assert moved.due_on == date(2027, 1, 6)


def test_every_date_says_in_words_how_it_was_counted_and_where_the_rule_is() -> None:
    decision = due(law.DECISION_TO_ASSESS, date(2023, 1, 30))

    assert decision.how == (
        "Day 1 was Monday 30 January 2023. 6 weeks end on Sunday 12 March 2023. "
        "Weekends and holidays count."
    )
    assert decision.regulation == "Regulation 5(1), SEND Regulations 2014"
    assert decision.kind is Kind.STATUTORY


def test_no_target_or_guidance_ever_passes_for_the_law() -> None:
    kinds = {duty.key: duty.kind for duty in law.LAW.duties if duty.kind is not Kind.STATUTORY}

    assert kinds == {
        law.ADVICE_MARKER: Kind.TARGET,
        law.DRAFT_TARGET: Kind.TARGET,
        law.REVIEW_MEETING: Kind.TARGET,
        law.PHASE_TRANSFER_MEETING: Kind.TARGET,
        law.CONSULTATION: Kind.GUIDANCE,
        law.REVIEW_LIST: Kind.GUIDANCE,
        endlaw.WITHDRAWAL_END: Kind.TARGET,
    }


def test_a_date_is_late_only_once_its_last_day_is_over() -> None:
    decision = due(law.DECISION_TO_ASSESS, date(2023, 1, 30))

    assert decision.days_left(date(2023, 3, 11)) == 1
    assert not decision.is_late(date(2023, 3, 12))
    assert decision.is_late(date(2023, 3, 13))
    assert decision.days_late(date(2023, 3, 15)) == 3


def test_a_change_of_the_law_leaves_requests_that_came_before_it_alone() -> None:
    shorter = Duty(
        key=law.DECISION_TO_ASSESS,
        name="Decision whether to assess",
        who=Who.COUNCIL,
        starts=Start.REQUEST_RECEIVED,
        limit=Limit(4, Unit.WEEKS),
        regulation="New regulation",
        sentence="Four weeks.",
        in_force_from=date(2028, 9, 1),
    )
    book = law.LAW.corrected([shorter])

    before = due(law.DECISION_TO_ASSESS, date(2028, 8, 31), rulebook=book)
    after = due(law.DECISION_TO_ASSESS, date(2028, 9, 1), rulebook=book)

    assert before.duty.limit.length == 6
    assert after.duty.limit.length == 4
    assert next(iter(book.in_force(date(2028, 9, 1)))).limit.length == 4


def test_a_duty_that_the_law_dropped_is_not_counted_any_more() -> None:
    ended = Duty(
        key="old",
        name="Old",
        who=Who.COUNCIL,
        starts=Start.REQUEST_RECEIVED,
        limit=Limit(1, Unit.WEEKS),
        regulation="Old regulation",
        sentence="Gone.",
        in_force_until=date(2020, 9, 25),
    )
    with pytest.raises(UnknownDutyError, match="old"):
        due("old", date(2020, 9, 26), rulebook=Rulebook((ended,)))


def test_every_duty_in_force_has_one_key_a_source_and_a_sentence() -> None:
    duties = law.duties_in_force(date(2026, 11, 22))

    assert len({duty.key for duty in duties}) == len(duties) == len(law.LAW.duties)
    for duty in duties:
        assert duty.regulation, duty.key
        assert duty.sentence.endswith("."), duty.key


@pytest.mark.parametrize(
    "wrong", [{"postal_days": -1}, {"postal_days": 30}, {"draft_target_days": 14}]
)
def test_a_council_cannot_set_counting_that_takes_time_from_a_family(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Counting(**wrong)


@given(DAYS, st.sampled_from(sorted(WEEKS)))
def test_weeks_end_seven_times_their_number_less_one_day_after_the_start(
    start: date, key: str
) -> None:
    assert (due(key, start).due_on - start).days == 7 * WEEKS[key] - 1


@given(DAYS, DAYS, st.sampled_from([duty.key for duty in law.LAW.duties]))
def test_whoever_starts_later_is_never_due_earlier(one: date, other: date, key: str) -> None:
    earlier, later = sorted((one, other))

    assert due(key, earlier).due_on <= due(key, later).due_on


@given(DAYS)
def test_the_draft_target_always_leaves_the_family_its_days_before_the_final_plan(
    received: date,
) -> None:
    dates = {each.key: each.due_on for each in timescales(received)}

    assert dates[law.COMMENTS] < dates[law.FINAL_PLAN]
    assert dates[law.REVIEW_MEETING] < dates[law.REVIEW]


@given(DAYS, st.integers(1, 60))
def test_a_period_of_weeks_always_ends_on_the_weekday_before_it_began(
    start: date, weeks: int
) -> None:
    end = end_of_weeks(start, weeks)

    assert (end + timedelta(days=1)).weekday() == start.weekday()
