"""Forms are taken from our own pages only: what the browser says of where a post comes from.

The page token is the first guard; this is the second (security note 15). A browser that says
nothing, as old ones do, is left to the token and, under HTTPS, the Referer.
"""

from urllib.parse import urlsplit

from flask import Flask, current_app, request
from flask_wtf.csrf import CSRFError

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
ELSEWHERE = frozenset({"cross-site", "same-site"})
"""Of ``Sec-Fetch-Site``: another site, or another host of the council's."""


def init_app(app: Flask) -> None:
    """Look at each request that could change something."""
    app.before_request(refuse_foreign_posts)


def refuse_foreign_posts() -> None:
    """Raise ``CSRFError`` for a post that another page made, ``Origin: null`` included."""
    if request.method in SAFE:
        return
    origin = request.headers.get("Origin")
    if origin is None:
        is_foreign = request.headers.get("Sec-Fetch-Site") in ELSEWHERE
    else:
        is_foreign = origin not in _own_origins()
    if is_foreign:
        raise CSRFError("The form came from another site.")


def _own_origins() -> set[str]:
    """Return the public address, and the one under which this request was made."""
    public = urlsplit(current_app.extensions["settings"].base_url)
    return {f"{public.scheme}://{public.netloc}", request.host_url.rstrip("/")}
