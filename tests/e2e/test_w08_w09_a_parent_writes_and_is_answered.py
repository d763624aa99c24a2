"""Rows U12, W08 and W09: a parent writes, the caseworker answers, the parent replies."""

import re

from tests.e2e.steps import accounts, council
from tests.e2e.steps.visitor import Visitor

PRESET = "messaging"
BODY = "We cannot come on Friday."


def test_a_mother_writes_and_is_answered(phone: Visitor, desktop: Visitor) -> None:
    mother = phone.running.cast["parent"]
    phone.goes_to("/sign-in")
    accounts.signs_in(phone, mother["email"], mother["password"])
    phone.sees("Welcome, Grace")
    inbox = phone.page.locator("main a[href^='/cases/']").first.get_attribute("href")
    phone.goes_to(f"{inbox}/messages")
    phone.sees("Messages")
    writes(phone)
    answers(desktop)
    reads_and_replies(phone)


def writes(mother: Visitor) -> None:
    mother.presses("New Message")
    mother.sees("New Message")
    mother.reads("we answer by")
    mother.types("Subject", "Our meeting")
    mother.types("Message", BODY)
    mother.presses("Send")
    mother.is_told("Choose a message type")
    mother.picks("Message Type", "Annual Review")
    mother.presses("Send")
    mother.sees("Messages")
    mother.reads("Your message is sent. We answer by")
    mother.follows("Sent Items")
    mother.sees("Messages", examined=False)
    mother.reads("Our meeting")


def answers(staff: Visitor) -> None:
    council.opens_the_inbox(staff)
    staff.goes_to("/council/messages")
    staff.sees("Messages of your cases")
    staff.follows("Our meeting")
    staff.sees("Our meeting")
    staff.reads(BODY)
    staff.types("Message", "Then Monday at ten.")
    staff.presses("Send")
    staff.sees("Messages")
    staff.reads("Your answer is sent.")


def reads_and_replies(mother: Visitor) -> None:
    mother.follows(re.compile("^Inbox"))
    mother.sees("Messages", examined=False)
    mother.follows("Our meeting")
    mother.sees("Our meeting")
    mother.reads("Then Monday at ten.")
    mother.types("Message", "Thank you, Monday is good.")
    mother.presses("Send")
    mother.sees("Messages", examined=False)
    mother.reads("Your message is sent.")
