"""Changes that the report of a review proposes, each beside the line of the amendment it is for."""

from collections.abc import Iterable
from dataclasses import dataclass

from ehcportal.domain.plan_differences import PartChange
from ehcportal.forms.fields import planned
from ehcportal.queries import known_plan, plan_fitting
from ehcportal.queries.plan_passages import Passage
from ehcportal.queries.plans import Line, Whole
from ehcportal.services.plans.writing import Words


@dataclass(frozen=True, slots=True)
class Proposed:
    """A change of a line that stands in the version: how the line would read."""

    passage: Passage
    line: Line
    number: str
    parts: tuple[PartChange, ...]
    """Word by word against what the line says now, whoever changed it since the meeting."""
    why: str

    @property
    def is_out(self) -> bool:
        """Whether the line is to be taken out."""
        return self.passage.words == ""


def proposed(whole: Whole, passages: Iterable[Passage]) -> list[Proposed]:
    """Return the changes of lines that are there, in the order of the report."""
    found = ((each, whole.line(each.line_key)) for each in passages if each.line_key)
    return [
        Proposed(
            passage=each,
            line=line,
            number=whole.number(line.key),
            parts=planned.difference(known_plan.words(line), each.words),
            why=each.why,
        )
        for each, line in found
        if line is not None
    ]


def words(change: Proposed) -> Words | None:
    """Return what the line is to say; nothing when it goes.

    Details nobody wrote about stay. The agreement of the health body was to the words of before
    (Regulation 12(2)), so it has to be asked for again.
    """
    if change.is_out:
        return None
    line = change.line
    text, said = plan_fitting.parts(line.section, change.passage.words)
    before = {name: told for name, _label, told in known_plan.details(line)}
    kept = {name: str(value) for name, value in line.details.items() if name not in before}
    same = {name: line.detail(name) for name, told in before.items() if said.get(name) == told}
    return Words(text, line.area, {**kept, **said, **same})
