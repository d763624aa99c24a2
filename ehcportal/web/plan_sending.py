"""A version of the plan on its way out: what still stands in its way, and its paper."""

from dataclasses import dataclass
from datetime import date

from flask import request
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from ehcportal import clock, db
from ehcportal.domain import plan_finals, plan_service, steps
from ehcportal.domain.clocks import DueDate
from ehcportal.domain.facts import CaseFacts, PlanKind
from ehcportal.domain.plan_finals import Issue
from ehcportal.models.document import Document, DocumentAudience
from ehcportal.models.plan import PlanVersion
from ehcportal.pdf import PdfError
from ehcportal.queries import (
    case_facts,
    cases,
    consultations,
    document_readers,
    plan_evidence,
    plan_findings,
    plan_issue,
    plan_pages,
    plans,
)
from ehcportal.queries.cases import CaseHead
from ehcportal.queries.counting import bank_holidays, counting
from ehcportal.queries.document_readers import Readers
from ehcportal.queries.plans import Head, Whole
from ehcportal.queries.standing import Standing
from ehcportal.services import consultations as asking
from ehcportal.services import documents, letters, plan_comments, plan_serving
from ehcportal.services.consultations import Naming
from ehcportal.services.documents import Hearers, Paper
from ehcportal.services.endings.family import Outgoing
from ehcportal.services.lawful import NotLawfulError
from ehcportal.services.letters import Made
from ehcportal.services.plan_serving import Copies, Serving
from ehcportal.services.plans.versions import NotOpen
from ehcportal.web import incoming, plan_copies, plan_letters
from ehcportal.web.context import current_profile
from ehcportal.web.logins import key_ring
from ehcportal.web.plan_commenting import read_day
from ehcportal.web.plan_letters import With
from ehcportal.web.posted import Posted
from ehcportal.web.trace import actor_trace

HEALTH = 300


class Late(Exception):
    """Something changed while the page was open: nothing went out."""


@dataclass(frozen=True, slots=True)
class Sending:
    """The version that is being written, as it would go out now."""

    standing: Standing
    head: CaseHead
    whole: Whole
    readers: Readers
    obstacles: tuple[str, ...]
    facts: CaseFacts
    issue: Issue | None
    unreached: str = ""
    """The name of the setting that a final plan names, if nobody there reads the portal."""

    @property
    def mark(self) -> str:
        """A mark of what the page showed: who gets it, and what it says."""
        return self.readers.mark + plan_serving.mark(self.whole)


def opened(standing: Standing, *, final: bool, session: Session | None = None) -> Sending | None:
    """Return the version that is being written, if it is of that kind."""
    held = session or db.session()
    being = plans.being_written(held, standing.case.id)
    if being is None or being.is_final is not final:
        return None
    whole = plans.without_sources(held, being)
    head = cases.head(held, standing.case.id)
    issue = plan_issue.issue(held, whole, counting(current_profile())) if final else None
    facts = case_facts.for_case(held, standing.case.id)
    return Sending(
        standing=standing,
        head=head,
        whole=whole,
        readers=document_readers.readers(held, standing.case),
        obstacles=tuple(_obstacles(held, whole, head, facts, issue)),
        facts=facts,
        issue=issue,
        unreached=_unreached(held, whole) if final else "",
    )


def _unreached(session: Session, whole: Whole) -> str:
    setting_id = plan_issue.named_setting(whole)
    if setting_id is None or consultations.people_of(session, [setting_id]).get(setting_id):
        return ""
    found = consultations.settings_of(session, [setting_id])
    return found[0].name if found else ""


def _obstacles(
    session: Session, whole: Whole, head: CaseHead, facts: CaseFacts, issue: Issue | None
) -> list[str]:
    """Return in words what the law asks before this version can go out."""
    profile, today = current_profile(), clock.today()
    answer = steps.may(
        facts,
        plan_serving.STEPS[PlanKind(whole.head.kind)],
        today,
        counting(profile),
        bank_holidays=bank_holidays(profile, today),
    )
    found = [] if answer else [answer.why_not]
    missing = plan_findings.told(session, whole, head.birth_date)
    shown = plan_pages.shown(whole)
    found += [
        f"{shown.number(each.line_key) or each.section}: {each.sentence}."
        for each in missing
        if each.blocks
    ]
    if whole.head.kind is PlanKind.AMENDMENT and not plan_copies.proposed_changes(whole):
        found.append("Nothing is changed yet: the notice must say what changes (Reg 22(2)(a)).")
    return found + (plan_finals.faults(issue) if issue else [])


def by_law(sending: Sending, served: date) -> DueDate | None:
    """Return the last day to comment by law if the version is served on a day."""
    return plan_service.comments_due(sending.whole.head.kind, served, counting(current_profile()))


