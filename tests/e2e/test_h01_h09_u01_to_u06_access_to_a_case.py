"""Rows H01, H09 and U01 to U06: a person asks to see a case, is let in or not, and reads it."""

from pathlib import Path

from tests.e2e.steps import access, accounts, council, family
from tests.e2e.steps.access import Child
from tests.e2e.steps.accounts import Newcomer
from tests.e2e.steps.papers import photo
from tests.e2e.steps.visitor import Visitor

BEATRICE = Newcomer("Beatrice", "Okafor", "beatrice@mail.example")
MAYA = Child("Maya", "Okafor", "27", "3", "2016")
TOLD_YES = "You can now see the case you asked about"
TOLD_NO = "There is an answer for you to read"
REASON = "The papers do not show how you stand to the child. Please send the birth certificate."


def test_a_grandmother_asks_for_access_and_is_let_in(
    phone: Visitor, desktop: Visitor, tmp_path: Path
) -> None:
    letter = photo(tmp_path, "letter.jpg")
    reference = access.asks_for_access(phone, BEATRICE, MAYA, letter)
    waits_and_sees_nothing_of_the_case(phone)
    accounts.logs_out(phone)
    approves(desktop, reference)
    is_told(phone, BEATRICE.email, TOLD_YES)
    family.signs_in_to_the_dashboard(phone, BEATRICE.email, BEATRICE.password, "Maya Okafor")
    reads_the_case(phone)


def waits_and_sees_nothing_of_the_case(asks: Visitor) -> None:
    asks.follows("Home")
    asks.sees(f"Welcome, {BEATRICE.forename}")
    asks.reads("We check that you may see the case. You hear from us by")
    asks.reads_nothing_of("In progress")


def approves(caseworker: Visitor, reference: str) -> None:
    council.opens_the_inbox(caseworker)
    who = f"{BEATRICE.forename} {BEATRICE.surname}"
    council.opens_access_request(caseworker, "Okafor, Maya", reference=reference, asked_by=who)
    council.finds_alike(caseworker, "Okafor, Maya", "born 27 March 2016")
    caseworker.presses("Save the answer")
    caseworker.is_told("Choose to approve or to turn down")
    caseworker.chooses("Approve", of="Your answer")
    caseworker.chooses("Okafor, Maya", of="Which child is this?")
    council.says_how_they_stand(caseworker, "Carer", "Grandmother", "Birth certificates seen")
    caseworker.presses("Save the answer")
    caseworker.reads("Approved")


def is_told(person: Visitor, address: str, subject: str) -> None:
    """Get a letter that says there is something to see, and nothing of the child."""
    letter = person.running.letter(address, subject)
    text = person.running.mail.text(letter)
    for private in ("Maya", "Okafor", "Poppy"):
        assert private not in text


def reads_the_case(family_member: Visitor) -> None:
    family.follows_the_tracker(family_member, now="Advice")
    family.reads_why(family_member)
    family.reads_what_happens(family_member)
    family.finds_the_coordinator(family_member, "Mark Reyes", "01632 960 114")
    family.goes_through_every_panel(family_member, "Maya Okafor")


def test_an_applicant_who_is_turned_down_reads_why(phone: Visitor, desktop: Visitor) -> None:
    """The demo's applicant waits already; the second caseworker decides."""
    tomas = phone.running.cast["applicant"]
    council.opens_the_inbox(desktop, "other_caseworker")
    desktop.part("Requests for access").get_by_role("link", name="Lindley, Poppy").click()
    desktop.sees("Tomas Lindley asks for access")
    desktop.chooses("Turn down", of="Your answer")
    desktop.presses("Save the answer")
    desktop.is_told("Write the reason, as the applicant will read it")
    desktop.types("Reason, as the applicant will read it", REASON)
    desktop.presses("Save the answer")
    desktop.reads("Turned down")
    is_told(phone, tomas["email"], TOLD_NO)
    phone.goes_to("/sign-in")
    accounts.member_signs_in(phone, "applicant")
    phone.sees("Welcome, Tomas")
    phone.reads(REASON)
