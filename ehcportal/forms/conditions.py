"""When a page or a question is asked: conditions over earlier answers, as data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias, Union

Answer: TypeAlias = Union[str, list["Answer"], dict[str, "Answer"]]  # noqa: UP007 - names itself
Answers: TypeAlias = dict[str, Answer]
Given: TypeAlias = Mapping[str, Answer]


def is_empty(answer: Answer | None) -> bool:
    """Whether nothing was said: empty text, or a list or table that holds nothing but empties."""
    if isinstance(answer, dict):
        return all(is_empty(part) for part in answer.values())
    if isinstance(answer, list):
        return all(is_empty(part) for part in answer)
    return not answer


@dataclass(frozen=True, slots=True)
class Is:
    """The answer is one of these values; of a list, at least one is among them."""

    question: str
    values: tuple[str, ...]

    def holds(self, answers: Given) -> bool:
        """Whether the answers given so far meet this condition."""
        answer = answers.get(self.question, "")
        if isinstance(answer, list):
            return any(value in answer for value in self.values)
        return answer in self.values

    def named(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every question this condition looks at, with the values it compares."""
        yield self.question, self.values


@dataclass(frozen=True, slots=True)
class Answered:
    """The question has, or has not, been answered."""

    question: str
    expected: bool = True

    def holds(self, answers: Given) -> bool:
        """Whether the answers given so far meet this condition."""
        return is_empty(answers.get(self.question)) is not self.expected

    def named(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every question this condition looks at, with the values it compares."""
        yield self.question, ()


@dataclass(frozen=True, slots=True)
class Not:
    """The other way round."""

    part: "Condition"

    def holds(self, answers: Given) -> bool:
        """Whether the answers given so far meet this condition."""
        return not self.part.holds(answers)

    def named(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every question this condition looks at, with the values it compares."""
        yield from self.part.named()


@dataclass(frozen=True, slots=True)
class Every:
    """All of these hold."""

    parts: tuple["Condition", ...]

    def holds(self, answers: Given) -> bool:
        """Whether the answers given so far meet this condition."""
        return all(part.holds(answers) for part in self.parts)

    def named(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every question this condition looks at, with the values it compares."""
        for part in self.parts:
            yield from part.named()


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of these holds."""

    parts: tuple["Condition", ...]

    def holds(self, answers: Given) -> bool:
        """Whether the answers given so far meet this condition."""
        return any(part.holds(answers) for part in self.parts)

    def named(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every question this condition looks at, with the values it compares."""
        for part in self.parts:
            yield from part.named()


Condition: TypeAlias = Is | Answered | Not | Every | Some
