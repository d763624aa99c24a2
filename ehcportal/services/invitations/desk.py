"""From where mail about invitations leaves, and where the council reads its own."""

from dataclasses import dataclass

from ehcportal.security.keyring import KeyRing


@dataclass(frozen=True, slots=True)
class Desk:
    """What is needed to write to somebody: the key ring, the portal's address, our inbox."""

    ring: KeyRing
    base_url: str = ""
    inbox: str = ""
    """The council's shared mailbox, for cases that nobody coordinates."""
