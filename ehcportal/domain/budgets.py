"""What can happen next with a personal budget (section 49 of the Act; SI 2014/1652)."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

FIRST = ""

NEXT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        FIRST: ("prepared", "not_prepared"),
        "prepared": ("payment_agreed", "payment_refused"),
        "not_prepared": (),
        "payment_agreed": ("checked", "payment_ended"),
        "payment_refused": ("asked_to_reconsider",),
        "asked_to_reconsider": ("reconsidered_yes", "reconsidered_no"),
        "reconsidered_yes": ("payment_agreed",),
        "reconsidered_no": (),
        "checked": ("checked", "payment_ended"),
        "payment_ended": (),
    }
)


def may_follow(steps: Sequence[str]) -> tuple[str, ...]:
    """Return the kinds of step that can follow what happened so far, in order."""
    return NEXT[steps[-1] if steps else FIRST]
