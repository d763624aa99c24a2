"""What goes along with an ask for advice, whom the family names, and how it ends (Reg 6)."""

from io import BytesIO
from typing import Any

import pytest
from sqlmodel import select

from ehcportal import clock
from ehcportal.domain.facts import Source
from ehcportal.models.assessment import AdviceRequest, AdviserWish
from ehcportal.models.case import CaseContributor
from ehcportal.models.document import Document
from ehcportal.models.form import Contribution, Submission, SubmissionFile
from ehcportal.models.request import Request
from ehcportal.services.advice import ending, wishes
from tests import factories
from tests.browser import sentence_at
from tests.cast import Player
from tests.letterbox import Letterbox
from tests.schools import School, school  # noqa: F401
from tests.storage import samples


@pytest.fixture
def ledger(school: School) -> str:  # noqa: F811
    return f"/council/cases/{school.case}/advice"


@pytest.fixture
def staff(school: School) -> Player:  # noqa: F811
    return school.cast["caseworker"]


def test_a_paper_goes_along_with_one_ask_alone_until_it_is_taken_back(
    school: School,  # noqa: F811
    staff: Player,
    ledger: str,
) -> None:
    with school.unit() as session:
        file = factories.stored_file(session)
        paper = Document(
            case_id=school.case, title="Letter of the family", kind="letter",
            document_on=factories.days_ago(9),
        )  # fmt: skip
        session.add(paper)
        session.flush()
        session.add(factories.DocumentVersion(document_id=paper.id, file_id=file.id, name="L.pdf"))
        document = paper.id
    adviser = school.cast["contributor"]
    link = f"{school.ask()}/documents/{document}"
    assert adviser.get(link).status_code == 404
    path = f"{ledger}/{school.advice}/evidence"
    assert staff.post(path, {f"along-document-{document}": "yes"}).location == ledger
    assert "Letter of the family" in adviser.get(school.ask()).text
    assert f"/documents/{document}" in adviser.get(school.ask()).text
    staff.post(path)
    assert adviser.get(link).status_code == 404
    assert "Letter of the family" not in adviser.get(school.ask()).text


def test_who_is_let_in_for_advice_stays_so_when_it_is_withdrawn(school: School) -> None:  # noqa: F811
    with school.unit() as session:
        row = session.get_one(AdviceRequest, school.advice)
        row.withdrawn_on, row.withdrawn_reason = clock.today(), "Not needed"
        held = session.exec(select(CaseContributor)).one()
        assert held.to_at is None
    adviser = school.cast["contributor"]
    page = adviser.get(school.ask())
    assert "We do not need this advice any more" in page.text
    assert adviser.get(f"{school.ask()}/voices").status_code == 404
    with school.unit() as session:
        assert ending.end_withdrawn(session, clock.now()) == 0
        row = session.get_one(AdviceRequest, school.advice)
        row.withdrawn_on = factories.days_ago(28)
    with school.unit() as session:
        assert ending.end_withdrawn(session, clock.now()) == 1
    assert adviser.get(school.ask()).status_code == 404


def asked_by(school: School, source: Source = Source.PARENT, **answers: object) -> tuple[str, str]:  # noqa: F811
    """Make a request of the case with a file in it; return both ids."""
    form = "setting-request" if source is Source.SETTING else "assessment-request"
    with school.unit() as session:
        case = session.get_one(factories.Case, school.case)
        parent = school.cast.accounts["parent"]
        sent = factories.submission(session, parent, form, answers=dict(answers))
        row = factories.request(session, parent, joined_to=case, sent=sent)
        row.source = source
        file = SubmissionFile(
            submission_id=sent.id, question_id="documents", name="Hearing test.pdf",
            file_id=factories.stored_file(session).id,
        )  # fmt: skip
        session.add(file)
        return row.id, file.id


WROTE = {"on_behalf": "someone_else", "good_at": "kingfishers", "safety": "osprey"}


def test_every_adviser_reads_what_the_family_wrote_and_sent_if_they_let_us_share_it(
    school: School,  # noqa: F811
) -> None:
    adviser = school.cast["contributor"]
    request, file = asked_by(school, **WROTE, may_share="yes", your_phone="01632 960 999")
    desk = adviser.get(school.ask()).text
    assert f"/requests/{request}" in desk
    assert f"/files/{file}" in desk
    page = adviser.get(f"{school.ask()}/requests/{request}").text
    assert "kingfishers" in page
    assert "osprey" not in page
    assert "960 999" not in page


def test_nothing_goes_along_that_the_family_keeps_for_the_council(school: School) -> None:  # noqa: F811
    adviser = school.cast["contributor"]
    request, file = asked_by(school, **WROTE, may_share="some")
    for path in (f"requests/{request}", f"files/{file}"):
        assert adviser.get(f"{school.ask()}/{path}").status_code == 404
    with school.unit() as session:
        sent = session.exec(select(Submission).join(SubmissionFile)).one()
        sent.answers = {**sent.answers, "documents": [{"file": file, "share": "council"}]}
    path = f"/council/cases/{school.case}/advice/{school.advice}/evidence"
    page = school.cast["caseworker"].get(path).text
    assert "The family has not said" in page
    assert f"along-file-{file}" not in page
    school.cast["caseworker"].post(path, {f"along-request-{request}": "yes"})
    assert adviser.get(f"{school.ask()}/requests/{request}").status_code == 200, "staff asked them"


