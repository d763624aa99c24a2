"""The ledger of advice: asked, reminded, received, used again, withdrawn (U11, Reg 6 and 8)."""

import io
import re
from datetime import date, timedelta

import pytest
from sqlmodel import select

from ehcportal import clock
from ehcportal.domain import law
from ehcportal.domain.clocks import due
from ehcportal.domain.dates import date_words, weekday_words
from ehcportal.domain.rules import STANDARD_COUNTING
from ehcportal.models.assessment import AdviceAnswer, AdviceReminder, AdviceRequest, AdviserWish
from ehcportal.models.desk import CaseClock
from ehcportal.models.document import Document
from ehcportal.models.person import Person, Placement
from ehcportal.models.setting import Service
from ehcportal.services.advice import reminding
from tests import factories
from tests.browser import sentence_at
from tests.cast import Player
from tests.letterbox import Letterbox
from tests.schools import School, school  # noqa: F401
from tests.storage import samples

HIDDEN = re.compile(r'name="(_version|_idem)" value="([^"]*)"')
PSYCHOLOGIST = "a.nair@service.example"


@pytest.fixture
def ledger(school: School) -> str:  # noqa: F811
    with school.unit() as session:
        case = session.get_one(factories.Case, school.case)
        factories.decision(session, case, ago=10)
    return f"/council/cases/{school.case}/advice"


@pytest.fixture
def staff(school: School) -> Player:  # noqa: F811
    return school.cast["caseworker"]


def day(name: str, on: date) -> dict[str, str]:
    return {
        f"{name}-day": f"{on.day}",
        f"{name}-month": f"{on.month}",
        f"{name}-year": f"{on.year}",
    }


def ask(staff: Player, ledger: str, on: date, *keys: str, **more: str) -> None:
    page = staff.get(f"{ledger}/ask").text
    fields = dict(re.findall(r'name="(role-[^"]+)" type="text" value="([^"]*)"', page))
    ticked = {f"ask-{key}": "yes" for key in keys}
    answer = staff.post(f"{ledger}/ask", {**fields, **ticked, **day("on", on), **more})
    assert answer.status_code == 303, answer.text


def asks(school: School) -> list[AdviceRequest]:  # noqa: F811
    with school.unit() as session:
        found = session.exec(select(AdviceRequest).order_by(AdviceRequest.paragraph)).all()
        session.expunge_all()
        return list(found)


def test_each_adviser_of_the_law_has_six_weeks_from_the_day_they_were_asked(
    school: School,  # noqa: F811
    staff: Player,
    ledger: str,
) -> None:
    on = factories.days_ago(3)
    ask(staff, ledger, on, "family", "education", "health", "social_care")
    made = [each for each in asks(school) if each.asked_on == on]
    assert [each.paragraph for each in made] == ["a", "b", "c", "e"]
    last_day = weekday_words(due(law.ADVICE, on).due_on)
    assert last_day in staff.get(ledger).text
    family = school.cast["parent"].get(f"/cases/{school.case}/information-requested").text
    assert last_day in family
    pupil = school.cast["senco"].get(school.pupil()).text
    assert "Head teacher or SENCo" in pupil


def test_two_colleagues_do_not_ask_the_very_same(
    school: School,  # noqa: F811
    staff: Player,
    ledger: str,
) -> None:
    ask(staff, ledger, clock.today(), "health")
    nurse = {"ask-health": "yes", "role-health": "Health professional", "role-other": "kestrel"}
    second = staff.post(f"{ledger}/ask", {**nurse, **day("on", clock.today())})
    assert second.status_code == 409
    assert "kestrel" in second.text, "nothing typed is lost"
    assert [each.paragraph for each in asks(school)].count("c") == 1


def test_the_senco_of_the_school_that_is_asked_sees_the_ask_at_once(
    school: School,  # noqa: F811
    staff: Player,
    ledger: str,
) -> None:
    ask(staff, ledger, clock.today(), "education")
    with school.unit() as session:
        row = session.exec(select(AdviceRequest).where(AdviceRequest.paragraph == "b")).one()
        assert row.setting_id == school.millbrook
        path = f"/advice/{school.case}/{row.id}"
    assert school.cast["senco"].get(path).status_code == 200
    assert school.cast["other_senco"].get(path).status_code == 404


