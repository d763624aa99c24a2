"""Rows W01 to W06: a code that is quoted, a link, Yes or No for each child, and the access."""

import re

from tests.e2e.steps import accounts, invitations
from tests.e2e.steps.invitations import HOW, Invited
from tests.e2e.steps.visitor import Visitor

PRESET = "messaging"
LOU = Invited("Lou", "Farrow", "lou.farrow@mail.example", "threeOddWordsFor2026")
CODE = "Your code for the portal"
ACCEPT = "Accept Portal Invitation"


def test_a_father_is_invited_to_two_children_and_is_let_in_to_one(
    phone: Visitor, desktop: Visitor
) -> None:
    invitations.opens_the_people(desktop, "Hale, Rowan", "Rowan")
    invitations.invites(desktop, LOU, "Rowan")
    tick_the_sister(desktop)
    desktop.presses("Send the invitation")
    desktop.sees(LOU.name)
    quotes_the_code(desktop)
    phone.goes_to(invitations.link_for(phone, LOU, ACCEPT))
    phone.sees(ACCEPT)
    invitations.chooses_a_password(phone, LOU, wrong_first=True)
    sets_the_account_up(phone)
    activates(desktop)
    phone.running.letter(LOU.email, "Your access is open")
    sees_one_child(phone)


def tick_the_sister(desktop: Visitor) -> None:
    label = desktop.page.get_by_role("checkbox", name=re.compile("^Wren Hale"))
    label.check()


def quotes_the_code(desktop: Visitor) -> None:
    """Lou reads the code out; the first time one digit is heard wrongly."""
    letter = desktop.running.letter(LOU.email, CODE)
    assert "Rowan" not in desktop.running.mail.text(letter)
    code = accounts.the_newest_code(desktop, LOU.email, already=0)
    heard = code[:-1] + str((int(code[-1]) + 1) % 10)
    for typed, told in (
        (heard, "No match. Ask them to read it again from the newest email"),
        (code, ""),
    ):
        desktop.types("The code as they read it", typed)
        desktop.types("How you checked who they are", HOW)
        desktop.presses("Check the code, and send the link")
        if told:
            desktop.is_told(told)
    desktop.reads("We sent the link.")
    desktop.reads(HOW)


def sets_the_account_up(phone: Visitor) -> None:
    phone.sees("Account Setup")
    phone.reads_nothing_of("Hale")
    phone.chooses("Yes", of="Do you want to follow the plan of Rowan?")
    phone.presses("Confirm")
    phone.is_told("Choose yes or no for Wren")
    phone.chooses("No", of="Do you want to follow the plan of Wren?")
    phone.presses("Confirm")
    phone.sees("Check your answers")
    phone.presses("Submit")
    phone.sees("Invitations awaiting approval")
    phone.reads("Waiting for us")
    phone.running.letter(LOU.email, "We have your account set-up")
    accounts.logs_out(phone)


def activates(desktop: Visitor) -> None:
    staff = desktop.running.cast["caseworker"]["email"]
    desktop.running.letter(staff, "Account set-up: an answer waits for you")
    desktop.page.reload()
    desktop.reads("They have answered. Open their access?")
    desktop.reads("Said no")
    desktop.chooses("Activate", of="Your answer")
    desktop.presses("Save the answer")
    desktop.reads("Their access is open.")


def sees_one_child(phone: Visitor) -> None:
    phone.goes_to("/sign-in")
    accounts.signs_in(phone, LOU.email, LOU.password)
    phone.reads("Rowan")
    phone.unfolds_the_menu()
    phone.follows("Invitations awaiting approval")
    phone.sees("Invitations awaiting approval")
    phone.reads("Access open")
    phone.reads_nothing_of("Wren Hale")
    accounts.logs_out(phone)
    phone.goes_back()
    phone.sees("Secure login - step 1")
