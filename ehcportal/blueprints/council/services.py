"""The council's services that give advice: found, added, changed, closed (guide rows S01, S02)."""

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import db
from ehcportal.blueprints.council import place_fields
from ehcportal.blueprints.council.settings import stated_version
from ehcportal.models.setting import Service
from ehcportal.policy import Action
from ehcportal.queries import setting_lists, setting_people
from ehcportal.queries.paging import Cursor
from ehcportal.queries.setting_lists import Which
from ehcportal.services import setting_records
from ehcportal.web import actor_trace, once, policy, render, see_other
from ehcportal.web.posted import Posted, empty, read

bp = Blueprint("council_services", __name__, url_prefix="/council/services")


@bp.get("")
@policy(Action.KEEP_SETTINGS)
def index() -> ResponseReturnValue:
    """List services by name."""
    words = request.args.get("q", "")[:100]
    which = Which.CLOSED if request.args.get("show") == Which.CLOSED else Which.OPEN
    after = Cursor.read(request.args.get("after"))
    found = setting_lists.services(db.session(), which, words, after)
    return render(
        "council/services.html",
        found=found,
        which=which,
        words=words,
        is_first_page=after is None,
    )


@bp.get("/new")
@policy(Action.KEEP_SETTINGS)
def new() -> ResponseReturnValue:
    """Ask for the facts of a service that is not on the list yet."""
    return _form(None, empty())


@bp.post("/new")
@policy(Action.KEEP_SETTINGS)
@once
def add() -> ResponseReturnValue:
    """Put a service on the list."""
    form = read(*place_fields.OF_A_SERVICE)
    entry = place_fields.entry(form)
    if entry is None:
        return _form(None, form, 422)
    made = setting_records.add_service(db.writing(), actor_trace(), entry)
    return see_other(url_for(".show", service_id=made.id))


@bp.get("/<service_id>")
@policy(Action.KEEP_SETTINGS)
def show(service_id: str) -> ResponseReturnValue:
    """Show a service with its people, now and before, and who is invited."""
    service, session = found_or_404(service_id), db.session()
    return render(
        "council/service.html",
        service=service,
        people=setting_people.of_service(session, service_id),
        invited=setting_people.invited_to_service(session, service_id),
    )


@bp.get("/<service_id>/change")
@policy(Action.KEEP_SETTINGS)
def edit(service_id: str) -> ResponseReturnValue:
    """Show the facts of a service in their boxes."""
    service = found_or_404(service_id)
    return _form(service, place_fields.stated(service))


@bp.post("/<service_id>/change")
@policy(Action.KEEP_SETTINGS)
@once
def update(service_id: str) -> ResponseReturnValue:
    """Change the facts of a service."""
    service = found_or_404(service_id)
    form = read(*place_fields.OF_A_SERVICE, "_version")
    version, entry = stated_version(form), place_fields.entry(form)
    if entry is None:
        return _form(service, form, 422)
    try:
        setting_records.change_service(
            db.writing(), actor_trace(), service_id, entry, version=version
        )
    except StaleDataError:
        db.forget()
        return _form(found_or_404(service_id), form, 409)
    return see_other(url_for(".show", service_id=service_id))


@bp.get("/<service_id>/closure")
@policy(Action.KEEP_SETTINGS)
def ask_closure(service_id: str) -> ResponseReturnValue:
    """Say what closing a service ends, before it does."""
    return _closure(found_or_404(service_id))


@bp.post("/<service_id>/closure")
@policy(Action.KEEP_SETTINGS)
@once
def close(service_id: str) -> ResponseReturnValue:
    """Close a service that is open, or open again one that was closed."""
    service = found_or_404(service_id)
    version = stated_version(read("_version"))
    act = setting_records.close_service
    if service.closed_on is not None:
        act = setting_records.reopen_service
    try:
        act(db.writing(), actor_trace(), service_id, version=version)
    except StaleDataError:
        db.forget()
        return _closure(found_or_404(service_id), 409)
    return see_other(url_for(".show", service_id=service_id))


def found_or_404(service_id: str) -> Service:
    """Return a service of the list."""
    found = db.session().get(Service, service_id)
    if found is None:
        abort(404)
    return found


def _form(service: Service | None, form: Posted, status: int = 200) -> ResponseReturnValue:
    return render(
        "council/service_form.html",
        status=status,
        service=service,
        form=form,
        too_late=status == 409,
    )


def _closure(service: Service, status: int = 200) -> ResponseReturnValue:
    return render(
        "council/service_closure.html",
        status=status,
        service=service,
        people=setting_people.of_service(db.session(), service.id).now,
        too_late=status == 409,
    )
