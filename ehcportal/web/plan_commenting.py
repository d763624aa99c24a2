"""Commenting on a proposed plan, the same for a family and for a setting (form 10, row S06)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.content.labels import own_labels
from ehcportal.models.plan import Section, Verdict
from ehcportal.models.plan_wishes import PlanMeeting
from ehcportal.queries import plan_meetings, representations
from ehcportal.queries.plan_pages import ShownPlan
from ehcportal.queries.plans import Head
from ehcportal.queries.said import Said, Speaker
from ehcportal.services import plan_comments
from ehcportal.services.plan_comments import AlreadySent, Told, View
from ehcportal.web import comment_files, kept_files, plan_reading, posted
from ehcportal.web.logins import key_ring
from ehcportal.web.pages import render, see_other
from ehcportal.web.posted import Posted
from ehcportal.web.trace import actor_trace

WORDS, WHEN, EVIDENCE = 4000, 300, 500
OF_SECTION, MORE = "section-", "more"
VIEW = ("accepts", "meeting", "meeting_when", "more-day", "more-month", "more-year", "budget", "do")


@dataclass(frozen=True, slots=True)
class Desk:
    """Who comments on which version, and the addresses of the pages for it."""

    head: Head
    speaker: Speaker
    layout: str
    urls: Callable[..., str]
    """Returns the address of ``show``, ``about`` or ``remove``; the last two with ``about=``."""
    is_open: bool
    context: dict[str, Any] = field(default_factory=dict)

    @property
    def said(self) -> Said | None:
        """What was said so far."""
        return representations.own(db.session(), self.head.id, self.speaker)

    @property
    def all_said(self) -> list[Said]:
        """What was said so far, and before it what was sent already."""
        return representations.all_own(db.session(), self.head.id, self.speaker)

    def may_write(self, said: Said | None) -> bool:
        """Whether something can still be said besides what was."""
        return self.is_open and not (said and said.is_sent)


def show(desk: Desk, form: Posted | None = None, status: int = 200) -> ResponseReturnValue:
    """Show all comments of one's own, with the answers, and what is said of the whole."""
    if form is not None:
        db.forget()
    return _page(desk, form, status)


def _page(desk: Desk, form: Posted | None, status: int) -> ResponseReturnValue:
    said = desk.all_said
    newest = said[-1] if said else None
    return render(
        "plan/comments.html",
        status=status,
        plan=plan_reading.lines_of(desk.head),
        said=newest,
        before=said[:-1],
        may_write=desk.may_write(newest),
        may_add=desk.is_open,
        form=form or _shown(newest),
        meetings={each.row.id: _meeting(each) for each in said},
        today=clock.today(),
        layout=desk.layout,
        urls=desk.urls,
        **desk.context,
    )


def _meeting(said: Said) -> PlanMeeting | None:
    """Return the meeting that somebody asked for, as it is set."""
    if not said.row.meeting:
        return None
    return plan_meetings.of_representation(db.session(), said.row.id)


def _shown(said: Said | None) -> Posted:
    if said is None:
        return posted.empty()
    row, more = said.row, said.row.more_time_until
    days = {"more-day": more.day, "more-month": more.month, "more-year": more.year} if more else {}
    return posted.empty(
        overall=row.overall,
        accepts="yes" if row.accepts_as_it_is else "",
        meeting=row.meeting,
        meeting_when=row.meeting_when,
        budget="yes" if row.personal_budget else "",
        **{name: str(each) for name, each in days.items()},
    )


def keep(desk: Desk) -> ResponseReturnValue:
    """Keep what is said of the whole and, if that was pressed, send everything: once."""
    form = posted.read(*VIEW, long=("overall",))
    if form["do"] == MORE:
        return _add_more(desk)
    view = read_view(form, desk.head)
    if form.errors or view is None:
        return show(desk, form, 422)
    session = db.writing()
    said = _begun(desk)
    plan_comments.keep_view(session, said, view)
    if form["do"] == "send":
        _check_sendable(form, said)
        if form.errors:
            return _page(desk, form, 422)  # what was typed is kept all the same
        plan_comments.send(session, actor_trace(), key_ring(), desk.head, said)
    return see_other(desk.urls("show"))


def _add_more(desk: Desk) -> ResponseReturnValue:
    """Let somebody say more than they sent, while something is proposed."""
    if not desk.is_open:
        abort(409)
    session = db.writing()
    try:
        plan_comments.add_more(session, desk.head, desk.speaker)
    except AlreadySent:
        abort(409)
    return see_other(desk.urls("show"))


def _check_sendable(form: Posted, said: Said) -> None:
    if not said.says_something:
        form.errors["overall"] = _("Write something, or say that you accept the plan as it is")
    elif said.row.accepts_as_it_is and any(each.waits for each in said.comments):
        form.errors["accepts"] = _(
            "You have comments that ask for changes. Take them away, or do not accept it as it is"
        )


