"""The words in which the table of routes is written, one line for each route.

    of_case("GET", "/cases/<case_id>/documents", Action.SEE_DOCUMENTS)

says: this page is about a case, and whoever may see documents of that case gets it; everybody else
gets the 404 of a case that never was. The lines are in ``tests/policy/routes/``, by area.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ehcportal.policy import Action
from ehcportal.web.access import Door
from tests.policy.may import MAY
from tests.policy.players import SIGNED_IN, stands

CASES, SETTINGS = ("maya", "rhys"), ("millbrook",)


@dataclass(frozen=True)
class Route:
    """One line of the table: a rule, its methods, the object it is about, and who may."""

    methods: tuple[str, ...]
    rule: str
    action: Action | Door
    things: tuple[str, ...] = ("",)
    """Of whom the object is: a child, a school, or the player who owns it."""
    only: frozenset[str] | None = None
    """Of those whom the action lets in: who alone has this very object."""
    confirmed: bool = False
    """Whether the password is asked again when it was given long ago."""
    costly: bool = False
    """Takes long to answer to everybody: only two of them ask."""
    sends: dict[str, str] = field(default_factory=dict)
    """What a post carries, so that it comes as far as it can without changing anything."""
    ids: dict[str, str] = field(default_factory=dict)
    """By the name of a part of the rule, the name of the thing on stage that stands there."""

    def may(self, player: str, thing: str) -> bool:
        """Whether a player comes past the door to this object."""
        if self.only is not None and player not in self.only:
            return False
        if self.action is Door.PUBLIC:
            return True
        if self.action is Door.HALF:
            return player in SIGNED_IN or player in {"half", "enrolling"}
        return bool(stands(player, thing) & MAY[Action(self.action)])

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Yield each method with the rule."""
        return iter((method, self.rule) for method in self.methods)


def _names(only: str) -> frozenset[str] | None:
    return frozenset(only.split()) or None


def _route(methods: str, rule: str, action: Action | Door, only: str = "", **more: object) -> Route:
    return replace(
        Route(tuple(methods.split()), rule, action, only=_names(only)),
        **more,  # type: ignore[arg-type]
    )


def of_case(methods: str, rule: str, action: Action, only: str = "", **more: object) -> Route:
    """About the case of a child: Maya's, and Rhys's who is 17. ``only`` narrows it to Maya's."""
    return _route(methods, rule, action, only, **{"things": CASES[: 1 if only else 2], **more})


def of_council(methods: str, rule: str, action: Action, **more: object) -> Route:
    """The council's work, where it is about one thing with Maya's."""
    return _route(methods, rule, action, **{"things": CASES[:1], **more})


def of_setting(methods: str, rule: str, action: Action, only: str = "", **more: object) -> Route:
    """About a school: Millbrook."""
    return _route(methods, rule, action, only, **{"things": SETTINGS, **more})


def own(methods: str, rule: str, action: Action | Door, of: str = "", **more: object) -> Route:
    """What belongs to one account: ``of`` this player and of nobody else."""
    return _route(methods, rule, action, of, **{"things": (of,), **more})


def public(methods: str, rule: str, **more: object) -> Route:
    """Open to everybody, signed in or not."""
    return _route(methods, rule, Door.PUBLIC, **more)


def only_in_the_demo(methods: str, rule: str) -> Route:
    """A page of the demo: elsewhere there is none for anybody."""
    return _route(methods, rule, Door.PUBLIC, only="nobody-at-all")


def half(methods: str, rule: str, **more: object) -> Route:
    """A page of signing in, for those who gave their password."""
    return _route(methods, rule, Door.HALF, **more)
