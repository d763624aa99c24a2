"""Days by law begin when a mail left or the post came, and no failed mail is overlooked.

Statute.md 11; guide row C09.
"""

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from sqlmodel import Session, select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.domain.facts import Outcome
from ehcportal.domain.rules import STANDARD_COUNTING
from ehcportal.models.assessment import Decision
from ehcportal.models.outbox import OutboxMessage
from ehcportal.models.person import Relationship
from ehcportal.models.plan import PlanVersion
from ehcportal.models.posting import PostItem, PostReason, PostRecord, ServiceMail
from ehcportal.notifications import claims, outbox
from ehcportal.services import service_days
from tests.cast import Cast
from tests.deciding import Deciding, sit
from tests.plans import PlanDesk, desk  # noqa: F401
from tests.schools import school  # noqa: F401


@pytest.fixture
def deciding(cast: Cast, database: Database) -> Deciding:
    return sit(cast, database)


def carry(session: Session, when: datetime, fault: str = "") -> None:
    """Let every mail that waits be taken by the mail server then, or be refused for good."""
    while (message := claims.claim(session, clock.now())) is not None:
        if fault:
            claims.mark_failed(session, message, when, fault)
        else:
            claims.mark_sent(session, message, when)
    session.expire_all()
    service_days.follow(session, STANDARD_COUNTING)


def refuse(deciding: Deciding) -> Decision:
    """Decide not to assess, and return the decision."""
    deciding.write()
    assert deciding.send(sure="yes", setting="").status_code == 303
    return row(deciding.database, Decision)


def row(database: Database, table: Any) -> Any:
    with database.reading() as session:
        found = session.exec(select(table)).one()
        session.expunge(found)
        return found


def day(on: date) -> dict[str, str]:
    return {f"on-{part}": str(getattr(on, part)) for part in ("day", "month", "year")}


def test_a_plan_whose_mail_left_after_midnight_is_served_that_day(desk: PlanDesk) -> None:  # noqa: F811
    desk.serve()
    today = clock.today()
    with desk.school.unit() as session:
        carry(session, clock.now() + timedelta(days=1))
    with desk.school.unit() as session:
        found = session.get_one(PlanVersion, desk.version_id)
        assert found.served_on == today + timedelta(days=1)
        assert found.comments_until == today + timedelta(days=15)
        assert all(each.followed_at for each in session.exec(select(ServiceMail)))
    assert "You have more time" in desk.text("parent", f"/cases/{desk.school.case}/timeline")


def test_mail_that_leaves_the_same_day_and_longer_windows_move_nothing(desk: PlanDesk) -> None:  # noqa: F811
    late = clock.today() + timedelta(days=40)
    desk.serve(**{"until-day": late.day, "until-month": late.month, "until-year": late.year})
    with desk.school.unit() as session:
        carry(session, clock.now())
        assert session.get_one(PlanVersion, desk.version_id).served_on == clock.today()
    with desk.school.unit() as session:
        mail = session.exec(select(ServiceMail)).first()
        assert mail is not None
        mail.accepted_at, mail.followed_at = clock.now() + timedelta(days=2), None
        session.add(mail)
        session.flush()
        service_days.follow(session, STANDARD_COUNTING)
        assert session.get_one(PlanVersion, desk.version_id).comments_until == late


def test_a_decision_counts_from_the_day_its_mail_left(
    deciding: Deciding, database: Database
) -> None:
    refuse(deciding)
    with database.unit() as session:
        carry(session, clock.now() + timedelta(days=2))
    made = row(database, Decision)
    assert (made.outcome, made.notified_on) == (Outcome.NO, clock.today() + timedelta(days=2))


def test_a_mail_refused_for_good_is_seen_posted_and_counts_from_the_post(
    deciding: Deciding, database: Database
) -> None:
    refuse(deciding)
    with database.unit() as session:
        carry(session, clock.now(), "smtp 550")
    item = row(database, PostItem)
    assert (item.reason, item.serves) == (PostReason.MAIL_FAILED, True)
    case = f"/council/cases/{deciding.case_id}"
    assert "An e-mail about this case did not arrive" in deciding.page(case)
    assert "grace.okafor@mail.example" in deciding.page("/council/post")
    assert "smtp 550" in deciding.page(f"{case}/post")

    page = f"{case}/post/{item.id}"
    sent = deciding.cast["caseworker"].post(page, {**deciding.hidden(page), **day(clock.today())})
    assert sent.status_code == 303
    assert row(database, Decision).notified_on == clock.today() + timedelta(days=2)
    assert row(database, ServiceMail).settled_how.startswith("It was posted on")
    assert "did not arrive. Post" not in deciding.page(case)
    assert deciding.cast["caseworker"].get("/council/post").status_code == 200


