"""The parts of a file for a word processor: paragraphs, tables, pictures, header and foot."""

import re
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from ehcportal import clock

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

FONT: Final = "Arial"
INK, SOFT = "1A2524", "505D5B"
LANGUAGE: Final = "en-GB"
SIZES: Final = {"Normal": 12.0, "Heading 1": 20.0, "Heading 2": 15.0, "Heading 3": 12.5}
PICTURE_CM: Final = 10.0
RIGHT_TO_LEFT: Final = re.compile(r"^[\W\d_]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
FIELD: Final = re.compile(r"(\{\w+\})")
FIELDS: Final = {"{page}": "PAGE", "{pages}": "NUMPAGES"}


def begin(title: str, council: str, standing: str, foot: str) -> "Document":
    """Return an empty document on A4 with its title, language, header and numbered pages."""
    from docx import Document
    from docx.shared import Cm

    made = Document()
    _look(made)
    page = made.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    page.header.paragraphs[0].text = f"{council} · {standing}" if standing else council
    _numbered(page.footer.paragraphs[0], f"{title} · {foot}")
    about = made.core_properties
    about.title, about.author, about.language = title, council, LANGUAGE
    about.comments, about.last_modified_by = "", council
    about.created = about.modified = datetime.combine(clock.today(), datetime.min.time())
    return made


def words(place: "Document | _Cell", said: str) -> None:
    """Add what somebody wrote, a paragraph for each of its lines."""
    for part in said.split("\n"):
        if part.strip():
            _run(_paragraph(place), part)


def strong(place: "Document | _Cell", said: str, *, keep: bool = False) -> None:
    """Add a short paragraph in bold; with ``keep`` it stays with what follows it."""
    paragraph = _paragraph(place)
    paragraph.paragraph_format.keep_with_next = keep
    _run(paragraph, said).bold = True


def soft(place: "Document | _Cell", said: str) -> None:
    """Add a note in small, softer letters."""
    from docx.shared import Pt, RGBColor

    run = _run(_paragraph(place), said)
    run.font.size, run.font.color.rgb = Pt(10), RGBColor.from_string(SOFT)


def pair(place: "Document | _Cell", name: str, value: str) -> None:
    """Add a name with its value."""
    paragraph = _paragraph(place)
    _run(paragraph, f"{name}: ").bold = True
    _run(paragraph, value)


def picture(place: "Document | _Cell", content: bytes, alt: str) -> None:
    """Add a picture with what it shows in words."""
    from docx.shared import Cm

    run = _paragraph(place).add_run()
    shape: Any = run.add_picture(BytesIO(content))
    scale = min(1.0, Cm(PICTURE_CM) / shape.width, Cm(PICTURE_CM) / shape.height)
    shape.width, shape.height = int(shape.width * scale), int(shape.height * scale)
    shape._inline.docPr.set("descr", alt)


def table(
    made: "Document", heads: Sequence[str], widths: Sequence[float], rows: int
) -> list[list["_Cell"]]:
    """Add a table whose header row repeats on every page; return the cells of its rows."""
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    grid = made.add_table(rows=rows + 1, cols=len(heads), style="Table Grid")
    grid.autofit = False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Cm(width)
    lines = [row._tr for row in grid.rows]
    lines[0].get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    cells = [_cells(grid, line, widths) for line in lines]
    for cell, said in zip(cells[0], heads, strict=True):
        strong(cell, said)
        close(cell)
    return cells[1:]


def _cells(grid: Any, line: Any, widths: Sequence[float]) -> list["_Cell"]:
    """Return the cells of a row; asking the table for each row would take ever longer."""
    from docx.shared import Cm
    from docx.table import _Cell

    found = [_Cell(each, grid) for each in line.tc_lst]
    for cell, width in zip(found, widths, strict=True):
        cell.width = Cm(width)
    return found


def close(cell: "_Cell") -> None:
    """Take away the empty paragraph with which every cell begins, unless it is all there is."""
    first, *others = cell.paragraphs
    if others:
        first._p.getparent().remove(first._p)


def _paragraph(place: "Document | _Cell") -> "Paragraph":
    return place.add_paragraph()


def _run(paragraph: "Paragraph", said: str) -> Any:
    """Add text; what begins in a script from the right is set from the right."""
    from docx.oxml import OxmlElement

    run = paragraph.add_run(said)
    if RIGHT_TO_LEFT.match(said):
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        run.font.rtl = True
    return run


def _numbered(paragraph: "Paragraph", foot: str) -> None:
    """Write the foot with fields that the word processor fills in itself."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for part in FIELD.split(foot):
        if part not in FIELDS:
            paragraph.add_run(part)
            continue
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), FIELDS[part])
        held = paragraph.add_run("1")._r
        field.append(held)
        paragraph._p.append(field)


def _look(made: "Document") -> None:
    """Set type, colours and language in the styles, where whoever edits can change them once."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for name, size in SIZES.items():
        style: Any = made.styles[name]
        style.font.size, style.font.name = Pt(size), FONT
        style.font.color.rgb = RGBColor.from_string(INK)
        fonts = style.element.rPr.rFonts
        for each in [each for each in fonts.attrib if each.endswith("Theme")]:
            del fonts.attrib[each]
        for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(kind), FONT)
    for tag in made.styles.element.iter(qn("w:lang")):
        tag.set(qn("w:val"), LANGUAGE)
