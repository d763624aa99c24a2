"""Row C01: from the inbox to a case that the family follows."""

from playwright.sync_api import expect

from ehcportal import clock
from ehcportal.domain import law
from ehcportal.domain.clocks import due
from ehcportal.domain.dates import date_words
from tests.e2e.inside import Inside
from tests.e2e.steps import accounts, council, family
from tests.e2e.steps.visitor import Visitor

TOLD = "Your request is now on your dashboard"
ZARA = {
    "your_name": {"first": "Ivy", "last": "Marsh"},
    "your_address": {"street": "1 Weir Lane", "town": "Brookton", "postcode": "BK1 2AB"},
    "on_behalf": "someone_else",
    "relationship": "mother",
    "child_name": {"first": "Zara", "last": "Quill"},
    "birth_date": "2016-10-17",
    "same_address": "yes",
    "declaration": "yes",
}


def test_a_new_child_gets_a_case_and_the_parent_follows_it(
    phone: Visitor, desktop: Visitor
) -> None:
    council.opens_the_inbox(desktop)
    council.opens_request(desktop, "Bellamy, Kofi")
    joins_to_a_new_child(desktop)
    parent = phone.running.cast["new_parent"]
    letter = phone.running.letter(parent["email"], TOLD)
    assert "Kofi" not in phone.running.mail.text(letter)
    family.signs_in_to_the_dashboard(phone, parent["email"], parent["password"], "Kofi Bellamy")
    follows_the_new_case(phone)


def joins_to_a_new_child(caseworker: Visitor) -> None:
    """Nothing is guessed: whoever chooses nothing is asked again."""
    caseworker.presses("Join the request")
    caseworker.is_told(
        "Choose the child, or say that this is a new one",
        "Say whether the sender may see the case",
    )
    caseworker.chooses("A new child", of="Which child is this?")
    caseworker.picks("Who coordinates the case?", "Mark Reyes, EHCP Coordinator")
    caseworker.chooses("Yes", of="May the sender see the case?")
    council.says_how_they_stand(caseworker, "Parent", "Mother", "Spoke to her at the school")
    caseworker.presses("Join the request")
    caseworker.sees("Bellamy, Kofi")
    caseworker.reads("Next lawful step")
    people = caseworker.part("People")
    expect(people).to_contain_text("Amara Bellamy")
    expect(people).to_contain_text("Mark Reyes")


def follows_the_new_case(parent: Visitor) -> None:
    family.follows_the_tracker(parent, now="Decision to assess")
    family.reads_why(parent)
    family.reads_what_happens(parent)
    family.finds_the_coordinator(parent, "Mark Reyes", "01632 960 114")
    assert family.count_of(parent, "New Messages") == 0
    assert family.count_of(parent, "Forms you can start or awaiting completion") == 0
    family.goes_through_every_panel(parent, "Kofi Bellamy")


def test_a_request_about_a_known_child_shows_its_sender_nothing_of_that_child(
    phone: Visitor, desktop: Visitor, inside: Inside
) -> None:
    inside.sends("stranger", "assessment-request", ZARA)
    council.opens_the_inbox(desktop, "other_caseworker")
    council.opens_request(desktop, "Quill, Zara")
    council.finds_alike(desktop, "Quill, Zara", "born 17 October 2016")
    desktop.chooses("Quill, Zara", of="Which child is this?")
    desktop.chooses("Not yet", of="May the sender see the case?")
    desktop.presses("Join the request")
    desktop.sees("Quill, Zara")
    reads_only_what_she_sent(phone)


def reads_only_what_she_sent(sender: Visitor) -> None:
    """The day by law is hers from the first moment; the case is not."""
    decision = due(law.DECISION_TO_ASSESS, clock.today()).due_on
    sender.goes_to("/sign-in")
    accounts.member_signs_in(sender, "stranger")
    sender.sees("Welcome, Ivy")
    sender.reads("We are working on it")
    sender.reads(date_words(decision))
    sender.reads_nothing_of("juniper")
