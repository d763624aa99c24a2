"""Somebody at the portal with a finger or a mouse: what they press, type, choose and read.

Everything is found by the words and roles that a screen reader hears, so a control without a name
cannot be used here either. The same steps serve with scripts and without.
"""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Download, Locator, Page, expect

from tests.e2e.portal import PHONE, Running
from tests.e2e.steps.soundness import Watch, examine, picture

READY = "() => !document.querySelector('script[data-then]') || typeof htmx !== 'undefined'"
"""The scripts come after the page has loaded; until then the page works as without them."""


class Visitor:
    """One person with one browser, looking at one window."""

    def __init__(self, running: Running, context: BrowserContext) -> None:
        self.running = running
        self.context = context
        self.watch = Watch(context, running.base_url)
        self.page: Page = context.new_page()

    @property
    def has_scripts(self) -> bool:
        return self.running.has_scripts

    @property
    def is_wide(self) -> bool:
        """Whether menus stand beside the page and are not folded."""
        return (self.page.viewport_size or PHONE)["width"] > PHONE["width"]

    def leaves(self) -> None:
        """Close the browser; whatever was wrong with any page fails the test now."""
        found = [*self.watch.faults]
        picture(self.page, "where it ended", self.running)
        self.context.close()
        assert not found, "\n" + "\n".join(found)

    def opens_another_window(self) -> Page:
        """Open a second window of the same browser; return the first, to go back to."""
        first, self.page = self.page, self.context.new_page()
        return first

    def goes_to(self, path: str) -> None:
        self.page.goto(path)
        self.settles()

    def goes_back(self) -> None:
        """Press the browser's own Back."""
        self.page.go_back()

    def settles(self) -> None:
        """Wait until the page has loaded, and its scripts if there are to be any."""
        self.page.wait_for_load_state("load")
        if self.has_scripts:
            self.page.wait_for_function(READY)

    def sees(self, heading: str | re.Pattern[str], *, examined: bool = True) -> None:
        """Arrive at a page with this heading, and look whether everything is well with it."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        self.settles()
        if examined:
            self.watch.faults += examine(self.page, self.running)

    def reads(self, words: str | re.Pattern[str], *, within: str | None = None) -> None:
        """Find words on the page."""
        expect(self.at(within).get_by_text(words).filter(visible=True).first).to_be_visible()

    def reads_nothing_of(self, words: str) -> None:
        expect(self.page.get_by_text(words)).to_have_count(0)

    def at(self, group: str | None) -> Page | Locator:
        """Return the part of the page that a question or a heading names; all of it for none."""
        return self.page.get_by_role("group", name=group).first if group else self.page

    def part(self, heading: str) -> Locator:
        """Return the section of the page that has this heading."""
        named = self.page.get_by_role("heading", name=heading, exact=True)
        return self.page.locator("section").filter(has=named).last

    def box(self, label: str, *, within: str | None = None) -> Locator:
        """Return the box to type into that has this label."""
        return self.at(within).get_by_role("textbox", name=label, exact=True)

    def press_target(self, name: str, *, within: str | None = None) -> Locator:
        """Return the button with these words; some lead to a page and so are links."""
        place = self.at(within)
        button = place.get_by_role("button", name=name, exact=True)
        leads = place.get_by_role("link", name=name, exact=True)
        return button.or_(leads).filter(visible=True).first

    def link(self, name: str | re.Pattern[str], *, within: str | None = None) -> Locator:
        exact = isinstance(name, str)
        found = self.at(within).get_by_role("link", name=name, exact=exact)
        return found.filter(visible=True).first

    def presses(self, name: str, *, within: str | None = None) -> None:
        self.press_target(name, within=within).click()

    def follows(self, name: str | re.Pattern[str], *, within: str | None = None) -> None:
        self.link(name, within=within).click()

    def unfolds_the_menu(self) -> None:
        """Open the menu under the person's name; a phone calls it Menu, or under hub Help."""
        self.opens_fold(self.page.get_by_role("banner").locator("summary:visible").last)

    def types(self, label: str, words: str, *, within: str | None = None) -> None:
        self.box(label, within=within).fill(words)

    def picks(self, label: str, option: str, *, within: str | None = None) -> None:
        """Choose from a list that drops down."""
        self.at(within).get_by_role("combobox", name=label, exact=True).select_option(label=option)

    def chooses(self, option: str, *, of: str) -> None:
        """Choose one of several round buttons."""
        self.at(of).get_by_role("radio", name=option, exact=True).check()

    def chooses_one_like(self, words: str, *, of: str) -> None:
        """Choose the first round button whose words begin so."""
        named = self.at(of).get_by_role("radio", name=re.compile(f"^{re.escape(words)}"))
        expect(named.first).to_be_visible()
        self.chooses(named.first.get_attribute("aria-label") or self._label_of(named.first), of=of)

    def _label_of(self, control: Locator) -> str:
        return str(control.evaluate("(e) => e.labels[0].innerText")).strip()

    def ticks(self, label: str, *, within: str | None = None) -> None:
        self.at(within).get_by_role("checkbox", name=label, exact=True).check()

    def unfolds(self, summary: str) -> None:
        """Open what is folded away."""
        self.opens_fold(self.page.locator("summary").filter(has_text=summary, visible=True).first)

    def opens_fold(self, summary: Locator) -> None:
        summary.click()

    def attaches(self, label: str, *files: Path) -> None:
        """Choose files, and wait until each stands in the list or is refused in words."""
        self.page.get_by_label(label).set_input_files([str(file) for file in files])
        if not self.has_scripts:
            self.presses("Upload")

    def has_attached(self, name: str) -> None:
        """Find a file in the list of those that were taken."""
        expect(self.page.get_by_role("button", name=f"Remove {name}", exact=True)).to_be_visible()

    def downloads(self, name: str) -> Download:
        """Press something that gives a file."""
        with self.page.expect_download() as told:
            self.presses(name)
        return told.value

    def enters_the_day(self, question: str, day: str, month: str, year: str) -> None:
        """Fill the three boxes of a date."""
        for label, words in (("Day", day), ("Month", month), ("Year", year)):
            self.types(label, words, within=question)

    def is_asked(self, label: str) -> None:
        """Get to a question that an earlier answer brings up: on leaving it, or after Next."""
        named = re.compile(rf"^{re.escape(label)}( \*)?$")
        question = self.page.locator("label, legend").filter(has_text=named)
        if self.has_scripts:
            self.page.keyboard.press("Tab")
        else:
            self.presses("Next")
            self.reads("Because of your answer there is more to ask on this page.")
        expect(question.first).to_be_visible()

    def is_told(self, *faults: str | re.Pattern[str]) -> None:
        """Read the error summary on top: these lines and no other, with the focus on it."""
        summary = self.page.locator(".govuk-error-summary")
        expect(summary.get_by_role("listitem")).to_have_text(list(faults))
        assert self.page.title().startswith("Error: "), self.page.title()
        if self.has_scripts:
            expect(summary).to_be_focused()
        self.watch.faults += examine(self.page, self.running)

    def fact(self, name: str) -> str:
        """Return what stands beside a name in a list of facts."""
        row = self.page.locator("dl > div").filter(has=self.page.locator("dt", has_text=name))
        return row.first.locator("dd").first.inner_text()

    def answer(self, label: str) -> Any:
        """Return what stands in a box."""
        return self.box(label).input_value()
