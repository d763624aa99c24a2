"""A family asks an advocate or supporter in, and ends it with one press (guide row S08)."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlmodel import select
from werkzeug.test import TestResponse

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.models.access import AccessBlock
from ehcportal.models.event import Event
from ehcportal.models.invitation import Invitation
from ehcportal.models.person import Relationship, RelationshipKind, View
from tests import factories
from tests.cast import Cast
from tests.circle import Circle, gather, help_from, text_of, tie_version
from tests.letterbox import Letterbox

JOAN = "joan.price@advice.example"
PARTS = {
    "kind": "advocate", "view": "limited",
    "until-day": "1", "until-month": "3", "until-year": "2027",
}  # fmt: skip


@pytest.fixture
def circle(cast: Cast, database: Database) -> Circle:
    with database.unit() as session:
        return gather(session, cast)


@pytest.fixture
def mail(app: Flask) -> Letterbox:
    return Letterbox(app)


def invites(cast: Cast, circle: Circle, email: str = JOAN, **fields: str) -> TestResponse:
    wanted = {"email": email, **PARTS, **fields}
    return cast["parent"].post(circle.at("/access/invite"), wanted)


def accepts(cast: Cast, mail: Letterbox, who: str = "advocate") -> TestResponse:
    link = mail.newest(cast.accounts[who].email)["link"]
    return cast[who].post("/" + link.split("/", 3)[3])


@time_machine.travel("2026-11-22T10:00:00Z", tick=True)
def test_who_was_invited_sees_where_the_case_stands_until_the_family_ends_it(
    cast: Cast, circle: Circle, mail: Letterbox, database: Database
) -> None:
    assert invites(cast, circle).status_code == 303
    assert JOAN in text_of(cast, "parent", circle.at("/access"))
    assert cast["advocate"].get(circle.at()).status_code == 404
    assert accepts(cast, mail).status_code == 303
    text_of(cast, "advocate", circle.at())
    assert cast["advocate"].get(circle.at("/documents")).status_code == 404
    assert "Joan Price" in text_of(cast, "parent", circle.at("/access"))
    with database.reading() as session:
        tie = session.exec(
            select(Relationship).where(Relationship.kind == RelationshipKind.ADVOCATE)
        ).one()
        assert (tie.view, str(tie.to_on)) == (View.LIMITED, "2027-03-01")
        assert tie.invited_by_id == cast.accounts["parent"].id
        ending = circle.at(f"/access/{tie.id}/end")
    assert cast["parent"].post(ending).status_code == 303
    assert cast["advocate"].get(circle.at()).status_code == 404, "the very next request"
    assert mail.templates(JOAN)[-1] == "advocate_ended"


@time_machine.travel("2026-11-22T10:00:00Z", tick=True)
def test_what_one_parent_does_with_an_advocate_is_nowhere_for_the_other(
    cast: Cast, circle: Circle, mail: Letterbox
) -> None:
    invites(cast, circle, view="full")
    accepts(cast, mail)
    for page in ("", "/access", "/seen", "/timeline", "/involvements"):
        shown = text_of(cast, "second_parent", circle.at(page))
        for secret in ("Joan", JOAN, "invited somebody", "Somebody you invited", "Grace"):
            assert secret not in shown, (page, secret)
    assert "Somebody you invited can now see" in text_of(cast, "parent", circle.at("/timeline"))
    assert "Grace" not in text_of(cast, "advocate", circle.at("/access"))
    council = text_of(cast, "caseworker", f"/council/cases/{circle.case}")
    assert "Joan Price can see the case, invited by Grace Okafor" in council


def test_nobody_ends_or_takes_back_what_another_parent_gave(
    cast: Cast, circle: Circle, database: Database
) -> None:
    invites(cast, circle, **day(30))
    with database.unit() as session:
        waiting = session.exec(select(Invitation)).one().id
        tie = help_from(session, cast, circle, "supporter", of="parent")
    for path in (f"/access/{tie}/end", f"/access/invitations/{waiting}/withdraw"):
        for who in ("second_parent", "supporter", "stranger", "caseworker"):
            assert cast[who].post(circle.at(path)).status_code == 404, (who, path)
        assert cast["parent"].post(circle.at(path)).status_code == 303
        assert cast["parent"].post(circle.at(path)).status_code == 404, "it is done"


def day(ahead: int) -> dict[str, str]:
    until = clock.today() + timedelta(days=ahead)
    parts = {"day": until.day, "month": until.month, "year": until.year}
    return {f"until-{name}": str(part) for name, part in parts.items()}


def test_a_blocked_address_gets_nothing_and_the_family_reads_the_same(
    cast: Cast, circle: Circle, mail: Letterbox, database: Database
) -> None:
    with database.unit() as session:
        session.add(
            AccessBlock(
                person_id=circle.person,
                email_folded=JOAN,
                reason="Court order",
                made_by_id=cast.accounts["manager"].id,
            )
        )
    free = invites(cast, circle, "bill.hart@mail.example", **day(30))
    stopped = invites(cast, circle, JOAN.title(), **day(30))
    assert (free.status_code, free.location) == (stopped.status_code, stopped.location)
    shown = text_of(cast, "parent", circle.at("/access"))
    assert shown.count("Invited") == 2
    assert "block" not in shown.lower()
    assert mail.letters(JOAN) == mail.letters(JOAN.title()) == []
    told = text_of(cast, "parent", circle.at("/timeline"))
    assert told.count("You invited somebody to help you") == 2
    assert "blocked" not in told
    assert "blocked for this child" in text_of(cast, "caseworker", f"/council/cases/{circle.case}")


def test_an_address_that_is_blocked_after_the_invitation_cannot_accept_it(
    cast: Cast, circle: Circle, mail: Letterbox
) -> None:
    invites(cast, circle, **day(30))
    blocked = cast["caseworker"].post(
        circle.staff("/blocks"), {"email": JOAN.upper(), "reason": "Safeguarding"}
    )
    assert blocked.status_code == 303
    assert accepts(cast, mail).status_code == 404
    assert cast["advocate"].get(circle.at()).status_code == 404
    assert JOAN in text_of(cast, "parent", circle.at("/access")), "the list tells nothing"


def test_an_advocate_goes_when_whoever_invited_them_goes(
    cast: Cast, circle: Circle, database: Database
) -> None:
    invites(cast, circle, "new.helper@mail.example", **day(30))
    with database.unit() as session:
        help_from(session, cast, circle, "advocate", of="second_parent")
        help_from(session, cast, circle, "supporter", of="parent")
    text_of(cast, "advocate", circle.at("/documents"))
    fields = {"reason": "Court order", "_version": tie_version(database, circle, "second_parent")}
    ended = cast["caseworker"].post(circle.tie("end", "second_parent"), fields)
    assert ended.status_code == 303
    for who in ("second_parent", "advocate"):
        assert cast[who].get(circle.at()).status_code == 404, who
    text_of(cast, "supporter", circle.at("/documents"))
    with database.reading() as session:
        kinds = [each.kind for each in session.exec(select(Event))]
    assert "advocate.ended_with_inviter" in kinds


def test_an_advocate_goes_also_when_the_inviter_s_tie_runs_out_by_itself(
    cast: Cast, circle: Circle, database: Database
) -> None:
    with database.unit() as session:
        help_from(session, cast, circle, "advocate", of="parent")
        session.get_one(Relationship, circle.ties["parent"]).to_on = factories.days_ago(1)
    assert cast["advocate"].get(circle.at()).status_code == 404


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"email": ""}, "Enter their email address"),
        ({"email": "no address"}, "Enter an email address, like"),
        ({"email": "GRACE.okafor@mail.example"}, "This is your own address"),
        ({"kind": ""}, "Choose how they help you"),
        ({"kind": "parent"}, "Choose how they help you"),
        ({"view": "none"}, "Choose what they can see"),
        ({"until-day": "31", "until-month": "2"}, "Enter the last day"),
        ({"until-year": "2035"}, "from today to a year from now"),
    ],
)
def test_a_form_with_faults_is_asked_again_and_keeps_what_was_typed(
    cast: Cast, circle: Circle, fields: dict[str, str], told: str
) -> None:
    answer = cast["parent"].post(
        circle.at("/access/invite"), {"email": JOAN, **PARTS, **day(30), **fields}
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert told in page
    assert fields.get("email", JOAN) in page


def test_five_people_at_a_time_and_no_more(cast: Cast, circle: Circle) -> None:
    for number in range(5):
        sent = invites(cast, circle, f"helper{number}@mail.example", **day(30))
        assert sent.status_code == 303
    again = invites(cast, circle, "helper0@mail.example", **day(30))
    assert again.status_code == 303, "the same person anew is no sixth"
    sixth = invites(cast, circle, "helper6@mail.example", **day(30))
    assert sixth.status_code == 422
    assert "5 people at a time" in sixth.get_data(as_text=True)
    assert invites(cast, circle, "helper0@mail.example", **day(30)).status_code == 303
    for number in range(3):
        last = invites(cast, circle, f"helper{number}@mail.example", **day(30))
    assert last.status_code == 429, "ten letters a day"


def test_a_foster_carer_asks_the_social_worker_who_may_invite(
    cast: Cast, circle: Circle, database: Database
) -> None:
    with database.unit() as session:
        child = session.get_one(Relationship, circle.ties["parent"]).person_id
        for key in ("foster_carer", "social_worker"):
            kind = RelationshipKind(key)
            session.add(
                Relationship(
                    account_id=cast.accounts[key].id,
                    person_id=child,
                    kind=kind,
                    from_on=factories.days_ago(9),
                )
            )
    carer = text_of(cast, "foster_carer", circle.at("/access"))
    assert "social worker, who can invite them" in carer
    assert "Invite somebody" not in carer
    assert cast["foster_carer"].get(circle.at("/access/invite")).status_code == 404
    text_of(cast, "social_worker", circle.at("/access/invite"))
    for name in ("Grace", "Daniel", "Pauline", "Kemi"):
        for who in ("foster_carer", "social_worker", "parent"):
            own = cast.accounts[who].forename
            shown = text_of(cast, who, circle.at("/access"))
            assert name == own or name not in shown, (who, name)
