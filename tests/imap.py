"""A mail server on this machine that speaks as much IMAP as reading one folder needs."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SAID = re.compile(rb"(\S+) (?:UID )?(\w+) ?(.*)\r\n")


class Mailbox(socketserver.ThreadingTCPServer):
    """Holds mails with their flags, for one user with one password."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, mails: list[bytes]) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.mails = dict(enumerate(mails, start=1))
        self.flags: dict[int, bytes] = {}

    @property
    def url(self) -> str:
        """The address of the folder, as a setting names it."""
        return f"imap://portal:p%40ss@127.0.0.1:{self.server_address[1]}/Returned"


class Talk(socketserver.StreamRequestHandler):
    """One connection."""

    server: Mailbox

    def handle(self) -> None:
        """Answer line after line."""
        self.wfile.write(b"* OK ready\r\n")
        for line in self.rfile:
            said = SAID.fullmatch(line)
            assert said is not None, line
            answer = getattr(self, said[2].lower().decode())(said[3])
            self.wfile.write(said[1] + b" " + (answer or b"OK done") + b"\r\n")

    def capability(self, _rest: bytes) -> None:
        """Say what this server can."""
        self.wfile.write(b"* CAPABILITY IMAP4rev1\r\n")

    def login(self, rest: bytes) -> bytes:
        """Let one user in."""
        return b"OK in" if rest == b'portal "p@ss"' else b"NO wrong"

    def select(self, rest: bytes) -> bytes:
        """Open the one folder."""
        return b"OK open" if rest == b'"Returned"' else b"NO no such folder"

    def search(self, _rest: bytes) -> None:
        """Name what is unread."""
        unread = [number for number in self.server.mails if number not in self.server.flags]
        self.wfile.write(b"* SEARCH " + b" ".join(b"%d" % each for each in unread) + b"\r\n")

    def fetch(self, rest: bytes) -> None:
        """Send one mail."""
        number = int(rest.split()[0])
        mail = self.server.mails[number]
        head = b"* %d FETCH (UID %d BODY[]<0> {%d}\r\n" % (number, number, len(mail))
        self.wfile.write(head + mail + b")\r\n")

    def store(self, rest: bytes) -> None:
        """Keep flags."""
        number, _how, flags = rest.split(b" ", 2)
        self.server.flags[int(number)] = flags

    def logout(self, _rest: bytes) -> None:
        """Say goodbye."""
        self.wfile.write(b"* BYE\r\n")


@contextmanager
def serving(mails: list[bytes]) -> Iterator[Mailbox]:
    """Let it serve meanwhile."""
    with Mailbox(mails) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()
