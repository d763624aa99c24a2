"""One function that turns plain data and a template into a PDF.

The typesetter is taken into memory by the first PDF: most processes never make one.
"""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import structlog

from ehcportal.pdf.words import ENGLISH

if TYPE_CHECKING:
    import typst

HERE: Final = Path(__file__).parent
TEMPLATES: Final = HERE / "templates"
FONTS: Final = HERE / "fonts"
NO_DATE: Final = 0
"""The moment written into every PDF, so that the same data give the same bytes."""

BIDI_CONTROLS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They can make a name read as another name (Unicode TR36)."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished PDF. ``tagged`` says that it was made to PDF/UA-1 (ISO 14289-1)."""

    content: bytes
    tagged: bool


class PdfError(Exception):
    """No PDF could be made. The message holds nothing from the data."""


def render(
    template: str,
    data: Mapping[str, Any],
    *,
    fonts: Path = FONTS,
    words: Mapping[str, str] = ENGLISH,
) -> Pdf:
    """Return ``template`` ("form", "letter", "record") filled with ``data`` of ``pdf.shapes``.

    Data reach the template as JSON and never as markup, so nothing a person types is obeyed.
    Nothing is fetched and nobody's system fonts are used: the same data give the same bytes.
    When the text cannot be made to PDF/UA-1 (a script without a font, say), the PDF comes
    without tags and the log says so. Raises ``PdfError`` when there is no PDF at all.
    """
    import typst

    source = TEMPLATES / f"{template}.typ"
    given = printable({**data, "words": {**words, **data.get("words", {})}})
    inputs = {"data": json.dumps(given, ensure_ascii=False)}
    try:
        return Pdf(_compile(source, inputs, fonts, accessible=True), tagged=True)
    except typst.TypstError:
        log.warning("pdf_without_tags", template=template)
    try:
        return Pdf(_compile(source, inputs, fonts, accessible=False), tagged=False)
    except typst.TypstError:
        raise PdfError(f"template {template} could not be rendered") from None


def _compile(source: Path, inputs: dict[str, str], fonts: Path, *, accessible: bool) -> bytes:
    import typst

    result = typst.compile(
        source,
        root=TEMPLATES,
        font_paths=_loaded(fonts),
        sys_inputs=inputs,
        format="pdf",
        pdf_standards=["ua-1"] if accessible else [],
        pdf_tags=accessible,
        timestamp=NO_DATE,
        package_path=TEMPLATES,
        package_cache_path=TEMPLATES,
    )
    if not isinstance(result, bytes):
        raise PdfError("the renderer gave no bytes")
    return result


@lru_cache(maxsize=2)
def _loaded(folder: Path) -> "typst.Fonts":
    """Read the fonts of ``folder`` once for the whole process."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[folder])


def printable(value: Any) -> Any:
    """Return ``value`` with every text freed of characters that paper cannot show."""
    if isinstance(value, str):
        return "".join(filter(_can_print, _lines(value)))
    if isinstance(value, Mapping):
        return {str(key): printable(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [printable(held) for held in value]
    return value


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")


def _can_print(character: str) -> bool:
    if character == "\n":
        return True
    return character not in BIDI_CONTROLS and unicodedata.category(character) not in {
        "Cc",
        "Cs",
        "Cn",
        "Co",
    }
