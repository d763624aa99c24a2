"""Every date of the law counted a second time, from the tables of the law and not from the domain.

Weeks are weeks of seven days with the first day as day 1; months are found by walking the calendar
day by day; working days by crossing off Saturdays, Sundays and bank holidays.
"""

from collections.abc import Callable, Collection
from datetime import date

Count = Callable[[date, Collection[date]], date]


def days_on(start: date, days: int) -> date:
    return date.fromordinal(start.toordinal() + days)


def weeks(number: int) -> Count:
    """Received plus 7 times the weeks, minus 1."""
    return lambda start, _: days_on(start, 7 * number - 1)


def plus(days: int) -> Count:
    return lambda start, _: days_on(start, days)


def same_day(start: date, months: int) -> date:
    """The same day of a later month, or that month's last day; walked to, day by day."""
    step = 1 if months > 0 else -1
    left, day = abs(months), start
    while left:
        month = day.month
        while day.month == month:
            day = days_on(day, step)
        left -= 1
    year, month, wanted = day.year, day.month, start.day
    while True:
        try:
            return date(year, month, wanted)
        except ValueError:
            wanted -= 1


def is_free(day: date, holidays: Collection[date]) -> bool:
    return day.isoweekday() in {6, 7} or day in holidays


def working(number: int) -> Count:
    """Working days that begin with the starting day, if it is one."""

    def count(start: date, holidays: Collection[date]) -> date:
        left, day = number, start
        while True:
            if not is_free(day, holidays):
                left -= 1
                if not left:
                    return day
            day = days_on(day, 1)

    return count


def months(number: int) -> Count:
    return lambda start, _: same_day(start, number)


def months_from(number: int) -> Count:
    """A period that begins with a day ends the day before the same date."""
    return lambda start, _: days_on(same_day(start, number), -1)


def tribunal(number: int) -> Count:
    """No period ends in August or from 25 December to 1 January (rule 12)."""

    def count(start: date, holidays: Collection[date]) -> date:
        day = same_day(start, number)
        closed = day.month == 8 or (day.month, day.day) in CHRISTMAS
        if not closed:
            return day
        while day.month == 8 or (day.month, day.day) in CHRISTMAS or is_free(day, holidays):
            day = days_on(day, 1)
        return day

    return count


CHRISTMAS = {*((12, day) for day in range(25, 32)), (1, 1)}

SECOND: dict[str, Count] = {
    "decision_to_assess": weeks(6),
    "advice": weeks(6),
    "advice_marker": weeks(12),
    "decision_to_issue": weeks(16),
    "final_plan": weeks(20),
    "draft_target": plus(-28),
    "comments": plus(14),
    "consultation": plus(14),
    "review": months_from(12),
    "review_meeting": plus(-28),
    "review_invitation": plus(-15),
    "review_circulation": plus(-15),
    "review_report": plus(13),
    "review_decision": plus(27),
    "amendment_comments": plus(14),
    "amended_plan": plus(55),
    "amended_plan_cap": plus(83),
    "phase_transfer": plus(-1),
    "phase_transfer_meeting": plus(-84),
    "post_16_move": months(-5),
    "review_list": plus(-14),
    "plan_transfer": working(15),
    "move_told": weeks(6),
    "health_body_told": working(15),
    "move_review": months_from(3),
    "reassessment_answer": plus(14),
    "reassessment_plan": weeks(14),
    "payment_check": months_from(3),
    "withdrawal_end": working(5),
    "appeal": tribunal(2),
    "appeal_after_certificate": tribunal(1),
    "mediation_call": months(2),
    "mediation_meeting": plus(29),
    "certificate_unwanted": working(3),
    "certificate_after": working(3),
    "certificate_lapsed": working(3),
    "recommendation": weeks(5),
    "order_assess": weeks(2),
    "order_no_plan": weeks(10),
    "order_assessed_plan": weeks(14),
    "order_draft": weeks(5),
    "order_plan": weeks(11),
    "order_amend": weeks(5),
    "order_setting": weeks(2),
    "order_reconsider": weeks(2),
    "order_continue": plus(0),
}
