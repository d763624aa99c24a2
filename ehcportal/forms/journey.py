"""The way through a form, computed from the answers each time: no step is ever stored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from ehcportal.forms.answers import current
from ehcportal.forms.asked import asked
from ehcportal.forms.conditions import Given, is_empty
from ehcportal.forms.definition import FormDefinition, Page, PageKind, Question
from ehcportal.forms.fields.base import Context, Problem
from ehcportal.forms.fields.rule import problems_of
from ehcportal.forms.wording import worded, words_for


class PageState(StrEnum):
    """How far a page is, as the numbered menu says it."""

    NOT_STARTED = "not_started"
    DONE = "done"
    HAS_PROBLEM = "has_problem"


@dataclass(frozen=True)
class Step:
    """One asked page with its number in the menu.

    Most steps are only a line of the menu, so what is said and what is wrong on a page is worked
    out when somebody asks for it. ``locked``: it needs an account, and nobody has signed in yet.
    """

    page: Page
    number: int
    asked: tuple[Question, ...]
    words: Mapping[str, str]
    given: Given
    context: Context
    locked: bool = False

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The asked questions, their texts filled."""
        return tuple(worded(question, self.words) for question in self.asked)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What is missing or wrong on the page."""
        return tuple(_problems(self.page, self.questions, self.given, self.context))

    @property
    def state(self) -> PageState:
        """How far the page is."""
        if self.page.kind is PageKind.SIGN_IN and not self.page.questions:
            return PageState.NOT_STARTED if self.problems else PageState.DONE
        if self.page.kind is PageKind.SUBMIT or self.page.id not in self.context.seen:
            return PageState.NOT_STARTED
        return PageState.HAS_PROBLEM if self.problems else PageState.DONE


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing between the answers and the council: what to say, and where to mend it."""

    page: Page
    message: str
    field_id: str


@dataclass(frozen=True, slots=True)
class Journey:
    """The asked pages in their order, with what they were worked out from."""

    steps: tuple[Step, ...]
    form: FormDefinition
    given: Given
    context: Context

    @property
    def missing(self) -> tuple[Missing, ...]:
        """Everything that must be put right before the form can be sent."""
        return tuple(
            Missing(step.page, problem.message, problem.field_id)
            for step in self.steps
            for problem in step.problems
        )

    @property
    def complete(self) -> bool:
        """Whether the form can be sent."""
        return not self.missing

    def step(self, page_id: str) -> Step | None:
        """Return the step of this page, or None when it is not asked."""
        return next((step for step in self.steps if step.page.id == page_id), None)

    def after(self, page_id: str) -> Step | None:
        """Return the step that Next leads to; None behind the last."""
        number = self._number(page_id)
        return self.steps[number] if number < len(self.steps) else None

    def before(self, page_id: str) -> Step | None:
        """Return the step that Previous leads to; None before the first."""
        number = self._number(page_id)
        return self.steps[number - 2] if number > 1 else None

    def resume_at(self) -> Step:
        """Where somebody who comes back goes on: the first page that is not done."""
        states = (step for step in self.steps if step.state is not PageState.DONE)
        return next(states, self.steps[-1])

    def _number(self, page_id: str) -> int:
        return next((step.number for step in self.steps if step.page.id == page_id), 0)


def journey(form: FormDefinition, given: Given, context: Context) -> Journey:
    """Work out the asked pages with their states from the answers so far."""
    steps: list[Step] = []
    words = words_for(form, given, context.words)
    locked = False
    for page, questions in asked(form, given, signed_in=context.signed_in):
        steps.append(Step(page, len(steps) + 1, questions, words, given, context, locked=locked))
        locked = locked or (page.kind is PageKind.SIGN_IN and not context.signed_in)
    return Journey(tuple(steps), form, given, context)


def _problems(
    page: Page, questions: tuple[Question, ...], given: Given, context: Context
) -> Iterator[Problem]:
    if page.kind is PageKind.SIGN_IN and not context.signed_in:
        yield Problem("log-in-or-register", "Login or Register", missing=True)
        return
    for question in questions:
        answer = current(question, given, context)
        for problem in problems_of(question, question.id, answer, context):
            yield replace(problem, question=question.id)
        right, otherwise = context.settled.get(question.id, (answer, ""))
        if not is_empty(answer) and answer != right:
            yield Problem(question.id, otherwise, question=question.id)
