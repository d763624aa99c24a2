"""Passwords: argon2id with 19 MiB, two passes and one lane (OWASP), about 40 ms a hash."""

import os
import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MAX_LENGTH = 1024
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_AT_ONCE = threading.BoundedSemaphore(os.cpu_count() or 1)
"""Hashing is limited to the number of cores, so that logins cannot overload the server."""

_DUMMY = (
    "$argon2id$v=19$m=19456,t=2,p=1$"
    "//xWuK/nz1KybmwBHni8KA$UsS1IqhqnR8PGxbMz+w/ghQ2MBOyXCuHWxM3paN5ctw"
)
"""The hash of a password that nobody has, made as ``HASHER`` makes them."""


def make_hash(password: str) -> str:
    """Return the hash that is stored."""
    with _AT_ONCE:
        return HASHER.hash(_as_typed_anywhere(password))


def matches(stored: str | None, password: str) -> bool:
    """Whether ``password`` is the one behind ``stored``.

    Without a stored hash the same work is done, so that time does not tell who is known.
    """
    if len(password) > MAX_LENGTH:
        password = password[:MAX_LENGTH]
        stored = None
    with _AT_ONCE:
        try:
            HASHER.verify(stored or _DUMMY, _as_typed_anywhere(password))
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def _as_typed_anywhere(password: str) -> str:
    """Return one form of what two keyboards may send for the same letters (NIST 800-63B)."""
    return unicodedata.normalize("NFKC", password)


def needs_new_hash(stored: str) -> bool:
    """Whether a stored hash was made with older parameters and should be made again at login."""
    return HASHER.check_needs_rehash(stored)
