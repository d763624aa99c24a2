"""Comments that came on paper or by telephone, entered by staff with the day (row C09)."""

from datetime import date

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import clock, db
from ehcportal.blueprints.council.plan_desk import may_write
from ehcportal.policy import Action
from ehcportal.queries import cases, document_readers, plan_pages, plan_settings, representations
from ehcportal.queries.plans import Head
from ehcportal.queries.said import Said
from ehcportal.queries.standing import Standing
from ehcportal.services import plan_comments
from ehcportal.web import (
    actor_trace,
    once,
    open_case,
    plan_commenting,
    plan_reading,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.logins import key_ring
from ehcportal.web.plan_commenting import VIEW, read_day
from ehcportal.web.posted import Posted

bp = Blueprint("plan_on_paper", __name__, url_prefix="/council/cases/<case_id>/plan/paper")

SETTING = "setting:"
CAME = ("came-day", "came-month", "came-year")


@bp.post("")
@policy(Action.RUN_CASE)
@once
def begin(case_id: str) -> ResponseReturnValue:
    """Begin to write down what came."""
    _standing, head = _open(case_id)
    posted.read()
    row = plan_comments.write_from_paper(db.writing(), actor_trace(), head, None, None)
    return see_other(url_for(".show", case_id=case_id, representation_id=row.id))


@bp.get("/<representation_id>")
@policy(Action.RUN_CASE)
def show(case_id: str, representation_id: str) -> ResponseReturnValue:
    """Show what was written down so far, and ask for more."""
    standing, head = _open(case_id)
    return _page(standing, head, representation_id, posted.empty())


@bp.post("/<representation_id>")
@policy(Action.RUN_CASE)
@once
def add(case_id: str, representation_id: str) -> ResponseReturnValue:
    """Write down one comment on a line or section."""
    standing, head = _open(case_id)
    form = posted.read("about", "verdict", "evidence", "_version", long=("text", "proposed"))
    plan = plan_reading.lines_of(head)
    known = {each.key for each in plan.lines} | {f"section-{each.letter}" for each in plan.sections}
    if form["about"] not in known:
        form.errors["about"] = _("Choose a line or a section")
        return _page(standing, head, representation_id, form, 422)
    said = _said(head, representation_id)
    earlier = said.about(form["about"])
    told = plan_commenting.read_comment(form, plan, form["about"])
    if told is None:
        return _page(standing, head, representation_id, form, 422)
    plan_comments.write(db.writing(), said, told, earlier.version if earlier else 0)
    return see_other(url_for(".show", case_id=case_id, representation_id=representation_id))


@bp.post("/<representation_id>/finish")
@policy(Action.RUN_CASE)
@once
def finish(case_id: str, representation_id: str) -> ResponseReturnValue:
    """Say whose it is and when it came; from then on it counts like what came by the portal."""
    standing, head = _open(case_id)
    form = posted.read("who", *CAME, *VIEW, long=("overall",))
    view = plan_commenting.read_view(form, head)
    came = _came_on(form, head)
    if form["who"] and form["who"] not in {key for key, _name in _speakers(standing)}:
        form.errors["who"] = _("Choose who it is from")
    if form.errors or view is None or came is None:
        return _page(standing, head, representation_id, form, 422)
    session = db.writing()
    said = _said(head, representation_id)
    setting_id = form["who"].removeprefix(SETTING) if form["who"].startswith(SETTING) else None
    said.row.account_id = None if setting_id else form["who"] or None
    said.row.setting_id = setting_id
    plan_comments.keep_view(session, said, view)
    if not said.says_something:
        db.forget()
        form.errors["overall"] = _("Write down what they said")
        return _page(standing, head, representation_id, form, 422)
    plan_comments.send(session, actor_trace(), key_ring(), head, said, came_on=came)
    return see_other(url_for("plan_answers.index", case_id=case_id))


def _came_on(form: Posted, head: Head) -> date | None:
    came = read_day(form, "came")
    if came is None:
        form.errors.setdefault("came-day", _("Enter the day on which it came"))
    elif came > clock.today():
        form.errors["came-day"] = _("The day cannot be in the future")
    elif head.served_on is not None and came < head.served_on:
        form.errors["came-day"] = _("The plan was not sent before that day")
    return None if "came-day" in form.errors else came


def _page(
    standing: Standing, head: Head, representation_id: str, form: Posted, status: int = 200
) -> ResponseReturnValue:
    session, case_id = db.session(), standing.case.id
    return render(
        "council/plan_out/paper.html",
        status=status,
        head=cases.head(session, case_id),
        plan=plan_reading.lines_of(head),
        said=_said(head, representation_id),
        speakers=_speakers(standing),
        form=form,
    )


def _speakers(standing: Standing) -> list[tuple[str, str]]:
    """Return who can have written: each of the family with an account, and each setting."""
    session = db.session()
    family = document_readers.family_of(session, standing.case.person_id)
    settings = plan_settings.with_a_say(session, standing.case)
    return [(each.account_id, each.name) for each in family] + [
        (SETTING + each.id, each.name) for each in settings
    ]


def _said(head: Head, representation_id: str) -> Said:
    """Return what is being written down, or answer 404; what is finished is not changed."""
    found = representations.on_paper(db.session(), head.id, representation_id)
    return found if found is not None and not found.is_sent else abort(404)


def _open(case_id: str) -> tuple[Standing, Head]:
    """Return the version that waits for comments, or answer 404."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    heads = plan_pages.served(db.session(), case_id)
    head = plan_reading.proposed(case_id, heads)
    if head is None or not may_write(standing):
        abort(404)
    return standing, head
