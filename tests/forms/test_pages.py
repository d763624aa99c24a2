"""Every page of every form as HTML: each error and each missing answer leads to a control."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from jinja2 import Environment, FileSystemLoader
from werkzeug.datastructures import MultiDict

import ehcportal
from ehcportal.forms.answers import Clash
from ehcportal.forms.catalogue import catalogue
from ehcportal.forms.conditions import Answers
from ehcportal.forms.definition import FormDefinition, Page
from ehcportal.forms.fields.base import FileRow, KnownPerson, SettingMatch
from ehcportal.forms.journey import journey
from ehcportal.forms.sent import read_page
from ehcportal.forms.summary import summary
from ehcportal.forms.view import Links, Showing, page_view
from tests.forms.asking import KNOWN

TEMPLATES = Path(ehcportal.__file__).parent / "templates"
CONTEXT = replace(
    KNOWN,
    people=(KnownPerson("p1", "Tobi <b>"),),
    files=(FileRow("f1", "documents", "Letter <b>.pdf", 2000),),
    search_settings=lambda _: [SettingMatch("s1", "Larkfield", "Brookham")],
)
LINKS = Links(
    page=lambda page: f"/forms/draft/d/{page}",
    sign_in="/sign-in",
    autosave="/autosave",
    upload=lambda question: f"/upload/{question}",
    remove_file=lambda file: f"/remove/{file}",
)
ALL_PAGES: Answers = {
    "areas": ["talking", "learning", "feelings", "body"],
    "known": "yes",
    "way": "here",
    "year_nine": "yes",
}
"""What makes every page of every form appear."""

EVERYTHING_ASKED: Answers = {
    "on_behalf": "someone_else",
    "same_address": "no",
    "learning_place": "setting",
    "excluded": "yes",
    "social_worker": "yes",
    "made_easier": ["language"],
    "may_share": "some",
    "own_words": "I like dogs",
    **ALL_PAGES,
    "setting": {"name": "lark", "setting_id": ""},
}
WRONG = {
    "birth_date": {"day": "3", "month": "x", "year": "2018"},
    "your_phone": "1",
    "upn": "1",
    "nhs_number": "1",
    "child_name": {"first": "", "last": "Okafor"},
    "other_adults": [{"name": {"first": "Ada", "last": ""}}],
    "support": [{"who": "Miss Hughes"}],
    "people": [{"name": "Dr Amin"}],
    "diagnoses": [{"who": "Dr Amin"}],
    "documents": [{"file": "f1", "written_on": {"day": "40"}}],
}
PAGES = [
    pytest.param(form, page, id=f"{form.id}-{page.id}")
    for form in catalogue()
    for page in form.pages
]


def environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: text, lambda one, many, num: one if num == 1 else many, newstyle=True
    )
    env.globals.update(csrf_token=lambda: "token", idem=lambda: "key")
    return env


PARTIAL = environment().get_template("forms/_page.html")


class Request:
    """All that the page looks at."""

    args: MultiDict[str, str] = MultiDict()


def shown(form: FormDefinition, page: Page, given: Answers, **showing: object) -> BeautifulSoup:
    way = journey(form, given, CONTEXT)
    step = way.step(page.id)
    assert step is not None
    html = PARTIAL.render(
        view=page_view(way, step, LINKS, Showing(**showing)),  # type: ignore[arg-type]
        links=LINKS,
        sections=summary(form, given, CONTEXT),
        request=Request,
        window="w",
        late=False,
        first=False,
    )
    return BeautifulSoup(html, "html.parser")


def controls(soup: BeautifulSoup) -> list[Tag]:
    return soup.select("form#form input:not([type=hidden]), form#form select, form#form textarea")


@pytest.mark.parametrize(("form", "page"), PAGES)
def test_each_error_leads_to_a_control_that_takes_the_focus(
    form: FormDefinition, page: Page
) -> None:
    soup = shown(form, page, EVERYTHING_ASKED | WRONG, checked=True)
    for link in soup.select(".govuk-error-summary a[href^='#']"):
        target = soup.find(id=str(link["href"]).lstrip("#"))
        assert target is not None, link
        assert target.name in {"input", "select", "textarea", "button"}, link
        assert target.get("type") != "hidden"


@pytest.mark.parametrize(("form", "page"), PAGES)
def test_no_id_stands_twice_and_every_control_has_a_label(form: FormDefinition, page: Page) -> None:
    soup = shown(form, page, EVERYTHING_ASKED | WRONG, checked=True)
    ids = Counter(str(tag["id"]) for tag in soup.select("[id]"))
    assert [name for name, times in ids.items() if times > 1] == []
    for control in controls(soup):
        label = soup.find("label", attrs={"for": control.get("id")})
        assert label is not None, control
        assert label.get_text(strip=True)
    for tag in soup.select("[aria-describedby], [aria-labelledby]"):
        for name in f"{tag.get('aria-describedby', '')} {tag.get('aria-labelledby', '')}".split():
            assert soup.find(id=name) is not None, (tag, name)


@pytest.mark.parametrize(("form", "page"), PAGES)
def test_a_page_sends_only_what_its_form_knows(form: FormDefinition, page: Page) -> None:
    """The page as it is drawn, sent back as it is, is never refused and changes no answer."""
    soup = shown(form, page, EVERYTHING_ASKED)
    pairs = []
    for tag in soup.select("form#form input, form#form textarea"):
        ticked = tag.get("type") not in {"radio", "checkbox"} or tag.has_attr("checked")
        if ticked and tag.get("type") != "file":
            pairs.append((tag["name"], tag.get("value") or tag.get_text().removeprefix("\n")))
    for tag in soup.select("form#form select"):
        chosen = tag.select_one("option[selected]")
        pairs.append((tag["name"], chosen["value"] if chosen else ""))
    sent = read_page(page, MultiDict(pairs))
    for question, answer in sent.answers.items():
        before = EVERYTHING_ASKED.get(question)
        if before and isinstance(before, (str, list)):
            assert answer == before, question


@pytest.mark.parametrize(("form", "page"), PAGES)
def test_the_buttons_stand_in_the_order_of_the_guides(form: FormDefinition, page: Page) -> None:
    soup = shown(form, page, ALL_PAGES)
    tools = [str(button["value"]) for button in soup.select(".tools button")]
    assert tools == ["save", "print", "pdf", "close", "cancel"]
    first = soup.select("form#form button")[0]
    assert first["value"] == "next", "Enter in a box means Next"
    wanted = "Submit to Local Authority" if page.kind == "submit" else "Next"
    assert soup.select(".buttons button")[0].get_text(strip=True) == wanted


def test_hostile_words_stay_words() -> None:
    form = catalogue().get("access-request")
    assert form
    nasty = '"><script>alert(1)</script>'
    page = form.page("child")
    assert page
    given: Answers = {
        "child_name": {"first": nasty, "last": nasty},
        "birth_date": {"day": nasty, "month": "", "year": ""},
        "relationship": nasty,
    }
    soup = shown(form, page, given, checked=True)
    assert soup.find("script") is None
    assert soup.find(id="child_name-first")["value"] == nasty  # type: ignore[index]


def test_at_a_clash_mine_stands_in_the_box_and_theirs_above_it() -> None:
    form = catalogue().get("access-request")
    assert form
    page = form.page("child")
    asked = form.question("child_name")
    assert page
    assert asked
    clash = Clash(asked, {"first": "Maya", "last": "O"}, {"first": "Maia", "last": "O"})
    soup = shown(form, page, {"child_name": clash.theirs}, clashes=(clash,))
    assert soup.find(id="child_name-first")["value"] == "Maia"  # type: ignore[index]
    assert "Maya O" in soup.select_one("#questions .notice").get_text()  # type: ignore[union-attr]


def test_the_submit_page_lists_what_is_missing_with_links() -> None:
    form = catalogue().get("access-request")
    assert form
    page = form.page("submit")
    assert page
    soup = shown(form, page, {"on_behalf": "someone_else"})
    links = {a.get_text(): a["href"] for a in soup.select("#missing a")}
    assert links["Enter the date of birth"] == "/forms/draft/d/child#birth_date-day"


def test_what_autosave_answers_replaces_parts_that_the_page_has() -> None:
    form = catalogue().get("access-request")
    assert form
    soup = shown(form, form.pages[2], {})
    html = environment().get_template("forms/_saved.html").render(saved_at="14:32", base="x:1")
    for part in BeautifulSoup(html, "html.parser").find_all(id=True):
        assert soup.find(part.name, id=part["id"]) is not None, part


def test_a_stranger_finds_login_or_register_on_your_details() -> None:
    form = catalogue().get("access-request")
    assert form
    way = journey(form, {}, replace(CONTEXT, signed_in=False))
    step = way.step("your-details")
    assert step is not None
    html = PARTIAL.render(
        view=page_view(way, step, LINKS), links=LINKS, sections=(), request=Request,
        window="w", late=False, first=False,
    )  # fmt: skip
    button = BeautifulSoup(html, "html.parser").find(id="log-in-or-register")
    assert button is not None
    assert button.get_text() == "Login or Register"  # type: ignore[union-attr]
    assert button["href"] == "/sign-in"  # type: ignore[index]
