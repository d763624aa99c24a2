"""Asking the virus scanner, with a small program that speaks clamd's protocol for real."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from ehcportal.storage.scan import (
    Clean,
    Infected,
    NoScanner,
    ScannerSettingError,
    Unavailable,
    from_url,
)

BAD = b"X5O!P%@AP test virus"
LIMIT = 1_000_000


class Daemon(socketserver.StreamRequestHandler):
    """As much of clamd as the portal uses: zPING and zINSTREAM (man clamd)."""

    def handle(self) -> None:
        command = self.until_zero()
        if command == b"zPING":
            self.wfile.write(b"PONG\0")
        elif command == b"zINSTREAM":
            self.wfile.write(self.verdict() + b"\0")

    def until_zero(self) -> bytes:
        read = b""
        while (letter := self.rfile.read(1)) not in (b"\0", b""):
            read += letter
        return read

    def verdict(self) -> bytes:
        content = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
            if len(content) > LIMIT:
                return b"INSTREAM size limit exceeded. ERROR"
        if content == b"mumble":
            return b"?"
        return b"stream: Test.Virus FOUND" if BAD in content else b"stream: OK"


class Listening(socketserver.ThreadingTCPServer):
    """Lets as many callers wait as the test sends at once."""

    request_queue_size = 64


def serving(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def tcp() -> Iterator[str]:
    server = Listening(("127.0.0.1", 0), Daemon)
    for _ in serving(server):
        yield f"tcp://127.0.0.1:{server.server_address[1]}"


@pytest.fixture
def unix(tmp_path: Path) -> Iterator[str]:
    server = socketserver.ThreadingUnixStreamServer(str(tmp_path / "clamd"), Daemon)
    for _ in serving(server):
        yield f"unix:{tmp_path}/clamd"


@pytest.mark.parametrize("line", ["tcp", "unix"])
def test_a_clean_file_is_clean_and_a_virus_is_named(
    line: str, request: pytest.FixtureRequest
) -> None:
    scanner = from_url(request.getfixturevalue(line))
    assert scanner.check() is None
    assert scanner.scan(BytesIO(b"A letter. " * 50_000)) == Clean()
    assert scanner.scan(BytesIO(b"start " * 50_000 + BAD)) == Infected("Test.Virus")


def test_a_file_that_was_already_read_is_scanned_from_its_start(tcp: str) -> None:
    file = BytesIO(BAD)
    file.read()
    assert from_url(tcp).scan(file) == Infected("Test.Virus")


def test_many_files_at_once_each_get_their_own_verdict(tcp: str) -> None:
    scanner, found = from_url(tcp), {}

    def scan(number: int) -> None:
        found[number] = scanner.scan(BytesIO(BAD if number % 2 else b"fine"))

    threads = [threading.Thread(target=scan, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = {n: Infected("Test.Virus") if n % 2 else Clean() for n in range(16)}
    assert found == expected


def test_a_file_too_long_for_the_scanner_is_never_called_clean(tcp: str) -> None:
    found = from_url(tcp).scan(BytesIO(bytes(LIMIT * 30)))
    assert isinstance(found, Unavailable)


def test_a_strange_answer_is_never_called_clean(tcp: str) -> None:
    assert isinstance(from_url(tcp).scan(BytesIO(b"mumble")), Unavailable)


def test_a_scanner_that_is_down_leaves_the_file_waiting(tmp_path: Path) -> None:
    with socketserver.TCPServer(("127.0.0.1", 0), Daemon) as server:
        port = server.server_address[1]
    for url in (f"tcp://127.0.0.1:{port}", f"unix:{tmp_path}/nothing"):
        scanner = from_url(url)
        assert isinstance(scanner.scan(BytesIO(b"x")), Unavailable)
        assert "does not answer" in scanner.check()


def test_without_a_scanner_nobody_claims_that_one_looked() -> None:
    scanner = from_url(None)
    assert isinstance(scanner, NoScanner)
    assert scanner.scan(BytesIO(BAD)) == Clean(scanned=False)
    assert scanner.check() is None


@pytest.mark.parametrize("url", ["http://host", "tcp://", "unix:", "tcp://host:99999", "host"])
def test_the_setting_is_named_when_it_is_wrong(url: str) -> None:
    with pytest.raises(ScannerSettingError, match="EHCPORTAL_CLAMD_URL"):
        from_url(url)
