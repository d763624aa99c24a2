"""A version of a plan as the law looks at it: its sections (Regulation 12), and what each says."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ehcportal.domain.facts import PlanKind

SECTIONS = ("A", "B", "C", "D", "E", "F", "G", "H1", "H2", "I", "J", "K")
"""Each separately identified (Reg 12(1))."""

NEEDS = ("B", "C", "D")
OUTCOMES = "E"
PROVISIONS = ("F", "G", "H1", "H2")
ADULTHOOD = "adulthood"
"""The detail of a provision that helps to prepare for adulthood."""
OTHERWISE, OTHERWISE_WHY = "otherwise", "otherwise_why"
"""Of section I: that any school or post-16 place would be inappropriate, and why (section 61)."""


@dataclass(frozen=True, slots=True)
class LineText:
    """What a line says."""

    key: str
    section: str
    text: str
    details: Mapping[str, str] = field(default_factory=dict)
    agreed_by_health_on: date | None = None
    has_voice: bool = False
    """Whether a piece in the family's own way stands there, which needs no words beside it."""
    voice_taken_away: bool = False

    def detail(self, name: str) -> str:
        """Return a detail without spaces around it."""
        return self.details.get(name, "").strip()


@dataclass(frozen=True, slots=True)
class AdviceGiven:
    """A piece of advice that came in, which section K must list."""

    id: str
    role: str


@dataclass(frozen=True, slots=True)
class Written:
    """A version as it stands, with what the law compares it to."""

    kind: PlanKind
    lines: Sequence[LineText]
    links: Collection[tuple[str, str]] = ()
    advice: Sequence[AdviceGiven] = ()
    school_year: int | None = None
    payment_agreed: bool = False
    """Whether a direct payment runs, which section J must then set out (Reg 12(1)(j))."""

    def of(self, *sections: str) -> list[LineText]:
        """Return the lines of some sections, in order."""
        return [each for each in self.lines if each.section in sections]
