"""A decision is prepared, looked over, and goes out with its letter in one go (guide row C03)."""

from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlmodel import col, select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.domain.dates import weekday_words
from ehcportal.domain.facts import Outcome
from ehcportal.domain.rights import appeal_by
from ehcportal.models.alert import Alert, AlertKind
from ehcportal.models.assessment import Decision, DecisionEvidence, PreparedDecision
from ehcportal.models.case import Case
from ehcportal.models.desk import Letter
from ehcportal.models.document import Document, Publication
from ehcportal.settings import Settings
from tests import factories
from tests.cast import Cast
from tests.deciding import A_YES, Deciding, sit
from tests.letterbox import Letterbox


@pytest.fixture
def desk(cast: Cast, database: Database) -> Deciding:
    return sit(cast, database)


def decided(database: Database) -> list[Decision]:
    with database.reading() as session:
        found = list(session.exec(select(Decision).order_by(col(Decision.created_at))))
        session.expunge_all()
        return found


def test_a_no_goes_out_whole_with_letter_mail_and_the_last_day_to_appeal(
    app: Flask, desk: Deciding, database: Database
) -> None:
    assert desk.write().status_code == 303
    assert desk.send().status_code == 303
    (row,) = decided(database)
    today = clock.today()
    assert (row.outcome, row.decided_on, row.notified_on) == (Outcome.NO, today, today)
    assert (row.has_needs, row.needs_plan) == (True, False)
    last_day = appeal_by(today).due_on
    with database.reading() as session:
        letter = session.get_one(Letter, row.letter_id)
        assert letter.template == "decision_to_assess_no"
        assert session.get_one(Document, letter.document_id).kind == "decision"
        assert session.exec(select(Publication)).one().document_id == letter.document_id
        told = session.exec(select(Alert)).one()
        assert (told.kind, told.act_by) == (AlertKind.STAGE, last_day.isoformat())
        assert session.exec(select(DecisionEvidence)).one().noted_as == "The school’s own records"
        assert weekday_words(last_day) in str(letter.fields)
    assert Letterbox(app).templates(desk.cast.accounts["parent"].email) == ["alerts"]
    shown = desk.page(f"/cases/{desk.case_id}/stages/decision_to_assess", "parent")
    assert "School can give this help." in shown
    assert f"/cases/{desk.case_id}/appeal" in shown
    assert "We decided whether to assess: no" in desk.page(
        f"/cases/{desk.case_id}/timeline", "parent"
    )


def test_the_letter_is_stored_as_it_was_sent_and_reads_aloud(
    desk: Deciding, database: Database
) -> None:
    desk.write()
    desk.send()
    with database.reading() as session:
        sent = session.exec(select(Publication)).one().id
    opened = desk.cast["parent"].get(f"/cases/{desk.case_id}/documents/{sent}", buffered=True)
    pdf = PdfReader(BytesIO(opened.data))
    words = " ".join(page.extract_text() for page in pdf.pages)
    for told in ("School can give this help.", "Brookshire Mediation", "You can appeal"):
        assert told in " ".join(words.split())
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_an_outcome_that_does_not_follow_from_the_test_is_refused_and_nothing_is_lost(
    desk: Deciding,
) -> None:
    wrong = desk.write(needs_plan="yes", reason="My long reasons")
    assert wrong.status_code == 422
    shown = wrong.get_data(as_text=True)
    assert "You said yes to both parts of the test, so the answer is yes" in shown
    assert "My long reasons" in shown
    assert "My long reasons" in desk.page(f"{desk.decisions}/assess")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("reason", "", "Write the reasons"),
        ("other_evidence", "", "Say what was read before deciding"),
        ("decided-year", "2099", "cannot be in the future"),
        ("decided-year", "2019", "cannot be older than what it answers"),
        ("has_needs", "", "Answer yes or no"),
        ("outcome", "", "Choose what is decided"),
    ],
)
def test_what_a_decision_lacks_is_said_beside_the_field(
    desk: Deciding, field: str, value: str, sentence: str
) -> None:
    answer = desk.write(**{field: value})
    assert answer.status_code == 422
    assert answer.get_data(as_text=True).count(sentence) >= 2