def read_serving(form: Posted, sending: Sending) -> Serving | None:
    """Read how it is to be served; note what has to be put right."""
    posted_on = read_day(form, "posted")
    if posted_on is not None and posted_on > clock.today():
        form.errors["posted-day"] = _("Enter the day on which it was posted: today or earlier")
    if not sending.readers.family and posted_on is None and "posted-day" not in form.errors:
        form.errors["posted-day"] = _("Nobody of the family reads the portal, so it goes by post")
    newest = plans.newest_served(db.session(), sending.head.case_id)
    before = newest.served_on if newest else None
    count = counting(current_profile())
    served = plan_service.served_on(clock.today(), posted_on, count, before=before)
    until = _until(form, sending, served)
    if sending.readers.is_delicate and not form["sure"]:
        form.errors["sure"] = _("Read the plan again and say that you have checked it")
    if sending.whole.head.is_final:
        form.require("health", _("Say how the health body gets the plan"))
        form.at_most("health", HEALTH, _("Use %(limit)s characters or fewer", limit=HEALTH))
        if sending.unreached:
            form.require("setting", _("Say how the setting gets the plan and its letter"))
            form.at_most("setting", HEALTH, _("Use %(limit)s characters or fewer", limit=HEALTH))
    if form.errors:
        return None
    return Serving(served, until, posted_on, form["health"], form["setting"])


def _until(form: Posted, sending: Sending, served: date) -> date | None:
    law = by_law(sending, served)
    wanted = read_day(form, "until")
    if law is None:
        return None
    if wanted is not None and not plan_service.is_long_enough(wanted, law):
        form.errors["until-day"] = _(
            "The law gives the family until %(day)s. You can give more, never less",
            day=f"{law.due_on.day} {law.due_on:%B %Y}",
        )
    return wanted or law.due_on


def send(sending: Sending, serving: Serving, form: Posted) -> PlanVersion | None:
    """Print the version, then serve it with all that belongs to it in one transaction.

    Returns nothing, with why on the form, when its paper or letter cannot be made. Raises ``Late``
    when anything changed since the page was shown.
    """
    sent = With(serving, chosen(sending))
    case, readers = sending.standing.case, sending.readers
    outgoing = plan_letters.ready(case, sending.whole, sent, form, readers)
    if form.errors or outgoing is None:
        return None
    to_setting = plan_letters.to_named(sending.standing.case, sending.unreached, form)
    if form.errors:
        _throw_away(None, outgoing, to_setting)
        return None
    try:
        rights = outgoing.made.words if sending.whole.head.is_final else None
        copies = plan_copies.keep(sending.whole.head, sending.head, serving, rights)
    except PdfError:
        _throw_away(None, outgoing, to_setting)
        form.errors[""] = _("The PDF of the plan could not be made. Nothing was sent. Try again")
        return None
    session = db.writing()
    try:
        row = _served(session, sending, serving, copies)
    except (StaleDataError, NotOpen, LookupError, NotLawfulError, Late):
        _throw_away(copies, outgoing, to_setting)
        raise Late from None
    trace, ring, case_id = actor_trace(), key_ring(), sending.head.case_id
    letters.issue(session, trace, ring, case_id, outgoing.made, outgoing.to)
    if to_setting is not None:
        filed = Paper(to_setting.words.title[:200], to_setting.words.kind, clock.today())
        documents.add(session, trace, case_id, filed, to_setting.kept)
    for paper in plan_evidence.unpublished(session, sent.papers):
        documents.publish(session, trace, ring, paper, Hearers(DocumentAudience.FAMILY, ()))
    return row


def chosen(sending: Sending) -> list[Document]:
    """Return the papers that were ticked to go with a notice of changes."""
    ticked = request.form.getlist("paper")
    return [each for each in papers_of(sending) if each.id in ticked]


def papers_of(sending: Sending) -> list[Document]:
    """Return the papers that can go with it; none but with a notice of changes."""
    if sending.whole.head.kind is not PlanKind.AMENDMENT:
        return []
    return plan_evidence.choices(db.session(), sending.head.case_id)


def _served(session: Session, sending: Sending, serving: Serving, copies: Copies) -> PlanVersion:
    session.expire_all()
    if sending.whole.head.from_version_id is not None:
        plan_comments.hold(session, sending.whole.head.from_version_id)
    now = opened(sending.standing, final=sending.whole.head.is_final, session=session)
    if now is None or now.mark != sending.mark or now.obstacles:
        raise Late
    trace, ring, whole = actor_trace(), key_ring(), sending.whole
    row = plan_serving.serve(
        session, trace, ring, whole, copies, serving, sending.readers, current_profile()
    )
    if whole.head.is_final:
        named = plan_issue.named_setting(whole)
        naming = Naming(named, serving.served_on, serving.named_told)
        asking.name_setting(session, trace, ring, whole.head, naming)
    return row


def _throw_away(copies: Copies | None, outgoing: Outgoing, to_setting: Made | None) -> None:
    if copies is not None:
        incoming.drop(copies.paper, copies.to_edit)
    incoming.drop(outgoing.made.kept)
    if to_setting is not None:
        incoming.drop(to_setting.kept)


def window_of(head: Head) -> DueDate | None:
    """Return the days by law of a version that was served."""
    if head.served_on is None:
        return None
    return plan_service.comments_due(head.kind, head.served_on, counting(current_profile()))
