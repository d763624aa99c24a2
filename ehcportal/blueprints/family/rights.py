"""The young person says what each parent sees once the rights are theirs (sections 80 and 83)."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.blueprints.family.case_pages import CasePage, open_page
from ehcportal.models.person import View
from ehcportal.policy import Action
from ehcportal.queries import rights as told
from ehcportal.queries.rights import Parent
from ehcportal.services import rights
from ehcportal.services.rights import Acting, NotTheirsToDecideError
from ehcportal.web import actor_trace, logins, once, policy, posted, render, see_other
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted

bp = Blueprint("family_rights", __name__, url_prefix="/cases/<case_id>/rights")

VIEWS = {each.value: each for each in View}


@bp.get("")
@policy(Action.DECIDE_VIEW)
def show(case_id: str) -> ResponseReturnValue:
    """Ask what each parent may see; what was said before is chosen already."""
    page = open_page(case_id, to=Action.DECIDE_VIEW)
    parents = _parents(page)
    chosen = {_field(each): each.sees.value for each in parents if each.sees}
    return _page(page, parents, posted.empty(**chosen))


@bp.post("")
@policy(Action.DECIDE_VIEW)
@once
def decide(case_id: str) -> ResponseReturnValue:
    """Keep what was decided: it counts from the parent's very next request."""
    page = open_page(case_id, to=Action.DECIDE_VIEW)
    parents = _parents(page)
    form = posted.read(*map(_field, parents))
    for each in parents:
        if form[_field(each)] not in VIEWS:
            form.errors[_field(each)] = _("Choose what %(name)s may see", name=each.name)
    if form.errors:
        return _page(page, parents, form, 422)
    acting = Acting(actor_trace(), key_ring(), page.standing.case)
    try:
        for each in parents:
            if each.sees is not VIEWS[form[_field(each)]]:
                rights.decide(db.writing(), acting, each.tie_id, VIEWS[form[_field(each)]])
    except (NotTheirsToDecideError, LookupError):
        db.forget()
        abort(404)
    logins.leave_news(_("We have kept what you decided. You can change it at any time."))
    return see_other(url_for(".show", case_id=case_id))


def _parents(page: CasePage) -> list[Parent]:
    """Return the parents, but for those who are protected: staff talk about them in person."""
    found = told.parents(db.session(), page.head.person_id)
    return [each for each in found if not each.protected]


def _field(parent: Parent) -> str:
    return f"sees_{parent.tie_id}"


def _page(
    page: CasePage, parents: list[Parent], form: Posted, status: int = 200
) -> ResponseReturnValue:
    return render(
        "family/rights.html",
        status=status,
        here=page,
        form=form,
        rights=told.rights(db.session(), page.case_id),
        parents=[(each, _field(each)) for each in parents],
        news=logins.take_news() if status == 200 else "",
    )
