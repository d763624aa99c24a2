"""The second step: choosing it, setting it up, and the texts on somebody's phone (rows D05-D08)."""

import re

import pyotp

from tests.e2e.mailbox import Mail
from tests.e2e.steps import accounts
from tests.e2e.steps.visitor import Visitor

CODE = re.compile(r"\b(\d{6})\b")
CHOICE = "You need to enter a code each time you log in"
APP, TEXT = "Smartphone or tablet app", "Text message"
SET_UP = "Use an app on your smartphone or tablet"
QUESTION = "How do you want to get your code?"


def newest_text(visitor: Visitor, number: str, *, already: int = 0) -> str:
    """Look at the phone until there is one text more than there was; return its code."""
    phone = Mail(visitor.running.instance / "sms")
    texts = visitor.running.until(
        lambda: found if len(found := phone.to(number)) > already else None, f"a text to {number}"
    )
    found = CODE.search(phone.text(texts[-1]))
    assert found is not None
    return found.group(1)


def proves_the_address(visitor: Visitor, email: str, password: str) -> None:
    """Give the password and the code from the inbox, before anything is chosen."""
    before = len(visitor.running.mail.codes(email))
    accounts.gives_password(visitor, email, password)
    visitor.sees("Secure login - step 2")
    visitor.types("Code", accounts.the_newest_code(visitor, email, already=before))
    visitor.presses("Finish")


def proves_a_number(visitor: Visitor, number: str, shown: str, *, already: int = 0) -> None:
    """Type a number and the code that comes to it."""
    visitor.sees("Enter your mobile phone number")
    visitor.types("Mobile phone number", number)
    visitor.presses("Send code")
    visitor.sees("Enter your log in code")
    visitor.reads(re.compile(f"the mobile number that ends in {shown[-3:]}"))
    visitor.types("Code", newest_text(visitor, shown, already=already))
    visitor.presses("Continue")


def joins_an_app(visitor: Visitor) -> str:
    """Set an app up by typing its key; return the key. The recovery codes are shown then."""
    visitor.sees(SET_UP)
    visitor.presses("Continue")
    visitor.sees("Join the app to your account", examined=False)
    visitor.unfolds("Use a QR code instead")
    visitor.sees("Join the app to your account")
    visitor.page.get_by_role("img", name="QR code that holds the key above").wait_for()
    key = visitor.page.locator(".app-key").inner_text().replace(" ", "")
    visitor.types("Verification code", pyotp.TOTP(key).now())
    visitor.presses("Continue")
    visitor.sees("Keep your recovery codes")
    return key
