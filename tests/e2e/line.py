"""One connection to a running portal, with a cookie and no browser around it."""

import http.client
import re
import socket
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from tests.e2e.inside import COOKIE

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
FORM = "application/x-www-form-urlencoded"
PATIENCE = 10.0
"""Seconds after which an answer that has not come counts as lost."""


@dataclass
class Answer:
    """What came back."""

    status: int
    location: str
    text: str


@dataclass
class Line:
    """Somebody's way to the portal; each request has a connection of its own."""

    base_url: str
    cookie: str = ""

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        parts = urlsplit(self.base_url)
        return str(parts.hostname), int(parts.port or 80)

    def get(self, path: str, timeout: float = PATIENCE) -> Answer:
        """Open a page."""
        return self._ask("GET", path, "", timeout)

    def send(self, path: str, **fields: str) -> Answer:
        """Send a form with the token of the page at ``path``."""
        return self.post(path, self.filled(path, **fields))

    def post(self, path: str, body: str) -> Answer:
        """Send a form that has been filled in."""
        return self._ask("POST", path, body, PATIENCE)

    def filled(self, path: str, **fields: str) -> str:
        """Return the body of a form with the token that the page at ``path`` carries."""
        token = TOKEN.search(self.get(path).text)
        assert token, "the page has no form"
        return urlencode({"csrf_token": token.group(1), **fields})

    def open(self) -> socket.socket:
        """Connect and say nothing."""
        return socket.create_connection(self.address, timeout=PATIENCE)

    def head(self, path: str, body: str) -> bytes:
        """Return the head of a post whose body follows when the caller likes."""
        lines = [
            f"POST {path} HTTP/1.1",
            f"Host: {urlsplit(self.base_url).netloc}",
            f"Cookie: {COOKIE}={self.cookie}",
            f"Content-Type: {FORM}",
            f"Content-Length: {len(body)}",
            "Connection: close",
        ]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def _ask(self, method: str, path: str, body: str, timeout: float) -> Answer:
        connection = http.client.HTTPConnection(*self.address, timeout=timeout)
        headers = {"Content-Type": FORM} if body else {}
        if self.cookie:
            headers["Cookie"] = f"{COOKIE}={self.cookie}"
        try:
            connection.request(method, path, body or None, headers)
            found = connection.getresponse()
            text = found.read().decode()
            self._keep(found.headers.get_all("Set-Cookie") or [])
            return Answer(found.status, found.getheader("Location", ""), text)
        finally:
            connection.close()

    def _keep(self, cookies: list[str]) -> None:
        for cookie in cookies:
            name, _, value = cookie.partition(";")[0].partition("=")
            if name == COOKIE:
                self.cookie = value
