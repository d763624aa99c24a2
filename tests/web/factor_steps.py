"""What the tests of second factors do again and again: sign in half, set up, read a phone."""

import pyotp
from bs4 import BeautifulSoup
from flask import Flask
from sqlmodel import col, select

from ehcportal import profile as profiles
from ehcportal.models.account import Account, Factor, FactorKind
from ehcportal.models.outbox import Channel, OutboxMessage
from ehcportal.notifications import outbox
from ehcportal.profile import FamilyFactor
from tests.browser import Browser

NUMBER = "07700 900982"
GRACE = "grace.okafor@mail.example"


def allow(app: Flask, *families: FamilyFactor) -> None:
    """Let the council allow families these second steps, from now on."""
    council: profiles.Profile = app.extensions["profile"]
    changed = council.sign_in.model_copy(update={"family_factors": families})
    app.extensions["profile"] = council.model_copy(update={"sign_in": changed})


def as_hub(app: Flask) -> None:
    """Make this the portal of a council that takes an app or a text message only."""
    app.extensions["profile"] = profiles.load("hub")


def texts(app: Flask) -> list[dict[str, str]]:
    """Return what was sent by text message, oldest first: number and code."""
    with app.extensions["database"].reading() as session:
        rows = session.exec(
            select(OutboxMessage)
            .where(OutboxMessage.channel == Channel.TEXT)
            .order_by(col(OutboxMessage.created_at))
        ).all()
        return [outbox.sealed_values(app.extensions["keyring"], row) for row in rows]


def account(app: Flask, email: str = GRACE) -> Account:
    """Return an account as it is now."""
    with app.extensions["database"].reading() as session:
        found = session.exec(select(Account).where(Account.email == email)).one()
        session.expunge_all()
        return found


def held(app: Flask, email: str = GRACE) -> list[FactorKind]:
    """Return the factors that count for an account."""
    with app.extensions["database"].reading() as session:
        return [
            factor.kind
            for factor in session.exec(
                select(Factor).where(
                    Factor.account_id == account(app, email).id,
                    col(Factor.confirmed_at).is_not(None),
                    col(Factor.removed_at).is_(None),
                )
            )
        ]


def to_the_choice(browser: Browser, email: str = GRACE) -> None:
    """Give the password and the code from the mail, and stand before the choice."""
    assert browser.give_password(email).location == "/sign-in/code"
    led = browser.send("/sign-in/code", code=browser.letterbox.code(email))
    assert led.location == "/sign-in/factor"


def set_up_app(browser: Browser, at: str = "/sign-in/app/set-up") -> tuple[str, list[str]]:
    """Join an app; return its key and the recovery codes."""
    browser.send(at)
    page = BeautifulSoup(browser.get(at).data, "html.parser")
    key = page.select_one(".app-key")
    assert key is not None
    secret = key.text.replace(" ", "")
    shown = browser.send(f"{at}/confirm", code=pyotp.TOTP(secret).now())
    assert shown.status_code == 200
    page = BeautifulSoup(shown.data, "html.parser")
    return secret, [code.text for code in page.select(".codes code")]


def set_up_text(browser: Browser, at: str = "/sign-in/number", number: str = NUMBER) -> None:
    """Prove a number."""
    assert browser.send(at, number=number).location == f"{at}/code"
    assert browser.send(f"{at}/code", code=texts(browser.app)[-1]["code"]).status_code == 303


def hub_parent_with_text(browser: Browser, email: str = GRACE) -> None:
    """Sign a parent of a ``hub`` council in, who gets codes by text message."""
    as_hub(browser.app)
    to_the_choice(browser, email)
    browser.send("/sign-in/factor", factor="text")
    set_up_text(browser)
    assert browser.is_signed_in()