def test_evidence_of_the_family_is_held_back_only_with_a_reason(
    school: School,  # noqa: F811
    staff: Player,
    ledger: str,
) -> None:
    request, file = asked_by(school, **WROTE, may_share="yes")
    path = f"{ledger}/{school.advice}/evidence"
    without = {f"along-request-{request}": "yes"}
    assert sentence_at(staff.post(path, without), "reason")
    assert staff.post(path, {**without, "reason": "Another child is in it"}).location == ledger
    adviser = school.cast["contributor"]
    assert adviser.get(f"{school.ask()}/files/{file}").status_code == 404
    assert "Another child is in it" in staff.get(path).text
    staff.post(path, {**without, f"along-file-{file}": "yes"})
    assert f"/files/{file}" in adviser.get(school.ask()).text


def test_advisers_read_the_request_of_a_school_and_one_that_came_on_paper(
    school: School,  # noqa: F811
) -> None:
    adviser = school.cast["contributor"]
    by_school, _file = asked_by(
        school, Source.SETTING, strengths="dragonfly", why_not_told="osprey"
    )
    with school.unit() as session:
        case = session.get_one(factories.Case, school.case)
        paper = factories.request(session, joined_to=case)
        paper.told, paper.sender = "Maya cannot hear the teacher", "Grace, 01632 960 998"
        on_paper = paper.id
    page = adviser.get(f"{school.ask()}/requests/{by_school}").text
    assert "What the school or college wrote" in page
    assert "dragonfly" in page
    assert "osprey" not in page
    words = adviser.get(f"{school.ask()}/requests/{on_paper}").text
    assert "Maya cannot hear the teacher" in words
    assert "960 998" not in words
    with school.unit() as session:
        session.get_one(Request, by_school).withheld_reason = "Safeguarding"
    assert adviser.get(f"{school.ask()}/requests/{by_school}").status_code == 404


def test_people_named_in_a_request_are_wishes_once_it_is_joined(school: School) -> None:  # noqa: F811
    people = [
        {"role": "Club leader", "name": "Sam Teal", "ask_them": "yes"},
        {"role": "Neighbour", "ask_them": "no"},
    ]
    with school.unit() as session:
        parent = school.cast.accounts["parent"]
        sent = factories.submission(
            session, parent, "assessment-request", answers={"people": people}
        )
        row = factories.request(session, parent, sent=sent)
        row.case_id = school.case
        session.flush()
        wishes.of_request(session, row)
    with school.unit() as session:
        assert [each.role for each in session.exec(select(AdviserWish))] == ["Club leader"]
    parent_page = school.cast["parent"].get(f"/cases/{school.case}/information-requested").text
    assert "Sam Teal" in parent_page


def added_by(school: School, words: str, share: str, **more: Any) -> str:  # noqa: F811
    """Let the parent add something to what was asked for; return where an adviser reads it."""
    with school.unit() as session:
        sent = session.exec(select(Submission).join(Request)).one().id
    fields = {"whose": "own", "about": "", "words": words, "share": share, **more}
    page = f"/cases/{school.case}/request/{sent}/additions"
    assert school.cast["parent"].post(page, fields).status_code == 303
    with school.unit() as session:
        row = session.exec(select(Contribution).where(Contribution.text == words)).one()
        return f"{school.ask()}/additions/{row.id}"


def test_what_the_family_adds_goes_to_those_who_are_asked_if_they_let_it(school: School) -> None:  # noqa: F811
    asked_by(school, **WROTE, may_share="yes")
    files = {"files": (BytesIO(samples.pdf()), "Sleep diary.pdf")}
    read = added_by(school, "She hears better now: heron", "case", **files)
    kept = added_by(school, "Nobody else may know: owl", "council")
    about = added_by(school, "The way we live: swift", "case", about="safety")
    adviser, staff = school.cast["contributor"], school.cast["caseworker"]
    page = adviser.get(read).text
    assert "heron" in page
    assert "Okafor added" not in page
    link = next(part for part in page.split('"') if part.startswith(f"{read}/files/"))
    assert adviser.get(link, buffered=True).status_code == 200
    for path in (kept, about, kept + link.removeprefix(read)):
        assert adviser.get(path).status_code == 404
    letters = Letterbox(school.app)
    told = letters.templates(school.cast.accounts["contributor"].email)
    assert told.count("advice_more") == 1, "once a day, and not of what they may not read"
    words = letters.words(school.cast.accounts["contributor"].email, "advice_more").text
    assert "heron" not in words
    assert "Maya" not in words
    held = f"/council/cases/{school.case}/advice/{school.advice}/evidence"
    assert staff.post(held, {"reason": "It is about her sister"}).status_code == 303
    assert adviser.get(read).status_code == 404
    key = "along-addition-" + read.rpartition("/")[2]
    assert staff.post(held, {key: "yes", "reason": "The rest stays"}).status_code == 303
    assert adviser.get(read).status_code == 200
    with school.unit() as session:
        row = session.exec(select(Request).join(Submission)).one()
        row.withheld_reason = "Somebody is in danger"
    assert adviser.get(read).status_code == 404


def test_who_has_answered_hears_of_nothing_more(school: School) -> None:  # noqa: F811
    asked_by(school, **WROTE, may_share="some")
    with school.unit() as session:
        session.get_one(AdviceRequest, school.advice).received_on = clock.today()
    added_by(school, "She hears better now: heron", "case")
    told = Letterbox(school.app).templates(school.cast.accounts["contributor"].email)
    assert "advice_more" not in told
