"""The council's own sign-on by OpenID Connect: a code with PKCE, and what its ID token proves.

OpenID Connect Core 1.0 and Discovery 1.0, RFC 7636, RFC 9207, RFC 9700. Its libraries are taken
into memory when the first person signs in this way.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any
from urllib.parse import urlsplit

from ehcportal import clock
from ehcportal.security import id_tokens
from ehcportal.security.id_tokens import Expected, Proved, SignOnFault
from ehcportal.settings import Settings

CALLBACK = "/sign-in/council/callback"
WELL_KNOWN = "/.well-known/openid-configuration"
SCOPE = "openid email profile"
WAIT = 5
"""Seconds that the provider has for each answer."""

KEPT = timedelta(hours=1)
"""How long the provider's addresses and keys are kept before they are fetched again."""

KEYS_AGAIN = timedelta(minutes=1)
"""A token with an unknown key has the keys fetched again, no more often than this."""

NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class Asked:
    """One login that was begun: what its browser keeps until it comes back."""

    state: str
    nonce: str
    verifier: str
    at: float
    again: bool = False
    """Whether the person was to prove anew who they are."""

    def is_answered_by(self, state: str) -> bool:
        """Whether an answer belongs to this login, compared in constant time."""
        return compare_digest(self.state.encode(), state.encode())


@dataclass
class SignOn:
    """The provider that a council has, as its settings name it."""

    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str
    acr: str = ""
    _found: dict[str, Any] = field(default_factory=dict)
    _keys: Any = None
    _found_at: datetime | None = None
    _keys_at: datetime | None = None

    @classmethod
    def of(cls, settings: Settings) -> "SignOn":
        """Return the provider of these settings, which have been checked."""
        secret = settings.inside(settings.oidc_client_secret_file or "").read_text("utf-8").strip()
        return cls(
            issuer=settings.oidc_issuer or "",
            client_id=settings.oidc_client_id or "",
            client_secret=secret,
            redirect_uri=settings.base_url + CALLBACK,
            acr=settings.oidc_acr,
        )

    def begin(self, *, again: bool = False) -> tuple[str, Asked]:
        """Return where the browser is to go, and what it keeps. Raises ``SignOnFault``."""
        endpoint = self.metadata()["authorization_endpoint"]
        asked = Asked(
            state=secrets.token_urlsafe(32),
            nonce=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(48),
            at=clock.now().timestamp(),
            again=again,
        )
        more: dict[str, Any] = {"prompt": "login", "max_age": 0} if again else {}
        if self.acr:
            more["acr_values"] = self.acr
        address, _state = self._client().create_authorization_url(
            endpoint, state=asked.state, nonce=asked.nonce, code_verifier=asked.verifier, **more
        )
        return address, asked

    def finish(self, code: str, asked: Asked) -> Proved:
        """Return what the provider proves of the person. Raises ``SignOnFault``."""
        answer = self._exchange(code, asked)
        expected = Expected(self.issuer, self.client_id, asked.nonce, asked.at, asked.again)
        token = str(answer.get("id_token") or "")
        claims = id_tokens.claims(token, self._key_set, expected)
        if "email" not in claims:
            claims = {**self._user_info(answer, claims["sub"]), **claims}
        return id_tokens.proved(claims, self.acr)

    def metadata(self) -> dict[str, Any]:
        """Return the provider's addresses, fetched at most once an hour."""
        now = clock.now()
        if self._found_at is None or now - self._found_at > KEPT:
            self._found = self._checked(self._get(self.issuer.rstrip("/") + WELL_KNOWN))
            self._found_at = now
        return self._found

    def check(self) -> None:
        """Raise ``SignOnFault`` unless the provider answers with addresses and keys."""
        self.metadata()
        self._key_set(anew=False)

    def _checked(self, found: dict[str, Any]) -> dict[str, Any]:
        if found.get("issuer") != self.issuer:
            raise SignOnFault("the provider names another issuer")
        is_plain = self.issuer.startswith("http://")
        for name in NEEDED:
            scheme = urlsplit(str(found.get(name, ""))).scheme
            if scheme != "https" and not (is_plain and scheme == "http"):
                raise SignOnFault(f"the provider has no safe {name}")
        return found

    def _exchange(self, code: str, asked: Asked) -> dict[str, Any]:
        from authlib.integrations.base_client import OAuthError

        endpoint = self.metadata()["token_endpoint"]
        try:
            found: dict[str, Any] = self._client().fetch_token(
                endpoint,
                grant_type="authorization_code",
                code=code,
                code_verifier=asked.verifier,
                timeout=WAIT,
                allow_redirects=False,
            )
        except (OAuthError, OSError, ValueError) as error:
            raise SignOnFault(f"no token: {type(error).__name__}") from None
        return found

    def _key_set(self, *, anew: bool) -> Any:
        """Return the provider's keys; ``anew`` when a token names one that is not known."""
        now = clock.now()
        age = KEPT if not anew else KEYS_AGAIN
        if self._keys_at is None or now - self._keys_at > age:
            self._keys = id_tokens.key_set(self._get(self.metadata()["jwks_uri"]))
            self._keys_at = now
        return self._keys

    def _user_info(self, answer: dict[str, Any], subject: str) -> dict[str, Any]:
        """Return what the provider tells of the person apart from the token (Core, 5.3)."""
        address, token = self.metadata().get("userinfo_endpoint"), answer.get("access_token")
        if not address or not token:
            return {}
        found = self._get(address, headers={"Authorization": f"Bearer {token}"})
        return found if found.get("sub") == subject else {}

    def _get(self, address: str, **options: Any) -> dict[str, Any]:
        try:
            answer = self._client().get(
                address, timeout=WAIT, withhold_token=True, allow_redirects=False, **options
            )
            found = answer.json() if answer.status_code == 200 else None
        except (OSError, ValueError) as error:
            raise SignOnFault(f"no answer: {type(error).__name__}") from None
        if not isinstance(found, dict):
            raise SignOnFault("no answer that can be read")
        return found

    def _client(self) -> Any:
        from authlib.integrations.requests_client import OAuth2Session

        ways = self._found.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        is_basic = "client_secret_basic" in ways
        return OAuth2Session(
            self.client_id,
            self.client_secret,
            token_endpoint_auth_method="client_secret_basic" if is_basic else "client_secret_post",
            redirect_uri=self.redirect_uri,
            scope=SCOPE,
            code_challenge_method="S256",
        )
