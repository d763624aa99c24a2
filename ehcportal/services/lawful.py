"""The one gate of the services: a step that the law does not allow now is not taken.

Pages ask before they offer a step. This asks again within the transaction that takes it, with the
case held: of two people who act at once, the second one's step is judged as the case is then.
"""

from datetime import date

from sqlmodel import Session

from ehcportal import clock
from ehcportal.domain import requeststeps, steps
from ehcportal.domain.casedates import case_dates
from ehcportal.domain.dates import date_words
from ehcportal.domain.rules import STANDARD_COUNTING
from ehcportal.domain.steps import Step
from ehcportal.models.case import Case
from ehcportal.profile import Profile
from ehcportal.queries import case_facts
from ehcportal.queries.counting import bank_holidays, counting


class NotLawfulError(Exception):
    """The step is not lawful as the case stands; the words say why, as staff read it."""


def check(session: Session, case_id: str, step: Step, profile: Profile | None = None) -> None:
    """Hold the case and raise ``NotLawfulError`` with the reason when a step is not lawful.

    Only a step that waits for a day to pass needs the profile, which says how days are counted.
    """
    session.get_one(Case, case_id, with_for_update=True)
    today = clock.today()
    answer = steps.may(
        case_facts.for_case(session, case_id),
        step,
        today,
        counting(profile) if profile else STANDARD_COUNTING,
        bank_holidays=bank_holidays(profile, today) if profile else (),
    )
    if not answer:
        raise NotLawfulError(answer.why_not)


def check_day_of_ask(session: Session, case_id: str, on: date) -> None:
    """Raise ``NotLawfulError`` for a day on which nobody could be asked for advice yet."""
    dates = case_dates(case_facts.for_case(session, case_id), clock.today())
    first = requeststeps.asked_from(dates)
    if first is not None and on < first:
        raise NotLawfulError(
            f"Nobody is asked before the yes to an assessment: {date_words(first)}."
        )
