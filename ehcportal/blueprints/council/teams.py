"""The council's teams: made, named, people in and out."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import db
from ehcportal.models.staff import Team
from ehcportal.policy import Action
from ehcportal.queries import staff, teams
from ehcportal.services import teams as work
from ehcportal.web import actor_trace, logins, once, policy, render, see_other
from ehcportal.web.posted import Posted, empty, read

bp = Blueprint("teams", __name__, url_prefix="/council/teams")

NAME_LENGTH = 100


@bp.get("")
@policy(Action.ADMINISTER_STAFF)
def index() -> ResponseReturnValue:
    """List the teams, and take the name of a new one."""
    return _list_page(empty())


@bp.post("")
@policy(Action.ADMINISTER_STAFF)
@once
def make() -> ResponseReturnValue:
    """Make a team."""
    form = _named()
    if form.errors:
        return _list_page(form, 422)
    try:
        made = work.make(db.writing(), actor_trace(), form["name"])
    except work.NameTaken:
        db.forget()
        form.errors["name"] = _("Another team has this name")
        return _list_page(form, 422)
    return see_other(url_for(".show", team_id=made.id))


@bp.get("/<team_id>")
@policy(Action.ADMINISTER_STAFF)
def show(team_id: str) -> ResponseReturnValue:
    """Show a team with its people."""
    team = _team(team_id)
    return _page(team, empty(name=team.name))


@bp.post("/<team_id>")
@policy(Action.ADMINISTER_STAFF)
@once
def rename(team_id: str) -> ResponseReturnValue:
    """Give a team another name."""
    team, form = _team(team_id), _named()
    if not form["_version"].isdecimal():
        abort(400)
    if form.errors:
        return _page(team, form, 422)
    version = int(form["_version"])
    try:
        work.rename(db.writing(), actor_trace(), team_id, form["name"], version=version)
    except work.NameTaken:
        db.forget()
        form.errors["name"] = _("Another team has this name")
        return _page(_team(team_id), form, 422)
    except StaleDataError:
        db.forget()
        return _page(_team(team_id), form, 409)
    logins.leave_news(_("The team has its new name."))
    return see_other(url_for(".show", team_id=team_id))


@bp.post("/<team_id>/people")
@policy(Action.ADMINISTER_STAFF)
@once
def put_in(team_id: str) -> ResponseReturnValue:
    """Put somebody into the team."""
    team, form = _team(team_id), read("person")
    if form["person"] not in {each.account_id for each in staff.case_staff(db.session())}:
        form.errors["person"] = _("Choose who joins the team")
        form.values["name"] = team.name
        return _page(team, form, 422)
    work.put_in(db.writing(), actor_trace(), team_id, form["person"])
    return see_other(url_for(".show", team_id=team_id))


@bp.post("/<team_id>/people/<account_id>/out")
@policy(Action.ADMINISTER_STAFF)
@once
def take_out(team_id: str, account_id: str) -> ResponseReturnValue:
    """Take somebody out of the team at once."""
    _team(team_id)
    work.take_out(db.writing(), actor_trace(), team_id, account_id)
    return see_other(url_for(".show", team_id=team_id))


def _team(team_id: str) -> Team:
    return db.session().get(Team, team_id) or abort(404)


def _named() -> Posted:
    form = read("name", "_version")
    form.require("name", _("Enter the name of the team"))
    form.at_most("name", NAME_LENGTH, _("Use %(limit)s characters or fewer", limit=NAME_LENGTH))
    return form


def _list_page(form: Posted, status: int = 200) -> ResponseReturnValue:
    listed = teams.listed(db.session())
    return render("council/teams/list.html", status=status, form=form, teams=listed)


def _page(team: Team, form: Posted, status: int = 200) -> ResponseReturnValue:
    people = teams.people(db.session(), team.id)
    inside = {each.account_id for each in people}
    others = [each for each in staff.case_staff(db.session()) if each.account_id not in inside]
    return render(
        "council/teams/team.html",
        status=status,
        team=team,
        people=people,
        others=others,
        form=form,
        too_late=status == 409,
        news=logins.take_news(),
    )
