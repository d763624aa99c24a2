"""Asks a route as everybody, and says in a sentence what is wrong with an answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ehcportal.web.access import Door
from tests.policy.players import OUTSIDE
from tests.policy.rehearsal import PLACEHOLDER, SAME_FOR_ALL, Answer, Rehearsed
from tests.policy.table import Route
from tests.policy.words import FORBIDDEN

ANOTHER_FAMILY = "rowan"
ASK_EVERYWHERE = ("stranger", "parent_of_two", "administrator")
COSTLY = ("nobody", "parent")
"""Who asks for what takes long to make."""


class Came(StrEnum):
    """How far an answer let somebody come."""

    IN = "in"
    MISSING = "to the 404 of what never was"
    LOGIN = "to the login"
    CONFIRM = "to the page that asks for the password again"
    FAULT = "to a fault of ours"
    REFUSED = "to a refusal that tells that there is something"


def came(answer: Answer) -> Came:
    """Return how far an answer let somebody come."""
    if answer.status >= 500:
        return Came.FAULT
    if answer.status in {401, 403}:
        return Came.REFUSED
    if answer.status == 404:
        return Came.MISSING
    if answer.location.startswith("/sign-in?next="):
        return Came.LOGIN
    if answer.location.startswith("/account/confirm"):
        return Came.CONFIRM
    return Came.IN


@dataclass(frozen=True)
class Question:
    """One player at one route, by one method, as a page or as a part of one."""

    stage: Rehearsed
    route: Route
    method: str
    player: str
    htmx: bool

    def __str__(self) -> str:
        """Return the question in words."""
        how = " (htmx)" if self.htmx else ""
        return f"{self.player} {self.method} {self.route.rule}{how}"

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with the answers about each thing."""
        for thing in self.route.things:
            answer = self._ask(self.stage.path(self.route.rule, thing, self.route.ids))
            yield from self._of_door(answer, thing)
            yield from self._of_words(answer, thing)
            if not hidden(self.route.rule):
                continue
            if not self.route.may(self.player, thing):
                yield from self._of_comparison(answer, thing)
            else:
                yield from self._of_mixing(thing)

    def _ask(self, path: str) -> Answer:
        return self.stage.ask(self.player, self.method, path, self.route.sends, htmx=self.htmx)

    def _of_door(self, answer: Answer, thing: str) -> Iterator[str]:
        found, wanted = came(answer), self._wanted(thing)
        if found not in wanted:
            ways = " or ".join(sorted(wanted))
            yield f"{self} of {thing or 'nobody'}: came {found} ({answer.status}), not {ways}"

    def _wanted(self, thing: str) -> set[Came]:
        if self.route.may(self.player, thing):
            return {Came.IN}
        if self.player not in OUTSIDE:
            return {Came.MISSING}
        owned = self.route.action is Door.PUBLIC
        return {Came.LOGIN, Came.MISSING} if owned else {Came.LOGIN}

    def _of_words(self, answer: Answer, thing: str) -> Iterator[str]:
        text = answer.text()
        for word in FORBIDDEN[self.player]:
            if word in text:
                yield f"{self} of {thing or 'nobody'}: reads {word.decode()!r}"

    def _of_comparison(self, theirs: Answer, thing: str) -> Iterator[str]:
        """Hold an answer against that for what never was.

        A page that is missing is one and the same everywhere, so for most players it is asked for
        once; those who are told to ask, ask for it at every route.
        """
        which = (self.player, self.method, self.htmx)
        if self.player not in ASK_EVERYWHERE and theirs == self.stage.not_there.get(which):
            return
        never = self._ask(self.stage.never(self.route.rule, thing))
        if came(never) is Came.MISSING:
            self.stage.not_there[which] = never
        if theirs != never:
            what = difference(theirs, never)
            yield f"{self} of {thing}: can be told from what never was, by {what}"

    def _of_mixing(self, thing: str) -> Iterator[str]:
        """Put what belongs to another family under one's own case: it is not there."""
        rule, names = self.route.rule, hidden(self.route.rule)
        if len(names) < 2 or self.htmx or self.route.ids:
            return
        others = self.stage.things[ANOTHER_FAMILY]
        if not set(names[1:]) <= set(others):
            return
        own = {names[0]: self.stage.things[thing][names[0]]}
        mixed = self._ask(self.stage.fill(rule, {**others, **own}))
        never = self._ask(self.stage.fill(rule, {**self.stage.nothing(rule, thing), **own}))
        if mixed != never or came(mixed) is not Came.MISSING:
            what = difference(mixed, never)
            yield f"{self} of {thing}, with {names[1]} of another family: {came(mixed)}, {what}"


def hidden(rule: str) -> list[str]:
    """Return the parts of a rule that name something of somebody's."""
    return [name for name in PLACEHOLDER.findall(rule) if name not in SAME_FOR_ALL]


def difference(one: Answer, other: Answer) -> str:
    """Say by what two answers can be told apart."""
    if one.status != other.status:
        return f"status {one.status} and {other.status}"
    if one.headers != other.headers:
        return f"headers {sorted(set(one.headers) ^ set(other.headers))}"
    place = next(
        (n for n, (a, b) in enumerate(zip(one.body, other.body, strict=False)) if a != b), 0
    )
    return f"bytes: {one.body[max(0, place - 60) : place + 60]!r}"


def faults(
    stage: Rehearsed, route: Route, players: tuple[str, ...], htmx: tuple[str, ...]
) -> Iterator[str]:
    """Ask a route as ``players``, and as a part of a page as ``htmx``; yield what is wrong."""
    for method in route.methods:
        for player in players:
            if route.costly and player not in COSTLY:
                continue
            yield from Question(stage, route, method, player, htmx=False).faults()
            if player in htmx:
                yield from Question(stage, route, method, player, htmx=True).faults()
