"""What is wrong with a form file, gathered so that its author sees everything at once."""

from dataclasses import dataclass, field, replace

from ehcportal.forms.lines import line_of


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake, with the file, line, page and question where it stands."""

    file: str
    text: str
    page: str = ""
    question: str = ""
    line: int = 0

    def __str__(self) -> str:
        """One line, from the file inwards."""
        line = f", line {self.line}" if self.line else ""
        page = f", page {self.page}" if self.page else ""
        question = f", question {self.question}" if self.question else ""
        return f"{self.file}{line}{page}{question}: {self.text}"


class FaultyForms(ValueError):
    """The catalogue cannot be used; says every fault, one a line."""

    def __init__(self, faults: list[Fault]) -> None:
        """Keep ``faults`` for whoever wants to show them."""
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


@dataclass
class Place:
    """Where the reader is in a file, and the list that all places of one reading share."""

    file: str
    faults: list[Fault] = field(default_factory=list)
    page: str = ""
    question: str = ""

    def at(self, *, page: str = "", question: str = "") -> "Place":
        """Return a place further in, adding to the same list."""
        return Place(self.file, self.faults, page or self.page, question or self.question)

    def fault(self, text: str) -> None:
        """Note one mistake here, unless it was noted already for another language."""
        found = Fault(self.file, text, self.page, self.question)
        if found not in self.faults:
            self.faults.append(found)


def with_lines(faults: list[Fault], source: str) -> list[Fault]:
    """Return the faults of one file, each with the line of ``source`` where it stands."""
    lines = source.splitlines()
    return [_with_line(each, lines) for each in faults]


def _with_line(fault: Fault, lines: list[str]) -> Fault:
    return replace(fault, line=line_of(lines, fault.page, fault.question, fault.text))
