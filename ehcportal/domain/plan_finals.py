"""What keeps a final plan from going out: comments, placement, differences (Code 9.125)."""

from collections.abc import Collection
from dataclasses import dataclass

from ehcportal.domain.dates import counted
from ehcportal.domain.plan_differences import LineChange

OF_PLACEMENT = ("I", "K")
"""Sections that differ by nature: the setting is named now, and K lists the advice (Reg 12(4))."""

DIRECT_PAYMENT = "J"


@dataclass(frozen=True, slots=True)
class Named:
    """The setting that section I names; ``may_be_named`` once it was consulted (s39(2), s40(2))."""

    name: str
    may_be_named: bool
    councils_asked: tuple[str, ...] = ()
    """Other councils that maintain it, were asked, and still have days to answer."""


@dataclass(frozen=True, slots=True)
class Issue:
    """What is known when a final plan is about to go out."""

    changes: tuple[LineChange, ...]
    tied: Collection[str]
    """Keys of lines that differ for a comment, an overall view or a placement decision."""
    unanswered: int
    named: Named | None = None
    unnamed_preferences: tuple[str, ...] = ()
    """Settings that the family asked for, not named, without a ground and reasons."""
    budget_asked: bool = False
    meetings_owed: int = 0
    """Meetings that the family asked for in time, neither held nor given up by it."""

    @property
    def untied(self) -> tuple[LineChange, ...]:
        """The differences from the draft for which nobody gave a cause."""
        return tuple(
            each
            for each in self.changes
            if each.section not in OF_PLACEMENT
            and each.key not in self.tied
            and not (each.section == DIRECT_PAYMENT and self.budget_asked)
        )


def faults(issue: Issue) -> list[str]:
    """Return in words what has to be done before the plan can be final."""
    found = []
    if issue.unanswered:
        waiting = counted(issue.unanswered, "comment")
        found.append(f"{waiting} on the draft still without an answer.")
    if issue.meetings_owed:
        owed = counted(issue.meetings_owed, "meeting")
        found.append(
            f"The family asked in time for {owed}. Hold it first, unless they do not want it any "
            "more (Reg 13(1)(b))."
        )
    if issue.named is not None:
        found += _of_naming(issue.named)
    found += [
        f"The family asked for {name}. Give the legal ground and the reasons for not naming it."
        for name in issue.unnamed_preferences
    ]
    if issue.untied:
        found.append(
            f"{counted(len(issue.untied), 'line')} differ from the draft without a cause. Say for "
            "which comment or placement decision, or send a new draft (Code 9.125)."
        )
    return found


def _of_naming(named: Named) -> list[str]:
    found = [
        f"{each} maintains {named.name}, was asked, and has days to answer."
        for each in named.councils_asked
    ]
    if not named.may_be_named:
        found.append(f"{named.name} is named and was not consulted, or has days to answer.")
    return found
