"""Advice that is there takes the place of new advice only if all three think so (Reg 6(4))."""

import io
from datetime import timedelta

import pytest
from sqlmodel import select

from ehcportal import clock
from ehcportal.models.assessment import AdviceConsent, AdviceRequest
from ehcportal.models.document import Document, DocumentVersion
from ehcportal.models.form import SubmissionFile
from ehcportal.models.person import Person
from tests import factories
from tests.browser import sentence_at
from tests.cast import Player
from tests.schools import School, school  # noqa: F401
from tests.storage import samples
from tests.web.test_advice_ledger import HIDDEN, day, ledger, staff  # noqa: F401


@pytest.fixture
def report(school: School) -> str:  # noqa: F811
    with school.unit() as session:
        paper = Document(
            case_id=school.case, title="Report of May", kind="report",
            document_on=factories.days_ago(60),
        )  # fmt: skip
        session.add(paper)
        session.flush()
        file = factories.stored_file(session)
        kept = school.app.extensions["storage"].put(io.BytesIO(samples.pdf()))
        file.storage_key, file.size = kept.key, kept.size
        session.add(DocumentVersion(document_id=paper.id, file_id=file.id, name="May.pdf"))
        return f"document-{paper.id}"


def propose(school: School, staff: Player, ledger: str, report: str, **more: str) -> int:  # noqa: F811
    path = f"{ledger}/{school.advice}/reuse"
    hidden = dict(HIDDEN.findall(staff.get(path).text))
    return staff.post(path, {**hidden, "document": report, **more}).status_code


def row_of(school: School) -> AdviceRequest:  # noqa: F811
    with school.unit() as session:
        found = session.get_one(AdviceRequest, school.advice)
        session.expunge(found)
    return found


def opens(player: Player, path: str) -> bool:
    with player.get(path) as answer:
        return answer.data.startswith(b"%PDF")


def test_adviser_and_family_are_asked_in_the_portal_and_all_three_end_the_ask(
    school: School,  # noqa: F811
    staff: Player,  # noqa: F811
    ledger: str,  # noqa: F811
    report: str,
) -> None:
    anil, parent = school.cast["contributor"], school.cast["parent"]
    page = f"/cases/{school.case}/information-requested"
    today = day("council", clock.today())
    assert propose(school, staff, ledger, report, **{"council-said": "yes"}, **today) == 303
    assert "new advice is compulsory" in staff.get(ledger).text
    assert (
        "May we use advice that is there?" in parent.get(f"/cases/{school.case}/to-complete").text
    )
    assert "Report of May" in parent.get(page).text
    assert opens(parent, f"{page}/{school.advice}/paper")
    assert "Report of May" in anil.get(school.ask()).text
    assert opens(anil, f"{school.ask()}/reuse/paper")
    assert anil.post(f"{school.ask()}/reuse", {"agrees": "yes"}).location == school.ask()
    assert "You said on" in anil.get(school.ask()).text
    assert row_of(school).received_on is None, "the family has not said"
    assert "choose=1" in (parent.post(f"{page}/{school.advice}/reuse").location or "")
    assert parent.post(f"{page}/{school.advice}/reuse", {"agrees": "yes"}).location == page
    row = row_of(school)
    assert (row.received_on, row.family_agreed_on) == (clock.today(), clock.today())
    assert "used again" in parent.get(page).text
    late = parent.post(f"{page}/{school.advice}/reuse", {"agrees": "no"})
    assert late.location == page
    assert "not needed any more" in parent.get(page).text


