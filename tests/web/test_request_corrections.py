"""An error about a request is put right by a further row that says why (statute.md 11, row C01)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.domain.facts import Closure, DecisionKind, Ending
from ehcportal.filters import weekday_date
from ehcportal.models.assessment import AdviserWish
from ehcportal.models.case import Case
from ehcportal.models.desk import CaseClock
from ehcportal.models.outbox import OutboxMessage
from ehcportal.models.person import Relationship
from ehcportal.models.request import Mended, Request, RequestClosure, RequestCorrection
from tests import factories
from tests.cast import Cast

WHY = "The stamp on the envelope was read wrongly"


@dataclass
class Joined:
    """A request of a parent that was joined to a case, or waits."""

    cast: Cast
    database: Database
    request_id: str

    def path(self, what: str = "") -> str:
        return f"/council/requests/{self.request_id}{what}"

    def mend(self, what: str, **fields: Any) -> Any:
        sent = {"reason": WHY, "_version": str(self.row().version), **fields}
        return self.cast["caseworker"].post(self.path(f"/correction/{what}"), sent)

    def row(self) -> Request:
        with self.database.reading() as session:
            found = session.get_one(Request, self.request_id)
            session.expunge(found)
            return found

    def all(self, table: Any) -> list[Any]:
        with self.database.reading() as session:
            found = list(session.exec(select(table)))
            session.expunge_all()
            return found

    def page(self) -> str:
        return self.cast["caseworker"].get(self.path()).get_data(as_text=True)


def boxes(on: date) -> dict[str, str]:
    return {f"on-{part}": str(getattr(on, part)) for part in ("day", "month", "year")}


@pytest.fixture
def on_paper(cast: Cast, database: Database) -> Joined:
    """A request that staff entered today as of nine days ago, in a case that a parent reads."""
    with database.unit() as session:
        child = factories.person(session)
        factories.relationship(session, cast.accounts["parent"], child)
        case = factories.case(session, child, opened=9, coordinator=cast.accounts["caseworker"])
        made = factories.request(session, received=9, joined_to=case)
        made.came_by = "post"  # type: ignore[assignment]
        return Joined(cast, database, made.id)


@pytest.fixture
def joined(cast: Cast, database: Database) -> Joined:
    """A request of a parent that staff joined to a new child, by mistake."""
    with database.unit() as session:
        answers = {**factories.ACCESS_ANSWERS, "people": [{"role": "Nurse", "ask_them": "yes"}]}
        sent = factories.submission(session, cast.accounts["parent"], answers=answers, received=3)
        request = factories.request(session, cast.accounts["parent"], received=3, sent=sent)
    found = Joined(cast, database, request.id)
    answer = cast["caseworker"].post(
        found.path("/join"),
        {
            "child": "new", "coordinator": cast.accounts["caseworker"].id, "access": "yes",
            "_version": "1", "relationship": "parent", "parental_responsibility": "yes",
            "view": "full", "verified_how": "Passport seen",
        },
    )  # fmt: skip
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return found


def six_weeks(found: Joined) -> date:
    with found.database.reading() as session:
        wanted = select(CaseClock.due_on).where(CaseClock.duty == "decision_to_assess")
        return session.exec(wanted).one()


def test_a_wrong_day_moves_every_date_at_once_and_the_family_is_told(on_paper: Joined) -> None:
    right = factories.days_ago(12)
    assert on_paper.mend("day", **boxes(right)).status_code == 303

    assert on_paper.row().received_on == right
    assert six_weeks(on_paper) == right + timedelta(days=41)
    kept = on_paper.all(RequestCorrection)[0]
    assert (kept.what, kept.was_on, kept.now_on) == (Mended.DAY, factories.days_ago(9), right)
    assert WHY in on_paper.page()
    mail = on_paper.all(OutboxMessage)
    assert [each.account_id for each in mail] == [on_paper.cast.accounts["parent"].id]
    case_id = on_paper.row().case_id
    told = on_paper.cast["parent"].get(f"/cases/{case_id}/timeline").get_data(as_text=True)
    assert "We put right the day on which the request reached us" in told
    dates = on_paper.cast["parent"].get(f"/cases/{case_id}/dates").get_data(as_text=True)
    assert weekday_date(right + timedelta(days=41)) in dates
    with on_paper.database.reading() as session:
        assert session.get_one(Case, case_id).opened_on == right


def test_what_staff_entered_too_early_can_be_put_later_until_the_day_they_entered_it(
    on_paper: Joined,
) -> None:
    assert on_paper.mend("day", **boxes(clock.today())).status_code == 303
    assert six_weeks(on_paper) == clock.today() + timedelta(days=41)
    late = on_paper.mend("day", **boxes(clock.today() + timedelta(days=1)))
    assert late.status_code == 422


def test_the_stamp_of_the_portal_is_never_moved_later(joined: Joined) -> None:
    with joined.database.unit() as session:
        row = session.get_one(Request, joined.request_id)
        row.received_at = clock.now() - timedelta(days=3)
        session.add(row)
    answer = joined.mend("day", **boxes(factories.days_ago(1)))
    assert answer.status_code == 422
    assert "it cannot have arrived later" in answer.get_data(as_text=True)
    assert joined.row().received_on == factories.days_ago(3)


def test_a_day_after_the_decision_about_it_is_refused_and_a_reason_is_asked_for(
    on_paper: Joined,
) -> None:
    with on_paper.database.unit() as session:
        case = session.get_one(Case, on_paper.row().case_id)
        made = factories.decision(session, case, DecisionKind.ASSESS, ago=5)
        made.request_id = on_paper.request_id
        session.add(made)
    answer = on_paper.mend("day", **boxes(factories.days_ago(2)))
    assert "It was decided about on" in answer.get_data(as_text=True)
    assert on_paper.mend("day", **boxes(factories.days_ago(20)), reason="").status_code == 422
    assert on_paper.all(RequestCorrection) == []


def test_a_request_of_another_child_waits_again_and_its_sender_sees_that_case_no_more(
    joined: Joined,
) -> None:
    case_id = joined.row().case_id
    assert joined.cast["parent"].get(f"/cases/{case_id}").status_code == 200
    assert len(joined.all(AdviserWish)) == 1

    assert joined.mend("case").status_code == 422
    assert joined.mend("case", keep="no").status_code == 303

    assert joined.row().case_id is None
    assert "Join the request to a child" in joined.page()
    assert joined.cast["parent"].get(f"/cases/{case_id}").status_code == 404
    assert all(each.to_on for each in joined.all(Relationship))
    assert joined.all(AdviserWish) == []
    case = joined.all(Case)[0]
    assert (case.ended_on, case.ended_as) == (clock.today(), Ending.MISTAKE)
    waiting = [each for each in joined.all(OutboxMessage) if each.done_at is None]
    assert {each.template for each in waiting} == {"alerts"}
    assert all(each.case_id is None for each in waiting)


def test_once_decided_about_it_stays_where_it_is(joined: Joined) -> None:
    with joined.database.unit() as session:
        made = factories.decision(session, session.get_one(Case, joined.row().case_id))
        made.request_id = joined.request_id
        session.add(made)
    answer = joined.mend("case", keep="yes")
    assert answer.status_code == 422
    assert joined.row().case_id is not None


def test_a_request_closed_by_mistake_is_open_again_with_its_old_date(
    cast: Cast, database: Database
) -> None:
    with database.unit() as session:
        request = factories.request(session, cast.accounts["parent"], received=3)
    found = Joined(cast, database, request.id)
    closed = cast["caseworker"].post(
        found.path("/closure"),
        {"kind": "no_right_to_ask", "reason": "Not the parent", "_version": "1"},
    )
    assert closed.status_code == 303

    assert found.mend("closure").status_code == 303
    row = found.row()
    assert (row.closed_at, row.received_on) == (None, factories.days_ago(3))
    assert weekday_date(factories.days_ago(3) + timedelta(days=41)) in found.page()
    kept = found.all(RequestCorrection)[0]
    assert kept.closure_id == found.all(RequestClosure)[0].id
    assert found.all(RequestClosure)[0].kind is Closure.NO_RIGHT_TO_ASK
    assert found.mend("closure").status_code == 422
    told = [each for each in found.all(OutboxMessage) if each.template == "alerts"]
    assert len(told) == 1


def test_of_two_who_put_it_right_at_once_the_second_is_told(on_paper: Joined) -> None:
    seen = str(on_paper.row().version)
    on_paper.mend("day", **boxes(factories.days_ago(12)))
    answer = on_paper.mend("day", **boxes(factories.days_ago(13)), _version=seen)
    assert answer.status_code == 409
    assert WHY in answer.get_data(as_text=True)


def test_it_counts_again_for_the_case_once_reopened(on_paper: Joined) -> None:
    with on_paper.database.unit() as session:
        row = session.get_one(Request, on_paper.request_id)
        row.closed_at = clock.now()
        closer = on_paper.cast.accounts["caseworker"].id
        closure = RequestClosure(
            request_id=row.id, kind=Closure.NO_RIGHT_TO_ASK, reason="x", closed_by_id=closer
        )
        session.add_all([row, closure])
    assert on_paper.mend("closure").status_code == 303
    assert six_weeks(on_paper) == factories.days_ago(9) + timedelta(days=41)
    with on_paper.database.reading() as session:
        assert session.exec(select(col(Case.ended_on))).one() is None
