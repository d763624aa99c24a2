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
