"""A plan is served by the law, and read section by section by those it is for (U13, C03)."""

from datetime import timedelta
from io import BytesIO

import docx
from sqlmodel import select

from ehcportal import clock
from ehcportal.domain.facts import PlanKind
from ehcportal.models.alert import Alert
from ehcportal.models.document import Document, Publication
from ehcportal.models.event import Event
from ehcportal.models.plan import PlanVersion
from tests import factories
from tests.plans import PlanDesk, desk  # noqa: F401
from tests.schools import school  # noqa: F401


def test_nobody_outside_the_council_reads_what_is_being_written(desk: PlanDesk) -> None:  # noqa: F811
    desk.text("parent", desk.family, 404)
    desk.text("senco", desk.pupil, 404)


def test_a_served_draft_is_read_with_its_days_on_every_side(desk: PlanDesk) -> None:  # noqa: F811
    assert desk.serve().status_code == 303
    row, today = desk.version(), clock.today()
    assert row.served_on == today
    assert row.comments_until == today + timedelta(days=14), "15 days beginning with today"
    for who, path in (("parent", desk.family), ("senco", desk.pupil)):
        page = desk.text(who, path)
        assert "A therapist works with Maya on her own." in page
        assert "Speech therapist" in page
        assert "Goes with B1, E1" in page
        assert f"{row.comments_until.day} {row.comments_until:%B %Y}" in page
    assert "Read the plan" in desk.text("parent", f"/cases/{desk.school.case}")


def test_serving_publishes_the_paper_tells_and_is_on_the_timeline(desk: PlanDesk) -> None:  # noqa: F811
    desk.serve()
    with desk.school.app.extensions["database"].reading() as session:
        wanted = select(Document.id).where(Document.kind == "draft_plan")
        assert desk.version().document_id == session.exec(wanted).one()
        assert len(session.exec(select(Publication)).all()) == 3, "the plan twice, and the letter"
        told = {
            each.account_id: (each.path, each.sent_at is not None, each.act_by)
            for each in session.exec(select(Alert))
        }
        kinds = set(session.exec(select(Event.kind)))
    mother = told[desk.school.cast.accounts["parent"].id]
    at_once = True
    assert mother == (desk.family, at_once, str(desk.version().comments_until))
    assert desk.school.cast.accounts["senco"].id in told
    assert "plan.draft" in kinds


def test_by_post_the_days_begin_when_the_letter_arrives(desk: PlanDesk) -> None:  # noqa: F811
    today = clock.today()
    days = {"posted-day": today.day, "posted-month": today.month, "posted-year": today.year}
    assert desk.serve(**days).status_code == 303
    assert desk.version().served_on == today + timedelta(days=2)


def test_the_window_is_never_shorter_than_the_law_gives(desk: PlanDesk) -> None:  # noqa: F811
    soon = clock.today() + timedelta(days=13)
    days = {"until-day": soon.day, "until-month": soon.month, "until-year": soon.year}
    answer = desk.serve(**days)
    assert answer.status_code == 422
    assert "never less" in answer.get_data(as_text=True)
    assert desk.version().served_on is None
    late = clock.today() + timedelta(days=30)
    days = {"until-day": late.day, "until-month": late.month, "until-year": late.year}
    assert desk.serve(**days).status_code == 303
    assert desk.version().comments_until == late


def test_more_time_is_given_and_not_taken_away(desk: PlanDesk) -> None:  # noqa: F811
    desk.serve()
    page = f"{desk.council}/versions/1/window"
    soon, late = (clock.today() + timedelta(days=each) for each in (10, 40))
    names = ("until-day", "until-month", "until-year")
    wrong = dict(zip(names, (soon.day, soon.month, soon.year), strict=True))
    assert desk.send("caseworker", page, **wrong).status_code == 422
    right = dict(zip(names, (late.day, late.month, late.year), strict=True))
    assert desk.send("caseworker", page, **right).status_code == 303
    assert desk.version().comments_until == late