def test_a_mail_that_came_back_later_is_a_task_and_moves_no_day_by_itself(
    deciding: Deciding, database: Database
) -> None:
    refuse(deciding)
    with database.unit() as session:
        carry(session, clock.now())
        mail = session.exec(select(ServiceMail)).one()
        for _twice in range(2):
            claims.mark_returned(session, mail.outbox_message_id, clock.now(), "returned 5.1.1")
        service_days.follow(session, STANDARD_COUNTING)
    assert row(database, Decision).notified_on == clock.today()
    assert row(database, ServiceMail).accepted_at is not None
    item = row(database, PostItem)
    assert (item.reason, item.serves) == (PostReason.MAIL_FAILED, True)
    case = f"/council/cases/{deciding.case_id}"
    assert "An e-mail about this case did not arrive" in deciding.page(case)
    assert "Came back on" in deciding.page("/council/post")
    page = f"{case}/post/{item.id}"
    sent = deciding.cast["caseworker"].post(page, {**deciding.hidden(page), **day(clock.today())})
    assert sent.status_code == 303
    assert row(database, Decision).notified_on == clock.today() + timedelta(days=2)


def test_the_day_of_the_post_is_corrected_by_a_further_row_and_no_window_shrinks(
    deciding: Deciding, database: Database
) -> None:
    with database.unit() as session:
        for tie in session.exec(select(Relationship)):
            session.delete(tie)
    refused = deciding.write()
    assert refused.status_code == 303
    assert deciding.send(post="yes", sure="yes").status_code == 303
    item, today = row(database, PostItem), clock.today()
    assert item.reason is PostReason.ON_PAPER
    page = f"/council/cases/{deciding.case_id}/post/{item.id}"
    printed = deciding.cast["caseworker"].get(f"/council/cases/{deciding.case_id}/post/print")
    assert len(PdfReader(BytesIO(printed.data)).pages) % 2 == 0, "each on a sheet of its own"

    def note(on: date, **more: str) -> int:
        fields = {**deciding.hidden(page), **day(on), **more}
        return int(deciding.cast["caseworker"].post(page, fields).status_code)

    assert note(today + timedelta(days=1)) == 422
    assert note(today) == 303
    assert row(database, Decision).notified_on == today + timedelta(days=2)
    assert note(today - timedelta(days=1)) == 422, "a correction says why"
    assert note(today - timedelta(days=1), reason="The stamp says so") == 303
    assert row(database, Decision).notified_on == today + timedelta(days=2)
    with database.reading() as session:
        kept = [each.posted_on for each in session.exec(select(PostRecord))]
    assert sorted(kept) == [today - timedelta(days=1), today]


def test_how_somebody_was_reached_is_written_down_once(
    deciding: Deciding, database: Database
) -> None:
    refuse(deciding)
    with database.unit() as session:
        carry(session, clock.now(), "smtp 550")
    mail = row(database, ServiceMail)
    page = f"/council/cases/{deciding.case_id}/post/mail/{mail.id}"
    press = deciding.cast["caseworker"].post
    assert press(page, {"how": ""}).status_code == 422
    assert press(page, {"how": "I read it to her on the telephone"}).status_code == 303
    again = press(page, {"how": "Twice"})
    assert again.status_code == 409
    assert "I read it to her" in deciding.page(f"/council/cases/{deciding.case_id}/post")


def test_a_published_paper_goes_by_post_too_and_moves_no_day_of_those_who_read_online(
    deciding: Deciding, database: Database
) -> None:
    refuse(deciding)
    with database.unit() as session:
        carry(session, clock.now())
    shown = deciding.page(f"/council/cases/{deciding.case_id}/letters")
    path = shown.split("/post/papers/")[1].split('"')[0]
    asked = f"/council/cases/{deciding.case_id}/post/papers/{path}"
    where = deciding.cast["caseworker"].post(asked, {}).headers["Location"]
    again = deciding.cast["caseworker"].post(asked, {}).headers["Location"]
    assert where == again, "it waits there once"
    fields = {**deciding.hidden(where), **day(clock.today())}
    assert deciding.cast["caseworker"].post(where, fields).status_code == 303
    assert row(database, Decision).notified_on == clock.today()
    with database.reading() as session:
        assert session.exec(select(OutboxMessage.outcome).distinct()).one() == claims.SENT


def test_any_mail_about_a_case_that_failed_is_seen(deciding: Deciding, database: Database) -> None:
    parent = deciding.cast.accounts["parent"]
    with database.unit() as session:
        outbox.put(
            session,
            deciding.cast.app.extensions["keyring"],
            template="form_reminder",
            recipient=parent.email,
            account_id=parent.id,
            case_id=deciding.case_id,
        )
        session.flush()
        carry(session, clock.now(), "smtp 550")
    assert parent.email in deciding.page("/council/post")
