"""What every template knows without being told: the council, the person, addresses of assets."""

import secrets
from typing import Any

from flask import Flask, current_app, request

from ehcportal import clock
from ehcportal.profile import Profile
from ehcportal.web.people import full_person_or_none, seconds_left


def init_app(app: Flask) -> None:
    """Give the templates their common context."""
    app.context_processor(_common)


def current_profile() -> Profile:
    """Return the profile of this council."""
    found: Profile = current_app.extensions["profile"]
    return found


def _common() -> dict[str, Any]:
    person = full_person_or_none() if request else None
    return {
        "profile": current_profile(),
        "person": person,
        "session_left": seconds_left(person) if person else 0,
        "asset_url": current_app.extensions["assets"].url,
        "today": clock.today(),
        "idem": idempotency_key,
        "has_sign_on": "sign_on" in current_app.extensions,
        "demo": current_app.extensions.get("demo", False),
    }


def idempotency_key() -> str:
    """Return a fresh key for the hidden field ``_idem`` of a form."""
    return secrets.token_urlsafe(18)
