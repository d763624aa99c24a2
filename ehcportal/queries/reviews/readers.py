"""Who reads what of the papers of a review: the setting, an adviser, the family."""

from typing import Protocol

from ehcportal.models.review import PaperKind
from ehcportal.queries.reviews.written import PaperLine

WITH_ALL, WITH_COUNCIL = "all", "council"
"""What the child's form says of who may read it."""


class WithPapers(Protocol):
    """A review, the newest or an earlier one, with what was written for it."""

    @property
    def papers(self) -> tuple[PaperLine, ...]:
        """What was written."""


def for_setting(view: WithPapers, account_id: str) -> list[PaperLine]:
    """Return what who holds the meeting reads: all but what the child kept for the council."""
    return [each for each in view.papers if each.sent_by_id == account_id or _with_others(each)]


def for_adviser(view: WithPapers, account_id: str) -> list[PaperLine]:
    """Return what another professional who is invited reads: what went to everybody."""
    return [
        each
        for each in view.papers
        if each.sent_by_id == account_id or (each.circulated_on and _with_others(each))
    ]


def for_family(view: WithPapers, account_id: str) -> list[PaperLine]:
    """Return what one of the family reads: their own, and what professionals sent round.

    What another adult of the family wrote is not theirs; what the child wrote is, if the child
    said so.
    """
    return [
        each
        for each in view.papers
        if each.sent_by_id == account_id or (each.circulated_on and _with_family(each))
    ]


def _with_others(paper: PaperLine) -> bool:
    return paper.kind is not PaperKind.CHILD_VIEWS or paper.share != WITH_COUNCIL


def _with_family(paper: PaperLine) -> bool:
    if paper.kind is PaperKind.CHILD_VIEWS:
        return paper.share == WITH_ALL
    return paper.kind in {PaperKind.ADVICE, PaperKind.REPORT}
