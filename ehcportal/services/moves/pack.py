"""The plan pack: a zip that another instance of this program can take in. See docs/plan-pack.md.

``pack.json`` holds who the child is and every line of the plan; ``papers/`` the papers, each with
its SHA-256. Nothing else may be in it. A change of the shape is a new version number.
"""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from ehcportal.models.plan import Section

FORMAT = "ehc-plan-pack"
VERSION = 1
SHEET = "pack.json"
MOST_SHEET = 8 * 1024 * 1024
MOST_PAPERS = 200
MOST_LINES = 3000

Name = Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{1,26}$")]
Short = Annotated[str, StringConstraints(max_length=4000)]


class Shape(BaseModel):
    """Strict: a key that nobody knows, or a value of another kind, refuses the pack."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PackChild(Shape):
    """Who the plan is for. No address: it may be protected."""

    forename: Name
    surname: Name
    birth_date: date | None = None
    upn: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{13}$")] | None = None


class PackLine(Shape):
    """One line of the plan, with the details that its section has."""

    key: Key
    section: Section
    area: Annotated[str, StringConstraints(max_length=40)] | None = None
    text: Annotated[str, StringConstraints(max_length=60_000)] = ""
    details: dict[Annotated[str, StringConstraints(max_length=40)], Short] = Field(
        default_factory=dict, max_length=20
    )
    agreed_by_health_on: date | None = None


class PackPlan(Shape):
    """The plan in force: its lines in order, and which of them belong together."""

    number: Annotated[int, Field(ge=1, le=999)]
    made_on: date
    reviewed_on: date | None = None
    lines: Annotated[tuple[PackLine, ...], Field(min_length=1, max_length=MOST_LINES)]
    links: Annotated[tuple[tuple[Key, Key], ...], Field(max_length=10_000)] = ()

    @model_validator(mode="after")
    def _keys_are_single_and_known(self) -> "PackPlan":
        keys = [line.key for line in self.lines]
        if len(set(keys)) != len(keys):
            raise ValueError("two lines have the same key")
        if not {end for pair in self.links for end in pair} <= set(keys):
            raise ValueError("a link leads to no line")
        if any(one == other for one, other in self.links):
            raise ValueError("a line is linked with itself")
        if len(set(self.links)) != len(self.links):
            raise ValueError("a link stands there twice")
        if self.reviewed_on is not None and self.reviewed_on < self.made_on:
            raise ValueError("the plan was reviewed before it was made")
        return self

    @property
    def counted_from(self) -> date:
        """The day from which the next review is counted."""
        return self.reviewed_on or self.made_on


class PackPaper(Shape):
    """A paper that goes along, and the name of its file in the pack."""

    file: Annotated[str, StringConstraints(pattern=r"^papers/[0-9]{3}\.[a-z0-9]{1,5}$")]
    title: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    kind: Annotated[str, StringConstraints(max_length=40)]
    document_on: date
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    size: Annotated[int, Field(ge=1)]


class Pack(Shape):
    """The whole sheet."""

    format: Literal["ehc-plan-pack"]
    version: Literal[1]
    made_at: datetime
    from_council: Annotated[str, StringConstraints(min_length=1, max_length=150)]
    moves_on: date
    child: PackChild
    plan: PackPlan
    papers: Annotated[tuple[PackPaper, ...], Field(max_length=MOST_PAPERS)] = ()

    @model_validator(mode="after")
    def _files_are_single(self) -> "Pack":
        files = [paper.file for paper in self.papers]
        if len(set(files)) != len(files):
            raise ValueError("two papers have the same file")
        return self
