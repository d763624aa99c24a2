"""What a delivery status notification says (RFC 3464), and about which of our mails.

Anybody can write to the mailbox. A notice counts only with the id of a mail of ours: 128 random
bits that stood in its Message-ID and nowhere else. No address is read from a notice, and none kept.
"""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from enum import StrEnum

REPORT, STATUS = "multipart/report", "message/delivery-status"
ORIGINALS = {"message/rfc822", "text/rfc822-headers"}
OUR_ID = re.compile(r"\s*<?([a-z2-7]{26})@([^>\s]{1,255})>?\s*")
CODE = re.compile(r"\s*([45])\.(\d{1,3})\.(\d{1,3})\b")
"""RFC 3463. A refusal that may pass (4) has failed for good once a notice says so."""


class Fate(StrEnum):
    """What became of a mail."""

    RETURNED = "returned"
    DELAYED = "delayed"
    """It may still arrive, or did: nothing changes."""
    UNKNOWN = "unknown"
    """No notice, or none about a mail of ours."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice: what became of which mail, and the code that the other server gave."""

    fate: Fate
    message_id: str = ""
    code: str = ""


NOTHING = Notice(Fate.UNKNOWN)


def read(raw: bytes, host: str) -> Notice:
    """Read a mail that came back; whatever is not a notice about a mail of ``host`` is unknown."""
    try:
        return _read(message_from_bytes(raw), host)
    except Exception:  # the parser meets what anybody wrote; a fault in it is no notice
        return NOTHING


def _read(mail: Message, host: str) -> Notice:
    kind = str(mail.get_param("report-type", "")).lower()
    if mail.get_content_type() != REPORT or kind != "delivery-status":
        return NOTHING
    parts = mail.get_payload()
    pieces = [part for part in parts if isinstance(part, Message)] if parts else []
    status = next((each for each in pieces if each.get_content_type() == STATUS), None)
    fields = status.get_payload() if status is not None else None
    if not isinstance(fields, list) or not fields:
        return NOTHING
    about = _envelope(fields[0]) or _original(pieces, host)
    if not about:
        return NOTHING
    code = next((found for each in fields[1:] if (found := _failed(each))), "")
    return Notice(Fate.RETURNED if code else Fate.DELAYED, about, code)


def _failed(recipient: Message | str) -> str:
    """Return the code with which a recipient's mail failed for good, or nothing."""
    if isinstance(recipient, str) or _word(recipient, "Action") != "failed":
        return ""
    code = CODE.match(str(recipient.get("Status", "")))
    return ".".join(code.groups()) if code else ""


def _word(fields: Message, name: str) -> str:
    """Return the first word of a field; a comment may follow it."""
    return (str(fields.get(name, "")).lower().split("(")[0].split() or [""])[0]


def _envelope(fields: Message | str) -> str:
    """Return the id that we gave to the envelope, if the other server repeats it (RFC 3461)."""
    given = "" if isinstance(fields, str) else str(fields.get("Original-Envelope-Id", "")).strip()
    return given if re.fullmatch(r"[a-z2-7]{26}", given) else ""


def _original(pieces: list[Message], host: str) -> str:
    """Return the id in the Message-ID of the mail that came back, if it was one of ours."""
    for piece in pieces:
        if piece.get_content_type() not in ORIGINALS:
            continue
        found = OUR_ID.fullmatch(str(_headers(piece).get("Message-ID", "")))
        if found and found[2].lower() == host.lower():
            return found[1]
    return ""


def _headers(piece: Message) -> Message:
    inner = piece.get_payload()
    if isinstance(inner, list):
        return inner[0] if inner and isinstance(inner[0], Message) else Message()
    written = piece.get_payload(decode=True)
    return message_from_bytes(written) if isinstance(written, bytes) else Message()
