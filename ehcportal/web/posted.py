"""A small form as it was posted: its named fields and nothing else (security note 17)."""

from dataclasses import dataclass, field

from flask import abort, request

from ehcportal.forms.fields.base import LONGEST_KEPT, line, paragraphs

OURS = frozenset({"csrf_token", "_idem"})
LONGEST = 20_000
"""Characters of one box; no box of these small forms takes a tenth of it."""

LONGEST_SECRET = 4096
"""Characters that are taken of a password; what is too long is said so by its rules."""


@dataclass
class Posted:
    """What was typed, and what has to be put right."""

    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """Return what was typed in a field."""
        return self.values.get(name, "")

    @property
    def summary(self) -> list[tuple[str, str]]:
        """The lines of the error summary: field and sentence."""
        return list(self.errors.items())

    def require(self, name: str, sentence: str) -> None:
        """Note that a field was left empty."""
        if not self[name] and name not in self.errors:
            self.errors[name] = sentence

    def at_most(self, name: str, limit: int, sentence: str) -> None:
        """Note that a field holds more characters than can be kept."""
        if len(self[name]) > limit:
            self.errors[name] = sentence


def read(
    *names: str,
    secret: tuple[str, ...] = (),
    many: tuple[str, ...] = (),
    long: tuple[str, ...] = (),
) -> Posted:
    """Read the named fields of this post. Unknown, doubled and endless fields are refused with 400.

    Spaces around are dropped, and signs that no keyboard types; not so in ``secret`` fields. Of
    several boxes under one name in ``many`` the view reads the values itself. Fields in ``long``
    keep their lines, and far more than may be sent, so that nobody loses a text that is too long.
    """
    known = {*names, *secret, *many, *long, *OURS}
    for name, values in request.form.lists():
        if name not in known or (len(values) > 1 and name not in many):
            abort(400)
        most = LONGEST_KEPT if name in long else LONGEST
        if any(len(value) > most for value in values):
            abort(400)
    typed = {name: line(request.form.get(name, "")) for name in names}
    hidden = {name: request.form.get(name, "")[:LONGEST_SECRET] for name in secret}
    told = {name: paragraphs(request.form.get(name, "")) for name in long}
    return Posted(values={**typed, **hidden, **told})


def empty(**values: str | None) -> Posted:
    """Return a form that nobody has posted yet, with what is known already."""
    return Posted(values={name: value or "" for name, value in values.items()})
