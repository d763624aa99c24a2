"""Real files, as people attach them: a report as PDF, a photo from a phone, and some to refuse."""

from pathlib import Path

from PIL import Image, ImageDraw
from PIL.ExifTags import GPS, IFD, Base
from pypdf import PdfWriter
from pypdf.annotations import FreeText


def report(folder: Path, name: str = "speech report.pdf") -> Path:
    """Write a PDF of two pages."""
    writer = PdfWriter()
    for _ in range(2):
        writer.add_blank_page(width=595, height=842)
    words = FreeText(text="What we found in May", rect=(60, 700, 400, 760))
    writer.add_annotation(page_number=0, annotation=words)
    path = folder / name
    with path.open("wb") as file:
        writer.write(file)
    return path


def photo(folder: Path, name: str = "IMG_2041.jpg") -> Path:
    """Take a photo as a phone does: turned, and with the place where it was taken."""
    picture = Image.new("RGB", (1200, 900), "#d8c8a8")
    ImageDraw.Draw(picture).text((80, 80), "I like the pond", fill="#203040")
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    exif[Base.Make] = "Phone"
    where = exif.get_ifd(IFD.GPSInfo)
    where[GPS.GPSLatitudeRef], where[GPS.GPSLatitude] = "N", (53.0, 12.0, 30.0)
    where[GPS.GPSLongitudeRef], where[GPS.GPSLongitude] = "W", (1.0, 30.0, 10.0)
    path = folder / name
    picture.save(path, exif=exif)
    return path


def place_of(photo: bytes | Path) -> dict[int, object]:
    """Return where a photo says it was taken; nothing when it does not say."""
    from io import BytesIO

    source = BytesIO(photo) if isinstance(photo, bytes) else photo
    with Image.open(source) as picture:
        return dict(picture.getexif().get_ifd(IFD.GPSInfo))


def programme(folder: Path, name: str = "holiday.jpg") -> Path:
    """Write a program that calls itself a photo."""
    path = folder / name
    path.write_bytes(b"MZ\x90\x00" + b"\x00" * 2_000)
    return path
