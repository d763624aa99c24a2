"""A form that is sent twice has one effect, and both senders get the same answer."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, current_app, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from ehcportal import db
from ehcportal.security import idempotency
from ehcportal.web.people import browser_token, person_or_none

FIELD = "_idem"


def once(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Make ``view`` answer a repeated post with the redirect that the first one got.

    The key is claimed inside the view's own transaction, so of two posts at the same moment the
    later one waits, is refused by the database, and is answered like the first.
    """

    @wraps(view)
    def answer(**values: Any) -> ResponseReturnValue:
        key = request.form.get(FIELD, "")[: idempotency.KEY_LENGTH]
        if not key:
            return view(**values)
        scope = _scope()
        earlier = idempotency.location(db.session(), key, scope)
        if earlier is not None:
            return redirect(earlier, 303)
        try:
            response = current_app.make_response(view(**values))
            _claim(response, key, scope)
        except IntegrityError:
            earlier = _earlier_after_race(key, scope)
            if earlier is None:
                raise
            return redirect(earlier, 303)
        return response

    return answer


def _scope() -> str:
    person = person_or_none()
    who = person.account_id if person else browser_token()
    return idempotency.scope(who, request.endpoint or "")


def _claim(response: Response, key: str, scope: str) -> None:
    if response.status_code == 303:
        idempotency.claim(db.writing(), key, scope, response.headers["Location"])


def _earlier_after_race(key: str, scope: str) -> str | None:
    db.forget()
    return idempotency.location(db.session(), key, scope)
