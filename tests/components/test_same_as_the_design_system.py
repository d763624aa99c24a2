"""Our own macros make the very elements that the design system makes, only faster.

Left out of the comparison is what we do on purpose: no ``data-module`` (their scripts are not
here), ``unseen`` for their long class of hidden words, and what brings the focus to the summary.
"""

from typing import Any, NamedTuple

import pytest
from bs4 import BeautifulSoup, NavigableString, Tag
from jinja2 import Environment

from tests.components.conftest import Show

OURS_ON_PURPOSE = {"data-module", "data-focus", "data-date", "tabindex"}
OPTIONS = [
    {"value": "x", "label": "One", "hint": "the first"},
    {"value": "y", "label": "Other"},
]
THEIR_ITEMS = [
    {"value": "x", "text": "One", "hint": {"text": "the first"}},
    {"value": "y", "text": "Other"},
]
SAID = {"hint": {"text": "A hint"}, "errorMessage": {"text": "An error"}}
SAY = {"hint": "A hint", "error": "An error"}
THEIR_NAMES = [{"value": "x", "text": "One"}, {"value": "y", "text": "Other"}]
LABELLED = {"label": {"text": "Label"}}
TWO = "govuk-input--width-2"
BAD = "govuk-input--width-4 govuk-input--error"
LEGEND = {"fieldset": {"legend": {"text": "A question"}}}


class Case(NamedTuple):
    """One component, made by us with ``ours`` and by the design system with ``theirs``."""

    component: str
    args: tuple[object, ...]
    ours: dict[str, Any]
    theirs: dict[str, Any]


CASES = {
    "a line with all": Case(
        "text_input",
        ("a", "Label"),
        {"value": "v", "autocomplete": "email", **SAY},
        {**LABELLED, "id": "a", "name": "a", "value": "v", "autocomplete": "email", **SAID},
    ),
    "a short line of digits": Case(
        "text_input",
        ("a", "Label"),
        {"inputmode": "numeric", "width": 10, "spellcheck": False},
        {
            **LABELLED,
            "id": "a",
            "name": "a",
            "inputmode": "numeric",
            "spellcheck": False,
            "classes": "govuk-input--width-10",
        },
    ),
    "several lines": Case(
        "textarea",
        ("t", "Label", "Some words"),
        SAY,
        {**LABELLED, "id": "t", "name": "t", "value": "Some words", **SAID},
    ),
    "a list that drops down": Case(
        "select",
        ("s", "Label", OPTIONS, "y"),
        SAY,
        {**LABELLED, "id": "s", "name": "s", "value": "y", "items": THEIR_NAMES, **SAID},
    ),
    "one of a few": Case(
        "radios",
        ("r", "A question", OPTIONS, "x"),
        SAY,
        {**LEGEND, "idPrefix": "r", "name": "r", "value": "x", "items": THEIR_ITEMS, **SAID},
    ),
    "some of a few": Case(
        "checkboxes",
        ("c", "A question", OPTIONS, ["y"]),
        SAY,
        {**LEGEND, "idPrefix": "c", "name": "c", "values": ["y"], "items": THEIR_ITEMS, **SAID},
    ),
    "a date with a wrong year": Case(
        "date_input",
        ("d", "A question", "3", "3", "2081"),
        {**SAY, "wrong": ["year"]},
        {
            **LEGEND,
            **SAID,
            "id": "d",
            "items": [
                {"id": "d-day", "name": "d-day", "label": "Day", "value": "3", "classes": TWO},
                {
                    "id": "d-month",
                    "name": "d-month",
                    "label": "Month",
                    "value": "3",
                    "classes": TWO,
                },
                {
                    "id": "d-year",
                    "name": "d-year",
                    "label": "Year",
                    "value": "2081",
                    "classes": BAD,
                },
            ],
        },
    ),
    "what has to be put right": Case(
        "error_summary",
        ([("a", "Enter a name"), (None, "Try again")], "A title"),
        {},
        {
            "titleText": "A title",
            "errorList": [{"text": "Enter a name", "href": "#a"}, {"text": "Try again"}],
        },
    ),
    "the button": Case("button", ("Go on",), {}, {"text": "Go on"}),
    "the way back": Case(
        "button",
        ("Back",),
        {"kind": "secondary", "name": "then", "value": "previous"},
        {
            "text": "Back",
            "classes": "govuk-button--secondary",
            "name": "then",
            "value": "previous",
        },
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_component_is_what_the_design_system_makes(
    show: Show, environment: Environment, case: Case
) -> None:
    ours = show(case.component, case.component, *case.args, **case.ours)
    assert outline(ours) == outline(design_system(environment, case.component, case.theirs))


def design_system(environment: Environment, component: str, params: dict[str, Any]) -> Tag:
    folder = {"text_input": "input"}.get(component, component.replace("_", "-"))
    module = environment.get_template(f"govuk_frontend_jinja/components/{folder}/macro.html").module
    name = "govuk" + "".join(part.capitalize() for part in folder.split("-"))
    return BeautifulSoup(getattr(module, name)(params), "html.parser")


def outline(root: Tag) -> list[Any]:
    """Elements with their attributes and words, without the space between them."""
    found: list[Any] = []
    for child in root.children:
        if isinstance(child, NavigableString):
            said = " ".join(child.split())
            found += [said] if said else []
        elif isinstance(child, Tag):
            found.append((child.name, attributes(child), outline(child)))
    return found


def attributes(tag: Tag) -> dict[str, Any]:
    kept = {name: value for name, value in tag.attrs.items() if name not in OURS_ON_PURPOSE}
    if "class" in kept:
        kept["class"] = {name.replace("govuk-visually-hidden", "unseen") for name in kept["class"]}
    return kept
