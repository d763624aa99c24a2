"""The report of a review is a paper of the case, with what may go to everybody and no more."""

import re
from io import BytesIO

from pypdf import PdfReader
from sqlmodel import select

from ehcportal import clock
from ehcportal.domain.reviews import review_dates
from ehcportal.forms.fields import planned
from ehcportal.jobs import review_reports
from ehcportal.models.document import Document, Publication, StoredFile
from ehcportal.models.review import Review, ReviewGuest
from ehcportal.portal import Portal
from ehcportal.queries.counting import counting
from tests import factories, schools
from tests.reviewing import Reviewing
from tests.schools import School

school = schools.school

REPORT = {
    "held_on": "2026-11-20",
    "child_said": "I like the swing",
    "differences": "yes",
    "differences_told": "Her mother wants more hours",
    "recommendation": "amend",
    "reasons": "The help is not enough",
    "proposals": [
        {**planned.row("f1", "F1", "F", "Help once a week."), "proposed": "Help twice a week."}
    ],
}


def filed(reviewing: Reviewing) -> tuple[Document, str]:
    """Let the worker file what waits; return the paper and what it says."""
    extensions = reviewing.school.app.extensions
    portal = Portal.of(extensions)
    review_reports.file_reports(portal)
    review_reports.file_reports(portal)
    with extensions["database"].reading() as session:
        document = session.exec(select(Document).where(Document.kind == "review_report")).one()
        key = session.exec(
            select(StoredFile.storage_key).order_by(StoredFile.uploaded_at.desc())  # type: ignore[attr-defined]
        ).first()
        session.expunge(document)
    with extensions["storage"].open(key) as file:
        pages = PdfReader(BytesIO(file.read())).pages
        told = " ".join(" ".join(page.extract_text() for page in pages).split())
    return document, told


def held(school: School) -> Reviewing:
    reviewing = Reviewing(school).begin()
    today = clock.today()
    assert reviewing.arrange(today, short_notice_reason="Soon").status_code == 303
    reviewing.invite()
    reviewing.write("contributor", "review-advice", strengths="Good with numbers")
    reviewing.write("parent", "review-parent-views", good="Only for the council")
    reviewing.send(
        "caseworker", f"{reviewing.page}/circulation", reviewing.page, late_reason="Late"
    )
    assert reviewing.hold().status_code == 303
    reviewing.write("senco", "review-report", **REPORT)
    return reviewing


def test_the_report_is_filed_once_with_attendance_differences_and_recommendation(
    school: School,
) -> None:
    reviewing = held(school)
    document, told = filed(reviewing)
    for said in (
        "Her mother wants more hours",
        "Change the plan",
        "The help is not enough",
        "Good with numbers",
        "Health, Dr Ash, invited on",
        "I like the swing",
        "Help − once + twice a week.",
    ):
        assert said in told, said
    assert "Only for the council" not in told
    assert "pineapple" not in told, "the place is not for everybody"
    assert document.document_on == clock.today()
    with school.app.extensions["database"].reading() as session:
        shown = session.exec(select(Publication.audience)).all()
    assert sorted(shown) == ["family", "setting"]
    title = "Report of the review meeting"
    assert title in reviewing.read("parent", f"/cases/{reviewing.case_id}/documents")
    assert title in reviewing.read("senco", f"/settings/pupils/{reviewing.case_id}")
    page = reviewing.read("caseworker", reviewing.page)
    assert "The report as a PDF" in page
    assert page.count("Report not sent to them yet") == 1, "the doctor has no account"
    with school.unit() as session:
        guest = session.exec(select(ReviewGuest.id).where(ReviewGuest.name == "Dr Ash")).one()
    today = clock.today()
    sent = {"on-day": today.day, "on-month": today.month, "on-year": today.year}
    path = f"{reviewing.page}/guests/{guest}/sent"
    answer = reviewing.send("caseworker", path, what="report", how="post", **sent)
    assert answer.status_code == 303
    assert "Report not sent to them yet" not in reviewing.read("caseworker", reviewing.page)


def test_where_somebody_is_protected_the_report_names_nobody(school: School) -> None:
    reviewing = held(school)
    with school.unit() as session:
        child = session.get_one(schools.factories.Person, school.maya)
        child.protected = True
        session.add(child)
    _document, told = filed(reviewing)
    assert "Dr Ash" not in told
    assert "Millbrook" not in told
    assert "Health, invited on" in told


def test_an_adviser_who_is_invited_reads_the_plan_and_the_report_and_nobody_else_there(
    school: School,
) -> None:
    reviewing = held(school)
    filed(reviewing)
    page = reviewing.read("contributor", reviewing.adviser)
    report, plan = f"{reviewing.adviser}/report", f"{reviewing.adviser}/plan"
    assert report in page
    assert plan in page
    answer = school.cast["contributor"].get(report)
    assert answer.data.startswith(b"%PDF")
    answer.close()
    assert "This is the plan that holds now" in reviewing.read("contributor", plan)
    for who in ("senco", "parent", "stranger", "administrator"):
        assert school.cast[who].get(plan).status_code == 404, who
        assert school.cast[who].get(report).status_code == 404, who
    with school.unit() as session:
        wanted = select(ReviewGuest).where(
            ReviewGuest.account_id == school.cast.accounts["contributor"].id
        )
        session.exec(wanted).one().uninvited_on = clock.today()
    assert school.cast["contributor"].get(plan).status_code == 404
    assert school.cast["contributor"].get(report).status_code == 404


def test_what_was_written_for_an_earlier_review_is_found_by_those_who_read_it(
    school: School,
) -> None:
    reviewing = held(school)
    with school.unit() as session:
        session.add(Review(case_id=school.case))
        child = session.get_one(factories.Person, school.maya)
        factories.relationship(session, school.cast.accounts["second_parent"], child)
    advice, hers = ("Advice<", "Views of a parent or carer<")
    for who, path, reads in (
        ("parent", reviewing.family, {advice, hers}),
        ("second_parent", reviewing.family, {advice}),
        ("senco", reviewing.setting, {advice, hers}),
    ):
        page = reviewing.read(who, path)
        earlier = page.partition("Earlier reviews")[2].partition("</section>")[0]
        assert {each for each in (advice, hers) if each in earlier} == reads, who
        for link in re.findall(r'href="([^"]+)"', earlier):
            assert reviewing.read(who, link)


def test_a_report_that_came_late_says_by_how_many_days_like_every_other_date(
    school: School,
) -> None:
    reviewing = Reviewing(school).begin()
    with school.unit() as session:
        row = session.get_one(Review, reviewing.review_id)
        row.meeting_on, row.report_on = factories.days_ago(40), factories.days_ago(20)
        report = review_dates(row.meeting_on, counting(school.app.extensions["profile"])).report
        late = report.days_late(row.report_on)
    for who, page in (("caseworker", reviewing.page), ("parent", reviewing.family)):
        assert f"Done, {late} days late" in reviewing.read(who, page), who
