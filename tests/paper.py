"""A form as a browser without scripts sends it: what stands in the fields, and one button."""

import io
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from bs4 import BeautifulSoup, Tag
from werkzeug.test import TestResponse

from tests.cast import Player

Fields = dict[str, Any]


@dataclass
class Sheet:
    """One page in front of a person: what a browser would send if they pressed a button now."""

    player: Player
    path: str
    answer: TestResponse
    fields: Fields = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The page as text of HTML."""
        return self.answer.get_data(as_text=True)

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The page as a tree, read once: reading it costs more than making it."""
        return BeautifulSoup(self.text, "lxml")

    @property
    def heading(self) -> str:
        """The page's heading."""
        found = self.soup.select_one("h1")
        return found.get_text(strip=True) if found else ""

    def press(self, then: str, answers: Fields | None = None, **options: Any) -> TestResponse:
        """Send the page with these answers typed over what stands there."""
        data = {**self.fields, **(answers or {}), "then": then}
        data = {name: value for name, value in data.items() if value is not None}
        return self.player.client.post(self.path, data=data, **options)

    def go(self, then: str, answers: Fields | None = None) -> "Sheet":
        """Press a button and follow to the page it leads to."""
        answer = self.press(then, answers)
        if answer.status_code == 303:
            return open_sheet(self.player, answer.headers["Location"])
        return sheet_of(self.player, self.path, answer)


def open_sheet(player: Player, path: str) -> Sheet:
    """Open a page, following redirects."""
    for _ in range(5):
        answer = player.get(path)
        if answer.status_code not in {302, 303}:
            return sheet_of(player, path.partition("#")[0].partition("?")[0], answer)
        path = answer.headers["Location"]
    raise AssertionError("redirected without end")


def sheet_of(player: Player, path: str, answer: TestResponse) -> Sheet:
    """Read the fields of the page's form."""
    sheet = Sheet(player, path, answer)
    form = sheet.soup.select_one("form#form")
    if form is not None:
        sheet.path = str(form["action"])
        sheet.fields = _fields(form)
    return sheet


def _fields(form: Tag) -> Fields:
    found: Fields = {}
    for control in form.select("input[name], textarea[name], select[name]"):
        name = str(control["name"])
        kind = control.get("type", "text")
        if control.name == "textarea":
            found[name] = control.get_text().removeprefix("\n")
        elif control.name == "select":
            chosen = control.select_one("option[selected]")
            found[name] = str(chosen.get("value", "")) if chosen else ""
        elif kind == "checkbox" and control.has_attr("checked"):
            found.setdefault(name, []).append(str(control.get("value", "on")))
        elif kind == "radio":
            found |= {name: str(control["value"])} if control.has_attr("checked") else {}
        elif kind not in {"checkbox", "file", "submit"}:
            found[name] = str(control.get("value", ""))
    return found


def begin(player: Player, form: str = "access-request") -> Sheet:
    """Start a new form, whatever was saved before, and stand on its second page."""
    first = open_sheet(player, f"/forms/{form}")
    if not first.fields:
        answer = player.post(f"/forms/{form}", {"then": "next"})
        return open_sheet(player, answer.headers["Location"])
    return first.go("next")


def draft_id(sheet: Sheet) -> str:
    """Return the draft that a page belongs to."""
    found = re.search(r"/forms/draft/([a-z2-7]{26})", sheet.path)
    assert found, sheet.path
    return found.group(1)


def page(sheet: Sheet, page_id: str) -> Sheet:
    """Open another page of the same form."""
    return open_sheet(sheet.player, path(sheet, page_id))


def path(sheet: Sheet, page_id: str) -> str:
    """Return the address of another page of the same form."""
    return f"/forms/draft/{draft_id(sheet)}/{page_id}"


CHILD: Fields = {
    "on_behalf": "someone_else",
    "relationship": "mother",
    "child_name-first": "Tobi",
    "child_name-last": "Okafor",
    "birth_date-day": "3",
    "birth_date-month": "3",
    "birth_date-year": "2018",
    "same_address": "yes",
}


def asked_on(sheet: Sheet, answers: Fields) -> Fields:
    """Keep the answers that this page asks for."""
    return {
        name: value for name, value in answers.items() if sheet.soup.select_one(f'[name="{name}"]')
    }


def fill_all(player: Player, form: str = "access-request", child: Fields | None = None) -> Sheet:
    """Fill in what must be answered and stand on the page where the form is sent."""
    sheet = begin(player, form)
    for _ in range(40):
        found = sheet.soup.select_one("form#form")
        assert found is not None, sheet.text
        if sheet.path.endswith("/submit"):
            return sheet
        sheet = sheet.go("next", asked_on(sheet, {**CHILD, **(child or {})}))
        assert sheet.answer.status_code == 200, sheet.text
    raise AssertionError(f"never arrived: {sheet.path}")


def send(player: Player, form: str = "access-request", child: Fields | None = None) -> Sheet:
    """Fill in a form, send it, and stand on the page of thanks."""
    last = fill_all(player, form, child)
    confirm = last.go("submit", {"declaration": "yes"})
    assert "Have you entered all" in confirm.text, confirm.text
    return press_submit(confirm)


def press_submit(confirm: Sheet) -> Sheet:
    """Press Submit on the confirmation."""
    form = confirm.soup.select_one("form.confirm")
    assert form is not None
    answer = confirm.player.client.post(str(form["action"]), data=_fields(form))
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return open_sheet(confirm.player, answer.headers["Location"])


def file(content: bytes, name: str) -> tuple[io.BytesIO, str]:
    """A file to send."""
    return io.BytesIO(content), name
