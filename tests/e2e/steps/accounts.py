"""Registering, signing in with a code, and out again (guide rows H03 to H09, H15)."""

from dataclasses import dataclass
from datetime import timedelta

import pyotp

from ehcportal import clock
from tests.e2e.steps.visitor import Visitor

SENT_IF_KNOWN = "If there is an account for {}, we have sent a code there."


@dataclass(frozen=True)
class Newcomer:
    """Somebody who has no account yet."""

    forename: str
    surname: str
    email: str
    password: str = "violet tractor 58 harbour"
    house: str = "12"
    street: str = "Mill Lane"
    town: str = "Brookton"
    postcode: str = "BK1 4QT"


def the_newest_code(visitor: Visitor, address: str, *, already: int) -> str:
    """Look into the inbox until there is one code more than there was."""
    mail = visitor.running.mail
    codes = visitor.running.until(
        lambda: found if len(found := mail.codes(address)) > already else None,
        f"a code for {address}",
    )
    return codes[-1]


def registers(
    visitor: Visitor, who: Newcomer, *, already: int = 0, policy: tuple[str, ...] = ()
) -> None:
    """Go through the three steps, from step 1 of the login to the code from the inbox.

    ``already`` is how many codes lie in the inbox; ``policy`` is what step 2 says of passwords.
    """
    visitor.sees("Secure login - step 1")
    visitor.follows("Register for new account")
    visitor.sees("Register a new account - step 1")
    visitor.types("Forename", who.forename)
    visitor.types("Surname", who.surname)
    visitor.types("House number or name", who.house)
    visitor.types("Street", who.street)
    visitor.types("Town/City", who.town)
    visitor.types("Postcode", who.postcode)
    visitor.presses("Next")
    visitor.sees("Register a new account - step 2")
    for rule in policy:
        visitor.reads(rule)
    visitor.types("Email address", who.email)
    visitor.types("Password", who.password)
    visitor.types("Confirm password", who.password)
    visitor.presses("Next")
    visitor.sees("Register a new account - step 3")
    visitor.types("Code", the_newest_code(visitor, who.email, already=already))
    visitor.presses("Finish")
    visitor.sees("Registration completed")
    visitor.presses("Continue")


def gives_password(visitor: Visitor, email: str, password: str) -> None:
    """Do step 1 of the login."""
    visitor.sees("Secure login - step 1")
    visitor.types("Email", email)
    visitor.types("Password", password)
    visitor.presses("Submit")


def signs_in(visitor: Visitor, email: str, password: str) -> None:
    """Sign in with a fresh code from the inbox (row H09)."""
    before = len(visitor.running.mail.codes(email))
    gives_password(visitor, email, password)
    visitor.sees("Secure login - step 2")
    visitor.types("Code", the_newest_code(visitor, email, already=before))
    visitor.presses("Finish")


def member_signs_in(visitor: Visitor, key: str) -> None:
    """Sign in as one of the cast, who gets codes by e-mail."""
    member = visitor.running.cast[key]
    signs_in(visitor, member["email"], member["password"])


def staff_sign_in(visitor: Visitor, key: str) -> None:
    """Sign in as one of the council, with the code of their app."""
    member = visitor.running.cast[key]
    gives_password(visitor, member["email"], member["password"])
    visitor.sees("Secure login - step 2")
    visitor.types("Code", app_code(visitor, key))
    visitor.presses("Finish")


def app_code(visitor: Visitor, key: str) -> str:
    """Read the app of somebody; each code counts once, so the next login takes the next one."""
    secret = visitor.running.cast[key]["totp_secret"]
    used = visitor.running.app_codes.setdefault(key, [])
    app, now = pyotp.TOTP(secret), clock.now()
    offered = [app.at(now), app.at(now + timedelta(seconds=30))]
    code = next(each for each in offered if each not in used)
    used.append(code)
    return code


def logs_out(visitor: Visitor) -> None:
    """Use Logout in the menu under the name."""
    visitor.unfolds_the_menu()
    visitor.presses("Logout")
    visitor.sees("You have logged out")