def read_view(form: Posted, head: Head) -> View | None:
    """Read what is said of the whole; note what has to be put right."""
    form.at_most("overall", WORDS, _("Use %(limit)s characters or fewer", limit=WORDS))
    form.at_most("meeting_when", WHEN, _("Use %(limit)s characters or fewer", limit=WHEN))
    if form["meeting"] and form["meeting"] not in own_labels().groups["meeting"]:
        form.errors["meeting"] = _("Choose how you want to meet")
    more = read_day(form, "more")
    if more is not None and head.comments_until is not None and more <= head.comments_until:
        form.errors["more-day"] = _("Enter a day after the last day that you have now")
    if form.errors:
        return None
    return View(
        overall=form["overall"],
        accepts_as_it_is=bool(form["accepts"]),
        meeting=form["meeting"],
        meeting_when=form["meeting_when"],
        more_time_until=more,
        personal_budget=bool(form["budget"]),
    )


def read_day(form: Posted, name: str) -> date | None:
    """Return the day of three boxes; None where all are empty or, with why, where it is none."""
    parts = [form[f"{name}-{part}"] for part in ("year", "month", "day")]
    if not any(parts):
        return None
    try:
        year, month, day = (int(each) for each in parts)
        return date(year, month, day)
    except ValueError:
        form.errors[f"{name}-day"] = _("Enter a day, for example 27 3 2026")
        return None


def ask(
    desk: Desk, about: str, form: Posted | None = None, status: int = 200
) -> ResponseReturnValue:
    """Ask what somebody thinks of one line, or what is missing in a section."""
    plan, own = plan_reading.shown(desk.head), desk.all_said
    said = own[-1] if own else None
    if not desk.may_write(said):
        return see_other(desk.urls("show"))
    earlier = said.about(about) if said else None
    _line_and_section(plan, about)
    return render(
        "plan/comment.html",
        status=status,
        plan=plan,
        line=plan.line(about),
        section=about.removeprefix(OF_SECTION) if about.startswith(OF_SECTION) else "",
        about=about,
        earlier=earlier,
        before=own[:-1],
        had=None if form is None else comment_files.staying(),
        form=form
        or posted.empty(
            verdict=earlier.verdict if earlier else None,
            text=earlier.text if earlier else None,
            proposed=earlier.proposed if earlier else None,
            evidence=earlier.evidence if earlier else None,
        ),
        layout=desk.layout,
        urls=desk.urls,
        **desk.context,
    )


def write(desk: Desk, about: str) -> ResponseReturnValue:
    """Keep a comment with its files; nobody at the council sees it before all is sent."""
    if not desk.may_write(desk.said):
        abort(409)
    form = comment_files.read("verdict", "evidence", "_version", long=("text", "proposed"))
    told = read_comment(form, plan_reading.lines_of(desk.head), about)
    kept = comment_files.taken_in(form, desk.said)
    if told is None or form.errors:
        kept_files.put_aside(form, kept)
        return ask(desk, about, form, 422)
    session = db.writing()
    try:
        row = plan_comments.write(session, _begun(desk), told, int(form["_version"] or 0))
        comment_files.keep(desk.speaker.account_id, row.id, form, kept)
    except StaleDataError:
        kept_files.start_over(form, kept)
        form.errors["text"] = _("You changed this comment in another window. Both texts stand here")
        return ask(desk, about, form, 409)
    return see_other(f"{desk.urls('plan')}#{told.line_key or about}")


def read_comment(form: Posted, plan: ShownPlan, about: str) -> Told | None:
    """Read a comment on a line or section of the plan; 404 for one that it does not have."""
    key, section = _line_and_section(plan, about)
    if key is None:
        form.values["verdict"] = Verdict.MISSING.value
    if form["verdict"] not in set(Verdict):
        form.errors["verdict"] = _("Choose what you think of it")
    elif form["verdict"] != Verdict.AGREE and not (form["text"] or form["proposed"]):
        form.errors["text"] = _("Write what is wrong, missing or unclear")
    for name in ("text", "proposed"):
        form.at_most(name, WORDS, _("Use %(limit)s characters or fewer", limit=WORDS))
    form.at_most("evidence", EVIDENCE, _("Use %(limit)s characters or fewer", limit=EVIDENCE))
    if not (form["_version"] or "0").isdecimal():
        abort(400)
    if form.errors:
        return None
    verdict = Verdict(form["verdict"])
    return Told(key, section, verdict, form["text"], form["proposed"], form["evidence"])


def remove(desk: Desk, about: str) -> ResponseReturnValue:
    """Take a comment away that was not sent; 404 for one on what the plan does not have."""
    posted.read()
    _line_and_section(plan_reading.lines_of(desk.head), about)
    session = db.writing()
    drop = current_app.extensions["storage"].delete
    plan_comments.remove(session, _begun(desk), about, drop)
    return see_other(desk.urls("show"))


def _begun(desk: Desk) -> Said:
    """Return what was said so far, in the write transaction; what was sent stays as it is (409)."""
    if not desk.is_open:
        abort(409)
    try:
        return plan_comments.begun(db.session(), desk.head, desk.speaker)
    except AlreadySent:
        abort(409)


def _line_and_section(plan: ShownPlan, about: str) -> tuple[str | None, Section]:
    letter = about.removeprefix(OF_SECTION)
    if about.startswith(OF_SECTION) and letter in set(Section):
        return None, Section(letter)
    line = plan.line(about) or abort(404)
    return line.key, line.section


def version_asked() -> int | None:
    """Return the version that the address asks for, if it asks for one."""
    return request.args.get("version", type=int)