def test_no_weeks_bind_the_family_for_their_own_advice(
    school: School,  # noqa: F811
    staff: Player,
    ledger: str,
) -> None:
    ask(staff, ledger, factories.days_ago(5), "family")
    with school.unit() as session:
        row = session.exec(select(AdviceRequest).where(AdviceRequest.paragraph == "a")).one()
        row.asked_on = factories.days_ago(60)
        clocks = session.exec(select(CaseClock.about)).all()
    assert row.id not in clocks
    family = school.cast["parent"].get(f"/cases/{school.case}/information-requested").text
    assert "no fixed day" in family
    assert "Late" not in family
    alert = Letterbox(school.app)
    assert "advice_reminder" not in alert.templates("grace.okafor@mail.example")


def test_adult_life_is_asked_about_from_year_nine(
    school: School,  # noqa: F811
    staff: Player,
    ledger: str,
) -> None:
    assert "ask-adult_life" not in staff.get(f"{ledger}/ask").text
    with school.unit() as session:
        session.get_one(Person, school.maya).birth_date = clock.today() - timedelta(days=15 * 365)
    assert "ask-adult_life" in staff.get(f"{ledger}/ask").text


def test_what_the_request_tells_decides_who_is_proposed_and_the_page_says_why(
    school: School,  # noqa: F811
    staff: Player,
    ledger: str,
) -> None:
    plain = staff.get(f"{ledger}/ask").text
    assert "ask-senses" not in plain
    answers = {
        "diagnoses": [{"what": "Mild hearing loss", "state": "made"}],
        "learning_place": "no_place",
    }
    with school.unit() as session:
        parent = school.cast.accounts["parent"]
        sent = factories.submission(session, parent, "assessment-request", answers=answers)
        case = session.get_one(factories.Case, school.case)
        factories.request(session, parent, received=1, joined_to=case, sent=sent)
    page = " ".join(staff.get(f"{ledger}/ask").text.split())
    assert "Teacher qualified for hearing impairment" in page
    assert "The request tells of hearing impairment" in page
    assert "ask-out_of_school" not in page, "she is placed at Millbrook today"
    with school.unit() as session:
        for each in session.exec(select(Placement)):
            each.to_on = factories.days_ago(1)
    page = staff.get(f"{ledger}/ask").text
    assert "ask-out_of_school" in page
    assert "ask-education" not in page


def test_nobody_is_asked_before_the_yes_and_nobody_without_a_tick(
    school: School,  # noqa: F811
    staff: Player,
) -> None:
    path = f"/council/cases/{school.case}/advice/ask"
    early = staff.post(
        path, {"ask-health": "yes", "role-health": "Nurse", **day("on", clock.today())}
    )
    assert early.status_code == 422
    assert sentence_at(early, "on")
    with school.unit() as session:
        factories.decision(session, session.get_one(factories.Case, school.case))
    nobody = staff.post(path, {"role-health": "Nurse", **day("on", clock.today())})
    assert nobody.status_code == 422
    assert 'value="Nurse"' in nobody.text
    future = clock.today() + timedelta(days=1)
    late = staff.post(path, {"ask-health": "yes", "role-health": "Nurse", **day("on", future)})
    assert sentence_at(late, "on")


def run(school: School) -> int:  # noqa: F811
    with school.unit() as session:
        ring = school.app.extensions["keyring"]
        return reminding.remind_due(session, ring, clock.now(), counting=STANDARD_COUNTING)


def test_nobody_was_asked_before_the_day_of_the_yes(
    school: School,  # noqa: F811
    staff: Player,
    ledger: str,
) -> None:
    early = {"role-health": "Health", "ask-health": "yes", **day("on", factories.days_ago(11))}
    answer = staff.post(f"{ledger}/ask", early)
    assert answer.status_code == 422
    assert "Nobody is asked before the yes to an assessment" in sentence_at(answer, "on")
    ask(staff, ledger, factories.days_ago(10), "health")


@pytest.mark.parametrize(
    ("asked", "key"),
    [(19, None), (20, "weeks:3"), (33, "weeks:3"), (34, "weeks:5"), (41, "weeks:6"), (60, None)],
)
def test_an_adviser_is_reminded_at_three_five_and_six_weeks_once(
    school: School,  # noqa: F811
    asked: int,
    key: str | None,
) -> None:
    with school.unit() as session:
        session.get_one(AdviceRequest, school.advice).asked_on = factories.days_ago(asked)
    run(school)
    assert run(school) == 0, "never twice"
    with school.unit() as session:
        found = session.exec(select(AdviceReminder.dedupe_key)).all()
    assert list(found) == ([key] if key else [])
    letters = Letterbox(school.app).templates(PSYCHOLOGIST)
    assert letters == (["advice_reminder"] if key else [])


