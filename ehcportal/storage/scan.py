"""Asking a virus scanner about a file: ClamAV's daemon, spoken to over the network or a socket."""

import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO, Final, Protocol, TypeAlias
from urllib.parse import SplitResult, unquote, urlsplit

PATIENCE: Final = 60.0
"""Seconds to wait for the scanner: a film of 100 MB takes a while."""

DEFAULT_PORT: Final = 3310
PIECE: Final = 64 * 1024
LONGEST_ANSWER: Final = 4096


@dataclass(frozen=True, slots=True)
class Clean:
    """Nothing was found. ``scanned`` is False where no scanner is set."""

    scanned: bool = True


@dataclass(frozen=True, slots=True)
class Infected:
    """Something was found; ``name`` is what the scanner calls it."""

    name: str


@dataclass(frozen=True, slots=True)
class Unavailable:
    """No answer. The file stays in the state "scanning" and is tried again."""

    reason: str


Verdict: TypeAlias = Clean | Infected | Unavailable


class ScannerSettingError(Exception):
    """``EHCPORTAL_CLAMD_URL`` cannot be used; one line that names it."""


class Scanner(Protocol):
    """Whatever can say whether a file is clean."""

    def scan(self, file: BinaryIO) -> Verdict:
        """Read ``file`` from its start and judge it. Never raises for a scanner that is down."""

    def check(self) -> str | None:
        """Return None when the scanner answers, else what is wrong, in one line."""


class NoScanner:
    """For councils that set no scanner: uploads are held to type and size rules only."""

    def scan(self, file: BinaryIO) -> Verdict:
        """Say clean, and that nobody looked."""
        return Clean(scanned=False)

    def check(self) -> str | None:
        """Nothing can be down."""
        return None


class ClamdScanner:
    """Sends files to clamd with its INSTREAM command, so it needs no access to our disk.

    The protocol is written out here (see ``man clamd``): the package of that name keeps its
    socket on the client, so two threads could read each other's verdict, and ignores short writes.
    """

    def __init__(self, connect: Callable[[], socket.socket]) -> None:
        self._connect = connect

    def scan(self, file: BinaryIO) -> Verdict:
        """Send the bytes and read the verdict."""
        file.seek(0)
        try:
            with self._connect() as line:
                sent = _send(line, file)
                return _verdict(_answer(line), whole=sent)
        except OSError as problem:
            return Unavailable(type(problem).__name__)

    def check(self) -> str | None:
        """Ask the daemon for its PONG."""
        try:
            with self._connect() as line:
                line.sendall(b"zPING\0")
                answer = _answer(line)
        except OSError as problem:
            return f"the virus scanner does not answer ({type(problem).__name__})"
        return None if answer == "PONG" else "the virus scanner gives a strange answer"


def from_url(url: str | None) -> Scanner:
    """Return the scanner at ``tcp://host:3310`` or ``unix:/path``; without ``url``, none.

    Raises ``ScannerSettingError`` when the address cannot be one.
    """
    if not url:
        return NoScanner()
    parts = urlsplit(url)
    if parts.scheme == "tcp" and parts.hostname:
        address = (parts.hostname, _port(parts))
        return ClamdScanner(partial(socket.create_connection, address, timeout=PATIENCE))
    if parts.scheme == "unix" and parts.path:
        return ClamdScanner(partial(_unix_socket, unquote(parts.path)))
    raise ScannerSettingError("EHCPORTAL_CLAMD_URL must be tcp://host:3310 or unix:/path")


def _port(parts: SplitResult) -> int:
    try:
        return parts.port or DEFAULT_PORT
    except ValueError:
        raise ScannerSettingError("EHCPORTAL_CLAMD_URL names a port that cannot be") from None


def _unix_socket(path: str) -> socket.socket:
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(PATIENCE)
    try:
        line.connect(path)
    except OSError:
        line.close()
        raise
    return line


def _send(line: socket.socket, file: BinaryIO) -> bool:
    """Send ``file`` in measured pieces; False when clamd would not take all of it."""
    try:
        line.sendall(b"zINSTREAM\0")
        while piece := file.read(PIECE):
            line.sendall(struct.pack("!L", len(piece)) + piece)
        line.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        return False
    return True


def _answer(line: socket.socket) -> str:
    """Read up to the closing zero byte."""
    received = b""
    while b"\0" not in received and len(received) < LONGEST_ANSWER:
        piece = line.recv(LONGEST_ANSWER)
        if not piece:
            break
        received += piece
    return received.split(b"\0")[0].decode("utf-8", "replace").strip()


def _verdict(answer: str, *, whole: bool) -> Verdict:
    """Read ``stream: OK`` or ``stream: <name> FOUND``; anything else is no verdict."""
    if answer.endswith(" FOUND"):
        return Infected(answer.removeprefix("stream: ").removesuffix(" FOUND"))
    if answer == "stream: OK" and whole:
        return Clean()
    if "size limit exceeded" in answer:
        return Unavailable("the file is longer than StreamMaxLength in clamd.conf")
    return Unavailable("the scanner gave no verdict")
