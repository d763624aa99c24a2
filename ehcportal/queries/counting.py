"""How this council counts its days: the profile's few choices, and the bank holidays of England."""

from datetime import date, datetime
from functools import cache

from ehcportal import clock
from ehcportal.domain.calendar import end_of_working_days
from ehcportal.domain.facts import CaseFacts
from ehcportal.domain.journey import Journey, journey
from ehcportal.domain.rules import Counting
from ehcportal.profile import Profile

YEARS_AROUND = 3
ONE_DAY = 1


def counting(profile: Profile) -> Counting:
    """Return how the profile counts; it can change nothing that the law sets."""
    return Counting(
        first_day_counts=profile.law.day_of_receipt_counts,
        postal_days=profile.law.postal_days,
        draft_target_days=profile.law.draft_target_days_before_final,
    )


def bank_holidays(profile: Profile, around: date) -> frozenset[date]:
    """Return the bank holidays of England near a day, with those the council added."""
    return _of_england(around.year) | frozenset(profile.law.extra_bank_holidays)


@cache
def _of_england(year: int) -> frozenset[date]:
    import holidays  # takes 10 MB and a fifth of a second, so with the first date that needs it

    years = range(year - YEARS_AROUND, year + YEARS_AROUND + 1)
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=years))


def case_journey(facts: CaseFacts, profile: Profile, today: date) -> Journey:
    """Derive the stages and dates of a case as this council counts them."""
    return journey(facts, today, counting(profile), bank_holidays=bank_holidays(profile, today))


def access_answer_by(profile: Profile, received_at: datetime) -> date:
    """Return the day by which the council promises to answer an access request."""
    return _working_days_after(profile, received_at, profile.limits.access_answer_working_days)


def reply_by(profile: Profile, sent_at: datetime) -> date | None:
    """Return the day by which the council promises to answer a message, if it promises one."""
    days = profile.messages.reply_working_days
    return _working_days_after(profile, sent_at, days) if days else None


def _working_days_after(profile: Profile, moment: datetime, days: int) -> date:
    """Count working days from the day after, so midnight has the same promise as the morning."""
    came = clock.london_day(moment)
    free = bank_holidays(profile, came)
    return end_of_working_days(date.fromordinal(came.toordinal() + ONE_DAY), days, free)
