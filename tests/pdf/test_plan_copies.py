"""A plan as a file to write in says what its PDF says; both can be read by a screen reader."""

from dataclasses import replace
from io import BytesIO
from time import perf_counter
from typing import Any

import docx
import pytest
from docx.document import Document
from PIL import Image
from pypdf import PdfReader

from ehcportal.content.letter_words import LetterPart, LetterWords
from ehcportal.domain.facts import PlanKind
from ehcportal.models.plan import Section
from ehcportal.models.voice import PieceKind
from ehcportal.pdf.shapes import PlanPaper
from ehcportal.queries.plan_pages import ShownLine, ShownPlan, ShownSection
from ehcportal.queries.plans import Voice
from ehcportal.services import letters, plan_paper
from ehcportal.services.plan_paper import OwnWays
from ehcportal.services.plan_pictures import Picture
from ehcportal.services.plan_serving import Serving
from tests.pdf.test_plan_papers import CHILD, DAY, HEAD, LINE, PROFILE

ALT = "Me on the swing"
DRAWN = Voice("v", PieceKind.PICTURE, "play", ALT, (), "f", None, is_removed=False)
OWN = replace(
    LINE, key="a1", number="A1", section=Section.A, area="", text="", details=(), sources=(),
    voice=DRAWN,
)  # fmt: skip
HOSTILE = "A\x00b\x0b\ud800\ufffe " + "x" * 5000 + "\nمرحبا بالعالم\u202e <b>&amp;</b>"


def picture() -> Picture:
    held = BytesIO()
    Image.new("RGB", (40, 30), "red").save(held, "JPEG")
    return Picture(held.getvalue(), PieceKind.PICTURE, ALT)


def plan(lines: tuple[ShownLine, ...], kind: PlanKind = PlanKind.DRAFT) -> ShownPlan:
    sections = [
        ShownSection(each, f"Title {each}", tuple(one for one in lines if one.section == each))
        for each in Section
    ]
    return ShownPlan(replace(HEAD, kind=kind), tuple(sections))


def sheet(*lines: ShownLine, kind: PlanKind = PlanKind.DRAFT, sent: bool = True) -> PlanPaper:
    serving = Serving(DAY, DAY) if sent else None
    own = OwnWays({"a1": picture()}, {})
    return plan_paper.sheet(plan(lines, kind), CHILD, serving, PROFILE, None, own)


def opened(paper: PlanPaper) -> Document:
    return docx.Document(BytesIO(plan_paper.to_edit(paper)))


def told(made: Document) -> str:
    """Return all words in the order in which they are read, tables where they stand."""
    found = [each.text or "" for each in made.element.body.iter() if each.tag.endswith("}t")]
    return " ".join(" ".join(found).split())


def test_the_word_file_has_every_section_as_a_heading_and_says_what_the_pdf_says() -> None:
    paper = sheet(OWN, LINE)
    made = opened(paper)
    heads = [
        each.text for each in made.paragraphs if (each.style and each.style.name) == "Heading 2"
    ]
    assert heads == [f"{each}: Title {each}" for each in Section]
    pages = PdfReader(BytesIO(plan_paper.of(paper).content)).pages
    pdf = "".join("".join(page.extract_text() for page in pages).split())
    for said in ("Maya Okafor", "45 minutes", "Goes with B1.", LINE.text.split("\n")[0]):
        assert said in told(made)
        assert "".join(said.split()) in pdf
    assert (
        told(made).index("Title E") < told(made).index("45 minutes") < told(made).index("Title G")
    )


def test_help_stands_in_a_table_whose_header_row_repeats() -> None:
    table = opened(sheet(LINE)).tables[0]
    assert [each.text for each in table.rows[0].cells][:2] == ["Line", "What is given"]
    assert "tblHeader" in table.rows[0]._tr.xml
    assert table.rows[1].cells[0].text == "F1"
    assert table.rows[1].cells[2].text == "How much: 45 minutes"


def test_the_word_file_names_language_title_and_council_and_says_draft_in_words() -> None:
    made = opened(sheet(LINE))
    assert made.core_properties.title == "Draft plan: Maya Okafor"
    assert made.core_properties.author
    assert made.core_properties.language == "en-GB"
    assert 'w:val="en-US"' not in made.styles.element.xml
    assert "DRAFT" in made.sections[0].header.paragraphs[0].text
    assert "DRAFT" in told(made)
    assert "DRAFT" not in told(opened(sheet(LINE, kind=PlanKind.FINAL)))
    unsent = told(opened(sheet(LINE, kind=PlanKind.FINAL, sent=False)))
    assert "DRAFT" in unsent
    assert "still being written" in unsent


def test_pictures_of_section_a_have_words_in_both_files() -> None:
    made = opened(sheet(OWN))
    assert f'descr="{ALT}"' in made.element.body.xml
    content = plan_paper.of(sheet(OWN)).content
    assert ALT in marked(PdfReader(BytesIO(content)), "/Figure")


def test_hostile_text_goes_into_the_word_file_as_text_and_breaks_nothing() -> None:
    made = opened(sheet(replace(LINE, text=HOSTILE, area=HOSTILE, details=((HOSTILE, HOSTILE),))))
    assert "Ab " in told(made)
    assert "<b>&amp;</b>" in told(made)
    assert "w:rtl" in made.element.body.xml


def test_a_plan_of_two_hundred_lines_is_made_in_less_than_two_seconds() -> None:
    lines = [replace(LINE, key=str(each), number=f"F{each}") for each in range(200)]
    paper = sheet(*lines)
    began = perf_counter()
    content = plan_paper.to_edit(paper)
    assert perf_counter() - began < 2
    assert len(docx.Document(BytesIO(content)).tables[0].rows) == 201


def letter() -> bytes:
    parts = (LetterPart("heading", ("Why",)), LetterPart("bullets", ("One.", "Two.")))
    words = LetterWords("general", "", "A letter", "letter", parts, ())
    return letters.paper(words, CHILD, PROFILE, DAY).content


@pytest.mark.parametrize("made", [lambda: plan_paper.of(sheet(OWN, LINE)).content, letter])
def test_plans_and_letters_declare_pdf_ua_and_are_tagged(made: Any) -> None:
    """ISO 14289-1: the part in the XMP, tags, a language, a title that is shown."""
    reader = PdfReader(BytesIO(made()))
    root: Any = reader.trailer["/Root"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert marked(reader, "/H2") or marked(reader, "/H1")


def marked(reader: PdfReader, kind: str) -> list[str]:
    """Return the words for each part of a kind in the tree of tags."""
    root: Any = reader.trailer["/Root"]
    waiting, found = [root["/StructTreeRoot"]], []
    while waiting:
        each = waiting.pop()
        each = each.get_object() if hasattr(each, "get_object") else each
        if isinstance(each, list):
            waiting += each
        elif isinstance(each, dict):
            if each.get("/S") == kind:
                found.append(str(each.get("/Alt", "")))
            waiting += [each["/K"]] if "/K" in each else []
    return found