def test_what_came_is_withdrawn_or_seen_by_nobody_is_not_reminded_of(school: School) -> None:  # noqa: F811
    with school.unit() as session:
        came = session.get_one(AdviceRequest, school.advice)
        came.asked_on, came.received_on = factories.days_ago(36), factories.days_ago(1)
        unseen = session.get_one(AdviceRequest, school.therapy)
        unseen.asked_on = factories.days_ago(36)
    assert run(school) == 0
    with school.unit() as session:
        place = Service(name="Speech therapy", email="therapy@service.example")
        session.add(place)
        session.flush()
        session.get_one(AdviceRequest, school.therapy).service_id = place.id
    assert run(school) == 1, "the shared address of the service"
    words = Letterbox(school.app).words("therapy@service.example").text
    assert "Maya" not in words
    assert weekday_words(due(law.ADVICE, factories.days_ago(36)).due_on) in words


def test_a_reminder_by_hand_goes_out_and_stands_in_the_ledger(
    school: School,  # noqa: F811
    staff: Player,
    ledger: str,
) -> None:
    assert staff.post(f"{ledger}/{school.advice}/reminder").location == ledger
    page = staff.get(ledger).text
    assert "We sent a reminder" in page
    assert f"Reminded: {date_words(clock.today())}" in " ".join(page.split())
    for who, path in (
        ("parent", f"/cases/{school.case}/information-requested"),
        ("senco", school.pupil()),
    ):
        seen = " ".join(school.cast[who].get(path).text.split())
        assert f"Reminded on {date_words(clock.today())}" in seen, "the same ledger for all"
    staff.post(f"{ledger}/{school.therapy}/reminder")
    assert "Nobody sees this ask yet" in staff.get(ledger).text
    assert Letterbox(school.app).templates(PSYCHOLOGIST) == ["advice_reminder"]


def test_advice_that_came_by_post_is_kept_with_its_file(
    school: School,  # noqa: F811
    staff: Player,
    ledger: str,
) -> None:
    path = f"{ledger}/{school.advice}/received"
    hidden = dict(HIDDEN.findall(staff.get(path).text))
    fields = {**hidden, **day("on", clock.today()), "author": "Dr Lowe", "summary": "Needs quiet"}
    early = staff.post(path, {**fields, **day("on", factories.days_ago(300))})
    assert sentence_at(early, "on")
    assert "Needs quiet" in early.text
    pdf = (io.BytesIO(samples.pdf()), "Advice.pdf")
    assert staff.post(path, {**fields, "file": pdf}).location == ledger
    page = staff.get(ledger).text
    assert "Needs quiet" in page
    with school.unit() as session:
        answer = session.exec(select(AdviceAnswer)).one()
        paper = session.exec(select(Document)).one()
    assert (answer.document_id, paper.kind) == (paper.id, "advice")
    family = school.cast["parent"].get(f"/cases/{school.case}/information-requested").text
    assert date_words(clock.today()) in family


def test_a_service_that_does_not_know_the_child_is_said_so_to_the_family(
    school: School,  # noqa: F811
    staff: Player,
    ledger: str,
) -> None:
    path = f"{ledger}/{school.therapy}/received"
    hidden = dict(HIDDEN.findall(staff.get(path).text))
    staff.post(path, {**hidden, **day("on", clock.today()), "not_known": "yes"})
    family = school.cast["parent"].get(f"/cases/{school.case}/information-requested").text
    assert "they do not know the child" in family


def asks_of(school: School) -> AdviceRequest:  # noqa: F811
    return next(each for each in asks(school) if each.id == school.advice)


