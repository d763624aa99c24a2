"""A plan on paper: every section under its letter, tagged for a screen reader, nothing left out."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from ehcportal import profile as profiles
from ehcportal.content.letter_words import fill_in
from ehcportal.content.letters import letter_book
from ehcportal.domain import letterlaw
from ehcportal.domain.facts import PlanKind
from ehcportal.models.plan import Section
from ehcportal.pdf import Pdf
from ehcportal.pdf.shapes import PlanPaper
from ehcportal.queries.cases import CaseHead
from ehcportal.queries.plan_pages import ShownLine, ShownPlan, ShownSection
from ehcportal.queries.plans import Head
from ehcportal.services import plan_paper
from ehcportal.services.plan_serving import Serving
from tests.factories import BIRTH

PROFILE = profiles.load("standard")
DAY = date(2026, 6, 1)
HEAD = Head(
    id="v", plan_id="p", case_id="c", number=2, kind=PlanKind.DRAFT, from_version_id=None,
    review_id=None, begun_by="", begun_at=None, served_on=None, comments_until=None,  # type: ignore[arg-type]
    document_id=None, dropped_at=None, version=1,
)  # fmt: skip
CHILD = CaseHead(
    case_id="c", reference="BR-26-000001-8", version=1, opened_on=DAY, ended_on=None,
    person_id="m", forename="Maya", surname="Okafor", birth_date=BIRTH,
    birth_date_estimated=False, sex=None, upn=None, setting=None, coordinator=None,
)  # fmt: skip
LINE = ShownLine(
    key="f1",
    number="F1",
    section=Section.F,
    area="Communication and interaction",
    text='#set text(red) *not* obeyed: "a therapist"\nعربي',
    details=(("How much", "45 minutes"),),
    goes_with=("B1",),
    sources=("Educational psychologist, 1 May 2026",),
    voice=None,
)


def plan(kind: PlanKind = PlanKind.DRAFT) -> ShownPlan:
    sections = [
        ShownSection(each, f"Title {each}", (LINE,) if each == "F" else ()) for each in Section
    ]
    return ShownPlan(replace(HEAD, kind=kind), tuple(sections))


def sheet(shown: ShownPlan, serving: Serving, *more: Any) -> PlanPaper:
    return plan_paper.sheet(shown, CHILD, serving, PROFILE, *more)


def text_of(pdf: Pdf) -> str:
    pages = PdfReader(BytesIO(pdf.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_draft_says_what_it_is_and_until_when_the_family_can_speak() -> None:
    made = plan_paper.of(sheet(plan(), Serving(DAY, date(2026, 6, 15))))
    told = text_of(made)
    assert made.tagged
    assert "Draft plan: Maya Okafor" in told
    assert "Monday 15 June 2026" in told
    assert "It does not name a school or college" in told
    assert [each for each in Section if f"{each}: Title {each}" not in told] == []


def test_what_somebody_typed_is_printed_and_never_obeyed() -> None:
    told = text_of(plan_paper.of(sheet(plan(), Serving(DAY, DAY))))
    assert "#set text(red) *not* obeyed" in told
    assert "45 minutes" in told
    assert "Goes with B1." in told
    assert "Educational psychologist, 1 May 2026" in told


def test_a_final_plan_carries_the_rights_that_the_law_asks_for() -> None:
    book = letter_book(Path("nowhere"))
    words = fill_in(book, book.letter("final_plan"), dict.fromkeys(book.names, "known"))
    keys = {each.key for each in book.letter("final_plan").blocks}
    assert {each.value for each in letterlaw.asked("final_plan").blocks} <= keys
    made = plan_paper.of(sheet(plan(PlanKind.FINAL), Serving(DAY, None), words))
    told = text_of(made)
    assert "Final plan: Maya Okafor" in told
    assert "You can appeal" in told
    assert "Mediation" in told
