"""The files that every page needs, in the council's colours, as the browser gets them.

They are few and small, and the theme is folded in, so they are made once in memory: no folder to
write to, nothing on disk that a clean-up could take away from a running server.
"""

import gzip
import hashlib
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import brotli
from werkzeug.wrappers import Request, Response

from ehcportal.theme import Theme, as_css

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PREFIX = "/static/"
ONE_YEAR = "public, max-age=31536000, immutable"
ONE_DAY = "public, max-age=86400"
FAVICON = "img/favicon.svg"
PAPER_ACCENT = b"#0b5a5e"
"""The colour that the drawn favicon has, to be replaced by the council's."""

TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
SERVED = ("css/portal.css", "css/council.css", "js/start.js", "js/portal.js", FAVICON)


class Asset:
    """One file with its address, which changes whenever a byte of it changes."""

    def __init__(self, name: str, content: bytes) -> None:
        """Address ``content``; it is compressed, as hard as it goes, when it is first asked for."""
        stem, ending = name.rsplit(".", 1)
        self.plain = content
        self.digest = hashlib.sha256(content).hexdigest()[:12]
        self.url = f"{PREFIX}{stem}.{self.digest}.{ending}"
        self.content_type = TYPES[ending]

    @cached_property
    def brotli(self) -> bytes:
        """The content for browsers that read brotli, which is nearly all of them."""
        compressed: bytes = brotli.compress(self.plain, quality=11)
        return compressed

    @cached_property
    def gzip(self) -> bytes:
        """The content for the rest."""
        return gzip.compress(self.plain, compresslevel=9, mtime=0)


class Assets:
    """All files of one council's portal, by the name that templates use."""

    def __init__(self, folder: Path, theme: Theme) -> None:
        """Read ``folder`` and fold ``theme`` into the style sheets and the favicon."""
        self.by_name = {name: _asset(name, folder, theme) for name in SERVED}
        self.by_url = {asset.url: asset for asset in self.by_name.values()}
        # Browsers ask for this by themselves, so that no page has to name it.
        self.by_url["/favicon.ico"] = self.by_name[FAVICON]

    def url(self, name: str) -> str:
        """Return the address of ``name``, such as ``css/portal.css``; KeyError if there is none."""
        return self.by_name[name].url

    def serve(self, application: "WSGIApplication") -> "WSGIApplication":
        """Return ``application`` with these files answered before it is asked."""

        def answer(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
            asset = self.by_url.get(environ.get("PATH_INFO", ""))
            if asset is None or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
                return application(environ, start)
            return _response(asset, Request(environ))(environ, start)

        return answer


@cache
def _asset(name: str, folder: Path, theme: Theme) -> Asset:
    """Make one file, and remember it: tests make many programs."""
    return Asset(name, _themed(name, folder, theme))


def _themed(name: str, folder: Path, theme: Theme) -> bytes:
    content = (folder / name).read_bytes()
    if name.endswith(".css"):
        dark = (folder / "css/dark.css").read_text("utf-8").strip()
        return content + as_css(theme, dark).encode()
    if name.endswith(".svg"):
        return content.replace(PAPER_ACCENT, theme.light.accent.encode())
    return content


def _response(asset: Asset, request: Request) -> Response:
    encoding = request.accept_encodings.best_match(["br", "gzip", "identity"]) or "identity"
    response = Response(_body(asset, encoding), content_type=asset.content_type)
    response.headers["Cache-Control"] = ONE_YEAR if request.path == asset.url else ONE_DAY
    response.headers["Vary"] = "Accept-Encoding"
    if encoding != "identity":
        response.headers["Content-Encoding"] = encoding
    response.set_etag(f"{asset.digest}-{encoding}")
    return response.make_conditional(request)


def _body(asset: Asset, encoding: str) -> bytes:
    if encoding == "br":
        return asset.brotli
    return asset.gzip if encoding == "gzip" else asset.plain
