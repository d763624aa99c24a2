"""Small files of every kind, honest and hostile, made on the spot."""

import struct
import zipfile
import zlib
from io import BytesIO

import pillow_heif
from PIL import Image
from pypdf import PdfWriter

from ehcportal.storage.checks.kinds import OPEN_XML

pillow_heif.register_heif_opener()

WORD = f"{OPEN_XML}.wordprocessingml.document.main+xml"
SHEET = f"{OPEN_XML}.spreadsheetml.sheet.main+xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zipped(parts: dict[str, bytes | str]) -> bytes:
    """A zip with these parts, in this order."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def office(main: str = WORD, **parts: bytes | str) -> bytes:
    """A Word or Excel file; ``parts`` has ``__`` for a slash and ``_dot_`` for a dot."""
    named = {
        name.replace("__", "/").replace("_dot_", "."): content for name, content in parts.items()
    }
    types = f'<Types><Override PartName="/main.xml" ContentType="{main}"/></Types>'
    return zipped({"[Content_Types].xml": types, "word/document.xml": "<w/>", **named})


def relationship(kind: str, target: str) -> str:
    """A relationships part with one external relationship."""
    return (
        f'<Relationships><Relationship Id="r1" Type="{OFFICE}/{kind}" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    )


def odt(content: str = "<body/>", manifest: str = "<manifest/>", **parts: bytes | str) -> bytes:
    """An OpenDocument text."""
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "META-INF/manifest.xml": manifest,
            **{name.replace("__", "/"): content for name, content in parts.items()},
        }
    )


def pdf(*, password: str | None = None, attached: bytes = b"") -> bytes:
    """A PDF of one empty page."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if attached:
        writer.add_attachment("attached.bin", attached)
    if password is not None:
        writer.encrypt(user_password=password, owner_password="staff", algorithm="AES-256")
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def raw_pdf(catalog: str) -> bytes:
    """A PDF written by hand, with ``catalog`` inside its root object."""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 10 10] >>",
    ]
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        body
        + (
            f"xref\n0 4\n0000000000 65535 f \n{table}"
            f"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
        ).encode()
    )


def packed_pdf(action: str) -> bytes:
    """A PDF whose objects, with ``action`` among them, are packed into one compressed stream."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R /OpenAction 4 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 10 10] >>",
        action,
    ]
    text, places = "", []
    for number, content in enumerate(objects, start=1):
        places.append(f"{number} {len(text)}")
        text += content + " "
    index = " ".join(places) + " "
    packed = zlib.compress((index + text).encode())
    start = b"%PDF-1.7\n"
    stream = _stream(5, f"/Type /ObjStm /N 4 /First {len(index)}", packed)
    rows = [(0, 0, 255), *((2, 5, at) for at in range(4)), (1, len(start), 0)]
    rows.append((1, len(start + stream), 0))
    table = b"".join(struct.pack("!BHB", *row) for row in rows)
    references = _stream(6, "/Type /XRef /W [1 2 1] /Size 7 /Root 1 0 R", zlib.compress(table))
    return start + stream + references + f"startxref\n{len(start + stream)}\n%%EOF\n".encode()


def _stream(number: int, about: str, content: bytes) -> bytes:
    head = f"{number} 0 obj\n<< {about} /Filter /FlateDecode /Length {len(content)} >>\nstream\n"
    return head.encode() + content + b"\nendstream\nendobj\n"


def picture(form: str = "JPEG", size: tuple[int, int] = (60, 40), **saving: object) -> bytes:
    """A picture with a red left half, so that turning shows."""
    drawn = Image.new("RGB", size, "white")
    drawn.paste("red", (0, 0, size[0] // 2, size[1]))
    written = BytesIO()
    drawn.save(written, form, **saving)
    return written.getvalue()


def located(turned: int = 1) -> bytes:
    """What a telephone writes: where, when, with which camera, how it was held."""
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010F] = "Telephone maker"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 26.0), 3: "W", 4: (0.0, 7.0, 39.0)})
    return exif.tobytes()


SECTOR = 512
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(*names: str, flags: int = 0) -> bytes:
    """An old Office file ([MS-CFB]) with these streams, each 4,096 bytes long."""
    stream = bytes(10) + struct.pack("<H", flags) + bytes(4084)
    folders = 1 + (len(names) + 4) // 4
    sectors = 1 + folders + 8 * len(names)
    fat = [TABLE, *range(2, 1 + folders), END]
    for number in range(len(names)):
        first = 1 + folders + 8 * number
        fat += [*range(first + 1, first + 8), END]
    fat += [FREE] * (128 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, END, 0, END, 0)
    header += struct.pack("<109I", 0, *[FREE] * 108)
    entries = [_entry("Root Entry", 5, child=1 if names else FREE, start=END, size=0)]
    for number, name in enumerate(names):
        following = number + 2 if number + 1 < len(names) else FREE
        place = 1 + folders + 8 * number
        entries.append(_entry(name, 2, right=following, start=place, size=4096))
    directory = b"".join(entries).ljust(folders * SECTOR, b"\0")
    assert len(fat) == 128 >= sectors
    return header + struct.pack("<128I", *fat) + directory + stream * len(names)


def _entry(
    name: str, kind: int, *, right: int = FREE, child: int = FREE, start: int, size: int
) -> bytes:
    letters = (name + "\0").encode("utf-16-le")
    head = letters.ljust(64, b"\0") + struct.pack("<HBB", len(letters), kind, 1)
    return head + struct.pack("<3I36xIQ", FREE, right, child, start, size)
