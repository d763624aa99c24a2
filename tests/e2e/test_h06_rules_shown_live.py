"""Rows H06, W03, D02: what the page ticks off while one types is what the server holds."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader
from playwright.sync_api import Browser, Page

import ehcportal
from ehcportal import profile as profiles
from ehcportal import words
from ehcportal.security import password_policy
from ehcportal.security.password_policy import RULES

HERE = Path(ehcportal.__file__).parent
PRESETS = ("standard", "portal", "messaging", "hub")
PASSWORDS = [
    "a", "short", "exactly eight"[:8], "seven77", "elevenchars", "twelve chars", "fourteen chars",
    "fifteen chars!!", "Heron-Willow-42", "HeronWillowBoat42", "heron-willow-42", "HERON-WILLOW-42",
    "Heron Willow 42", "12345678", "1234-5678", "ABCDEFGH", "Heron£42", "Heron€42", "Heron42…",
    "Hérön-42-Ärger", "ÉÉÉÉÉÉÉÉÉ", "éééééééé1", "ßßßßßßßß", "নীল নৌকা আর চাঁদ", "٣٤٥٦٧٨٩٠",
    "heron-٣٤٥٦",
    "ⅧⅧⅧⅧⅧⅧⅧⅧ", "Ⓐbcdefgh1", "ǅabcdefg1", "x²x³x½x¼", "heron\u00a0willow", "heron\u3000willow",
    "🦩🦩🦩🦩🦩🦩🦩🦩", "🦩🦩🦩🦩🦩🦩🦩🦩🦩🦩🦩🦩", "e\u0301e\u0301e\u0301e\u0301", "a_b_c_d_1_A",
    "!\"#$%&'()*+,-./:;<=>?@",
    "[\\]^_`{|}~£aA1", "<b>Heron-42</b>", "Heron-42\ufeff", "x" * 64, "A1-" * 340, "a" * 1024,
]  # fmt: skip
TICKED = """([typed, both]) => {
  for (const box of both) box.value = typed;
  both[0].form.dispatchEvent(new Event("input", { bubbles: true }));
  return [...document.querySelectorAll("[data-rule]")].map(
    (line) => [line.dataset.rule, line.classList.contains("is-met")]);
}"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own, without a portal: the rules, two boxes and our script."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def document(policy: profiles.PasswordPolicy) -> str:
    """The rules of a policy as the component writes them, over the two boxes."""
    made = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True)
    words.install(made)
    macros = made.get_template("components/password_rules.html").module
    rules = password_policy.shown(policy, twice="confirm_password")
    shown = macros.password_rules(rules, "new_password")  # type: ignore[attr-defined]
    boxes = '<input id="new_password"><input id="confirm_password">'
    return f"<!doctype html><title>Rules</title><form>{shown}{boxes}</form>"


@pytest.mark.parametrize("preset", PRESETS)
def test_every_rule_is_ticked_when_the_server_would_take_it(page: Page, preset: str) -> None:
    policy = profiles.load(preset).sign_in.password
    page.set_content(document(policy))
    page.add_script_tag(path=HERE / "static" / "js" / "portal.js")
    boxes = [page.query_selector(f"#{name}") for name in ("new_password", "confirm_password")]
    asked = [rule for rule in RULES if rule.asked(policy)]
    for password in PASSWORDS:
        live = dict(page.evaluate(TICKED, [password, boxes]))
        held = {rule.key: rule.kept(policy, password) for rule in asked}
        assert live == {**held, "same": True}, password


def test_two_different_passwords_are_not_the_same(page: Page) -> None:
    policy = profiles.load("standard").sign_in.password
    page.set_content(document(policy))
    page.add_script_tag(path=HERE / "static" / "js" / "portal.js")
    page.fill("#new_password", "three odd words")
    page.fill("#confirm_password", "three odd word")
    met = page.locator("li.is-met")
    assert met.count() == 1
    page.fill("#confirm_password", "three odd words")
    assert met.count() == 2
