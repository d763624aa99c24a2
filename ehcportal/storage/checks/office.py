"""Word, Excel and OpenDocument files: which they are, and whether they do more than hold text."""

from io import BytesIO
from typing import BinaryIO, Final

from ehcportal.storage.checks.archives import Archive, open_archive
from ehcportal.storage.checks.kinds import OPEN_XML, Limits
from ehcportal.storage.checks.markup import elements, reaches_out
from ehcportal.storage.checks.refusals import Reason, RefusalError

CONTENT_TYPES: Final = "[Content_Types].xml"
MAIN_PARTS: Final = {
    f"{OPEN_XML}.wordprocessingml.document.main+xml": "docx",
    f"{OPEN_XML}.spreadsheetml.sheet.main+xml": "xlsx",
}
ODT: Final = b"application/vnd.oasis.opendocument.text"
PROGRAMS: Final = ("vbaproject", "vbadata", "activex", "macrosheet", "macroenabled")
"""Words in the names or content types of parts that are programs."""
ODT_PROGRAMS: Final = ("basic/", "scripts/")
FOREIGN_HEADS: Final = (b"MZ", b"\x7fELF", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"Rar!", b"7z\xbc\xaf")
"""How programs, old Office objects and other wrapped files begin."""
ZIP_HEAD: Final = b"PK\x03\x04"
DEEPEST: Final = 2
"""A chart in a letter holds its table as a workbook; nothing honest goes deeper."""


def identify(file: BinaryIO, limits: Limits) -> str:
    """Return "docx", "xlsx" or "odt" for a zip. Raises ``RefusalError`` for every other zip."""
    archive = open_archive(file, limits)
    if CONTENT_TYPES in archive.heads:
        return _open_xml_kind(archive)
    if "mimetype" in archive.heads and archive.read("mimetype").strip() == ODT:
        return "odt"
    raise RefusalError(Reason.BUNDLE)


def check_open_xml(file: BinaryIO, limits: Limits, *, depth: int = 0) -> None:
    """Refuse a docx or xlsx with macros, controls, hidden files or parts fetched from outside."""
    archive = open_archive(file, limits)
    if any(word in name.lower() for name in archive.heads for word in PROGRAMS):
        raise RefusalError(Reason.MACROS)
    for name in archive.heads:
        if name.lower().endswith(".rels"):
            _check_relationships(archive.read(name))
    _check_insides(archive, limits, depth)


def check_odt(file: BinaryIO, limits: Limits) -> None:
    """Refuse an OpenDocument text with macros, a password, hidden files or outside parts."""
    archive = open_archive(file, limits)
    if any(name.lower().startswith(ODT_PROGRAMS) for name in archive.heads):
        raise RefusalError(Reason.MACROS)
    manifest = elements(archive.read("META-INF/manifest.xml"))
    if any(name == "encryption-data" for name, _ in manifest):
        raise RefusalError(Reason.PASSWORD)
    _check_insides(archive, limits, DEEPEST)
    for name in archive.heads:
        if name.endswith(("content.xml", "styles.xml")):
            _check_odt_part(archive.read(name))


def _open_xml_kind(archive: Archive) -> str:
    types = {
        attributes.get("ContentType", "") for _, attributes in elements(archive.read(CONTENT_TYPES))
    }
    if any(word in kind.lower() for kind in types for word in PROGRAMS):
        raise RefusalError(Reason.MACROS)
    for content_type, kind in MAIN_PARTS.items():
        if content_type in types:
            return kind
    raise RefusalError(Reason.OLD_OFFICE)


def _check_relationships(xml: bytes) -> None:
    """Links that a reader clicks may lead anywhere; what the program fetches by itself may not."""
    for name, attributes in elements(xml):
        is_external = attributes.get("TargetMode", "").lower() == "external"
        if name != "Relationship" or not is_external:
            continue
        is_link = attributes.get("Type", "").endswith("/hyperlink")
        if not is_link and reaches_out(attributes.get("Target", "")):
            raise RefusalError(Reason.OUTSIDE_PARTS)


def _check_insides(archive: Archive, limits: Limits, depth: int) -> None:
    for name, head in archive.heads.items():
        if head.startswith(FOREIGN_HEADS):
            raise RefusalError(Reason.FILE_INSIDE)
        if head.startswith(ZIP_HEAD):
            _check_workbook_inside(archive.read(name), limits, depth)


def _check_workbook_inside(content: bytes, limits: Limits, depth: int) -> None:
    if depth >= DEEPEST:
        raise RefusalError(Reason.FILE_INSIDE)
    try:
        identify(BytesIO(content), limits)
    except RefusalError as refusal:
        inside = refusal.reason in {Reason.BUNDLE, Reason.OLD_OFFICE}
        raise RefusalError(Reason.FILE_INSIDE if inside else refusal.reason) from None
    check_open_xml(BytesIO(content), limits, depth=depth + 1)


def _check_odt_part(xml: bytes) -> None:
    for name, attributes in elements(xml):
        if name == "event-listener":
            raise RefusalError(Reason.MACROS)
        if name != "a" and reaches_out(attributes.get("href", "")):
            raise RefusalError(Reason.OUTSIDE_PARTS)