def test_a_letter_without_the_mediation_adviser_cannot_go_out(
    app: Flask, desk: Deciding, database: Database
) -> None:
    profile = app.extensions["profile"]
    contacts = profile.council.contacts.model_copy(update={"mediation_adviser": ""})
    council = profile.council.model_copy(update={"contacts": contacts})
    app.extensions["profile"] = profile.model_copy(update={"council": council})
    desk.write()
    page = desk.page(f"{desk.decisions}/assess/letter")
    assert "The letter must tell of mediation" in page
    assert "Regulation 5(3)" in page
    assert "Decide and send" not in page
    seen = {"_version": "1", "_readers": "x"}
    assert desk.send(seen=seen).status_code == 422
    assert decided(database) == []


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ('[[block]]\nkey = "decision"\ntext = "No, {chlid}"\n', "nothing is known as {chlid}"),
        ('leave_out = ["time_limit"]\n', "block time_limit: is missing; the law asks for it"),
    ],
)
def test_a_faulty_template_of_the_council_is_explained_and_nothing_is_lost(
    desk: Deciding, settings: Settings, database: Database, words: str, fault: str
) -> None:
    desk.write(reason="My long reasons")
    own = folder(settings) / "decision_to_assess_no.toml"
    own.write_text(words, encoding="utf-8")
    page = desk.page(f"{desk.decisions}/assess/letter")
    assert fault in page
    assert "What you wrote is kept" in page
    assert desk.send(seen={"_version": "1", "_readers": "x"}).status_code == 422
    assert decided(database) == []
    own.write_text('title = "About {child}, from us"\n', encoding="utf-8")
    assert "About Maya, from us" in desk.page(f"{desk.decisions}/assess/letter")
    assert "My long reasons" in desk.page(f"{desk.decisions}/assess")
    own.unlink()


def folder(settings: Settings) -> Path:
    made = settings.instance / "content" / "letters"
    made.mkdir(parents=True, exist_ok=True)
    return made


def test_of_two_who_save_at_once_the_second_is_told_and_keeps_every_word(desk: Deciding) -> None:
    desk.write(reason="As it began")
    seen = desk.hidden(f"{desk.decisions}/assess")
    assert desk.write(who="manager", reason="What the manager wrote").status_code == 303
    late = desk.write(seen=seen, reason="What the caseworker wrote")
    assert late.status_code == 409
    shown = late.get_data(as_text=True)
    assert "What the manager wrote" in shown
    assert "What the caseworker wrote" in shown
    assert desk.cast.accounts["manager"].name in shown
    assert "What the manager wrote" in desk.page(f"{desk.decisions}/assess")


def test_of_two_who_begin_at_once_the_second_is_told(desk: Deciding) -> None:
    seen = desk.hidden(f"{desk.decisions}/assess", "manager")
    desk.write(reason="The first")
    late = desk.write(who="manager", seen=seen, reason="The second")
    assert late.status_code == 409
    assert "The second" in late.get_data(as_text=True)


def test_of_two_who_decide_at_once_the_second_hears_what_the_first_decided(
    desk: Deciding, database: Database
) -> None:
    desk.write()
    page = f"{desk.decisions}/assess/letter"
    seen = {who: desk.hidden(page, who) for who in ("caseworker", "manager")}
    assert desk.send(who="manager", seen=seen["manager"]).status_code == 303
    late = desk.send(seen=seen["caseworker"])
    assert late.status_code == 409
    assert len(decided(database)) == 1
    typing = desk.write(seen={"_version": "1", "_prepared": "gone"}, reason="Not lost")
    assert typing.status_code == 409
    assert "Not lost" in typing.get_data(as_text=True)
    assert "decided on" in typing.get_data(as_text=True)


def test_where_the_council_asks_for_two_nobody_signs_off_their_own_decision(
    app: Flask, desk: Deciding, database: Database
) -> None:
    profile = app.extensions["profile"]
    law = profile.law.model_copy(update={"second_sign_off": True})
    app.extensions["profile"] = profile.model_copy(update={"law": law})
    desk.write()
    page = f"{desk.decisions}/assess/letter"
    asked = desk.cast["caseworker"].post(f"{desk.decisions}/assess/sign-off", desk.hidden(page))
    assert asked.status_code == 303
    assert desk.send(seen={"_version": "2", "_readers": "x"}).status_code == 422
    assert decided(database) == []
    assert desk.send(who="manager").status_code == 303
    (row,) = decided(database)
    accounts = desk.cast.accounts
    assert row.decided_by_id == accounts["caseworker"].id
    assert row.signed_off_by_id == accounts["manager"].id


def test_a_decision_that_is_given_back_says_why(app: Flask, desk: Deciding) -> None:
    profile = app.extensions["profile"]
    law = profile.law.model_copy(update={"second_sign_off": True})
    app.extensions["profile"] = profile.model_copy(update={"law": law})
    desk.write()
    page = f"{desk.decisions}/assess"
    desk.cast["caseworker"].post(f"{page}/sign-off", desk.hidden(f"{page}/letter"))
    hidden = {"_version": desk.hidden(f"{page}/letter", "manager")["_version"]}
    assert desk.cast["manager"].post(f"{page}/back", hidden).status_code == 422
    back = desk.cast["manager"].post(f"{page}/back", {**hidden, "reason": "Say more of the sums"})
    assert back.status_code == 303
    assert "Say more of the sums" in desk.page(page)


