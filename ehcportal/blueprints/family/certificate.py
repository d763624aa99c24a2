"""The mediation certificate that a person keeps with their notes: read, removed, shared (form 17).

It is theirs alone until they share it; then it is a paper of the case that the council reads.
"""

from flask import Blueprint, abort, current_app, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import db
from ehcportal.blueprints.council.circle import version_of
from ehcportal.blueprints.family.case_pages import open_page
from ehcportal.policy import Action
from ehcportal.services import certificates
from ehcportal.services.certificates import Certificate, SharedError
from ehcportal.web import actor_trace, current_person, once, open_case, policy, render, see_other
from ehcportal.web.downloads import hand_out
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import read

bp = Blueprint("family_certificate", __name__, url_prefix="/cases/<case_id>/appeal/certificate")


@bp.get("")
@policy(Action.WEIGH_APPEAL)
def show(case_id: str) -> ResponseReturnValue:
    """Open one's own certificate."""
    open_case(case_id, to=Action.WEIGH_APPEAL)
    kept = _own(case_id)
    return hand_out(kept.file, kept.name, to_read=True)


@bp.get("/share")
@policy(Action.WEIGH_APPEAL)
def ask(case_id: str) -> ResponseReturnValue:
    """Say what sharing means, and ask once more."""
    page = open_page(case_id, to=Action.WEIGH_APPEAL)
    kept = _own(case_id)
    if kept.shared_on is not None or not kept.is_ready:
        return see_other(_back(case_id))
    return render("family/certificate.html", here=page, kept=kept)


@bp.post("/share")
@policy(Action.WEIGH_APPEAL)
@once
def share(case_id: str) -> ResponseReturnValue:
    """Let the council read it from now on."""
    open_case(case_id, to=Action.WEIGH_APPEAL)
    version, title = version_of(read("_version")), _("Mediation certificate")
    try:
        certificates.share(db.writing(), actor_trace(), key_ring(), case_id, version, title)
    except (LookupError, SharedError, StaleDataError):
        db.forget()
    return see_other(_back(case_id))


@bp.post("/remove")
@policy(Action.WEIGH_APPEAL)
@once
def remove(case_id: str) -> ResponseReturnValue:
    """Remove it, as long as it was not shared."""
    open_case(case_id, to=Action.WEIGH_APPEAL)
    version = version_of(read("_version"))
    delete = current_app.extensions["storage"].delete
    try:
        certificates.take_away(db.writing(), actor_trace(), case_id, version, delete)
    except (SharedError, StaleDataError):
        db.forget()
    return see_other(_back(case_id))


def _own(case_id: str) -> Certificate:
    who = current_person().account_id
    return certificates.kept(db.session(), key_ring(), case_id, who) or abort(404)


def _back(case_id: str) -> str:
    return url_for("family_appeal.show", case_id=case_id) + "#certificate"
