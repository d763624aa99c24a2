"""A guest without an account gets the day by e-mail without a name, and what went is noted."""

import re
from datetime import time, timedelta

from sqlmodel import select

from ehcportal import clock
from ehcportal.models.review import ReviewGuest, ReviewSending
from ehcportal.notifications import envelope
from tests import schools
from tests.letterbox import Letterbox
from tests.reviewing import Reviewing
from tests.schools import School

school = schools.school

DOCTOR = "clinic@mail.example"


def invited(school: School) -> tuple[Reviewing, str]:
    reviewing = Reviewing(school).begin()
    reviewing.arrange(clock.today() + timedelta(days=30))
    reviewing.invite()
    with school.unit() as session:
        guest = session.exec(select(ReviewGuest.id).where(ReviewGuest.name == "Dr Ash")).one()
    return reviewing, f"{reviewing.page}/guests/{guest}"


def test_the_mail_has_the_day_and_a_calendar_file_and_names_nobody(
    school: School,
) -> None:
    reviewing, guest = invited(school)
    sent = f"{guest}/sent"
    wrong = reviewing.send("caseworker", f"{guest}/invitation", sent, do="send", address="Ash")
    assert wrong.status_code == 422
    given = {"do": "send", "address": DOCTOR}
    answer = reviewing.send("caseworker", f"{guest}/invitation", sent, **given)
    assert answer.status_code == 303
    assert "The invitation, by email" in reviewing.read("caseworker", sent)
    again = reviewing.send("caseworker", f"{guest}/invitation", sent, **given)
    assert again.status_code == 422, "one mail for one day"
    box, extensions = Letterbox(school.app), school.app.extensions
    row, words = box.letters(DOCTOR)[0], box.words(DOCTOR)
    mail = envelope.seal_up(row, words, extensions["profile"].council, extensions["settings"])
    files = [each.get_content() for each in mail.iter_attachments()]
    moment = clock.london_moment(clock.today() + timedelta(days=30), time(9, 30))
    assert f"DTSTART:{moment:%Y%m%dT%H%M%S}Z" in files[0]
    assert "9:30" in words.text
    told = str(mail) + files[0] + words.text + (words.html or "")
    for secret in ("Maya", "Okafor", "pineapple", "Ash", reviewing.case_id):
        assert secret not in told


def by_mail(school: School) -> tuple[Reviewing, str]:
    reviewing, guest = invited(school)
    given = {"do": "send", "address": DOCTOR}
    reviewing.send("caseworker", f"{guest}/invitation", f"{guest}/sent", **given)
    link = str(Letterbox(school.app).newest(DOCTOR)["link"])
    return reviewing, link[link.index("/review-invitation/") :]


def test_by_the_link_a_guest_sees_when_and_where_answers_and_takes_the_day_along(
    school: School,
) -> None:
    reviewing, link = by_mail(school)
    guest = school.cast["nobody"]
    page = guest.get(link).get_data(as_text=True)
    file = guest.get(f"{link}/meeting.ics").get_data(as_text=True)
    for words in ("9:30", "pineapple house"):
        assert words in page, words
    assert "LOCATION:Room 3" in file
    for secret in ("Maya", "Okafor", "Ash", "Millbrook", reviewing.case_id):
        assert secret not in page + file, secret
    assert link not in file
    with school.unit() as session:
        row = session.exec(select(ReviewGuest).where(ReviewGuest.name == "Dr Ash")).one()
        assert row.link_hash
        assert row.link_hash not in link

    meeting = dict(re.findall(r'name="(meeting_id)" value="(\w+)"', page))
    assert guest.post(link, {**meeting, "answer": "proposed"}).status_code == 422
    given = {**meeting, "answer": "proposed", "proposal": "A Tuesday"}
    assert guest.post(link, given).status_code == 303
    assert "Thank you" in guest.get(link).get_data(as_text=True)
    assert "A Tuesday" in reviewing.read("caseworker", reviewing.page)
    why = {f"reply-{row.id}": "Dr Bond is away then"}
    stays = f"{reviewing.page}/guests/{row.id}/day-stays"
    assert "gets an email with a link" in reviewing.read("caseworker", reviewing.page)
    assert reviewing.send("caseworker", stays, reviewing.page, **why).status_code == 303
    box = Letterbox(school.app)
    mail, link = box.words(DOCTOR, "review_day_stays"), str(box.newest(DOCTOR)["link"])
    assert "Bond" not in mail.text, "the reason can be somebody's private matter"
    link = link[link.index("/review-invitation/") :]
    assert "Dr Bond is away then" in guest.get(link).get_data(as_text=True)
    assert guest.post(link, {**meeting, "answer": "declined"}).status_code == 303


