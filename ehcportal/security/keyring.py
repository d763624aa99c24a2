"""The key ring: new keys are put in front, old ones still read.

The file holds one key a line, newest first, as ``id:base64url`` of 32 random bytes. It is backed
up apart from the data: with both in one hand, what is sealed is open.
"""

import base64
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class KeyRingError(Exception):
    """The key file is missing, readable by others, or not a key ring."""


class Unreadable(Exception):
    """A sealed value was not sealed with any key of this ring."""


@dataclass(frozen=True)
class Key:
    """One key of the ring: its id is no secret and stands in what it made."""

    id: str
    secret: bytes

    def derive(self, purpose: str) -> bytes:
        """Return 32 bytes that serve ``purpose`` and no other (RFC 5869)."""
        made = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"ehcportal:{purpose}".encode())
        return made.derive(self.secret)


@dataclass(frozen=True)
class KeyRing:
    """The keys, newest first."""

    keys: tuple[Key, ...]

    @cached_property
    def _fernet(self) -> MultiFernet:
        return MultiFernet(
            [Fernet(base64.urlsafe_b64encode(key.derive("seal"))) for key in self.keys]
        )

    def seal(self, plain: bytes) -> bytes:
        """Encrypt ``plain`` with the newest key."""
        return self._fernet.encrypt(plain)

    def open(self, sealed: bytes) -> bytes:
        """Decrypt what any key of the ring sealed. Raises ``Unreadable``."""
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken:
            raise Unreadable from None

    def seal_text(self, plain: str) -> str:
        """Encrypt a text for a column."""
        return self.seal(plain.encode()).decode("ascii")

    def open_text(self, sealed: str) -> str:
        """Decrypt a text from a column. Raises ``Unreadable``."""
        return self.open(sealed.encode("ascii")).decode()

    def keyed_hash(self, purpose: str, value: str) -> str:
        """Return ``key id $ HMAC-SHA-256`` of ``value``: useless without the ring."""
        return _keyed(self.keys[0], purpose, value)

    def keyed_hashes(self, purpose: str, value: str) -> list[str]:
        """Return the keyed hash of ``value`` under every key, newest first."""
        return [_keyed(key, purpose, value) for key in self.keys]

    def matches(self, purpose: str, value: str, stored: str) -> bool:
        """Whether ``stored`` was made from ``value``, compared in constant time."""
        key_id = stored.partition("$")[0]
        key = next((key for key in self.keys if key.id == key_id), None)
        if key is None:
            return False
        return hmac.compare_digest(_keyed(key, purpose, value), stored)

    def cookie_secrets(self) -> tuple[bytes, list[bytes]]:
        """Return the secret that signs cookies now, and those that did before."""
        derived = [key.derive("cookies") for key in self.keys]
        return derived[0], derived[1:]


def _keyed(key: Key, purpose: str, value: str) -> str:
    digest = hmac.new(key.derive(f"hash:{purpose}"), value.encode(), hashlib.sha256).hexdigest()
    return f"{key.id}${digest}"


def new_key() -> Key:
    """Make a key of 256 random bits."""
    return Key(id=secrets.token_hex(4), secret=secrets.token_bytes(32))


def read(path: Path) -> KeyRing:
    """Read a key ring. Raises ``KeyRingError`` naming what is wrong with the file."""
    if not path.exists():
        raise KeyRingError(f"{path.name}: there is no key ring yet; run ehcportal init")
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise KeyRingError(f"{path.name}: other users can read the key ring; use mode 600")
    lines = [line.strip() for line in path.read_text("ascii").splitlines() if line.strip()]
    try:
        keys = tuple(_parse(line) for line in lines)
    except ValueError:
        raise KeyRingError(f"{path.name}: this is not a key ring") from None
    if not keys:
        raise KeyRingError(f"{path.name}: the key ring is empty")
    return KeyRing(keys)


def _parse(line: str) -> Key:
    key_id, _, encoded = line.partition(":")
    secret = base64.urlsafe_b64decode(encoded)
    if not key_id or len(secret) != 32:
        raise ValueError(line)
    return Key(key_id, secret)


def write(path: Path, ring: KeyRing) -> None:
    """Write a ring to a file that only its owner can read, in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(f"{k.id}:{base64.urlsafe_b64encode(k.secret).decode()}\n" for k in ring.keys)
    fresh = path.with_name(path.name + ".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def read_or_create(path: Path) -> KeyRing:
    """Read the ring, making its first key when there is none."""
    if not path.exists():
        write(path, KeyRing((new_key(),)))
    return read(path)


def rotate(path: Path) -> Key:
    """Put a new key in front; what the old ones sealed can still be read."""
    key = new_key()
    write(path, KeyRing((key, *read(path).keys)))
    return key
