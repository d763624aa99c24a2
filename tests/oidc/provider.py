"""A provider of OpenID Connect on this machine: it proves whoever stands at its door.

What it says can be bent, to see that a portal believes nothing that it has not checked.
"""

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwk, jwt

from ehcportal import clock

CLIENT_ID = "ehc-portal"
CLIENT_SECRET = "a secret of the council"

Claims = dict[str, Any]


@cache
def key(name: str) -> jwk.RSAKey:
    """Return a key; the provider publishes the one called ``own``."""
    return jwk.RSAKey.generate_key(2048, {"kid": name, "use": "sig"})


def signed(claims: Claims) -> str:
    """Return the token as the provider signs it."""
    return jwt.encode({"alg": "RS256", "kid": "own"}, claims, key("own"))


@dataclass
class Provider:
    """The council's sign-on. ``person`` is who stands at its door."""

    person: Claims = field(default_factory=dict)
    bend: Callable[[Claims], Claims] = lambda claims: claims
    sign: Callable[[Claims], str] = signed
    told_apart: bool = False
    """Whether the address is told at the userinfo endpoint, and not in the token."""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    metadata: Claims = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Open the door."""
        provider = self

        class Handler(_Handler):
            house = provider

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def issuer(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server.server_port}"

    def close(self) -> None:
        """Close the door."""
        self.server.shutdown()
        self.server.server_close()

    def configuration(self) -> Claims:
        """What it publishes about itself."""
        paths = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
        ends = {f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in paths.items()}
        own = {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/jwks", **ends}
        return {**own, **self.metadata}

    def authorize(self, asked: dict[str, str]) -> str:
        """Prove the person at the door; return where the browser is sent."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        self.asked.append(asked)
        back = {"code": code, "state": asked["state"], "iss": self.issuer}
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def token(self, sent: dict[str, str]) -> Claims | None:
        """Give a token for a code, once, to who can show the verifier of its challenge."""
        asked = self.codes.pop(sent.get("code", ""), None)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        shown = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or asked["code_challenge"] != shown:
            return None
        if (
            asked["code_challenge_method"] != "S256"
            or asked["redirect_uri"] != sent["redirect_uri"]
        ):
            return None
        token = self.sign(self.bend(self._claims(asked)))
        return {"access_token": "for userinfo", "token_type": "Bearer", "id_token": token}

    def _claims(self, asked: dict[str, str]) -> Claims:
        now = int(clock.now().timestamp())
        own = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300}
        about = {
            name: value
            for name, value in self.person.items()
            if not (self.told_apart and name.startswith("email"))
        }
        return {**own, "nonce": asked["nonce"], "auth_time": now, **about}


class _Handler(BaseHTTPRequestHandler):
    house: Provider

    def do_GET(self) -> None:
        """Answer discovery, keys, userinfo and the door itself."""
        parts = urlsplit(self.path)
        if parts.path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.house.authorize(dict(parse_qsl(parts.query))))
            self.end_headers()
            return
        answers = {
            "/.well-known/openid-configuration": self.house.configuration,
            "/jwks": lambda: {"keys": [key("own").as_dict(private=False)]},
            "/userinfo": lambda: self.house.person,
        }
        self._answer(answers[parts.path]())

    def do_POST(self) -> None:
        """Answer the token endpoint."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        sent = {name: values[0] for name, values in parse_qs(body).items()}
        known = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        is_known = self.headers.get("Authorization") == f"Basic {known}"
        found = self.house.token(sent) if is_known else None
        self._answer(found or {"error": "invalid_grant"}, 200 if found else 400)

    def _answer(self, words: Claims, status: int = 200) -> None:
        body = json.dumps(words).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""