def test_a_link_ends_with_the_invitation_and_one_to_a_day_that_changed_asks_anew(
    school: School,
) -> None:
    reviewing, link = by_mail(school)
    guest = school.cast["nobody"]
    page = guest.get(link).get_data(as_text=True)
    meeting = dict(re.findall(r'name="(meeting_id)" value="(\w+)"', page))
    reviewing.arrange(clock.today() + timedelta(days=20))
    late = guest.post(link, {**meeting, "answer": "accepted"})
    assert late.status_code == 422, "the day they said yes to is not the day any more"
    reviewing.send("caseworker", f"{reviewing.page}/stop", reason="Begun by mistake")
    assert "will not be held" in guest.get(link).get_data(as_text=True)
    assert "CANCELLED" in guest.get(f"{link}/meeting.ics").get_data(as_text=True)
    with school.unit() as session:
        row = session.exec(select(ReviewGuest).where(ReviewGuest.name == "Dr Ash")).one()
        row.link_until = clock.now()
    assert guest.get(link).status_code == 404
    assert guest.get(f"{link}/meeting.ics").status_code == 404


def test_the_school_that_holds_the_review_invites_somebody_by_mail_itself(school: School) -> None:
    reviewing, _guest = invited(school)
    page = f"{reviewing.setting}/{reviewing.review_id}/guests"
    assert page in reviewing.read("senco", reviewing.setting)
    given = {"other-name": "Nurse Elm", "other-role": "health", "email": DOCTOR}
    assert reviewing.send("senco", page, **{**given, "email": "Elm"}).status_code == 422
    assert reviewing.send("senco", page, **given).status_code == 303
    link = str(Letterbox(school.app).newest(DOCTOR)["link"])
    shown = school.cast["nobody"].get(link[link.index("/review-invitation/") :])
    assert "pineapple house" in shown.get_data(as_text=True)
    assert "Nurse Elm" in reviewing.read("caseworker", reviewing.page)
    assert school.cast["other_senco"].get(page).status_code == 404
    reviewing.arrange(clock.today() + timedelta(days=20))
    assert "Send it to Nurse Elm again" in reviewing.read("senco", page)


def test_a_day_that_changed_asks_for_the_invitation_once_more(school: School) -> None:
    reviewing, guest = invited(school)
    today = clock.today()
    day = {"on-day": today.day, "on-month": today.month, "on-year": today.year}
    given = {"what": "invitation", "how": "post", **day}
    assert reviewing.send("caseworker", f"{guest}/sent", **{**given, "how": ""}).status_code == 422
    assert reviewing.send("caseworker", f"{guest}/sent", **given).status_code == 303
    page = reviewing.read("caseworker", f"{guest}/sent")
    assert "The invitation, by post" in page
    assert "Send it again" not in page
    assert reviewing.arrange(today + timedelta(days=40)).status_code == 303
    assert "Send it again" in reviewing.read("caseworker", f"{guest}/sent")
    with school.unit() as session:
        assert session.exec(select(ReviewSending.sent_on)).one() == today
    file = school.cast["caseworker"].get(f"{reviewing.page}/meeting.ics").get_data(as_text=True)
    assert "pineapple" not in file
    assert not re.search("Maya|Okafor", file)
