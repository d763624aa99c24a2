"""A letter filled in: its paragraphs and lists, and what is not known yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter

from ehcportal.content.letters import LetterBlock, LetterBook, LetterTemplate
from ehcportal.content.texts import ENGLISH, in_language, names_in
from ehcportal.domain import letterlaw

POINT = "- "
GAP = "…"
"""What stands in a preview where a fact is not known."""


@dataclass(frozen=True, slots=True)
class LetterPart:
    """A heading, a paragraph, or the points of a list."""

    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A name that nobody filled: ``block`` where it stands, ``what`` it is, and who asks for it.

    ``regulation`` is empty where the law does not ask for the block.
    """

    block: str
    name: str
    what: str
    regulation: str = ""


@dataclass(frozen=True, slots=True)
class LetterWords:
    """A letter as it would go, or went, out."""

    template: str
    digest: str
    title: str
    kind: str
    parts: tuple[LetterPart, ...]
    gaps: tuple[Gap, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return not self.gaps


def fill_in(
    book: LetterBook,
    template: LetterTemplate,
    values: Mapping[str, str],
    language: str = ENGLISH,
) -> LetterWords:
    """Return a letter with every name filled; what people typed is never read as a template."""
    parts: list[LetterPart] = []
    gaps: list[Gap] = []
    for block in template.blocks:
        if block.when and not values.get(block.when):
            continue
        parts += _parts(block, values, language)
        gaps += _gaps(book, template.key, block, values, language)
    return LetterWords(
        template=template.key,
        digest=template.digest,
        title=_filled(in_language(template.title, language), values),
        kind=template.kind,
        parts=tuple(parts),
        gaps=tuple(gaps),
    )


def _gaps(
    book: LetterBook, letter: str, block: LetterBlock, values: Mapping[str, str], language: str
) -> Iterator[Gap]:
    asked = letterlaw.asked(letter)
    is_asked = block.key in {each.value for each in asked.blocks}
    for name in sorted(names_in(in_language(block.text, language))):
        if not values.get(name, "").strip():
            what = in_language(book.names[name], language)
            yield Gap(block.key, name, what, asked.regulation if is_asked else "")


def _parts(block: LetterBlock, values: Mapping[str, str], language: str) -> Iterator[LetterPart]:
    heading = in_language(block.heading, language) if block.heading else ""
    if heading:
        yield LetterPart("heading", (_filled(heading, values),))
    points: list[str] = []
    for line in _filled(in_language(block.text, language), values).splitlines():
        told = line.strip()
        if told.startswith(POINT):
            points.append(told.removeprefix(POINT).strip())
            continue
        if points:
            yield LetterPart("bullets", tuple(points))
            points = []
        if told:
            yield LetterPart("paragraph", (told,))
    if points:
        yield LetterPart("bullets", tuple(points))


def _filled(text: str, values: Mapping[str, str]) -> str:
    parts: list[str] = []
    for literal, name, _, _ in Formatter().parse(text):
        parts.append(literal)
        if name is not None:
            parts.append(values.get(name, "").strip() or GAP)
    return "".join(parts)
