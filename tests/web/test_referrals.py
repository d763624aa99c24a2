"""An early help referral is of no case: read and closed by staff, and then forgotten (row H12)."""

from flask import Flask
from sqlmodel import select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.models.document import StoredFile
from ehcportal.models.event import Event
from ehcportal.models.form import Draft, Submission, SubmissionFile
from ehcportal.models.referral import Referral, ReferralOutcome
from ehcportal.security.audit import SYSTEM
from ehcportal.services import referrals
from tests import factories, paper
from tests.cast import Cast
from tests.letterbox import Letterbox
from tests.storage import samples

EARLY_HELP = "early-help@brookshire.example"
WRITTEN = {
    "consent": "agreed",
    "going_on": "The heating is off",
    "safe": "yes",
    "birth_date-day": "27",
    "birth_date-month": "3",
    "birth_date-year": "2016",
}


def test_a_referral_reaches_the_early_help_team_and_tells_nothing_of_a_child_known_here(
    cast: Cast, database: Database, app: Flask
) -> None:
    with database.unit() as session:
        child = factories.person(session, "Tobi", "Okafor")
        reference = factories.case(session, child, opened=20).reference
    thanks = paper.send(cast["stranger"], "early-help-referral", WRITTEN)
    assert thanks.heading == "Thank You"
    assert reference not in thanks.text
    with database.reading() as session:
        assert session.exec(select(Submission.case_id)).all() == [None]
        assert session.exec(select(Event)).all() == []
        referral = session.exec(select(Referral.id)).one()
    inbox = Letterbox(app)
    assert inbox.templates(EARLY_HELP) == ["form_for_staff"]
    assert inbox.letters(EARLY_HELP)[0].facts["path"] == f"/council/referrals/{referral}"
    assert inbox.letters("ehc@brookshire.example") == []
    page = cast["caseworker"].get(f"/council/referrals/{referral}").get_data(as_text=True)
    assert "The heating is off" in page
    assert reference not in page


def test_staff_close_a_referral_once_and_say_what_became_of_it(
    cast: Cast, database: Database
) -> None:
    with database.unit() as session:
        sender = cast.accounts["stranger"]
        path = f"/council/referrals/{factories.referral(session, sender, going_on='Cold').id}"
        other = factories.submission(session, sender, "access-request")
    staff = cast["caseworker"]
    assert staff.get(f"/council/referrals/{other.id}").status_code == 404
    refused = staff.post(path, {"outcome": "burnt"})
    assert refused.status_code == 422
    assert b"Choose what became of it" in refused.data
    assert staff.post(path, {"outcome": "help"}).status_code == 303
    assert staff.post(path, {"outcome": "not_wanted"}).status_code == 404
    assert b"No referral waits here" in staff.get("/council/referrals").data
    assert b"Help is given" in staff.get("/council/referrals?show=closed").data
    assert b"Closed on" in staff.get(path).data
    for who in ("parent", "senco"):
        assert cast[who].get(path).status_code == 404
        assert cast[who].post(path, {"outcome": "help"}).status_code == 404


def test_a_referral_goes_with_its_form_and_files_when_its_time_is_over(
    cast: Cast, database: Database, app: Flask
) -> None:
    sheet = paper.page(paper.begin(cast["stranger"], "early-help-referral"), "documents")
    data = {**sheet.fields, "documents": paper.file(samples.pdf(), "letter.pdf")}
    cast["stranger"].client.post(
        f"{sheet.path}/files/documents", data=data, content_type="multipart/form-data"
    )
    finished = paper.open_sheet(cast["stranger"], paper.path(sheet, "your-details"))
    while not finished.path.endswith("/submit"):
        finished = finished.go("next", paper.asked_on(finished, {**paper.CHILD, **WRITTEN}))
    paper.press_submit(finished.go("submit", {"declaration": "yes"}))
    gone: list[str] = []
    with database.unit() as session:
        row = session.exec(select(Referral)).one()
        assert referrals.forget_what_is_over(session, clock.now(), gone.append) == 0
        referrals.close(session, SYSTEM, row.id, ReferralOutcome.HELP, months=12)
        assert row.erase_after
        assert referrals.forget_what_is_over(session, row.erase_after, gone.append) == 1
    with database.reading() as session:
        for table in (Referral, Submission, SubmissionFile, StoredFile, Draft):
            assert session.exec(select(table)).all() == [], table
    assert gone