def test_a_withdrawal_needs_a_reason_and_a_colleague_who_was_faster_is_told(
    school: School,  # noqa: F811
    staff: Player,
    ledger: str,
) -> None:
    path = f"{ledger}/{school.advice}/withdrawal"
    hidden = dict(HIDDEN.findall(staff.get(path).text))
    assert sentence_at(staff.post(path, hidden), "reason")
    old = {**hidden, "_version": "0", "reason": "Seen by another"}
    clash = staff.post(path, {key: value for key, value in old.items() if key != "_idem"})
    assert clash.status_code == 409
    assert "Seen by another" in clash.text
    staff.post(path, {**hidden, "_idem": "", "reason": "The family moved"})
    assert "Not asked any more" in staff.get(ledger).text
    family = school.cast["parent"].get(f"/cases/{school.case}/information-requested").text
    assert "Not asked any more" in family
    pupil = school.cast["senco"].get(school.pupil()).text
    assert "Not asked any more" in pupil
    assert "The family moved" not in pupil, "it was not asked of the school"
    assert staff.get(path).status_code == 404


def test_a_wish_of_the_family_is_followed_or_refused_with_reasons(
    school: School,  # noqa: F811
    staff: Player,
    ledger: str,
) -> None:
    page = f"/cases/{school.case}/information-requested"
    parent = school.cast["parent"]
    assert sentence_at(parent.post(page, {"role": "", "why": "kestrel"}), "role")
    for role in ("Club leader", "Play therapist"):
        assert parent.post(page, {"role": role, "name": "Sam Teal"}).status_code == 303
    mail = Letterbox(school.app).templates("m.reyes@brookshire.example")
    assert mail == ["form_for_staff", "form_for_staff"], "the coordinator hears of it"
    with school.unit() as session:
        ids = {each.role: each.id for each in session.exec(select(AdviserWish))}
    no = f"{ledger}/wishes/{ids['Club leader']}/refusal"
    assert sentence_at(staff.post(no), "reason")
    staff.post(no, {"reason": "They have met once only"})
    assert staff.get(no).status_code == 404
    ask(staff, ledger, clock.today(), f"wish-{ids['Play therapist']}")
    told = parent.get(page).text
    assert "They have met once only" in told
    assert "Play therapist" in told
    with school.unit() as session:
        row = session.exec(select(AdviceRequest).where(AdviceRequest.paragraph == "h")).one()
        assert row.asked_by_family
    alerts = Letterbox(school.app).letters("grace.okafor@mail.example")
    assert [each.facts["path"] for each in alerts if each.template == "alerts"] == [page, page]
    words = Letterbox(school.app).words("grace.okafor@mail.example", "alerts").text
    assert "Play therapist" not in words


def test_the_other_parent_reads_the_answer_and_staff_put_down_what_came_by_telephone(
    school: School,  # noqa: F811
    staff: Player,
    ledger: str,
) -> None:
    with school.unit() as session:
        child = session.get_one(Person, school.maya)
        factories.relationship(session, school.cast.accounts["grown_parent"], child)
    page = f"/cases/{school.case}/information-requested"
    school.cast["parent"].post(page, {"role": "Club leader", "name": "Sam Teal"})
    with school.unit() as session:
        wish = session.exec(select(AdviserWish)).one().id
    staff.post(f"{ledger}/wishes/{wish}/refusal", {"reason": "They have met once only"})
    other = school.cast["grown_parent"].get(page).text
    assert "They have met once only" in other
    assert "Sam Teal" not in other, "what another adult wrote is not theirs"
    path = f"{ledger}/wishes/new"
    assert sentence_at(staff.post(path, {"role": "", **day("on", clock.today())}), "role")
    future = day("on", clock.today() + timedelta(days=1))
    assert sentence_at(staff.post(path, {"role": "Judo coach", **future}), "on")
    assert staff.post(path, {"role": "Judo coach", **day("on", clock.today())}).location == ledger
    assert "Judo coach" in school.cast["parent"].get(page).text
    assert "wish-" in staff.get(f"{ledger}/ask").text


def test_advice_that_came_late_says_so_to_council_family_and_school(
    school: School,  # noqa: F811
    staff: Player,
    ledger: str,
) -> None:
    with school.unit() as session:
        case = session.get_one(factories.Case, school.case)
        factories.advice(session, case, "Occupational therapist", asked=50, received=2)
    family = f"/cases/{school.case}/information-requested"
    readers = [(staff, ledger), (school.cast["parent"], family)]
    for player, page in (*readers, (school.cast["senco"], f"/settings/pupils/{school.case}")):
        assert "7 days late" in player.get(page).text, page
