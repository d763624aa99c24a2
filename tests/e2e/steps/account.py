"""Account Settings: details, address, password, devices (guide rows H15, H16)."""

import re

from tests.e2e.steps import accounts
from tests.e2e.steps.visitor import Visitor

NOW = "The password that you have now"


def opens_settings(visitor: Visitor) -> None:
    """Use Account Settings in the menu under the name."""
    visitor.unfolds_the_menu()
    visitor.follows("Account Settings")
    visitor.sees("Account Settings")


def changes_the_address(visitor: Visitor, email: str, password: str) -> None:
    """Ask for another address and give the code that came there."""
    visitor.follows(re.compile("Change\\s+Email address"))
    visitor.sees("Change your email address")
    visitor.types("New email address", email)
    visitor.types(NOW, password)
    visitor.presses("Continue")
    visitor.sees("Check your new email address")
    visitor.types("Code", accounts.the_newest_code(visitor, email, already=0))
    visitor.presses("Finish")
    visitor.sees("Account Settings")
    visitor.reads("Your email address is changed. Your other devices are logged out")


def link_in(visitor: Visitor, address: str, subject: str) -> str:
    """Return the path of the long link in a letter with this subject."""
    letter = visitor.running.letter(address, subject)
    text = visitor.running.mail.text(letter)
    found = re.search(r"https?://[^/\s]+(/\S+/[\w-]{43})", text)
    assert found, text
    return found.group(1)
