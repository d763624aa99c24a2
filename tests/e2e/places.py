"""The addresses in a demo portal that stand for one thing of each kind."""

from dataclasses import dataclass

from tests.e2e.inside import Inside


@dataclass(frozen=True)
class Places:
    """Ids of things that the pages of the journey are about."""

    draft: str
    case: str

    def fill(self, path: str) -> str:
        """Put the ids into ``path``."""
        return path.format(draft=self.draft, case=self.case)


def places(inside: Inside) -> Places:
    """Make what the demo does not have, and find the rest."""
    return Places(
        draft=inside.draft("parent", "assessment-request"),
        case=inside.running.cast["parent"]["cases"][0]["id"],
    )
