"""Whether a page is sound for everybody: what axe finds, and what it does not look at."""

import os
import re
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

from tests.e2e.portal import DESKTOP, PHONE, Running
from tests.places import PLACES

COUNCIL = "Brookshire County Council"
SMALL_PHONE = {"width": 320, "height": 640}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES: dict[str, Any] = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
IN_THE_DARK: dict[str, Any] = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast"]},
}
AXE = Axe().axe_script
STANDARD = "standard"
ALONE = {re.sub(r"\{\w+\}", "*", each.path) for each in PLACES}
"""The pages on each of which axe is run by itself."""

ID = re.compile(r"/[a-z2-7]{26}(?=/|$)")
ANSWERED_NO = re.compile(r"Failed to load resource: .* status of 4\d\d")
"""Chromium's own line for a page that answers 4xx, as a page with errors does."""

SHAPE = """() => {
  const box = (e) => e.getBoundingClientRect();
  const seen = (e) => e.checkVisibility() && !e.closest(".unseen") && box(e).width;
  const small = [...document.querySelectorAll(
      "button, .govuk-button, summary, select, nav a, .menu a, .tools a, input:not([type=hidden])")]
    .filter((e) => seen(e) && !e.matches("[type=radio], [type=checkbox], [tabindex='-1'], .unseen"))
    .filter((e) => box(e).height < 43.5)
    .map((e) => `${e.localName} “${(e.innerText || e.name || "").trim()}” ` +
                `${Math.round(box(e).height)} px`);
  return {
    title: document.title,
    lang: document.documentElement.lang,
    headings: [...document.querySelectorAll("h1")].map((e) => e.innerText),
    small,
    state: [[".govuk-error-summary", "errors"], [".files button", "files"], [".notice", "notice"],
            ["details[open]", "unfolded"]]
      .filter(([selector]) => document.querySelector(selector))
      .map(([, words]) => ` with ${words}`),
  };
}"""
WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > width + 1)
    .slice(0, 5).map((e) => `${e.localName}.${e.className}`);
}"""


class Watch:
    """Notes what a browser should not have to do: errors in scripts, blocked or foreign things."""

    def __init__(self, context: BrowserContext, base_url: str) -> None:
        self.faults: list[str] = []
        self._base_url = base_url
        context.on("console", self._said)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        context.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        is_bad = message.type in {"error", "warning"}
        if is_bad and not ANSWERED_NO.search(message.text):
            self.faults.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self._base_url + "/", "blob:", "data:")):
            self.faults.append(f"asked another host: {request.url}")


def examine(page: Page, running: Running, *, whole: bool = False) -> list[str]:
    """Return what is wrong with a page; each is looked at once in each of its states.

    axe takes a second a page. A page of ``tests.places`` as it is opened first is left to the test
    that runs axe on all of them (``whole``); every other state and preset is looked at here.
    """
    shape = page.evaluate(SHAPE)
    path = page.url.removeprefix(running.base_url).split("?")[0].split("#")[0]
    place = ID.sub("/*", path) + "".join(shape["state"])
    if place in running.examined:
        return []
    found = [*_head(shape, running, place), *_too_wide(page)]
    found += [f"small target: {each}" for each in shape["small"]]
    if running.has_scripts and (whole or not _is_examined_by_itself(place, running)):
        found += _axe(page)
    picture(page, place, running)
    return [f"{place}: {each}" for each in found]


def _is_examined_by_itself(place: str, running: Running) -> bool:
    return running.environment.get("EHCPORTAL_COUNCIL", STANDARD) == STANDARD and place in ALONE


def _head(shape: dict[str, Any], running: Running, place: str) -> list[str]:
    """Check what names the page: one heading, the language, a title of its own."""
    found = []
    title, heading = shape["title"], " ".join(shape["headings"])
    if len(shape["headings"]) != 1:
        found.append(f"headings of level 1: {shape['headings']}")
    if shape["lang"] != "en-GB":
        found.append(f"language: {shape['lang']!r}")
    if not title.endswith(f" - {COUNCIL}") or title.startswith((" ", "-")):
        found.append(f"title: {title!r}")
    for other, its in running.examined.items():
        if its[0] == title and its[1] != heading:
            found.append(f"{other} has the same title: {title!r}")
    running.examined[place] = title, heading
    return found


def _too_wide(page: Page) -> list[str]:
    """Nothing may be wider than a small phone (WCAG 1.4.10)."""
    before = page.viewport_size or PHONE
    found = []
    for size in (SMALL_PHONE, PHONE):
        page.set_viewport_size(size)
        wide = page.evaluate(WIDE)
        found += [f"wider than {size['width']} px: {wide}"] if wide else []
    page.set_viewport_size(before)
    return found


def _axe(page: Page) -> list[str]:
    """Run axe in daylight, and for contrast once more in the dark."""
    page.evaluate(AXE)
    found = _violations(page, RULES)
    page.emulate_media(color_scheme="dark")
    found += [f"in the dark: {each}" for each in _violations(page, IN_THE_DARK)]
    page.emulate_media(color_scheme="light")
    return found


def _violations(page: Page, rules: dict[str, Any]) -> list[str]:
    told = page.evaluate("(rules) => axe.run(rules).then((told) => told.violations)", rules)
    return [
        f"axe {each['id']}: {each['help']}: {[node['html'][:160] for node in each['nodes']]}"
        for each in told
    ]


def picture(page: Page, place: str, running: Running) -> None:
    """Keep pictures of the page where ``EHCPORTAL_TEST_SHOTS`` names a folder to look at them."""
    folder = os.environ.get("EHCPORTAL_TEST_SHOTS")
    if not folder:
        return
    name = re.sub(r"[^a-z0-9]+", "-", place.lower().replace("*", "one")).strip("-") or "home"
    before = page.viewport_size or PHONE
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        kind = "with" if running.has_scripts else "without"
        target = Path(folder) / f"{name}.{kind}.{size['width']}.png"
        page.screenshot(path=target, full_page=True)
    page.set_viewport_size(before)