def test_an_error_is_corrected_by_a_further_row_that_says_why(
    desk: Deciding, database: Database
) -> None:
    desk.write(reason="The wrong reasons")
    desk.send()
    (old,) = decided(database)
    begun = desk.cast["caseworker"].post(f"{desk.decisions}/made/{old.id}/correction")
    assert begun.status_code == 303
    assert desk.write(reason="The right reasons").status_code == 422
    right = desk.write(reason="The right reasons", correction_reason="Another child’s reasons")
    assert right.status_code == 303
    assert "takes the place of our letter" in desk.page(f"{desk.decisions}/assess/letter")
    assert desk.send().status_code == 303
    first, second = decided(database)
    assert (second.corrects_id, first.reason) == (old.id, "The wrong reasons")
    assert second.notified_on == first.notified_on
    shown = desk.page(desk.decisions)
    assert "Another child’s reasons" in shown
    assert "Corrected on" in shown
    family = desk.page(f"/cases/{desk.case_id}/stages/decision_to_assess", "parent")
    assert "The right reasons" in family
    assert "The wrong reasons" not in family


def test_after_a_no_only_a_yes_can_follow(desk: Deciding, database: Database) -> None:
    desk.write()
    desk.send()
    again = desk.write()
    assert again.status_code == 422
    assert "Only a yes can follow" in again.get_data(as_text=True)
    assert desk.write(**A_YES).status_code == 303
    assert desk.send().status_code == 303
    assert [each.outcome for each in decided(database)] == [Outcome.NO, Outcome.YES]


def test_what_a_panel_recommends_stays_with_the_council(desk: Deciding) -> None:
    half = desk.write(panel_said="Say no")
    assert half.status_code == 422
    for sentence in ("Enter the day on which the panel met", "Write who sat on the panel"):
        assert sentence in half.get_data(as_text=True)
    today = clock.today()
    day = {"panel-day": today.day, "panel-month": today.month, "panel-year": today.year}
    whole = desk.write(**day, panel_who="Three head teachers", panel_said="Say no")
    assert whole.status_code == 303
    assert "Three head teachers" not in desk.page(f"{desk.decisions}/assess/letter")
    desk.send()
    assert "Three head teachers" in desk.page(desk.decisions)
    family = desk.page(f"/cases/{desk.case_id}/stages/decision_to_assess", "parent")
    assert "Three head teachers" not in family


def test_what_is_prepared_is_hidden_from_the_family(desk: Deciding) -> None:
    desk.write(reason="Not yet said")
    for page in ("", "/timeline", "/stages", "/documents"):
        assert "Not yet said" not in desk.page(f"/cases/{desk.case_id}{page}", "parent")
        assert "prepare a decision" not in desk.page(f"/cases/{desk.case_id}{page}", "parent")


def test_a_decision_is_given_up_and_begun_again(desk: Deciding, database: Database) -> None:
    desk.write(reason="The first try")
    dropped = desk.cast["caseworker"].post(f"{desk.decisions}/assess/drop", {"_version": "1"})
    assert dropped.status_code == 303
    assert "The first try" not in desk.page(f"{desk.decisions}/assess")
    with database.reading() as session:
        assert session.exec(select(PreparedDecision)).one().closed_at is not None


def test_whether_to_make_a_plan_is_decided_after_advice_was_asked_for(
    desk: Deciding, database: Database
) -> None:
    desk.write(**A_YES)
    desk.send()
    assert desk.cast["caseworker"].get(f"{desk.decisions}/issue").status_code == 404
    with database.unit() as session:
        factories.advice(session, session.get_one(Case, desk.case_id))
    assert desk.write("issue").status_code == 303
    assert desk.send("issue", health_to="The health board").status_code == 303
    assert decided(database)[-1].kind.value == "issue"
    stage = desk.page(f"/cases/{desk.case_id}/stages/decision_to_issue", "parent")
    assert "No: we do not make a plan" in stage


def test_the_letter_is_seen_as_a_pdf_before_it_goes_out(desk: Deciding) -> None:
    desk.write()
    pdf = desk.cast["caseworker"].get(f"{desk.decisions}/assess/letter.pdf")
    assert pdf.data.startswith(b"%PDF")


def test_a_letter_names_no_paper_that_the_family_may_not_know_of(
    desk: Deciding, database: Database
) -> None:
    with database.unit() as session:
        case = session.get_one(Case, desk.case_id)
        hidden = Document(
            case_id=case.id, title="Safeguarding note", kind="report", document_on=clock.today()
        )
        session.add(hidden)
        session.flush()
        paper = f"document:{hidden.id}"
    assert desk.write(evidence=[paper]).status_code == 303
    letter = desk.page(f"{desk.decisions}/assess/letter")
    assert "Safeguarding note" not in letter
    desk.send()
    assert "Safeguarding note" in desk.page(desk.decisions)
    (old,) = decided(database)
    desk.cast["caseworker"].post(f"{desk.decisions}/made/{old.id}/correction")
    typed = desk.page(f"{desk.decisions}/assess").split("<textarea")[1].split("</textarea>")[0]
    assert "Safeguarding note" not in typed
