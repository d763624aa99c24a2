"""What goes along with an ask for advice, whom the family names, and how it ends (Reg 6)."""

import pytest
from sqlmodel import select

from ehcportal import clock
from ehcportal.models.assessment import AdviceRequest, AdviserWish
from ehcportal.models.case import CaseContributor
from ehcportal.models.document import Document
from ehcportal.services.advice import ending, wishes
from tests import factories
from tests.cast import Player
from tests.schools import School, school  # noqa: F401


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
    assert staff.post(path, {f"paper-{document}": "yes"}).location == ledger
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


def test_an_adviser_reads_what_the_family_wrote_if_they_let_us_share_it(school: School) -> None:  # noqa: F811
    adviser, path = school.cast["contributor"], f"{school.ask()}/request"
    assert adviser.get(path).status_code == 404
    answers = {"on_behalf": "someone_else", "good_at": "kingfishers", "safety": "osprey"}
    with school.unit() as session:
        case = session.get_one(factories.Case, school.case)
        parent = school.cast.accounts["parent"]
        shared = {**answers, "may_share": "yes", "your_phone": "01632 960 999"}
        sent = factories.submission(session, parent, "assessment-request", answers=shared)
        factories.request(session, parent, joined_to=case, sent=sent)
    page = adviser.get(path).text
    assert "kingfishers" in page
    assert "osprey" not in page
    assert "960 999" not in page
    assert "What the family wrote" in adviser.get(school.ask()).text


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