def test_a_draft_with_a_school_in_it_cannot_go_out(desk: PlanDesk) -> None:  # noqa: F811
    desk.write(desk.version_id, "i1", "Millbrook Primary School", section="I")
    page = desk.text("caseworker", f"{desk.council}/serve")
    assert "It cannot go out yet" in page
    assert "must not name a setting" in page
    assert "Send it now" not in page
    assert desk.serve(_mark="x").status_code == 409


def test_what_was_changed_while_the_page_was_open_is_not_sent_unread(desk: PlanDesk) -> None:  # noqa: F811
    page = f"{desk.council}/serve"
    caseworker = desk.school.cast["caseworker"]
    before = desk.text("caseworker", page)
    desk.write(desk.version_id, "f1", "Something else.", **{"who": "Nobody"})
    mark = before.split('name="_mark" value="')[1].split('"')[0]
    answer = caseworker.post(page, {"_mark": mark})
    assert answer.status_code == 409
    assert "Nothing was sent" in answer.get_data(as_text=True)
    assert desk.version().served_on is None


def test_a_limited_view_and_a_stranger_see_nothing_of_it(desk: PlanDesk) -> None:  # noqa: F811
    desk.serve()
    with desk.school.unit() as session:
        child = session.get_one(factories.Person, desk.school.maya)
        factories.relationship(
            session,
            desk.school.cast.accounts["advocate"],
            child,
            kind=factories.RelationshipKind.ADVOCATE,
            view=factories.View.LIMITED,
        )
    desk.text("advocate", f"/cases/{desk.school.case}")
    for who in ("advocate", "stranger", "contributor", "other_senco"):
        for page in (desk.family, f"{desk.family}/versions/1", f"{desk.family}/comments"):
            desk.text(who, page, 404)


def test_a_new_school_reads_the_plan_in_force_and_not_an_old_draft(desk: PlanDesk) -> None:  # noqa: F811
    desk.serve()
    desk.advance(200)
    desk.text("senco", f"{desk.pupil}/versions/1")
    final = desk.begin(PlanKind.FINAL)
    with desk.school.unit() as session:
        row = session.get_one(PlanVersion, final)
        row.served_on = factories.days_ago(150)
        session.add(row)
    assert "Final plan" in desk.text("senco", desk.pupil)
    desk.text("senco", f"{desk.pupil}/versions/1", 404)


def test_what_changed_is_told_in_words_and_with_signs(desk: PlanDesk) -> None:  # noqa: F811
    desk.serve()
    final = desk.begin(PlanKind.FINAL)
    desk.write(final, "f1", "A therapist works with Maya twice a week.")
    with desk.school.unit() as session:
        row = session.get_one(PlanVersion, final)
        row.served_on = clock.today()
        session.add(row)
    page = desk.text("parent", f"{desk.family}/versions/2/changes")
    assert "<del>" in page
    assert "taken out:" in page
    assert "<ins>" in page
    assert "twice a week." in page
    desk.text("parent", f"{desk.family}/versions/1/changes", 404)


def test_who_reads_the_plan_can_take_it_away_as_a_file_to_write_in(desk: PlanDesk) -> None:  # noqa: F811
    unsent = f"{desk.council}/versions/1/docx"
    assert "DRAFT" in word_file(desk, "caseworker", unsent)
    desk.text("parent", f"{desk.family}/versions/1/docx", 404)
    desk.serve()
    told = word_file(desk, "caseworker", unsent)
    assert "A therapist works with Maya on her own." in told
    assert desk.version().editable_file_id
    for who, path in (("parent", desk.family), ("senco", desk.pupil)):
        assert f"{path}/versions/1/docx" in desk.text(who, path)
        assert word_file(desk, who, f"{path}/versions/1/docx") == told, "the same as it went out"
    for who in ("stranger", "contributor", "other_senco"):
        desk.text(who, f"{desk.family}/versions/1/docx", 404)


def word_file(desk: PlanDesk, who: str, path: str) -> str:  # noqa: F811
    """Return the words of a file to write in, whose name says nothing about the child."""
    answer = desk.school.cast[who].get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Draft plan 1.docx"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    body = docx.Document(BytesIO(answer.data)).element.body
    answer.close()
    return " ".join(each.text or "" for each in body.iter() if each.tag.endswith("}t"))
