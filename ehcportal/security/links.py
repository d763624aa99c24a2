"""Random tokens for cookies and for links in mail: 256 bits, of which only a hash is stored."""

import secrets


def new_token() -> str:
    """Return 256 random bits as 43 characters that are safe in an address and in a cookie."""
    return secrets.token_urlsafe(32)
