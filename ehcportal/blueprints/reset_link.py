"""Reset password by an e-mailed link, then Create a password (guide row D04).

GET shows and only POST consumes, since mail scanners open links. The link works in any browser, and
nobody is signed in by it.
"""

from flask import Blueprint, session
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.models.sign_in import PasswordReset
from ehcportal.security import passwords as hashing
from ehcportal.services import accounts, passwords, resets
from ehcportal.web import actor_trace, current_profile, logins, once, posted, public, render
from ehcportal.web import passwords as boxes
from ehcportal.web.posted import Posted

bp = Blueprint("reset_link", __name__, url_prefix="/reset-password")

SENT = "account/reset_link_sent.html"
CREATE = "account/reset_link.html"
OVER = "account/reset_link_over.html"


@bp.get("/sent")
@public
def sent() -> ResponseReturnValue:
    """Say where the link went, if there is an account."""
    address = session.get("reset_address")
    if not address:
        return logins.see("reset.start")
    return render(SENT, sent_to=address, step_1=logins.sign_in_address())


@bp.get("/link/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """Ask for the new password, twice; opening the link uses nothing up."""
    row = resets.find_by_link(db.session(), token)
    return render(OVER) if row is None else _page(posted.empty(), row, token)


@bp.post("/link/<token>")
@public
@once
def create(token: str) -> ResponseReturnValue:
    """Set the new password and end every session."""
    row = resets.find_by_link(db.session(), token)
    if row is None:
        return render(OVER)
    form = posted.read(secret=boxes.FIELDS)
    account = accounts.fresh(db.session(), row.account_id or "")
    boxes.check(
        form,
        lambda typed: passwords.fault_of(db.session(), current_profile(), account, typed),
    )
    if form.errors:
        return _page(form, row, token, status=422)
    hashed = hashing.make_hash(form["new_password"])
    if not resets.finish(
        db.writing(), logins.key_ring(), current_profile(), actor_trace(), row, hashed
    ):
        return render(OVER)
    return logins.see("reset.done")


def _page(
    form: Posted, row: PasswordReset, token: str, *, status: int = 200
) -> ResponseReturnValue:
    address = accounts.fresh(db.session(), row.account_id or "").email
    return render(CREATE, status=status, form=form, token=token, address=address, **boxes.shown())
