"""Mail that comes back becomes a task, and nothing that anybody writes there does more."""

import mailbox
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import select

from ehcportal.jobs import returns
from ehcportal.models.outbox import OutboxMessage
from ehcportal.notifications import delivery, outbox
from ehcportal.portal import Portal
from ehcportal.queries import doctor
from ehcportal.settings import SettingsError, load
from tests.imap import serving
from tests.returned import notice

STRANGER = "<abcdefghijklmnopqrstuvwxyz@127.0.0.1>"
Inbox = Callable[[bytes], None]


@pytest.fixture
def portal(portal: Portal) -> Portal:
    """A portal whose mail comes back into a Maildir."""
    return reading(portal, "maildir:returned")


def reading(portal: Portal, where: str) -> Portal:
    """Return the same portal, reading what comes back somewhere."""
    return replace(portal, settings=load(**{**portal.settings.model_dump(), "bounces": where}))


@pytest.fixture
def folder(portal: Portal) -> Path:
    """The Maildir, as a mail server makes it."""
    mailbox.Maildir(portal.settings.inside("returned"), create=True)
    return portal.settings.inside("returned")


def sent(portal: Portal) -> str:
    """Send a mail and return its Message-ID."""
    with portal.database.unit() as session:
        made = outbox.put(
            session,
            portal.keyring,
            template="form_sent",
            recipient="grace@mail.example",
            facts={"reference": "R-1", "path": "/forms/sent/abc"},
        )
        assert made is not None
        found = made.id
    delivery.deliver(portal)
    return f"<{found}@127.0.0.1>"


def fate(portal: Portal, message_id: str) -> tuple[str | None, str | None]:
    """Return what became of a mail, with the code."""
    with portal.database.reading() as session:
        by_id = select(OutboxMessage).where(OutboxMessage.id == message_id[1:27])
        row = session.exec(by_id).one()
        return row.outcome, row.last_fault


def flags(folder: Path) -> list[str]:
    """Return the flags of what was read."""
    return sorted(path.name.partition(":2,")[2] for path in (folder / "cur").iterdir())


@pytest.mark.parametrize("whole", [True, False])
def test_a_mail_that_came_back_is_marked_once_and_read_once(
    portal: Portal, folder: Path, whole: bool
) -> None:
    ours = sent(portal)
    (folder / "new" / "1.mx").write_bytes(notice(ours, whole=whole))
    returns.read_returned_mail(portal)
    assert fate(portal, ours) == ("returned", "returned 5.1.1")
    assert (list((folder / "new").iterdir()), flags(folder)) == ([], ["S"])
    (folder / "cur" / "2.mx").write_bytes(notice(ours, status="5.2.2"))
    returns.read_returned_mail(portal)
    assert fate(portal, ours) == ("returned", "returned 5.1.1"), "the first notice stands"


def test_the_id_of_the_envelope_is_enough(portal: Portal, folder: Path) -> None:
    ours = sent(portal)
    (folder / "new" / "1").write_bytes(notice("", envelope=ours[1:27]))
    returns.read_returned_mail(portal)
    assert fate(portal, ours)[0] == "returned"


@pytest.mark.parametrize(
    ("action", "status"),
    [("delayed", "4.4.1"), ("delivered", "2.0.0"), ("failed", "2.0.0"), ("", "")],
)
def test_whatever_may_still_arrive_changes_nothing(
    portal: Portal, folder: Path, action: str, status: str
) -> None:
    ours = sent(portal)
    (folder / "new" / "1").write_bytes(notice(ours, action, status))
    returns.read_returned_mail(portal)
    assert fate(portal, ours) == ("sent", None)
    assert flags(folder) == ["S"]


def test_hostile_mails_stop_nothing_and_wait_for_a_person(portal: Portal, folder: Path) -> None:
    ours = sent(portal)
    boundary = b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
    nested = b"".join(b"Content-Type: message/rfc822\r\n\r\n" for _ in range(5000))
    hostile = [
        b"",
        b"\xff\xfe\x00" * 2000,
        boundary + b"--b\r\nContent-Type: message/delivery-status\r\n\r\n--b--",
        boundary + b"--b\r\n" + nested,
        b"Subject: Hello\r\n\r\nI am on holiday.",
        notice(STRANGER),
        notice(ours.replace("127.0.0.1", "elsewhere.example")),
        notice(ours).replace(b"report-type", b"x-type"),
        b"X: " + b"a" * 3_000_000 + b"\r\n\r\n" + notice(ours),
    ]
    for number, raw in enumerate(hostile):
        (folder / "new" / f"{number}").write_bytes(raw)
    (folder / "new" / "link").symlink_to("/etc/passwd")
    returns.read_returned_mail(portal)
    assert fate(portal, ours) == ("sent", None)
    assert flags(folder) == ["FS"] * len(hostile)
    (folder / "new" / "last").write_bytes(notice(ours))
    returns.read_returned_mail(portal)
    assert fate(portal, ours)[0] == "returned"


def test_a_mailbox_of_a_mail_server_is_read_too(portal: Portal) -> None:
    ours = sent(portal)
    with serving([b"Subject: Hello\r\n\r\nHello", notice(ours)]) as server:
        imap = reading(portal, server.url)
        returns.read_returned_mail(imap)
        assert fate(portal, ours) == ("returned", "returned 5.1.1")
        assert server.flags == {1: rb"(\Seen \Flagged)", 2: rb"(\Seen)"}
        assert found(imap).ok
        wrong = reading(portal, server.url.replace("p%40ss", "guess"))
        returns.read_returned_mail(wrong)
        assert not found(wrong).ok
    returns.read_returned_mail(imap)
    assert not found(imap).ok, "nobody answers"


def found(portal: Portal) -> doctor.Check:
    """Return what the doctor says about returned mail."""
    return next(each for each in doctor.examine(portal.settings) if each.what == "returned mail")


def test_a_wrong_place_is_named(portal: Portal) -> None:
    assert not found(portal).ok, "there is no such Maildir yet"
    for where in ("imap://portal:hunter2@mail.example/Returned", "pop3://mail.example"):
        with pytest.raises(SettingsError, match="EHCPORTAL_BOUNCES"):
            reading(portal, where)
    assert "hunter2" not in repr(reading(portal, "imaps://portal:hunter2@mail.example").settings)
