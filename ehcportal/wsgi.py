"""Around the application: who really calls, and the headers that every answer carries."""

import ipaddress
from collections.abc import Callable, Iterable
from typing import Any

Environ = dict[str, Any]
App = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
Networks = tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(), payment=(), usb=()",
}
"""Referrer-Policy is not ``no-referrer``: that makes browsers post ``Origin: null``."""

HSTS = "max-age=63072000; includeSubDomains"


def with_headers(app: App, *, https: bool) -> App:
    """Return ``app`` with the security headers on every answer, static files and errors too.

    A header that the application sets itself (a download's own policy) stays.
    """
    ours = {**HEADERS, "Strict-Transport-Security": HSTS} if https else HEADERS

    def wrapped(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            present = {name.lower() for name, _ in headers}
            missing = [(n, value) for n, value in ours.items() if n.lower() not in present]
            return start_response(status, headers + missing, *rest)

        return app(environ, start)

    return wrapped


def behind_proxies(app: App, networks: Networks) -> App:
    """Return ``app`` seeing the real caller, where one of the council's own proxies names it.

    Forwarded headers of anybody else are dropped: limits and audit would believe a lie.
    """

    def wrapped(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        hops = environ.pop("HTTP_X_FORWARDED_FOR", "")
        proto = environ.pop("HTTP_X_FORWARDED_PROTO", "")
        environ.pop("HTTP_X_FORWARDED_HOST", None)
        if _trusted(environ.get("REMOTE_ADDR", ""), networks):
            _believe(environ, hops, proto, networks)
        return app(environ, start_response)

    return wrapped


def _believe(environ: Environ, hops: str, proto: str, networks: Networks) -> None:
    for hop in reversed([part.strip() for part in hops.split(",") if part.strip()]):
        environ["REMOTE_ADDR"] = hop
        if not _trusted(hop, networks):
            break
    if proto in {"http", "https"}:
        environ["wsgi.url_scheme"] = proto


def _trusted(address: str, networks: Networks) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in networks)
