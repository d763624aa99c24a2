"""Authenticator apps: six digits that change every 30 seconds (RFC 6238)."""

import secrets
from dataclasses import dataclass
from datetime import datetime

import pyotp

STEP = 30
"""Seconds for which one code is shown."""

WINDOW = 1
"""Steps that a clock may be early or late."""

RECOVERY_CODES = 10
RECOVERY_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Letters and digits that are not taken for one another."""

RECOVERY_LENGTH = 12


@dataclass(frozen=True, slots=True)
class QrPath:
    """A QR code as one SVG path in a square of ``size`` units."""

    path: str
    size: int


def new_secret() -> str:
    """Return 160 random bits in base 32, as the apps take them."""
    return pyotp.random_base32()


def address(secret: str, *, who: str, portal: str) -> str:
    """Return the ``otpauth`` address that a QR code holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=who, issuer_name=portal)


def in_groups(secret: str) -> str:
    """Write a key in groups of four, to be typed by hand."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def qr(text: str) -> QrPath:
    """Draw ``text`` as a QR code: a square of one unit for each dark module."""
    import qrcode

    drawing = qrcode.QRCode(border=4)
    drawing.add_data(text)
    rows = drawing.get_matrix()
    squares = (
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    return QrPath("".join(squares), len(rows))


def step_of(secret: str, typed: str, now: datetime) -> int | None:
    """Return the 30-second step that the typed code belongs to, or nothing when it is wrong."""
    code = "".join(typed.split())
    if len(code) != 6 or not (code.isascii() and code.isdigit()):
        return None
    current = int(now.timestamp()) // STEP
    totp = pyotp.TOTP(secret)
    found = None
    for step in range(current - WINDOW, current + WINDOW + 1):
        if secrets.compare_digest(totp.generate_otp(step), code):
            found = step
    return found


def new_recovery_codes() -> list[str]:
    """Return ten codes of about 59 random bits each."""
    return [
        "".join(secrets.choice(RECOVERY_SIGNS) for _ in range(RECOVERY_LENGTH))
        for _ in range(RECOVERY_CODES)
    ]


def recovery_in_groups(code: str) -> str:
    """Write a recovery code as ``abcd-efgh-jkmn``."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def as_recovery_code(typed: str) -> str | None:
    """Return the code that was typed or pasted, or nothing when it cannot be one."""
    code = "".join(sign for sign in typed.lower() if sign.isalnum())
    return code if len(code) == RECOVERY_LENGTH and code.isascii() else None
