"""The signed cookie and the token of forms: what signs them is made once, for all requests."""

from functools import cache
from secrets import token_hex

from flask import Flask, current_app, g, session
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

NAME, SALT = "csrf_token", "wtf-csrf-token"
"""As Flask-WTF calls them, which checks what comes back."""


def init_app(app: Flask) -> None:
    """Sign with these from now on; Flask-WTF still checks every form that comes."""
    app.session_interface = Cookies()
    app.jinja_env.globals["csrf_token"] = csrf_token
    app.context_processor(lambda: {NAME: csrf_token})


class Cookies(SecureCookieSessionInterface):
    """Flask's own sessions; they sign with keys that stay the same while the portal runs."""

    def __init__(self) -> None:
        """Begin without the signer: the keys are known when the first request comes."""
        self._signers: dict[int, URLSafeTimedSerializer | None] = {}

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return what signs the cookies of ``app``."""
        if id(app) not in self._signers:
            self._signers[id(app)] = super().get_signing_serializer(app)
        return self._signers[id(app)]


@cache
def _signer(secret: str | bytes) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt=SALT)


def csrf_token() -> str:
    """Return the token for the forms of this page, one for all of them."""
    if NAME not in g:
        if NAME not in session:
            session[NAME] = token_hex(20)
        setattr(g, NAME, _signer(current_app.secret_key or b"").dumps(session[NAME]))
    found: str = getattr(g, NAME)
    return found
