"""Rich text for paper: sanitised HTML becomes a small JSON tree that a template can walk."""

from html.parser import HTMLParser
from typing import Final

from ehcportal.pdf.shapes import Block, Listing, Paragraph, Run

STYLES: Final = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "s": "strike",
    "strike": "strike",
    "del": "strike",
}
LISTS: Final = {"ul": "bullets", "ol": "numbers"}
BREAKS: Final = {"p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "blockquote"}
DEEPEST_LIST = 6
"""Lists nested deeper than this go on at the same level: paper runs out of width."""


def blocks_from_html(html: str) -> list[Block]:
    """Return the paragraphs and lists of ``html``, which was sanitised when it was stored.

    Tags that rich answers do not have are dropped and their text is kept. Nothing is fetched.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.finish()


class _Reader(HTMLParser):
    """Collects runs into paragraphs, and paragraphs into the innermost open list entry."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.places: list[list[Block]] = [self.blocks]
        self.lists: list[Listing | None] = []
        self.styles: list[str] = []
        self.runs: list[Run] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BREAKS:
            self._end_paragraph()
        if tag == "br":
            self._add_text("\n")
        elif tag in STYLES:
            self.styles.append(STYLES[tag])
        elif tag in LISTS:
            self._open_list(tag)
        elif tag == "li":
            self._open_entry()

    def handle_endtag(self, tag: str) -> None:
        if tag in BREAKS:
            self._end_paragraph()
        if tag in STYLES and STYLES[tag] in self.styles:
            self.styles.remove(STYLES[tag])
        elif tag in LISTS and self.lists:
            self._close_list()

    def handle_data(self, data: str) -> None:
        """Take text; line ends in the source mean no more than a space, as in a browser."""
        words = " ".join(data.split())
        before = " " if data[:1].isspace() and self.runs else ""
        after = " " if words and data[-1:].isspace() else ""
        if words or before:
            self._add_text(before + words + after)

    def finish(self) -> list[Block]:
        """Return what was read, closing what the text left open."""
        self._end_paragraph()
        return self.blocks

    def _add_text(self, text: str) -> None:
        styles = sorted(set(self.styles))
        if self.runs and self.runs[-1]["styles"] == styles:
            self.runs[-1]["text"] += text
        else:
            self.runs.append(Run(text=text, styles=styles))  # type: ignore[typeddict-item]

    def _end_paragraph(self) -> None:
        runs, self.runs = self.runs, []
        if "".join(run["text"] for run in runs).strip():
            runs[0]["text"] = runs[0]["text"].lstrip()
            runs[-1]["text"] = runs[-1]["text"].rstrip()
            self.places[-1].append(Paragraph(kind="paragraph", runs=runs))

    def _open_list(self, tag: str) -> None:
        if len(self.lists) >= DEEPEST_LIST:
            self.lists.append(None)
            return
        listing = Listing(kind="bullets" if tag == "ul" else "numbers", entries=[])
        self.places[-1].append(listing)
        self.lists.append(listing)
        self._open_entry()

    def _open_entry(self) -> None:
        listing = self.lists[-1] if self.lists else None
        if listing is None:
            return
        if listing["entries"] and not listing["entries"][-1]:
            return
        self._leave_entry(listing)
        entry: list[Block] = []
        listing["entries"].append(entry)
        self.places.append(entry)

    def _leave_entry(self, listing: Listing) -> None:
        if listing["entries"] and self.places[-1] is listing["entries"][-1]:
            self.places.pop()

    def _close_list(self) -> None:
        listing = self.lists.pop()
        if listing is None:
            return
        self._leave_entry(listing)
        if listing["entries"] and not listing["entries"][-1]:
            listing["entries"].pop()
        if not listing["entries"]:
            self.places[-1].remove(listing)
