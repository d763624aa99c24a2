"""The request as it was sent, with comments beside its answers while it is open (guide row D10)."""

from dataclasses import dataclass

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import clock, db
from ehcportal.blueprints.family.case_pages import CasePage, open_page, story_of
from ehcportal.blueprints.forms_desk import council_words
from ehcportal.forms.catalogue import from_source
from ehcportal.forms.fields.base import Context, FileRow, text
from ehcportal.forms.shared import for_another_adult
from ehcportal.forms.summary import Section, answered, summary
from ehcportal.models.form import Submission
from ehcportal.policy import Action
from ehcportal.queries import access, additions, school_requests, sharing, submissions
from ehcportal.queries.dashboard import is_request_open
from ehcportal.queries.evidence_there import COUNCIL_ONLY, MAY_SHARE, WITH_ALL, YES
from ehcportal.services import additions as adding
from ehcportal.services.additions import Added
from ehcportal.services.uploads import Kept, Unwanted
from ehcportal.web import (
    actor_trace,
    current_person,
    current_profile,
    incoming,
    logins,
    once,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.oversized import is_oversized
from ehcportal.web.posted import Posted

bp = Blueprint(
    "family_additions", __name__, url_prefix="/cases/<case_id>/request/<submission_id>/additions"
)

LONGEST = 10_000
OWN, CHILD = "own", "child"


@dataclass(frozen=True)
class Asked:
    """A request that this person may read, as far as they may read it."""

    page: CasePage
    sent: Submission
    sections: tuple[Section, ...]
    is_own: bool
    is_open: bool
    shareable: frozenset[str]
    """The questions whose answers an adviser can be given; the others are about the sender."""
    may_share: bool
    """Whether the sender let us share the request."""

    @property
    def labels(self) -> dict[str, str]:
        """The questions that can be commented on, by id."""
        return {row.question.id: row.label for each in self.sections for row in each.rows}


@bp.get("")
@policy(Action.ADD_TO_REQUEST)
def show(case_id: str, submission_id: str) -> ResponseReturnValue:
    """Show what was sent, this person's own additions beside it, and the form for one more."""
    asked = _asked(case_id, submission_id)
    return _page(asked, _empty(asked))


def _empty(asked: Asked) -> Posted:
    return posted.empty(whose=OWN, share=WITH_ALL if asked.may_share else "")


@bp.post("")
@policy(Action.ADD_TO_REQUEST)
@once
def create(case_id: str, submission_id: str) -> ResponseReturnValue:
    """Keep words and files as a dated row of their author; what stands already never changes."""
    asked = _asked(case_id, submission_id)
    form = _read(asked)
    kept = None if form.errors else incoming.take_all(form)
    if kept is None or not _has_room(form, submission_id, kept):
        return _page(asked, form, status=422)
    added = Added(
        text=form["words"],
        files=tuple(kept),
        question_id=form["about"],
        on_behalf_of_child=form["whose"] == CHILD,
        share=_share(asked, form),
    )
    adding.add(db.writing(), actor_trace(), logins.key_ring(), (case_id, submission_id), added)
    logins.leave_news(_news(added.share))
    return see_other(url_for(".show", case_id=case_id, submission_id=submission_id))


def _share(asked: Asked, form: Posted) -> str:
    """Return who may read it: what is about the sender themselves stays with the council."""
    stays = form["about"] and form["about"] not in asked.shareable
    return COUNCIL_ONLY if stays else form["share"]


def _news(share: str) -> str:
    if share == WITH_ALL:
        return str(_("We kept what you added. The council and its advisers can read it."))
    return str(_("We kept what you added. Only the council can read it."))


def _read(asked: Asked) -> Posted:
    """Read what was typed; words may be left out where a file is added."""
    form = posted.read("whose", "about", "share", long=("words",))
    if not incoming.has_file(incoming.FILES) and not is_oversized():
        form.require("words", _("Write what you want to add, or choose a file"))
    form.at_most("words", LONGEST, _("Write 10,000 characters or fewer"))
    if form["whose"] not in {OWN, CHILD}:
        form.errors["whose"] = _("Choose whose words these are")
    if form["share"] not in {WITH_ALL, COUNCIL_ONLY}:
        form.errors["share"] = _("Choose who may read it")
    if form["about"] and form["about"] not in asked.labels:
        form.errors["about"] = _("Choose an answer from the list")
    if not asked.is_open:
        form.errors["words"] = _("We have decided, so nothing can be added here now. Call us.")
    return form


def _has_room(form: Posted, submission_id: str, kept: list[Kept]) -> bool:
    try:
        adding.check_room(db.session(), submission_id, kept, current_profile())
    except Unwanted as unwanted:
        form.errors[incoming.FILES] = str(unwanted)
        incoming.drop(*kept)
        return False
    return True


def _asked(case_id: str, submission_id: str) -> Asked:
    """Open a request that the person sent, or that a rule of staff opens to them; else 404."""
    page = open_page(case_id, to=Action.ADD_TO_REQUEST)
    session, who = db.session(), current_person().account_id
    own = additions.own_request(session, case_id, who, submission_id)
    found = own or sharing.shared_form(session, case_id, who, submission_id)
    if found is None and access.own(session, page.standing).knows_where:
        found = school_requests.one_for_family(session, case_id, submission_id)
    if found is None:
        abort(404)
    sent, version = found
    form = from_source(version.source, sent.language)
    files = submissions.files(session, sent.id) if own else []
    rows = (FileRow(each.id, each.question_id, each.name, each.size, each.state) for each in files)
    context = Context(today=clock.today(), signed_in=True, files=tuple(rows), words=council_words())
    whole = summary(form, sent.answers, context)
    others = for_another_adult(form, whole)
    return Asked(
        page,
        sent,
        answered(whole) if own else others,
        is_own=own is not None,
        is_open=is_request_open(story_of(page)),
        shareable=frozenset(row.question.id for each in others for row in each.rows),
        may_share=text(sent.answers.get(MAY_SHARE)) == YES,
    )


def _page(asked: Asked, form: Posted, status: int = 200) -> ResponseReturnValue:
    who = current_person().account_id
    return render(
        "family/additions.html",
        status=status,
        here=asked.page,
        asked=asked,
        form=form,
        added=additions.additions(db.session(), asked.sent.id, who),
        news=logins.take_news(),
    )
