"""What may happen in a history: when it begins, how long nothing happens, what comes usually."""

from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import strategies as st
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from ehcportal.domain.facts import DecisionKind, Outcome
from ehcportal.domain.steps import Step
from ehcportal.services.advice.changes import AdviceClosedError
from ehcportal.services.endings.ceasing import StandsInTheWay
from ehcportal.services.endings.closing import NotYetError
from ehcportal.services.exceptions import AlreadyChanged
from ehcportal.services.lawful import NotLawfulError
from ehcportal.services.plans.versions import NotOpen, OutOfOrder
from ehcportal.services.proceedings import NotNowError
from tests.histories.afterwards import Ends
from tests.histories.council import Note, NothingThereError

REFUSALS = (
    *(NotLawfulError, NotYetError, StandsInTheWay, NotNowError, AdviceClosedError, AlreadyChanged),
    *(OutOfOrder, NotOpen, StaleDataError, NothingThereError),
)
BEGINNINGS = st.one_of(
    st.sampled_from(
        [
            *(date(2024, 2, 29), date(2023, 12, 31), date(2024, 3, 30), date(2024, 10, 26)),
            *(date(2024, 6, 30), date(2024, 8, 8), date(2023, 10, 29), date(2023, 1, 30)),
        ]
    ),
    st.dates(date(2023, 1, 1), date(2024, 12, 31)),
)
GAPS = st.sampled_from((1, 1, 2, 7, 13, 14, 15, 16, 28, 41, 60, 100, 330))
ELSEWHERE = frozenset(
    {"certificate_unwanted", "certificate_after", "certificate_lapsed", "recommendation"}
)
"""Duties that the ledger leaves to tests/domain/test_orders.py."""

LAST = timedelta(days=3 * 365)
TURNED = {
    (DecisionKind.ASSESS, Outcome.YES): Step.AGREE_TO_ASSESS,
    (DecisionKind.ASSESS, Outcome.NO): Step.TAKE_BACK_ASSESSMENT,
    (DecisionKind.ISSUE, Outcome.YES): Step.AGREE_TO_ISSUE,
    (DecisionKind.ISSUE, Outcome.NO): Step.TAKE_BACK_ISSUE,
}
"""What it is in law to turn an answer into the other one."""

COURSES = st.lists(st.tuples(st.integers(0, 3), GAPS), max_size=16)

FEW = st.sampled_from((0, 0, 1, 5))
SOON = st.sampled_from((0, 0, 1, 14, 20))

Act = Callable[[Session], Note]


USUAL: tuple[tuple[Step, Callable[[Ends, Session], Note]], ...] = (
    (Step.DECIDE_REVIEW, lambda who, unit: who.decide_review(unit, Outcome.AMEND)),
    (Step.ISSUE_AMENDED, lambda who, unit: who.serve(unit, "amended_final", 0, by_post=False)),
    (Step.ISSUE_FINAL, lambda who, unit: who.serve(unit, "final", 0, by_post=False)),
    (Step.SERVE_DRAFT, lambda who, unit: who.serve(unit, "draft", 0, by_post=False)),
    (Step.AGREE_TO_ASSESS, lambda who, unit: who.decide(unit, DecisionKind.ASSESS, yes=True)),
    (Step.ASK_FOR_ADVICE, lambda who, unit: who.ask_for_advice(unit)),
    (Step.REPORT_REVIEW, lambda who, unit: who.report(unit)),
    (Step.ARRANGE_REVIEW, lambda who, unit: who.begin_and_plan(unit)),
)
"""What takes a case from a request to a plan that was changed after its review."""