def test_a_no_of_the_family_makes_new_advice_compulsory_until_they_change_it(
    school: School,  # noqa: F811
    staff: Player,  # noqa: F811
    ledger: str,  # noqa: F811
    report: str,
) -> None:
    parent, page = school.cast["parent"], f"/cases/{school.case}/information-requested"
    on = {f"{who}-said": "yes" for who in ("council", "adviser")}
    days = {**day("council", clock.today()), **day("adviser", factories.days_ago(2))}
    propose(school, staff, ledger, report, **on, **days)
    parent.post(f"{page}/{school.advice}/reuse", {"agrees": "no"})
    assert row_of(school).received_on is None
    path = f"{ledger}/{school.advice}/reuse"
    assert "New advice is compulsory, and the ask goes on" in staff.get(path).text
    assert "is not enough" in parent.get(f"/cases/{school.case}/timeline").text
    parent.post(f"{page}/{school.advice}/reuse", {"agrees": "yes"})
    assert row_of(school).received_on == clock.today()
    with school.unit() as session:
        assert len(session.exec(select(AdviceConsent)).all()) == 4, "nothing is overwritten"


def test_what_came_on_paper_is_noted_with_its_day_and_a_mistake_by_a_further_row(
    school: School,  # noqa: F811
    staff: Player,  # noqa: F811
    ledger: str,  # noqa: F811
    report: str,
) -> None:
    future = day("family", clock.today() + timedelta(days=1))
    path = f"{ledger}/{school.advice}/reuse"
    hidden = dict(HIDDEN.findall(staff.get(path).text))
    late = staff.post(path, {**hidden, "document": report, "family-said": "yes", **future})
    assert sentence_at(late, "family")
    propose(school, staff, ledger, report, **{"family-said": "yes"}, **day("family", clock.today()))
    propose(school, staff, ledger, report, **{"family-said": "no"}, **day("family", clock.today()))
    row = row_of(school)
    assert (row.family_agreed_on, row.received_on) == (None, None)
    said = staff.get(path).text
    assert said.count("on paper, noted by") == 2


def test_a_file_that_the_family_sent_to_be_used_can_be_proposed(
    school: School,  # noqa: F811
    staff: Player,  # noqa: F811
    ledger: str,  # noqa: F811
) -> None:
    with school.unit() as session:
        parent, form = school.cast.accounts["parent"], "parental-supporting-documents"
        sent = factories.submission(session, parent, form)
        file = SubmissionFile(
            submission_id=sent.id, question_id="files", name="Private report.pdf",
            file_id=factories.stored_file(session).id,
        )  # fmt: skip
        session.add(file)
        session.flush()
        said = {"file": file.id, "use_as_advice": "yes", "share": "case"}
        sent.case_id, sent.answers = school.case, {"files": [said]}
        key, form_id = f"file-{file.id}", sent.id
    sheet = staff.get(f"/council/cases/{school.case}/forms/sent/{form_id}").text
    assert "Everyone who works on this case" in sheet, "staff read what was said of the file"
    assert "the family would like us to use it" in staff.get(f"{ledger}/{school.advice}/reuse").text
    assert propose(school, staff, ledger, key) == 303
    assert propose(school, staff, ledger, key) == 303, "it is filed once"
    with school.unit() as session:
        paper = session.exec(select(Document)).one()
    assert row_of(school).reused_document_id == paper.id
    assert "Private report.pdf" in school.cast["contributor"].get(school.ask()).text


def test_nobody_else_answers_or_reads_the_paper(
    school: School,  # noqa: F811
    staff: Player,  # noqa: F811
    ledger: str,  # noqa: F811
    report: str,
) -> None:
    page = f"/cases/{school.case}/information-requested/{school.advice}"
    assert school.cast["parent"].get(f"{page}/paper").status_code == 404, "nothing is asked"
    propose(school, staff, ledger, report)
    with school.unit() as session:
        session.get_one(Person, school.maya).protected = True
    page_of = school.cast["parent"].get(f"/cases/{school.case}/information-requested").text
    assert "Report of May" not in page_of, "a report can tell where a protected child is"
    assert school.cast["parent"].get(f"{page}/paper").status_code == 404
    for who in ("advocate", "stranger", "senco"):
        assert school.cast[who].get(f"{page}/paper").status_code == 404
        assert school.cast[who].post(f"{page}/reuse", {"agrees": "yes"}).status_code == 404
        assert school.cast[who].post(f"{school.ask()}/reuse").status_code == 404
