"""Why a file is not taken, in words that say what to do instead."""

from enum import StrEnum
from typing import Final


class Reason(StrEnum):
    """Every reason for turning a file away; also the key for translations."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    WRONG_KIND = "wrong_kind"
    WRONG_DOOR = "wrong_door"
    BUNDLE = "bundle"
    OLD_OFFICE = "old_office"
    PASSWORD = "password"
    MACROS = "macros"
    OUTSIDE_PARTS = "outside_parts"
    FILE_INSIDE = "file_inside"
    PDF_PROGRAM = "pdf_program"
    PDF_OLD_FORM = "pdf_old_form"
    NOT_TEXT = "not_text"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_COMPLEX = "too_complex"
    DAMAGED = "damaged"


MESSAGES: Final = {
    Reason.EMPTY: "This file is empty. Open it on your device to check it, then choose it again.",
    Reason.TOO_BIG: "This file is bigger than {megabytes} MB. Send a smaller copy, or send it in "
    "parts.",
    Reason.WRONG_KIND: "We cannot open this kind of file. You can send {kinds}.",
    Reason.WRONG_DOOR: "You cannot add this kind of file here. Here you can add {kinds}.",
    Reason.BUNDLE: "This is a bundle of files (zip). Open it on your device and send the files one "
    "by one.",
    Reason.OLD_OFFICE: "We cannot take this kind of Office file. Open it, save it as a PDF and "
    "send the PDF.",
    Reason.PASSWORD: "This file is locked with a password. Save a copy without the password and "
    "send the copy.",
    Reason.MACROS: "This file has small programs (macros) inside, which can do harm. Save it as a "
    "PDF and send the PDF.",
    Reason.OUTSIDE_PARTS: "This file fetches parts of itself from another place. Save it as a PDF "
    "and send the PDF.",
    Reason.FILE_INSIDE: "There is another file hidden inside this one. Save it as a PDF, or send "
    "the files one by one.",
    Reason.PDF_PROGRAM: "This PDF has a program inside, which can do harm. Open it, choose Print, "
    "then Save as PDF, and send the new file.",
    Reason.PDF_OLD_FORM: "This PDF is an old kind of form that many people cannot open. Open it, "
    "choose Print, then Save as PDF, and send the new file.",
    Reason.NOT_TEXT: "This file ends in .txt but it is not plain text. Save it as a PDF and send "
    "the PDF.",
    Reason.TOO_MANY_PIXELS: "This picture is too large for us to open. Send a smaller copy, or "
    "take a photo of it.",
    Reason.TOO_COMPLEX: "This file is too complicated for us to check. Save it as a PDF and send "
    "the PDF, or send it in parts.",
    Reason.DAMAGED: "We could not open this file. It may be damaged. Open it on your device, save "
    "it again as a PDF, and send the PDF.",
}


class RefusalError(Exception):
    """Raised inside the checks; ``inspect`` turns it into a ``Refused``."""

    def __init__(self, reason: Reason, *, limit: int | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.limit = limit
