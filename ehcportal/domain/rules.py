"""What a council may settle for itself about counting; it may never change the law's weeks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counting:
    """How one council counts.

    ``first_day_counts``: the day a request arrives is day 1 (stricter than the law; the default).
    ``postal_days``: calendar days allowed for a letter to arrive when something is served by post.
    ``draft_target_days``: how long before the 20 weeks end the council plans to send a draft.
    """

    first_day_counts: bool = True
    postal_days: int = 2
    draft_target_days: int = 28

    def __post_init__(self) -> None:
        """Refuse a setting that would leave a family less time than the law gives."""
        if not 0 <= self.postal_days <= 10:
            raise ValueError("postal_days must be from 0 to 10")
        if not 15 <= self.draft_target_days <= 98:
            raise ValueError("draft_target_days must be from 15 (time to comment) to 98")


STANDARD_COUNTING = Counting()
