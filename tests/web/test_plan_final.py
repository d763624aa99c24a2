"""A final plan goes out when the law allows: comments answered, placement decided, no surprise."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from ehcportal import clock
from ehcportal.domain.facts import PlanKind
from ehcportal.models.desk import Letter
from ehcportal.models.document import Document
from ehcportal.models.person import Person
from ehcportal.models.plan import Consultation, PlanComment, PlanLine, ReplyKind, Representation
from ehcportal.models.setting import SettingMembership
from tests import factories
from tests.plans import PlanDesk
from tests.plans import desk as unserved  # noqa: F401
from tests.schools import school  # noqa: F401

WRONG = {"verdict": "wrong", "text": "Twice a week is needed."}
HEALTH = "Sent by secure e-mail to the designated officer"


@pytest.fixture
def desk(unserved: PlanDesk) -> PlanDesk:  # noqa: F811
    """The draft, served 20 days ago, with a final plan being written."""
    assert unserved.serve().status_code == 303
    unserved.advance(20)
    return unserved


def page(desk: PlanDesk) -> str:
    return desk.text("caseworker", f"{desk.council}/final")


def send(desk: PlanDesk, **fields: str) -> int:
    given = {"health": HEALTH, **fields}
    return desk.send("caseworker", f"{desk.council}/final", **given).status_code


def consulted(desk: PlanDesk, *, preferred: bool = False, replied: bool = True) -> str:
    with desk.school.unit() as session:
        row = Consultation(
            plan_version_id=desk.version_id,
            case_id=desk.school.case,
            setting_id=desk.school.northbrook,
            is_preference=preferred,
            sent_on=factories.days_ago(3),
            reply=ReplyKind.YES if replied else None,
            replied_on=factories.days_ago(1) if replied else None,
        )
        session.add(row)
        session.flush()
        return row.id


def named(desk: PlanDesk, setting_id: str) -> str:
    """Begin the final plan and name a setting in section I."""
    final = desk.begin(PlanKind.FINAL)
    desk.write(final, "i1", "Northbrook", section="I", type="Mainstream", setting_id=setting_id)
    return final


def test_a_final_plan_goes_out_with_its_letter_and_is_read_by_all_who_must_have_it(
    desk: PlanDesk,
) -> None:
    consulted(desk)
    final = named(desk, desk.school.northbrook)
    assert send(desk, health="") == 422
    assert send(desk) == 303
    row = desk.version(final)
    assert row.served_on == clock.today()
    assert row.health_told == HEALTH
    with desk.school.app.extensions["database"].reading() as session:
        kinds = set(session.exec(select(Document.kind)))
        letters = set(session.exec(select(Letter.template)))
    assert letters == {"draft_plan", "final_plan"}
    case = f"/cases/{desk.school.case}"
    assert "The final plan of Maya" in desk.text("parent", f"{case}/stages/final_plan")
    assert "The final plan of Maya" not in desk.text("parent", f"{case}/stages/decision_to_assess")
    assert "final_plan" in kinds
    assert "Final plan" in desk.text("parent", desk.family)
    assert "Northbrook" in desk.text("senco", desk.pupil)
    desk.text("parent", f"{desk.family}/versions/2/changes")
    asked = f"/settings/{desk.school.northbrook}/consultations"
    link = desk.text("other_senco", asked).split(f'href="{asked}/')[1].split('"')[0]
    page = desk.text("other_senco", f"{asked}/{link}")
    assert "The final plan names your setting" in page
    assert "Mainstream" in page
    paper = desk.school.cast["other_senco"].get(f"{asked}/{link}/plan")
    assert paper.status_code == 200
    assert paper.data.startswith(b"%PDF")
    paper.close()


def test_a_named_school_that_does_not_read_the_portal_gets_a_letter(desk: PlanDesk) -> None:
    consulted(desk)
    named(desk, desk.school.northbrook)
    with desk.school.unit() as session:
        for each in session.exec(select(SettingMembership)):
            session.delete(each)
    assert send(desk) == 422, "how does the school get it?"
    assert send(desk, setting="By post to the head, today") == 303
    with desk.school.app.extensions["database"].reading() as session:
        told = session.exec(select(Consultation.named_told)).one()
        titles = set(session.exec(select(Document.title)))
    assert told == "By post to the head, today"
    assert "The plan of Maya Okafor names Northbrook" in titles


def test_the_family_has_its_days_first_unless_they_accept(unserved: PlanDesk) -> None:  # noqa: F811
    assert unserved.serve().status_code == 303
    consulted(unserved)
    named(unserved, unserved.school.northbrook)
    assert "to comment, unless they accept" in page(unserved)
    unserved.send("parent", f"{unserved.family}/comments", do="send", accepts="yes")
    assert send(unserved) == 303


def test_one_parent_ends_no_days_of_the_other_one(unserved: PlanDesk) -> None:  # noqa: F811
    with unserved.school.unit() as session:
        child = session.get_one(Person, unserved.school.maya)
        factories.relationship(session, unserved.school.cast.accounts["second_parent"], child)
    assert unserved.serve(sure="yes").status_code == 303
    consulted(unserved)
    named(unserved, unserved.school.northbrook)
    unserved.send("parent", f"{unserved.family}/comments", do="send", accepts="yes")
    assert "to comment, unless each of them accepts it" in page(unserved)
    assert send(unserved, sure="yes") == 409
    unserved.send("second_parent", f"{unserved.family}/comments", do="send", accepts="yes")
    assert send(unserved, sure="yes") == 303


def test_a_longer_window_that_was_given_is_kept(desk: PlanDesk) -> None:
    late = clock.today() + timedelta(days=4)
    days = {"until-day": late.day, "until-month": late.month, "until-year": late.year}
    window = f"{desk.council}/versions/1/window"
    assert desk.send("caseworker", window, **days).status_code == 303
    consulted(desk)
    named(desk, desk.school.northbrook)
    assert f"until {late:%A} {late.day} {late:%B %Y} to comment" in page(desk)


def test_every_comment_is_answered_first(desk: PlanDesk) -> None:
    about = f"{desk.family}/comments/about/f1"
    desk.send("parent", about, **WRONG)
    desk.send("parent", f"{desk.family}/comments", do="send")
    consulted(desk)
    named(desk, desk.school.northbrook)
    assert "1 comment on the draft still without an answer" in page(desk)
    with desk.school.app.extensions["database"].reading() as session:
        comment = session.exec(select(PlanComment.id)).one()
    given = {"outcome": "not_taken", "reason": "The advice says once."}
    desk.send("caseworker", f"{desk.council}/comments/{comment}", **given)
    assert send(desk) == 303


def test_a_difference_that_nobody_asked_for_needs_its_cause(desk: PlanDesk) -> None:
    about = f"{desk.family}/comments/about/b1"
    desk.send("parent", about, **WRONG)
    desk.send("parent", f"{desk.family}/comments", do="send", overall="More help at lunch.")
    with desk.school.app.extensions["database"].reading() as session:
        comment = session.exec(select(PlanComment.id)).one()
    consulted(desk)
    final = named(desk, desk.school.northbrook)
    given = {"outcome": "taken", "reason": "You are right."}
    desk.send("caseworker", f"{desk.council}/comments/{comment}", **given)
    desk.write(final, "b1", "Maya finds spoken words and noise hard.")
    assert "without a cause" not in page(desk), "the comment on B1 was taken up"
    with desk.school.app.extensions["database"].reading() as session:
        whole = session.exec(select(Representation.id)).one()
    assert "1 comment on the draft still" in page(desk), "what they say of the whole counts too"
    desk.send("caseworker", f"{desk.council}/comments/{whole}", outcome="taken", reason="Yes.")
    desk.write(final, "f1", "A therapist works with Maya in a group.")
    shown = page(desk)
    assert "differ from the draft without a cause" in shown
    cause = f"{desk.council}/final/causes/f1"
    assert desk.send("caseworker", cause, cause="comment:nothing").status_code == 422
    view = desk.text("caseworker", cause).split('value="view:')[1].split('"')[0]
    assert desk.send("caseworker", cause, cause=f"view:{view}").status_code == 303
    assert send(desk) == 303


def test_a_setting_is_named_after_it_was_consulted(desk: PlanDesk) -> None:
    named(desk, desk.school.northbrook)
    assert "was not consulted" in page(desk)
    consulted(desk, replied=False)
    assert "was not consulted, or has days to answer" in page(desk)
    with desk.school.unit() as session:
        row = session.exec(select(Consultation)).one()
        row.sent_on = factories.days_ago(15)
        session.add(row)
    assert send(desk) == 303, "its days are over: the council goes on without an answer"


def test_against_the_preference_only_with_a_ground_and_reasons(desk: PlanDesk) -> None:
    asked = consulted(desk, preferred=True)
    final = named(desk, "")
    desk.write(final, "i1", "A mainstream primary school", section="I", type="Mainstream")
    assert "The family asked for Northbrook" in page(desk)
    own = f"{desk.council}/consultations/{asked}"
    version = {"_version": "1"}
    wrong = desk.send("caseworker", own, f"{own}/outcome", outcome_ground="full", **version)
    assert wrong.status_code == 422
    given = {"outcome_ground": "resources", "outcome_reason": "It costs twice as much."}
    assert desk.send("caseworker", own, f"{own}/outcome", **given, **version).status_code == 303
    place = f"/settings/{desk.school.northbrook}/consultations/{asked}"
    desk.text("other_senco", place)
    assert send(desk) == 303
    desk.text("other_senco", place, 404)


def test_no_final_plan_without_a_setting_or_its_type(desk: PlanDesk) -> None:
    desk.begin(PlanKind.FINAL)
    assert "Name the setting, or at least its type" in page(desk)
    with desk.school.app.extensions["database"].reading() as session:
        assert not session.exec(select(PlanLine.id).where(col(PlanLine.section) == "I")).all()


def test_a_plan_without_a_school_goes_out_with_the_reasons_of_section_61(desk: PlanDesk) -> None:
    final, new = desk.begin(PlanKind.FINAL), f"{desk.council}/sections/I/new"
    given = {"of": final, "section": "I", "text": "At home", "otherwise": "yes"}
    assert desk.send("caseworker", new, **given).status_code == 303
    assert "Say why any school or college would be wrong" in page(desk)
    assert send(desk) == 409
    with desk.school.app.extensions["database"].reading() as session:
        key = session.exec(
            select(PlanLine.key).where(PlanLine.plan_version_id == final, PlanLine.section == "I")
        ).one()
    line = f"{desk.council}/lines/{key}"
    given |= {"otherwise_why": "No building is safe for her."}
    assert desk.send("caseworker", line, **given).status_code == 303
    assert send(desk) == 303
    with desk.school.app.extensions["database"].reading() as session:
        words = session.exec(select(Letter.fields).where(Letter.template == "final_plan")).one()
    assert "No building is safe for her." in str(words)
    assert "No building is safe for her." in desk.text("parent", desk.family)


def test_staff_choose_which_setting_the_plan_names_from_those_that_were_asked(
    desk: PlanDesk,
) -> None:
    consulted(desk)
    final, new = desk.begin(PlanKind.FINAL), f"{desk.council}/sections/I/new"
    offered = desk.text("caseworker", new)
    assert f'<option value="{desk.school.northbrook}"' in offered
    assert f'<option value="{desk.school.millbrook}"' not in offered, "it was not asked"
    given = {"of": final, "section": "I", "setting_id": desk.school.northbrook}
    assert desk.send("caseworker", new, **given).status_code == 303
    with desk.school.app.extensions["database"].reading() as session:
        query = select(PlanLine).where(PlanLine.plan_version_id == final, PlanLine.section == "I")
        line = session.exec(query).one()
        assert (line.text, line.details["setting_id"]) == ("Northbrook", desk.school.northbrook)
