"""What somebody sent after their session had ended, offered again after the login."""

import json

from flask import Blueprint
from flask.typing import ResponseReturnValue

from ehcportal import clock, db
from ehcportal.models.sign_in import SealedPost
from ehcportal.policy import Action
from ehcportal.services import late_posts
from ehcportal.web import current_person, logins, own_path, policy, render, see_other
from ehcportal.web.logins import key_ring

bp = Blueprint("late_posts", __name__, url_prefix="/sign-in/kept")


@bp.get("")
@policy(Action.USE_ACCOUNT)
def show() -> ResponseReturnValue:
    """Say that nothing was lost, with a button that sends it again."""
    post = _offered()
    if post is None:
        return logins.onward()
    fields = json.loads(key_ring().open_text(post.sealed_body))
    path = own_path(post.path, logins.HOME)
    return render("account/kept.html", path=path, fields=fields)


@bp.post("")
@policy(Action.USE_ACCOUNT)
def discard() -> ResponseReturnValue:
    """Throw away what was kept, and go on."""
    post = _offered()
    if post is not None:
        late_posts.discard(db.writing(), post)
    logins.take_wanted_page()
    return see_other(logins.HOME)


def _offered() -> SealedPost | None:
    return late_posts.offered(db.session(), current_person().account_id, clock.now())
