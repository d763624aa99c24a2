"""Default deny: no view without a named policy, and no request past it (security note 1)."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, request
from flask.typing import ResponseReturnValue

from ehcportal.models.sign_in import SessionState
from ehcportal.policy import Action, allows
from ehcportal.policy.actions import Scope
from ehcportal.web import late_posts, twice
from ehcportal.web.people import is_confirmed, person_or_none, to_confirm, to_sign_in

OPENED = frozenset({Scope.CASE, Scope.SETTING})
"""Scopes whose views ask the policy again, for the very case or setting, with ``open_case``."""

View = TypeVar("View", bound=Callable[..., Any])


class Door(StrEnum):
    """Who gets as far as the view."""

    PUBLIC = "public"
    HALF = "half_signed_in"
    POLICY = "policy"


@dataclass(frozen=True)
class Access:
    """What a view has been registered with."""

    door: Door
    action: Action | None = None
    confirmed: bool = False
    """Whether the password must have been given again within five minutes (security note 4)."""

    @property
    def name(self) -> str:
        """The policy as ``ehcportal routes`` prints it."""
        return self.action.value if self.action else self.door.value


class UnguardedRoute(Exception):
    """A route names no policy: the program refuses to start."""


def policy(action: Action, *, confirmed: bool = False) -> Callable[[View], View]:
    """Let only those pass who have signed in fully and may do ``action``.

    With ``confirmed`` they give their password again first, if that is five minutes ago.
    """
    return _with(Access(Door.POLICY, action, confirmed))


def public(view: View) -> View:
    """Let everybody pass. Keep the list of these short."""
    return _with(Access(Door.PUBLIC))(view)


def half_signed_in(view: View) -> View:
    """Let those pass who gave their password and still owe the second factor."""
    return _with(Access(Door.HALF))(view)


def _with(access: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.__access__ = access  # type: ignore[attr-defined]
        return view

    return mark


def access_of(app: Flask, endpoint: str) -> Access | None:
    """Return what the view behind ``endpoint`` was registered with."""
    found: Access | None = getattr(app.view_functions[endpoint], "__access__", None)
    return found


def refuse_unguarded(app: Flask) -> None:
    """Raise ``UnguardedRoute`` when a route has no policy."""
    for rule in app.url_map.iter_rules():
        if access_of(app, rule.endpoint) is None:
            raise UnguardedRoute(f"{rule.endpoint} ({rule.rule}) names no policy")


def init_app(app: Flask) -> None:
    """Put the guard in front of every view."""
    app.before_request(guard)
    app.after_request(_case_was_opened)


def guard() -> ResponseReturnValue | None:
    """Stop a request that its view's policy does not let pass."""
    if request.endpoint is None:
        return None
    if _holds_zero_bytes():
        abort(404 if request.method == "GET" else 400)
    access = access_of(current_app, request.endpoint)
    if access is None:
        raise UnguardedRoute(request.endpoint)
    if access.door is Door.PUBLIC:
        return None
    person = person_or_none()
    if person is None or (access.door is Door.POLICY and person.state is not SessionState.FULL):
        return _sign_in_first()
    action = access.action
    if action is not None and action.scope not in OPENED and not allows(person.actor, action):
        abort(404)
    if access.confirmed and not is_confirmed(person):
        late_posts.keep()
        return to_confirm()
    g.passed_to = access
    return None


def _sign_in_first() -> ResponseReturnValue:
    """Lead on who pressed a button twice; else keep what was sent, and ask who it is."""
    led = twice.lead_on()
    if led is not None:
        return led
    late_posts.keep()
    return to_sign_in()


def _holds_zero_bytes() -> bool:
    """Whether something in the request is no text: nobody types it, and Postgres refuses it."""
    sent = (request.path, *request.args.values(), *request.form.values())
    return any("\x00" in value for value in sent)


def _case_was_opened(response: Any) -> Any:
    """Fail loudly when a view of a case or setting answered without asking the policy for it."""
    access: Access | None = g.get("passed_to")
    if access is None or access.action is None or access.action.scope not in OPENED:
        return response
    if response.status_code < 300 and access.action not in g.get("opened_to", ()):
        raise UnguardedRoute(f"{request.endpoint} answered without opening what it is about")
    return response


def table(app: Flask) -> list[dict[str, Any]]:
    """Return every rule with its methods, endpoint, policy and whether it is public."""
    rows = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda found: (found.rule, found.endpoint)):
        access = access_of(app, rule.endpoint)
        rows.append(
            {
                "rule": rule.rule,
                "methods": sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}),
                "endpoint": rule.endpoint,
                "policy": access.name if access else "",
                "public": access is not None and access.door is Door.PUBLIC,
            }
        )
    return rows
