"""The settings where somebody works, with what each post opens (guide row S01)."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.policy import Action, SettingRelation
from ehcportal.queries import setting_standing
from ehcportal.web import current_person, policy, render, see_other

bp = Blueprint("own_settings", __name__, url_prefix="/settings")


@bp.get("")
@policy(Action.USE_ACCOUNT)
def index() -> ResponseReturnValue:
    """List one's own settings; somebody without one reads how to come to one."""
    places = setting_standing.own_settings(db.session(), current_person().actor)
    return render("setting/own.html", places=places)


@bp.get("/pupils")
@policy(Action.USE_ACCOUNT)
def my_pupils() -> ResponseReturnValue:
    """Lead a SENCo of one setting to its pupils, others to the list of their settings."""
    return _of_the_only(SettingRelation.SENCO, "pupils.index")


@bp.get("/people")
@policy(Action.USE_ACCOUNT)
def my_people() -> ResponseReturnValue:
    """Lead who leads one setting to its people, others to the list of their settings."""
    return _of_the_only(SettingRelation.LEAD, "setting_people.index")


def _of_the_only(relation: SettingRelation, endpoint: str) -> ResponseReturnValue:
    places = setting_standing.own_settings(db.session(), current_person().actor)
    fitting = [each for each in places if relation in each.relations]
    if len(fitting) == 1:
        return see_other(url_for(endpoint, setting_id=fitting[0].setting.id))
    return see_other(url_for(".index"))
