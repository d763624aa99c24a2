"""The browser somebody signs in with: its cookie, what to call it, and its network."""

import re

from flask import Response, current_app, request

from ehcportal.services.devices import Caller
from ehcportal.web.trace import network

KEPT_SECONDS = 400 * 24 * 3600
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
BROWSERS = (
    ("Edg", "Edge"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def cookie_name() -> str:
    """Return the name of the device cookie; a plain one where there is no HTTPS."""
    return "__Host-device" if current_app.extensions["settings"].is_https else "device"


def caller() -> Caller:
    """Return from where this request tries to get in."""
    token = request.cookies.get(cookie_name(), "")
    return Caller(
        network=network(),
        device_token=token if TOKEN.fullmatch(token) else None,
        device_name=device_name(request.user_agent.string),
    )


def device_name(agent: str) -> str:
    """Name a browser as its owner would: ``Chrome on Android``."""
    browser = next((name for sign, name in BROWSERS if sign in agent), "")
    system = next((name for sign, name in SYSTEMS if sign in agent), "")
    return " on ".join(part for part in (browser, system) if part)


def remember(response: Response, token: str) -> None:
    """Leave the device cookie, so that a stranger's tries are counted apart from this browser's."""
    response.set_cookie(
        cookie_name(),
        token,
        max_age=KEPT_SECONDS,
        secure=current_app.extensions["settings"].is_https,
        httponly=True,
        samesite="Lax",
        path="/",
    )
