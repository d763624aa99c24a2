"""One short request of a stranger must not keep the portal busy while families wait."""

import time
from collections.abc import Callable

import pytest
from werkzeug.datastructures import MultiDict

from ehcportal.domain.letters import composed
from ehcportal.domain.names import fold
from ehcportal.forms.definition import Question, QuestionType
from ehcportal.forms.fields import rich_text
from ehcportal.forms.fields.base import Shown, line
from ehcportal.forms.paper import TOO_LONG, paper_sections
from ehcportal.forms.summary import Row, Section
from ehcportal.pdf import blocks_from_html
from ehcportal.security.throttle import Limit
from ehcportal.services import accounts, allowances
from ehcportal.storage.checks import KINDS, safe_name
from tests.cast import Cast

PATIENCE = 2.0
"""Seconds; what is tried here took from ten seconds to hours before it was mended."""

TOWER = "a" + "\N{COMBINING ACUTE ACCENT}\N{COMBINING CEDILLA}" * 40_000
HIDDEN_TOWER = "\N{TIBETAN VOWEL SIGN II}" * 40_000
"""Each of these becomes two marks only when it is taken apart."""

STORY = Question("story", QuestionType.RICH_TEXT, "Your story")
NESTED = "<ul><li>" * 20_000 + "the words"


class Clock:
    """Measures how long something takes."""

    def __enter__(self) -> "Clock":
        self.begun = time.perf_counter()
        return self

    def __exit__(self, *_fault: object) -> None:
        self.took = time.perf_counter() - self.begun


@pytest.mark.parametrize("tower", [TOWER, HIDDEN_TOWER], ids=["accents", "vowel-signs"])
@pytest.mark.parametrize("read", [line, fold, accounts.fold, composed])
def test_a_tower_of_accents_on_one_letter_is_read_at_once(
    read: Callable[[str], str], tower: str
) -> None:
    with Clock() as clock:
        read(tower)
    assert clock.took < PATIENCE


def test_the_name_of_a_file_cannot_be_a_tower_of_accents() -> None:
    with Clock() as clock:
        assert safe_name(TOWER, KINDS["pdf"]).endswith(".pdf")
    assert clock.took < PATIENCE


@pytest.mark.parametrize(
    "written",
    ["Zoe\N{COMBINING DIAERESIS}", "Nguye\u0302\u0303n Ho\u031b\u0300", "আনিকা রহমান", "שָׁלוֹם"],
)
def test_names_with_honest_accents_are_composed_and_whole(written: str) -> None:
    assert line(written) == line(line(written))
    assert composed(composed(written, "NFKD")) == composed(written)
    assert len(composed(written, "NFKD")) >= len(written)


@pytest.mark.parametrize("path", ["/sign-in", "/reset-password", "/register"])
def test_a_stranger_cannot_stop_the_portal_with_one_post_to_a_public_page(
    cast: Cast, path: str
) -> None:
    fields = {"email": TOWER, "password": "x"} if path == "/sign-in" else {"email": TOWER}
    with Clock() as clock:
        assert cast["nobody"].post(path, fields).status_code in {400, 422}
    assert clock.took < PATIENCE


def test_lists_within_lists_without_end_are_kept_as_words_alone() -> None:
    with Clock() as clock:
        kept = rich_text.read(STORY, "story", MultiDict({"story": NESTED}))
    assert kept == "the words"
    assert clock.took < PATIENCE


def test_an_answer_with_honest_formatting_keeps_it() -> None:
    typed = "<p>She <b>loves</b> trains</p>" + "<ul><li>one</li><li>two</li></ul>" * 200
    kept = rich_text.read(STORY, "story", MultiDict({"story": typed}))
    assert isinstance(kept, dict)
    assert "<b>loves</b>" in str(kept["html"])


def test_a_paper_of_an_endless_draft_is_cut_and_says_so() -> None:
    endless, short = Shown(("x",) * 100_000), Shown(("y",))
    rows = tuple(Row(STORY, shown, "page", "story") for shown in (endless, short))
    page = Section("page", "Page", rows)
    story, after = paper_sections((page,), blocks_from_html)[0]["questions"]
    assert story["answer"][0] == "x"
    assert story["answer"][-1] == TOO_LONG
    assert len(story["answer"]) < 10_000
    assert after["answer"] == [TOO_LONG]


def test_a_stranger_is_told_to_wait_before_pdfs_wear_the_server_out(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowances, "PAPERS", Limit("papers", 2, allowances.QUARTER))
    path = "/forms/access-request/pdf"
    assert [cast["nobody"].get(path).status_code for _ in range(3)] == [200, 200, 429]
    assert cast["parent"].get(path).status_code == 200, "the account counts for itself"


def test_a_stranger_cannot_fill_the_database_with_forms(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowances, "BEGUN", Limit("forms-begun", 2, allowances.QUARTER))
    begin = [cast["nobody"].post("/forms/access-request", {"then": "next"}) for _ in range(3)]
    assert [answer.status_code for answer in begin] == [303, 303, 429]
    assert int(begin[-1].headers["Retry-After"]) > 0
    assert cast["parent"].post("/forms/access-request", {"then": "next"}).status_code == 303
