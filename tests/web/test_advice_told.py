"""A body that is asked hears of it that day, and what was noted wrong is put right (Reg 8)."""

from datetime import date

import pytest
from sqlmodel import select

from ehcportal import clock
from ehcportal import profile as profiles
from ehcportal.domain import law
from ehcportal.domain.clocks import due
from ehcportal.domain.dates import date_words, weekday_words
from ehcportal.models.assessment import AdviceAnswer, AdviceCorrection, AdviceRequest
from ehcportal.models.case import Case
from ehcportal.models.desk import CaseClock, Letter
from ehcportal.models.document import Document
from ehcportal.models.setting import Service
from ehcportal.models.voice import PieceKind, VoiceOf, VoicePiece
from tests import factories
from tests.browser import sentence_at
from tests.cast import Player
from tests.letterbox import Letterbox
from tests.schools import School, school  # noqa: F401
from tests.web.test_advice_ledger import HIDDEN, ask, day, ledger, staff  # noqa: F401

ANIL, INBOX = "a.nair@service.example", "psychology@service.example"


@pytest.fixture
def service(school: School) -> str:  # noqa: F811
    with school.unit() as session:
        session.get_one(Service, school.psychology).email = INBOX
    return school.psychology


def of_role(school: School, role: str) -> AdviceRequest:  # noqa: F811
    with school.unit() as session:
        found = session.exec(select(AdviceRequest).where(AdviceRequest.role == role)).one()
        session.expunge(found)
    return found


def test_a_service_hears_at_once_and_one_of_it_takes_the_advice_on(
    school: School,  # noqa: F811
    staff: Player,  # noqa: F811
    ledger: str,  # noqa: F811
    service: str,
) -> None:
    more = {"service-other": service, "role-other": "Bilingual psychologist", "ask-other": "yes"}
    ask(staff, ledger, clock.today(), **more)
    last_day = weekday_words(due(law.ADVICE, clock.today()).due_on)
    for address in (ANIL, INBOX):
        words = Letterbox(school.app).words(address, "advice_asked_service").text
        assert last_day in words
        assert "/advice" in words
        assert "I give this advice" in words
        assert "Maya" not in words
    row = of_role(school, "Bilingual psychologist")
    anil = school.cast["contributor"]
    page = anil.get("/advice").text
    assert "Bilingual psychologist" in page
    taken = anil.post(f"/advice/waiting/{row.id}")
    assert taken.location == f"/advice/{school.case}/{row.id}"
    assert anil.get(taken.location).status_code == 200
    assert "I give this advice" not in anil.get("/advice").text
    assert "Anil Nair" in staff.get(ledger).text
    again = anil.post(f"/advice/waiting/{row.id}")
    assert again.location == "/advice"
    assert "taken this on" in anil.get("/advice").text


def test_only_the_service_that_is_asked_takes_it_on(
    school: School,  # noqa: F811
    staff: Player,  # noqa: F811
    ledger: str,  # noqa: F811
    service: str,
) -> None:
    ask(
        staff,
        ledger,
        clock.today(),
        **{"service-other": service, "role-other": "Psychologist", "ask-other": "yes"},
    )
    row = of_role(school, "Psychologist")
    for who in ("senco", "parent", "caseworker", "stranger"):
        assert school.cast[who].post(f"/advice/waiting/{row.id}").status_code == 404
    assert school.cast["contributor"].post(f"/advice/waiting/{school.therapy}").status_code == 404


def test_a_body_without_account_and_address_is_asked_by_a_letter(
    school: School,  # noqa: F811
    staff: Player,  # noqa: F811
    ledger: str,  # noqa: F811
) -> None:
    ask(staff, ledger, factories.days_ago(4), "health", **{"service-health": ""})
    row = of_role(school, "Health professional")
    page = staff.get(ledger).text
    assert f"{ledger}/{row.id}/letter" in page
    assert page.count("Nobody has heard of this ask") == 2, "and the therapist of before"
    letter = f"{ledger}/{row.id}/letter"
    shown = " ".join(staff.get(letter).text.split())
    assert weekday_words(due(law.ADVICE, clock.today()).due_on) in shown
    assert "Maya Okafor" in shown
    assert staff.get(f"{letter}/print").mimetype == "application/pdf"
    assert sentence_at(staff.post(letter, day("on", factories.days_ago(5))), "on")
    posted = factories.days_ago(1)
    assert staff.post(letter, day("on", posted)).location == ledger
    assert staff.get(ledger).text.count("Nobody has heard of this ask") == 1
    with school.unit() as session:
        now = session.get_one(AdviceRequest, row.id)
        assert (now.asked_on, now.posted_on) == (posted, posted)
        assert session.exec(select(Letter.posted_on)).all() == [posted]
        clocks = session.exec(select(CaseClock.due_on).where(CaseClock.about == row.id)).all()
        assert list(clocks) == [due(law.ADVICE, posted).due_on], "the weeks begin with the post"
    assert date_words(factories.days_ago(4)) in staff.get(ledger).text, "what stood there stays"
    parent = school.cast["parent"]
    assert "by post" in parent.get(f"/cases/{school.case}/timeline").text


