"""Text with bold, italic, underline, strike and lists; plain text where there is no script.

What the script's editor sends begins with a tag and is stored as ``{"html": …}``, sanitised; what a
plain box sends is stored as the text it is.
"""

import re
from html import unescape
from html.parser import HTMLParser

import nh3

from ehcportal.forms.conditions import Answer
from ehcportal.forms.definition import Question
from ehcportal.forms.fields import base
from ehcportal.forms.fields.base import Context, Posted, Problem, Shown

LIMIT = 5_000
TAGS = {"p", "br", "b", "strong", "i", "em", "u", "s", "strike", "ul", "ol", "li"}
EMPTIED = {"script", "style", "title", "textarea", "svg", "math"}
MOST_TAGS = 3_000
"""Tags of one answer: many times what fits into its characters."""
_ANY_TAG = re.compile(r"<[^<>]*>")
_FROM_THE_EDITOR = re.compile(r"<(p|div|ul|ol|br|b|strong|i|em|u|s|strike)>", re.IGNORECASE)
_BLOCKS = {"p", "br", "li", "ul", "ol", "div"}


def names(_question: Question, name: str, _posted: Posted) -> set[str]:
    """One box."""
    return {name}


def read(_question: Question, name: str, posted: Posted) -> Answer:
    """The text, or the sanitised HTML of the editor; of too many tags the words alone.

    Lists within lists take a time to sanitise that grows with the square of their depth.
    """
    typed = base.paragraphs(base.one(posted, name))
    if not _FROM_THE_EDITOR.match(typed):
        return typed
    if typed.count("<") > MOST_TAGS:
        return base.paragraphs(unescape(_ANY_TAG.sub("\n", typed)))
    html = sanitise(typed)
    return {"html": html} if lines_of(html) else ""


def check(question: Question, name: str, answer: Answer, _context: Context) -> list[Problem]:
    """Too long, not counting the tags."""
    message = base.too_long(plain(answer), question.max or LIMIT, question.label)
    return [Problem(name, message)] if message else []


def show(_question: Question, answer: Answer, _context: Context) -> Shown:
    """Return the lines, and the HTML sanitised once more if there is any."""
    return Shown(tuple(plain(answer).splitlines()), html=html_of(answer))


def focus(_question: Question, name: str) -> str:
    """Return the id of the box."""
    return name


def settle(_question: Question, answer: Answer, before: Answer, _context: Context) -> Answer:
    """Keep the stored bold and lists when a plain box sends the very same words back."""
    same = isinstance(answer, str) and html_of(before) and plain(before) == answer
    return before if same else answer


def sanitise(html: str) -> str:
    """Return ``html`` with the few tags we know and no attribute at all."""
    return nh3.clean(
        html, tags=TAGS, attributes={}, clean_content_tags=EMPTIED, strip_comments=True
    )


def html_of(answer: Answer) -> str:
    """The sanitised HTML, or nothing when the answer is plain text."""
    return sanitise(base.part(answer, "html"))


def plain(answer: Answer) -> str:
    """The words alone, one line a paragraph, with a dash or number before each list entry."""
    html = html_of(answer)
    return "\n".join(lines_of(html)) if html else base.text(answer)


def lines_of(html: str) -> list[str]:
    """Return the text of sanitised HTML, a line for each paragraph and list entry."""
    reader = _Lines()
    reader.feed(html)
    reader.close()
    return reader.finished()


class _Lines(HTMLParser):
    """Collects the words between block tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = [""]
        self._numbers: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._lines.append("")
        if tag in {"ul", "ol"}:
            self._numbers.append(0 if tag == "ul" else 1)
        if tag == "li":
            self._lines[-1] = self._mark()

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ul", "ol"} and self._numbers:
            self._numbers.pop()
        if tag in _BLOCKS:
            self._lines.append("")

    def handle_data(self, data: str) -> None:
        self._lines[-1] += data.replace("\n", " ")

    def finished(self) -> list[str]:
        """The lines that hold words."""
        lines = (" ".join(each.split()) for each in self._lines)
        return [each for each in lines if each.strip("–").strip()]

    def _mark(self) -> str:
        if not self._numbers or not self._numbers[-1]:
            return "– "
        self._numbers[-1] += 1
        return f"{self._numbers[-1] - 1}. "
