"""Several PDFs as one, to be printed on both sides: each begins on a sheet of its own."""

from collections.abc import Iterable
from io import BytesIO
from typing import BinaryIO

from ehcportal.pdf.render import PdfError


def bundle(papers: Iterable[BinaryIO]) -> bytes:
    """Return one PDF of all of them. Raises ``PdfError`` when one of them cannot be read."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    made = PdfWriter()
    try:
        for paper in papers:
            made.append(PdfReader(paper))
            if len(made.pages) % 2:
                made.add_blank_page()
    except (PyPdfError, OSError, ValueError, KeyError):
        raise PdfError("a paper cannot be read") from None
    out = BytesIO()
    made.write(out)
    return out.getvalue()
