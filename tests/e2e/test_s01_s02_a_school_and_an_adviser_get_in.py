"""Rows S01 and S02: the council lets a SENCo and an adviser in, and a leaver is out at once."""

import pytest

from tests.e2e.conftest import WITHOUT_FIRST
from tests.e2e.steps import accounts, invitations
from tests.e2e.steps.invitations import Invited
from tests.e2e.steps.visitor import Visitor

pytestmark = pytest.mark.parametrize("running", WITHOUT_FIRST, indirect=True)

WORDS = "violet tractor 58 harbour"
NIA = Invited("Nia", "Rowe", "n.rowe@millbrook.example", WORDS)
TESS = Invited("Tess", "Calloway", "t.calloway@service.example", WORDS)
GONE = "We cannot find this page"


def test_a_senco_follows_the_pupils_until_the_post_ends(phone: Visitor, desktop: Visitor) -> None:
    desktop.goes_to("/sign-in")
    accounts.staff_sign_in(desktop, "support")
    desktop.follows("Settings")
    desktop.sees("Settings")
    desktop.follows("Millbrook Primary School")
    desktop.sees("Millbrook Primary School")
    invites_a_senco(desktop)
    joins(phone, NIA, "You are invited to your setting's place in the portal")
    phone.sees("My settings")
    phone.follows("My cases in progress")
    phone.sees("My cases in progress")
    phone.follows("Okafor, Maya")
    phone.sees("Maya Okafor")
    phone.reads("Mark Reyes")
    phone.reads_nothing_of("Grace")
    desktop.page.reload()
    desktop.follows("Change or end Nia Rowe")
    desktop.sees("Nia Rowe")
    desktop.presses("End now")
    desktop.sees("Millbrook Primary School")
    phone.page.reload()
    phone.sees(GONE)


def invites_a_senco(staff: Visitor) -> None:
    staff.presses("Invite somebody")
    staff.sees("Invite somebody to Millbrook Primary School")
    staff.types("Email address", NIA.email)
    staff.presses("Send the invitation")
    staff.is_told("Choose what they do at the setting")
    staff.chooses("SENCo", of="What will they do?")
    staff.presses("Send the invitation")
    staff.sees("Millbrook Primary School")
    staff.reads(NIA.email)


def joins(person: Visitor, who: Invited, subject: str) -> None:
    person.goes_to(invitations.link_for(person, who, subject))
    person.sees("Accept your invitation")
    person.types("Forename", who.forename)
    person.types("Surname", who.surname)
    invitations.chooses_a_password(person, who)


def test_an_adviser_sees_one_ask_and_the_day_by_which_it_is_due(
    phone: Visitor, desktop: Visitor
) -> None:
    desktop.goes_to("/sign-in")
    accounts.staff_sign_in(desktop, "caseworker")
    desktop.goes_to("/council/cases")
    desktop.follows("Okafor, Maya")
    desktop.sees("Okafor, Maya")
    desktop.follows("Advice, and who may see it")
    desktop.sees("Advice, and who may see each ask")
    desktop.presses("Let somebody see it Occupational therapist")
    desktop.sees("Who gives this advice?")
    desktop.types("Email address", TESS.email)
    desktop.presses("Let them see it")
    desktop.sees("Advice, and who may see each ask")
    joins(phone, TESS, "We ask you for advice: your way into the portal")
    phone.sees("My requests for advice")
    phone.follows("Maya Okafor Occupational therapist")
    phone.sees("Advice about Maya Okafor")
    phone.reads("We need it by")
    phone.reads_nothing_of("Educational psychologist")