def put_right(staff: Player, ledger: str, ask_id: str, **fields: str) -> int:  # noqa: F811
    path = f"{ledger}/{ask_id}/correction"
    hidden = dict(HIDDEN.findall(staff.get(path).text))
    return staff.post(path, {**hidden, "reason": "Typed wrong", **fields}).status_code


def came(school: School, on: date) -> str:  # noqa: F811
    with school.unit() as session:
        row = session.get_one(AdviceRequest, school.advice)
        row.received_on = on
        paper = Document(case_id=school.case, title="Report", kind="advice", document_on=on)
        session.add(paper)
        session.flush()
        answer = AdviceAnswer(
            advice_request_id=row.id, document_id=paper.id, plain_summary="kestrel", sent_on=on
        )
        session.add(answer)
        return answer.id


def test_a_wrong_day_is_put_right_with_a_reason_and_every_page_follows(
    school: School,  # noqa: F811
    staff: Player,  # noqa: F811
    ledger: str,  # noqa: F811
) -> None:
    came(school, factories.days_ago(1))
    assert put_right(staff, ledger, school.advice, what="received_on", reason="") == 422
    assert put_right(staff, ledger, school.advice, what="nothing") == 422
    early = day("on", factories.days_ago(200))
    assert put_right(staff, ledger, school.advice, what="received_on", **early) == 409
    right = factories.days_ago(2)
    assert put_right(staff, ledger, school.advice, what="received_on", **day("on", right)) == 303
    page = staff.get(ledger).text
    assert f"<del>{date_words(factories.days_ago(1))}</del>" in page
    assert "Typed wrong" in page
    family = school.cast["parent"].get(f"/cases/{school.case}/information-requested").text
    assert date_words(right) in family
    story = school.cast["parent"].get(f"/cases/{school.case}/timeline").text
    assert "We put a day right" in story
    assert "Typed wrong" not in story


def test_a_withdrawal_is_taken_back_and_the_adviser_hears(
    school: School,  # noqa: F811
    staff: Player,  # noqa: F811
    ledger: str,  # noqa: F811
) -> None:
    with school.unit() as session:
        row = session.get_one(AdviceRequest, school.advice)
        row.withdrawn_on, row.withdrawn_reason = clock.today(), "The family moved"
        asked_on = row.asked_on
    assert put_right(staff, ledger, school.advice, what="withdrawal") == 303
    with school.unit() as session:
        row = session.get_one(AdviceRequest, school.advice)
        assert (row.withdrawn_on, row.asked_on) == (None, asked_on)
        clocks = session.exec(select(CaseClock.about)).all()
        assert row.id in clocks
        kept = session.exec(select(AdviceCorrection)).one()
        assert "The family moved" in kept.before
    assert Letterbox(school.app).templates(ANIL) == ["advice_asked_service"]
    assert "The family moved" in staff.get(ledger).text


def test_a_file_on_the_wrong_ask_goes_to_the_right_one(
    school: School,  # noqa: F811
    staff: Player,  # noqa: F811
    ledger: str,  # noqa: F811
) -> None:
    answer = came(school, clock.today())
    with school.unit() as session:
        session.get_one(AdviceRequest, school.advice).taken_in_at = clock.now()
    wrong = {"what": f"answer-{answer}", "to": school.therapy}
    assert put_right(staff, ledger, school.advice, **wrong) == 422, "it is part of the case"
    assert put_right(staff, ledger, school.advice, what="taken_in") == 303
    assert put_right(staff, ledger, school.advice, **wrong) == 303
    with school.unit() as session:
        assert session.get_one(AdviceRequest, school.advice).received_on is None
        assert session.get_one(AdviceRequest, school.therapy).received_on == clock.today()
        clocks = session.exec(select(CaseClock.about)).all()
        assert school.advice in clocks, "it is waited for again"
    assert "set aside" in staff.get(ledger).text


def test_the_familys_own_advice_stands_among_the_items_until_they_tell_us(school: School) -> None:  # noqa: F811
    case, app = school.case, school.app
    with school.unit() as session:
        asked = factories.advice(session, session.get_one(Case, case), "Parent", asked=3)
        asked.paragraph = "a"
    parent = school.cast["parent"]
    for preset in ("standard", "portal", "messaging", "hub"):
        app.extensions["profile"] = profiles.load(preset)
        page = parent.get(f"/cases/{case}/to-complete").text
        assert "Tell us in your own words" in page, preset
        assert weekday_words(factories.days_ago(3)) in page
        assert f'href="/cases/{case}/my-views"' in page
        home = parent.get(f"/cases/{case}", follow_redirects=True).text
        if preset != "hub":
            assert "1 item waits for you" in " ".join(home.split()), preset
    with school.unit() as session:
        who = school.cast.accounts["parent"].id
        session.add(
            VoicePiece(
                case_id=case, voice=VoiceOf.PARENT, topic="like", kind=PieceKind.WORDS,
                words="She likes swings", made_by_id=who,
            )
        )  # fmt: skip
    assert "Tell us in your own words" not in parent.get(f"/cases/{case}/to-complete").text
