"""Somebody who cannot use a mouse: the same steps with Tab, Enter, Space and the arrows alone."""

import re
from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, expect

from tests.e2e.portal import Running
from tests.e2e.steps.visitor import Visitor

STOPS = 250
"""More stops of the Tab key than any page has."""

NOTHING_HAS_FOCUS = "() => document.activeElement === document.body"
IN_THE_CONTENT = "(e) => !!e.closest('#main')"
HAS_FOCUS = "(e) => e === document.activeElement"
SAME_QUESTION = "(e) => document.activeElement?.name === e.name && e.type === 'radio'"
FOCUS = """() => {
  const now = document.activeElement;
  if (!now || now === document.body) return null;
  const marked = [now, now.nextElementSibling, now.labels?.[0], now.closest(".panel, .sheet")];
  const rings = marked.filter(Boolean).flatMap((e) => [null, "::before", "::after"].map((part) => {
    const style = getComputedStyle(e, part);
    const outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return outline || style.boxShadow !== "none";
  }));
  const box = now.getBoundingClientRect();
  const inSight = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return { words: (now.innerText || now.name || now.id || "").trim().slice(0, 60),
           kind: now.localName, ringed: rings.some(Boolean), inSight };
}"""


class Keyboard(Visitor):
    """A person with a keyboard. Whatever gets the focus must show it and be in sight."""

    def __init__(self, running: Running, context: BrowserContext) -> None:
        super().__init__(running, context)
        # Somebody listens from the first moment, or the browser would open its own dialogue.
        self.page.on("filechooser", lambda _chooser: None)

    def sees(self, heading: str | re.Pattern[str], *, examined: bool = False) -> None:
        """Arrive at a page. What it is like for everybody is looked at on the phone's way."""
        super().sees(heading, examined=examined)

    def reaches(self, target: Locator, *, arrived: str = HAS_FOCUS) -> None:
        """Press Tab until ``target`` has the focus; on a new page, skip what stands before it."""
        expect(target).to_be_visible()
        if self.page.evaluate(NOTHING_HAS_FOCUS) and target.evaluate(IN_THE_CONTENT):
            self.skips_to_the_content()
        for _ in range(STOPS):
            if target.evaluate(arrived):
                return
            self.page.keyboard.press("Tab")
            self._looks_where_the_focus_is()
        raise AssertionError(f"the Tab key does not lead to {target}")

    def _looks_where_the_focus_is(self) -> None:
        now = self.page.evaluate(FOCUS)
        if now is None:
            return
        place = f"{self.page.url}: {now['kind']} “{now['words']}”"
        if (
            not now["ringed"]
            and (fault := f"focus does not show: {place}") not in self.watch.faults
        ):
            self.watch.faults.append(fault)
        if not now["inSight"]:
            self.watch.faults.append(f"focus is out of sight: {place}")

    def skips_to_the_content(self) -> None:
        """Use the skip link, which is the first stop of every page."""
        self.page.keyboard.press("Tab")
        expect(self.page.get_by_role("link", name="Skip to main content")).to_be_focused()
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#main")).to_be_focused()

    def presses(self, name: str, *, within: str | None = None) -> None:
        self.reaches(self.press_target(name, within=within))
        self.page.keyboard.press("Enter")

    def follows(self, name: str | re.Pattern[str], *, within: str | None = None) -> None:
        self.reaches(self.link(name, within=within))
        self.page.keyboard.press("Enter")

    def types(self, label: str, words: str, *, within: str | None = None) -> None:
        self.reaches(self.box(label, within=within))
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.type(words)

    def picks(self, label: str, option: str, *, within: str | None = None) -> None:
        chooser = self.at(within).get_by_role("combobox", name=label, exact=True)
        self.reaches(chooser)
        wanted = chooser.get_by_role("option", name=option, exact=True).get_attribute("value")
        for _ in range(chooser.get_by_role("option").count()):
            if chooser.input_value() == wanted:
                return
            self.page.keyboard.press("ArrowDown")
        assert chooser.input_value() == wanted, option

    def chooses(self, option: str, *, of: str) -> None:
        wanted = self.at(of).get_by_role("radio", name=option, exact=True)
        self.reaches(wanted, arrived=SAME_QUESTION)
        for _ in range(self.at(of).get_by_role("radio").count()):
            if wanted.evaluate(HAS_FOCUS):
                break
            self.page.keyboard.press("ArrowDown")
            self._looks_where_the_focus_is()
        self.page.keyboard.press("Space")
        expect(wanted).to_be_checked()

    def ticks(self, label: str, *, within: str | None = None) -> None:
        box = self.at(within).get_by_role("checkbox", name=label, exact=True)
        self.reaches(box)
        if not box.is_checked():
            self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def opens_fold(self, summary: Locator) -> None:
        self.reaches(summary)
        self.page.keyboard.press("Enter")

    def attaches(self, label: str, *files: Path) -> None:
        self.reaches(self.page.get_by_label(label))
        with self.page.expect_file_chooser() as told:
            self.page.keyboard.press("Enter")
        told.value.set_files([str(file) for file in files])
        if not self.has_scripts:
            self.presses("Upload")
