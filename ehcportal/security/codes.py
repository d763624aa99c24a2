"""One-time codes as people see and type them: eight digits in two groups of four (row H07).

A text message has six in one group, as short as people can keep in mind while they type (row D07).
"""

import secrets
import string
from dataclasses import dataclass
from datetime import timedelta

from ehcportal.models.sign_in import CodePurpose
from ehcportal.security.keyring import KeyRing

LIFETIME = timedelta(minutes=10)
TRIES = 5
"""Wrong tries after which a code is dead (security note 8)."""

LENGTH = 8
TEXT_LENGTH = 6
BETWEEN = " -\N{NO-BREAK SPACE}\N{EN DASH}\t\r\n"
"""What people and mail programs put between the groups."""


@dataclass(frozen=True, slots=True)
class Target:
    """What one code is good for: a purpose, one attempt, and the account if there is one."""

    purpose: CodePurpose
    attempt: str
    account_id: str | None
    length: int = LENGTH
    """Digits of the code."""

    def bound(self, code: str) -> str:
        """Return the text that is hashed: the same digits are another text for another target."""
        return f"{self.purpose}:{self.attempt}:{self.account_id or ''}:{code}"


def new_code(length: int = LENGTH) -> str:
    """Return random digits."""
    return "".join(secrets.choice(string.digits) for _ in range(length))


def in_groups(code: str) -> str:
    """Write a code as it stands in the message: ``1234 5678``, or ``123456``."""
    return f"{code[:4]} {code[4:]}" if len(code) == LENGTH else code


def as_digits(typed: str, length: int = LENGTH) -> str | None:
    """Return the digits of what was typed or pasted, or nothing when it cannot be a code."""
    code = typed.strip().translate({ord(sign): None for sign in BETWEEN})
    return code if len(code) == length and code.isascii() and code.isdigit() else None


def hash_of(ring: KeyRing, target: Target, code: str) -> str:
    """Return the keyed hash that is stored."""
    return ring.keyed_hash("one-time-code", target.bound(code))


def matches(ring: KeyRing, target: Target, code: str, stored: str) -> bool:
    """Whether ``code`` is the one behind ``stored``, compared in constant time."""
    return ring.matches("one-time-code", target.bound(code), stored)
