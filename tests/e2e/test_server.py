"""The server with many people, with slow people, told to end, and killed."""

import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import unquote

import pytest

from tests.e2e.inside import Inside
from tests.e2e.line import FORM, Line
from tests.e2e.portal import Running, start, wait_until_it_answers

pytestmark = pytest.mark.xdist_group("server")

IDLE = 1000
SLOW = 60
"""More than the eight requests that are worked on at once."""

USUAL_FILES = 1024
"""Open files that a shell lets a program have, unless the program asks for more."""

MEGABYTE = bytes(1024 * 1024)
FAR_TOO_MUCH = 150 * len(MEGABYTE)
"""More than any council of the demo takes at once."""

AT_ONCE = 3.0
"""Seconds; without anybody else on the machine it is some hundredths."""


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A portal, started where a shell allows few open files."""
    instance = tmp_path_factory.mktemp("instance")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (USUAL_FILES, before[1]))
    found = start(instance, f"sqlite:///{instance / 'ehcportal.db'}", has_scripts=False)
    resource.setrlimit(resource.RLIMIT_NOFILE, (before[1], before[1]))
    yield found
    resource.setrlimit(resource.RLIMIT_NOFILE, before)
    found.process.kill()
    found.process.wait(20)


@pytest.fixture
def portal(one: Running) -> Running:
    """The portal, started again if the test before has ended it."""
    if one.process.poll() is not None:
        start_again(one)
    return one


@pytest.fixture(scope="module")
def inside(one: Running) -> Iterator[Inside]:
    """The portal from within."""
    found = Inside(one)
    yield found
    found.close()


def test_a_page_comes_at_once_while_a_thousand_others_hold_their_line(portal: Running) -> None:
    line = Line(portal.base_url)
    with ExitStack() as held:
        for _ in range(IDLE):
            held.enter_context(line.open())
        assert line.get("/", AT_ONCE).status == 200
        assert line.get("/readyz", AT_ONCE).text == "ok"


def test_a_page_comes_at_once_while_many_slow_phones_are_sending(
    inside: Inside, portal: Running
) -> None:
    parent = Line(portal.base_url, inside.cookie("parent"))
    path = inside.path("form-child")
    body = parent.filled(path, then="save", known_as="May")
    with ExitStack() as held:
        phones = [held.enter_context(parent.open()) for _ in range(SLOW)]
        for phone in phones:
            phone.sendall(parent.head(path, body) + body[:20].encode())
        assert parent.get(path, AT_ONCE).status == 200
        phones[0].sendall(body[20:].encode())
        assert status_of(phones[0]) == 303


def test_a_film_far_beyond_the_limit_is_answered_with_a_page_that_keeps_the_words(
    inside: Inside, portal: Running
) -> None:
    parent = Line(portal.base_url, inside.cookie("parent"))
    path = inside.path("add-a-film")
    token = parent.filled(path).partition("=")[2]
    before = [part("csrf_token", unquote(token)), part("words", "He danced all evening")]
    film = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n'
    after = b"\r\n" + part("helped", "Uncle Ben") + b"--x--\r\n"
    body = b"".join(before) + film
    with parent.open() as sent:
        length = len(body) + FAR_TOO_MUCH + len(after)
        head = parent.head(path, "").replace(b"Length: 0", b"Length: %d" % length)
        sent.sendall(head.replace(FORM.encode(), b"multipart/form-data; boundary=x") + body)
        for _ in range(FAR_TOO_MUCH // len(MEGABYTE)):
            sent.sendall(MEGABYTE)
        sent.sendall(after)
        answer = sent.makefile("rb").read().decode()
    assert answer.startswith("HTTP/1.1 413")
    assert "He danced all evening" in answer
    assert "Uncle Ben" in answer


def part(name: str, value: str) -> bytes:
    """Return a field of a form with a file."""
    head = f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
    return f"{head}{value}\r\n".encode()


def test_told_to_end_the_server_takes_nobody_new_and_finishes_what_was_begun(
    inside: Inside, portal: Running
) -> None:
    parent = Line(portal.base_url, inside.cookie("parent"))
    path = inside.path("form-child")
    body = parent.filled(path, then="save", known_as="May")
    with parent.open() as idle, parent.open() as begun:
        begun.sendall(parent.head(path, body) + body[:20].encode())
        assert parent.get("/healthz").status == 200
        portal.process.send_signal(signal.SIGTERM)
        portal.until(lambda: takes_nobody(parent), "the end of listening")
        begun.sendall(body[20:].encode())
        assert status_of(begun) == 303
        assert portal.process.wait(20) == 0
        assert idle.recv(1) == b""


def test_a_saved_page_is_there_when_the_server_was_killed_right_after_saying_so(
    inside: Inside, portal: Running
) -> None:
    parent = Line(portal.base_url, inside.cookie("parent"))
    path = inside.path("form-child")
    assert parent.send(path, then="save", _shown="known_as", known_as="Mayflower").status == 303
    kill(portal)
    start_again(portal)
    assert "Mayflower" in parent.get(path).text


def test_a_sent_form_is_there_when_the_server_was_killed_right_after_saying_so(
    inside: Inside, portal: Running
) -> None:
    """What is on stage besides was put there row by row, and ``verify`` finds fault with some."""
    parent = Line(portal.base_url, inside.cookie("parent"))
    path, before = inside.path("form-confirm"), portal.faults()
    thanks = parent.send(path).location
    kill(portal)
    assert portal.faults() <= before
    start_again(portal)
    assert parent.get(thanks).status == 200


def kill(portal: Running) -> None:
    """End the server without a warning."""
    portal.process.kill()
    portal.process.wait(20)


def start_again(portal: Running) -> None:
    """Serve the same instance at the same address."""
    port = Line(portal.base_url).address[1]
    line = [sys.executable, "-m", "ehcportal", "serve", "--port", str(port)]
    portal.process = subprocess.Popen(line, env=portal.environment)
    wait_until_it_answers(port, portal.process)


def takes_nobody(line: Line) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(line.address) != 0


def status_of(begun: socket.socket) -> int:
    """Read the first line of an answer."""
    return int(begun.makefile("rb").readline().split()[1])
