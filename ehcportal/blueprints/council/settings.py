"""The council's settings: found, added, changed, closed and opened again (guide row S01)."""

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import db
from ehcportal.blueprints.council import place_fields
from ehcportal.models.setting import Setting
from ehcportal.policy import Action
from ehcportal.queries import setting_lists, setting_people
from ehcportal.queries.paging import Cursor
from ehcportal.queries.setting_lists import Which
from ehcportal.services import setting_records
from ehcportal.services.setting_records import Entry, TakenUrnError
from ehcportal.web import actor_trace, once, policy, render, see_other
from ehcportal.web.posted import Posted, empty, read

bp = Blueprint("council_settings", __name__, url_prefix="/council/settings")


@bp.get("")
@policy(Action.KEEP_SETTINGS)
def index() -> ResponseReturnValue:
    """List settings by name; look for one by name, town or URN."""
    words = request.args.get("q", "")[:100]
    which = Which.CLOSED if request.args.get("show") == Which.CLOSED else Which.OPEN
    after = Cursor.read(request.args.get("after"))
    found = setting_lists.settings(db.session(), which, words, after)
    return render(
        "council/settings.html",
        found=found,
        which=which,
        words=words,
        is_first_page=after is None,
    )


@bp.get("/new")
@policy(Action.KEEP_SETTINGS)
def new() -> ResponseReturnValue:
    """Ask for the facts of a setting that is not on the list yet."""
    return _form(None, empty())


@bp.post("/new")
@policy(Action.KEEP_SETTINGS)
@once
def add() -> ResponseReturnValue:
    """Put a setting on the list."""
    form = read(*place_fields.OF_A_SETTING)
    entry = place_fields.entry(form)
    if entry is None:
        return _form(None, form, 422)
    try:
        made = setting_records.add_setting(db.writing(), actor_trace(), entry)
    except TakenUrnError as taken:
        return _taken(None, form, taken)
    return see_other(url_for(".show", setting_id=made.id))


@bp.get("/<setting_id>")
@policy(Action.KEEP_SETTINGS)
def show(setting_id: str) -> ResponseReturnValue:
    """Show a setting with its people, now and before, and who is invited."""
    setting, session = found_or_404(setting_id), db.session()
    return render(
        "council/setting.html",
        setting=setting,
        people=setting_people.of_setting(session, setting_id),
        invited=setting_people.invited_to_setting(session, setting_id),
    )


@bp.get("/<setting_id>/change")
@policy(Action.KEEP_SETTINGS)
def edit(setting_id: str) -> ResponseReturnValue:
    """Show the facts of a setting in their boxes."""
    setting = found_or_404(setting_id)
    return _form(setting, place_fields.stated(setting))


@bp.post("/<setting_id>/change")
@policy(Action.KEEP_SETTINGS)
@once
def update(setting_id: str) -> ResponseReturnValue:
    """Change the facts of a setting."""
    setting = found_or_404(setting_id)
    form = read(*place_fields.OF_A_SETTING, "_version")
    version, entry = stated_version(form), place_fields.entry(form)
    if entry is None:
        return _form(setting, form, 422)
    return _updated(setting_id, form, entry, version)


def _updated(setting_id: str, form: Posted, entry: Entry, version: int) -> ResponseReturnValue:
    try:
        setting_records.change_setting(
            db.writing(), actor_trace(), setting_id, entry, version=version
        )
    except StaleDataError:
        db.forget()
        return _form(found_or_404(setting_id), form, 409)
    except TakenUrnError as taken:
        return _taken(setting_id, form, taken)
    return see_other(url_for(".show", setting_id=setting_id))


@bp.get("/<setting_id>/closure")
@policy(Action.KEEP_SETTINGS)
def ask_closure(setting_id: str) -> ResponseReturnValue:
    """Say what closing a setting ends, before it does."""
    return _closure(found_or_404(setting_id))


@bp.post("/<setting_id>/closure")
@policy(Action.KEEP_SETTINGS)
@once
def close(setting_id: str) -> ResponseReturnValue:
    """Close a setting that is open, or open again one that was closed."""
    setting = found_or_404(setting_id)
    version = stated_version(read("_version"))
    act = setting_records.close_setting
    if setting.closed_on is not None:
        act = setting_records.reopen_setting
    try:
        act(db.writing(), actor_trace(), setting_id, version=version)
    except StaleDataError:
        db.forget()
        return _closure(found_or_404(setting_id), 409)
    return see_other(url_for(".show", setting_id=setting_id))


def found_or_404(setting_id: str) -> Setting:
    """Return a setting of the list."""
    found = db.session().get(Setting, setting_id)
    if found is None:
        abort(404)
    return found


def stated_version(form: Posted) -> int:
    """Return the version that the person saw; what no page of ours has sent is refused."""
    if not form["_version"].isdecimal():
        abort(400)
    return int(form["_version"])


def _taken(setting_id: str | None, form: Posted, taken: TakenUrnError) -> ResponseReturnValue:
    db.forget()
    form.errors["urn"] = f"This is the URN of {taken.name}"
    return _form(found_or_404(setting_id) if setting_id else None, form, 422)


def _form(setting: Setting | None, form: Posted, status: int = 200) -> ResponseReturnValue:
    return render(
        "council/setting_form.html",
        status=status,
        setting=setting,
        form=form,
        too_late=status == 409,
    )


def _closure(setting: Setting, status: int = 200) -> ResponseReturnValue:
    session = db.session()
    return render(
        "council/setting_closure.html",
        status=status,
        setting=setting,
        people=setting_people.of_setting(session, setting.id).now,
        pupils=setting_people.pupil_count(session, setting.id),
        too_late=status == 409,
    )
