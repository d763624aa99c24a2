"""Until when a family can appeal, and from when the rights belong to the young person."""

from collections.abc import Collection
from datetime import date, timedelta

from ehcportal.domain import law
from ehcportal.domain.calendar import NO_BANK_HOLIDAYS
from ehcportal.domain.clocks import DueDate, due

FRIDAY = 4

TOLD_BEFORE = timedelta(days=183)
"""How long beforehand a case says that the rights will pass: about six months."""


def appeal_by(
    decision_sent_on: date,
    certificate_on: date | None = None,
    *,
    bank_holidays: Collection[date] = NO_BANK_HOLIDAYS,
) -> DueDate:
    """Return the last day to appeal: 2 months from the decision, or 1 from a later certificate."""
    by_decision = due(law.APPEAL, decision_sent_on, bank_holidays=bank_holidays)
    if certificate_on is None:
        return by_decision
    by_certificate = due(law.APPEAL_AFTER_CERTIFICATE, certificate_on, bank_holidays=bank_holidays)
    return max(by_decision, by_certificate, key=lambda each: each.due_on)


def rights_pass_on(born_on: date) -> date:
    """Return the last day of compulsory school age, after which the rights are the young person's.

    The last Friday in June of the school year in which the person turns 16 (sections 80 and 83 of
    the Act, with the School Leaving Date Order 1997). It is not the sixteenth birthday.
    """
    year_of_june = born_on.year + (17 if born_on.month >= 9 else 16)
    last_of_june = date(year_of_june, 6, 30)
    return last_of_june - timedelta(days=(last_of_june.weekday() - FRIDAY) % 7)


def school_year(born_on: date, on: date) -> int:
    """Return the school year that a child of that age is in: 1 from the September after turning 5.

    It says nothing of a child who learns with older or younger ones.
    """
    return _september(on) - _september(born_on) - 5


def _september(on: date) -> int:
    return on.year if on.month >= 9 else on.year - 1


def rights_pass_soon(pass_on: date | None, today: date) -> bool:
    """Return whether the family is told now that the rights pass on a day that is to come."""
    return pass_on is not None and pass_on - TOLD_BEFORE <= today <= pass_on


def may_be_decided(born_on: date | None, today: date) -> bool:
    """Return whether it is time to hear what the young person wants, or whether they can say."""
    return born_on is not None and today >= rights_pass_on(born_on) - TOLD_BEFORE
