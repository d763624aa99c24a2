"""An ID token: its signature, for whom and when it was made, and what it proves of a person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any

from ehcportal import clock

ALGORITHMS = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
)  # fmt: skip
"""Signatures with the provider's own key. None at all, or one with our secret, is refused."""

LEEWAY = 60
"""Seconds that the provider's clock may be apart from ours."""

OLDEST = 600
"""Seconds after which a token is too old to be the answer to a login."""

SEVERAL_FACTORS = frozenset({"mfa", "otp", "hwk", "sc"})
"""Ways of signing in that stand for a second factor (RFC 8176)."""

SUBJECT_LENGTH = 255


class SignOnFault(Exception):
    """The provider did not answer, or its answer cannot be trusted; the words are for the log."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token must say to be the answer to a login."""

    issuer: str
    client_id: str
    nonce: str
    asked_at: float
    again: bool
    """Whether the person had to prove anew who they are after ``asked_at``."""


@dataclass(frozen=True, slots=True)
class Proved:
    """What the provider proves of a person."""

    subject: str
    email: str | None
    """Their address, if the provider has verified it."""
    forename: str
    surname: str
    with_second_factor: bool


Keys = Callable[..., Any]


def key_set(found: Mapping[str, Any]) -> Any:
    """Return the provider's keys that can be used, leaving out what is of a kind unknown here."""
    from joserfc import jwk
    from joserfc.errors import JoseError

    listed = found.get("keys")
    keys = []
    for each in listed if isinstance(listed, list) else []:
        try:
            if each.get("use", "sig") == "sig" and each.get("kty") in {"RSA", "EC"}:
                keys.append(jwk.import_key(each))
        except (JoseError, ValueError, KeyError, TypeError, AttributeError):
            continue
    if not keys:
        raise SignOnFault("the provider has no key for signatures")
    return jwk.KeySet(keys)


def claims(token: str, keys: Keys, expected: Expected) -> dict[str, Any]:
    """Return what the token says, once all of it has been checked. Raises ``SignOnFault``."""
    found = _signed(token, keys)
    _check_parties(found, expected)
    _check_times(found, expected)
    return found


def _signed(token: str, keys: Keys) -> dict[str, Any]:
    """Return the words of a token with a right signature; an unknown key is asked for once."""
    from joserfc import jwt
    from joserfc.errors import JoseError

    for anew in (False, True):
        try:
            found = jwt.decode(token, keys(anew=anew), algorithms=ALGORITHMS).claims
        except (JoseError, ValueError, KeyError, TypeError) as error:
            fault = type(error).__name__
        else:
            return dict(found)
    raise SignOnFault(f"signature: {fault}")


def _check_parties(found: Mapping[str, Any], expected: Expected) -> None:
    audience = found.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    party = found.get("azp", expected.client_id if len(audiences) == 1 else None)
    nonce, subject = found.get("nonce"), found.get("sub")
    if found.get("iss") != expected.issuer:
        raise SignOnFault("another issuer")
    if expected.client_id not in audiences or party != expected.client_id:
        raise SignOnFault("for somebody else")
    if not isinstance(nonce, str) or not compare_digest(nonce.encode(), expected.nonce.encode()):
        raise SignOnFault("another login")
    if not isinstance(subject, str) or not 0 < len(subject) <= SUBJECT_LENGTH:
        raise SignOnFault("no subject")


def _check_times(found: Mapping[str, Any], expected: Expected) -> None:
    now = clock.now().timestamp()
    until, made, begins = _time(found, "exp"), _time(found, "iat"), _time(found, "nbf", now)
    if until <= now - LEEWAY:
        raise SignOnFault("too late")
    if not now - OLDEST <= made <= now + LEEWAY or begins > now + LEEWAY:
        raise SignOnFault("made at another time")
    if expected.again and _time(found, "auth_time") < expected.asked_at - LEEWAY:
        raise SignOnFault("not proved anew")


def _time(found: Mapping[str, Any], name: str, otherwise: float | None = None) -> float:
    value = found.get(name, otherwise)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise SignOnFault(f"no {name}")
    return float(value)


def proved(found: Mapping[str, Any], acr: str) -> Proved:
    """Return what checked words prove; an address counts only if the provider verified it."""
    methods = found.get("amr")
    used = {str(each) for each in methods} if isinstance(methods, list) else set()
    forename, surname = _name(found)
    is_verified = found.get("email_verified") is True
    return Proved(
        subject=str(found["sub"]),
        email=str(found["email"]) if is_verified and found.get("email") else None,
        forename=forename,
        surname=surname,
        with_second_factor=bool(used & SEVERAL_FACTORS) or bool(acr and found.get("acr") == acr),
    )


def _name(found: Mapping[str, Any]) -> tuple[str, str]:
    """Return first and last name, as far as the provider tells them."""
    first, last = (_line(found.get(name)) for name in ("given_name", "family_name"))
    if first or last:
        return first, last
    first, _space, last = _line(found.get("name")).rpartition(" ")
    return (first, last) if first else (last, "")


def _line(value: Any) -> str:
    return " ".join(value.split())[:100] if isinstance(value, str) else ""
