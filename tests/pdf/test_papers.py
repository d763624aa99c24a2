"""What families hold in their hands: every word they wrote, in their own script, nothing obeyed."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import structlog
from pypdf import PdfReader
from structlog.testing import capture_logs

from ehcportal.pdf import PdfError, blocks_from_html, render
from ehcportal.pdf.render import FONTS, TEMPLATES

SCRIPTS = {
    "Arabic": "عائشة الرحمن",
    "Bengali": "তানিয়া রহমান",
    "Hindi": "आराध्या शर्मा",
    "Gujarati": "આરવ પટેલ",
    "Punjabi": "ਸਿਮਰਨ ਕੌਰ",
    "Tamil": "கவிதா",
    "Ukrainian": "Олександра Коваль",
    "Greek": "Ελένη",
    "Polish": "Łucja Żółć",
    "Welsh": "Siân Ŵyn",
    "emoji": "🚂😀",
}


def paper(*questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "council": "Brookshire County Council",
        "title": "Request an EHC needs assessment",
        "reference": "R-2026-0418",
        "sent_at": "Monday 23 November 2026, 14:44",
        "sections": [{"title": "Your child", "questions": list(questions)}],
        **more,
    }


def question(answer: Any, label: str = "What do they like?", **more: Any) -> dict[str, Any]:
    return {"label": label, "answer": answer, **more}


def opened(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


def words(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in opened(content).pages).split())


def test_the_paper_tells_a_screen_reader_its_language_title_and_structure() -> None:
    made = render("form", paper(question("Trains"), language="en"))
    root = opened(made.content).trailer["/Root"]
    assert made.tagged
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert opened(made.content).metadata.title == "Request an EHC needs assessment"


def test_everything_that_was_sent_is_on_the_paper() -> None:
    made = render(
        "form",
        paper(
            question("Trains and\n\nplanes"),
            question(["Speech", "Writing"], "What is hard?"),
            question({"rich": blocks_from_html("<p>So <b>kind</b></p>")}, "And?"),
            question(
                {"entries": [{"title": "Person 1", "questions": [question("Sam Hill", "Name")]}]},
                "Who helps?",
            ),
            sent_by="Grace Okafor",
            on_behalf_of="Tanya Okafor",
            contact="01632 960 100",
            files=[{"name": "School report.pdf", "size": "1.2 MB", "sha256": "abcdef012345" * 5}],
            fingerprint="0123456789abcdef" * 4,
        ),
    )
    text = words(made.content)
    for part in (
        "Brookshire County Council", "01632 960 100", "R-2026-0418", "23 November 2026, 14:44",
        "Grace Okafor", "Tanya Okafor", "Your child", "What do they like?", "Trains and", "planes",
        "Speech", "Writing", "So kind", "Person 1", "Sam Hill", "School report.pdf", "1.2 MB",
        "abcdef012345", "01234567 89abcdef", "Page 1 of 1",
    ):  # fmt: skip
        assert part in text, part
    assert "Not sent yet" not in text


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_name_in_any_of_our_scripts_is_shown_and_can_be_read_aloud(script: str) -> None:
    made = render("form", paper(question(SCRIPTS[script]), on_behalf_of=SCRIPTS[script]))
    assert made.tagged
    assert words(made.content).count("\ufffd") == 0
    if script not in {"Arabic", "Bengali", "Hindi", "Gujarati", "Punjabi", "Tamil"}:
        assert SCRIPTS[script] in words(made.content)
    assert letters(SCRIPTS[script]) <= letters(words(made.content))


def letters(text: str) -> set[str]:
    return set(text.replace(" ", ""))


@pytest.mark.parametrize(
    "hostile",
    [
        '#import "@preview/evil:1.0.0"',
        "*bold* _it_ $x^2$ `raw`",
        "= Heading\n- list\n+ numbers\n/ term: x",
        '"; #panic("x") //',
        "@reference <label> \\ ~ --- ... https://harm.example",
        '{"data": [1]} {{ x }} %s',
        '#read("/etc/passwd") #sys.inputs #eval("1")',
    ],
)
def test_nothing_a_person_types_is_obeyed(hostile: str) -> None:
    made = render("form", paper(question(hostile), reference=hostile, title=hostile))
    assert made.tagged
    assert words(made.content).count(" ".join(hostile.split())) >= 2
    assert "/Annots" not in opened(made.content).pages[0]


def test_marks_that_turn_the_writing_round_and_control_characters_are_left_out() -> None:
    made = render("form", paper(question("abc\u202edef\x00\x07\ud800\ue000 end\tof")))
    assert "abcdef end of" in words(made.content)


def test_an_answer_as_long_as_a_book_is_printed_to_its_last_word() -> None:
    made = render("form", paper(question("A long day. " * 10_000 + "The last word.")))
    reader = opened(made.content)
    assert len(reader.pages) > 20
    assert "The last word." in " ".join(reader.pages[-1].extract_text().split())
    assert f"Page 2 of {len(reader.pages)}" in reader.pages[1].extract_text()


@pytest.mark.parametrize("nothing", [None, "", " \n ", [], {"rich": []}, {"entries": []}])
def test_a_question_without_an_answer_says_so(nothing: Any) -> None:
    assert "Not answered" in words(render("form", paper(question(nothing))).content)


def test_a_form_without_questions_and_a_form_with_only_the_needed_facts_print() -> None:
    assert render("form", paper()).tagged
    bare = {"council": "Brookshire County Council", "title": "A form", "sections": []}
    assert render("form", bare).tagged


def test_a_copy_of_an_unsent_form_says_so_on_every_page() -> None:
    made = render("form", paper(question("word " * 2000), sent_at=None, reference=None))
    for page in opened(made.content).pages:
        assert "Not sent yet" in page.extract_text()


def test_an_empty_form_has_room_to_write_and_nobodys_answers() -> None:
    choice = question(None, "May we phone?", options=["Yes", "No"], hint="In the day.")
    made = render("form", paper(question("Trains", lines=6), choice, blank=True))
    text = words(made.content)
    assert made.tagged
    for part in ("What do they like?", "May we phone?", "Yes", "No", "In the day.", "Write your"):
        assert part in text
    for part in ("Trains", "R-2026-0418", "Not answered", "Not sent yet", "14:44"):
        assert part not in text


def test_a_letter_prints_with_its_facts() -> None:
    made = render(
        "letter",
        {
            "council": "Brookshire County Council",
            "title": "We have your form",
            "to": ["Grace Okafor", "1 High Street"],
            "date": "Monday 23 November 2026",
            "facts": [["Reference", "R-1"]],
            "body": blocks_from_html("<p>Dear Grace</p><ul><li>Thank you</li></ul>"),
            "signed": ["The EHC team"],
        },
    )
    assert made.tagged
    for part in ("1 High Street", "R-1", "Dear Grace", "Thank you", "The EHC team"):
        assert part in words(made.content)


def test_a_script_we_have_no_letters_for_still_gives_a_paper_and_the_log_names_nobody() -> None:
    structlog.reset_defaults()
    with capture_logs() as logged:
        made = render("form", paper(question("漢字 Grace Okafor")))
    assert not made.tagged
    assert "Grace Okafor" in words(made.content)
    assert logged == [{"event": "pdf_without_tags", "log_level": "warning", "template": "form"}]


def test_a_paper_that_cannot_be_made_is_one_plain_error_without_anybodys_words() -> None:
    with pytest.raises(PdfError) as raised:
        render("form", {"title": "Grace Okafor", "sections": "none"})
    assert "Grace" not in str(raised.value)
    assert raised.value.__suppress_context__


def test_the_same_answers_give_the_same_bytes_even_from_many_threads() -> None:
    data = paper(question(SCRIPTS["Bengali"]))
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda _: render("form", data).content, range(12)))
    assert len(set(made)) == 1


def test_words_of_the_paper_can_be_in_another_language() -> None:
    made = render("form", paper(question(""), language="cy", words={"not_answered": "Heb ei ateb"}))
    assert "Heb ei ateb" in words(made.content)
    assert opened(made.content).trailer["/Root"]["/Lang"] == "cy"


def test_a_colour_that_is_none_does_not_cost_a_family_its_paper() -> None:
    assert render("form", paper(accent="red; #panic()")).tagged


def test_a_long_form_takes_no_longer_than_a_blink() -> None:
    table = [{"name": f"{n}.pdf", "size": "1 MB", "sha256": "ab" * 32} for n in range(20)]
    taken = []
    for attempt in range(5):
        sections = [
            {
                "title": f"Part {part}.{attempt}",
                "questions": [question(f"{n} {attempt}") for n in range(8)],
            }
            for part in range(12)
        ]
        began = time.perf_counter()
        render("form", paper(sections=sections, files=table))
        taken.append(time.perf_counter() - began)
    assert statistics.median(taken) < 0.2, taken


def test_nothing_is_fetched_and_no_font_of_the_machine_is_used() -> None:
    for template in TEMPLATES.glob("*.typ"):
        assert "@preview" not in template.read_text(), template.name
    assert sum(font.stat().st_size for font in FONTS.iterdir()) < 3_000_000
    named = {font.name.partition("-")[0] for font in FONTS.glob("*.ttf")}
    assert all(family.startswith(("Noto", "AtkinsonHyperlegibleNext")) for family in named)
    assert {"OFL-Noto.txt", "OFL-AtkinsonHyperlegibleNext.txt"} <= {
        path.name for path in Path(FONTS).glob("*.txt")
    }
