"""A post that arrives after the session has ended is kept, sealed, for the same person."""

import json

from flask import current_app, request, session

from ehcportal import db
from ehcportal.queries import people
from ehcportal.services import late_posts

KEPT_FIELDS = 500
SKIPPED = {"csrf_token", "password", "new_password", "confirm_password", "code"}


def keep() -> None:
    """Seal the fields of this post, if a session that rested too long was its sender's."""
    account_id = whose_session_ended()
    if account_id is not None:
        keep_for(account_id, request.path)


def whose_session_ended() -> str | None:
    """Return the account of this browser's session, if it rested too long or expired."""
    token = session.get("_user_id")
    return people.whose_session_ended(db.session(), token) if token else None


def keep_for(account_id: str, path: str) -> None:
    """Seal the fields of this post for ``account_id``, as if they had been sent to ``path``."""
    if request.method != "POST" or not request.form:
        return
    fields = [
        (name, value)
        for name, values in list(request.form.lists())[:KEPT_FIELDS]
        if name not in SKIPPED
        for value in values
    ]
    sealed = current_app.extensions["keyring"].seal_text(json.dumps(fields))
    late_posts.keep(db.writing(), account_id, path, sealed)
