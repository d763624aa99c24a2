"""Every page of the journey: who opens it, where it is, and one thing of each kind to show."""

import re
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.demo import load
from ehcportal.demo.cast import CHILDREN, MEMBERS, member
from ehcportal.forms.conditions import Given
from ehcportal.models.account import Account
from ehcportal.models.case import Case, CaseContributor
from ehcportal.models.document import Publication
from ehcportal.models.message import Thread
from ehcportal.models.person import Person, Placement, Relationship, RelationshipKind
from ehcportal.models.request import AccessRequest, Request
from ehcportal.models.setting import ServiceMembership, SettingMembership
from ehcportal.models.staff import Team
from ehcportal.models.voice import FeedbackNote
from ehcportal.portal import Portal
from ehcportal.queries.drafts import Owner
from ehcportal.security.audit import SYSTEM
from ehcportal.services import drafts
from ehcportal.services.factors import losses
from tests import called, commented, desk_rows, dissent, ended, factories, planning, posts
from tests.cast import Cast
from tests.inviting import invite_two
from tests.place import Place, light
from tests.plan_places import CHANGES, PLAN_PLACES

SENT = re.compile(r"/forms/sent/(\w+)/thank-you")
ANSWERS: dict[str, Any] = {
    "your_name": {"first": "Grace", "last": "Okafor"},
    "your_address": {"street": "4 Weir Lane", "town": "Brookton", "postcode": "BK1 2AB"},
    "on_behalf": "someone_else",
    "relationship": "mother",
    "child_name": {"first": "Maya", "last": "Okafor"},
    "birth_date": "2016-03-27",
    "same_address": "yes",
    "declaration": "yes",
}


PLACES = [
    light("home", "nobody", "/"),
    light("help", "nobody", "/help"),
    light("user-guides", "nobody", "/help/guides"),
    light("privacy", "nobody", "/privacy"),
    light("accessibility", "nobody", "/accessibility"),
    light("cookies", "nobody", "/cookies"),
    light("sign-in", "nobody", "/sign-in"),
    light("register", "nobody", "/register"),
    light("reset-password", "nobody", "/reset-password"),
    light("feedback", "nobody", "/feedback"),
    light("form-guide", "nobody", "/forms/assessment-request"),
    light("referral-guide", "nobody", "/forms/early-help-referral"),
    light("access-form-guide", "nobody", "/forms/access-request"),
    light("form-your-details", "parent", "/forms/draft/{draft}/your-details"),
    light("form-child", "parent", "/forms/draft/{draft}/child"),
    light("form-family", "parent", "/forms/draft/{draft}/family"),
    light("form-symbols", "parent", "/forms/draft/{symbols}/now"),
    light("form-changes", "parent", "/forms/draft/{changes}/plan"),
    light("form-documents", "parent", "/forms/draft/{draft}/documents"),
    light("form-submit", "parent", "/forms/draft/{draft}/submit"),
    light("form-confirm", "parent", "/forms/draft/{draft}/confirm"),
    light("form-cancel", "parent", "/forms/draft/{draft}/cancel"),
    light("thank-you", "parent", "/forms/sent/{sent}/thank-you"),
    light("receipt", "parent", "/forms/sent/{sent}"),
    Place("sent-forms", "parent", "/forms/sent"),
    Place("saved-forms", "parent", "/forms/saved"),
    Place("account-settings", "parent", "/account"),
    light("account-details", "parent", "/account/details"),
    light("account-email", "parent", "/account/email"),
    light("account-password", "parent", "/account/password"),
    light("account-alerts", "parent", "/account/alerts"),
    Place("account-sessions", "parent", "/account/sessions"),
    light("account-calendar", "parent", "/account/calendar"),
    light("second-step", "parent", "/account/second-step"),
    light("second-step-app", "parent", "/account/second-step/app"),
    light("second-step-number", "parent", "/account/second-step/number"),
    Place("home-without-a-case", "stranger", "/home"),
    Place("account-setup", "stranger", "/account/invitations"),
    Place("asked-access", "parent", "/forms/access"),
    Place("overview", "parent_of_two", "/cases"),
    Place("dashboard", "parent", "/cases/{case}"),
    Place("child-account", "parent", "/cases/{case}/account"),
    Place("key-dates", "parent", "/cases/{case}/dates"),
    Place("stages", "parent", "/cases/{case}/stages"),
    Place("stage", "parent", "/cases/{case}/stages/decision_to_assess"),
    Place("case-details", "parent", "/cases/{case}/details"),
    Place("request-details", "parent", "/cases/{case}/request"),
    light("withdrawal", "parent", "/cases/{case}/withdrawal"),
    Place("school-ask", "parent", "/cases/{case}/asks/{school_ask}"),
    Place("request-additions", "parent", "/cases/{case}/request/{asked_form}/additions"),
    Place("involvements", "parent", "/cases/{case}/involvements"),
    Place("information-requested", "parent", "/cases/{case}/information-requested"),
    Place("to-complete", "parent", "/cases/{case}/to-complete"),
    light("case-form-guide", "parent", "/forms/parental-preference?case={case}"),
    light("asked-form", "parent", "/forms/parental-supporting-documents?assignment={ask}"),
    Place("timeline", "parent", "/cases/{case}/timeline"),
    Place("documents", "parent", "/cases/{case}/documents"),
    Place("archive", "parent", "/cases/{case}/archive"),
    Place("messages", "parent", "/cases/{case}/messages"),
    Place("thread", "parent", "/cases/{case}/messages/{thread}"),
    Place("new-message", "parent", "/cases/{case}/messages/new"),
    Place("about-me", "parent", "/cases/{case}/about-me"),
    Place("my-views", "parent", "/cases/{case}/my-views"),
    light("add-a-film", "parent", "/cases/{case}/about-me/like/film"),
    light("add-symbols", "parent", "/cases/{case}/about-me/like/symbols"),
    Place("voices", "caseworker", "/council/cases/{case}/voices"),
    Place("access", "parent", "/cases/{case}/access"),
    Place("invite-helper", "parent", "/cases/{case}/access/invite"),
    Place("seen", "parent", "/cases/{case}/seen"),
    Place("rights", "young_person", "/cases/{grown_case}/rights"),
    Place("tray", "caseworker", "/council/tray?show=all"),
    Place("several", "caseworker", "/council/tray/several?act=reassign&case={case}"),
    Place("several-done", "caseworker", "/council/tray/several/done?act=chase&done={case}"),
    Place("inbox", "caseworker", "/council/requests"),
    Place("paper-request", "caseworker", "/council/requests/paper"),
    Place("request", "caseworker", "/council/requests/{request}"),
    Place("access-request", "caseworker", "/council/access-requests/{access_request}"),
    Place("case-list", "caseworker", "/council/cases"),
    Place("case", "caseworker", "/council/cases/{case}"),
    Place("case-timeline", "caseworker", "/council/cases/{case}/timeline"),
    Place("case-notes", "caseworker", "/council/cases/{case}/notes"),
    Place("note-correction", "caseworker", "/council/cases/{case}/notes/{note}/correction"),
    Place("exceptions", "caseworker", "/council/cases/{case}/exceptions"),
    Place("exception-new", "caseworker", "/council/cases/{case}/exceptions/new"),
    Place("exception-end", "caseworker", "/council/cases/{case}/exceptions/{exception}/end"),
    Place("case-forms", "caseworker", "/council/cases/{case}/forms"),
    Place("case-form", "caseworker", "/council/cases/{case}/forms/sent/{form_about_case}"),
    Place("forms", "caseworker", "/council/forms"),
    Place("form-preview", "caseworker", "/council/forms/early-review-request/preview"),
    Place("council-feedback", "caseworker", "/council/feedback"),
    Place("referrals", "caseworker", "/council/referrals"),
    Place("referral", "caseworker", "/council/referrals/{referral}"),
    Place("case-messages", "caseworker", "/council/cases/{case}/messages"),
    Place("case-thread", "caseworker", "/council/cases/{case}/messages/{thread}"),
    Place("case-new-message", "caseworker", "/council/cases/{case}/messages/new"),
    Place("messages-inbox", "caseworker", "/council/messages?show=all"),
    Place("away", "caseworker", "/council/away"),
    Place("decisions", "manager", "/council/cases/{refused}/decisions"),
    Place("decision", "manager", "/council/cases/{refused}/decisions/assess"),
    Place("decision-letter", "manager", "/council/cases/{refused}/decisions/assess/letter"),
    Place("letters", "caseworker", "/council/cases/{case}/letters"),
    Place("letter-new", "caseworker", "/council/cases/{case}/letters/new/general"),
    Place("letter", "manager", "/council/cases/{refused}/letters/templates/decision_to_assess_no"),
    Place("proceedings", "manager", "/council/cases/{refused}/proceedings"),
    Place("proceeding", "manager", "/council/cases/{refused}/proceedings/{proceeding}"),
    Place("step", "manager", "/council/cases/{refused}/proceedings/{proceeding}/steps/{step}"),
    Place("appeal", "foster_carer", "/cases/{refused}/appeal"),
    light("certificate-sharing", "foster_carer", "/cases/{refused}/appeal/certificate/share"),
    Place("coordinator", "caseworker", "/council/cases/{case}/coordinator"),
    Place("people", "caseworker", "/council/cases/{case}/people"),
    Place("invite", "caseworker", "/council/cases/{case}/people/invite"),
    Place("invitation", "caseworker", "/council/cases/{case}/people/invitations/{invitation}"),
    Place("circle", "caseworker", "/council/cases/{case}/people/circle"),
    Place("end-access", "caseworker", "/council/cases/{case}/people/ties/{tie}/end"),
    Place("protection", "caseworker", "/council/cases/{case}/people/ties/{tie}/protection"),
    Place("child-protection", "caseworker", "/council/cases/{case}/people/child-protection"),
    Place("sharing", "caseworker", "/council/cases/{case}/people/sharing/{tie}/{other_tie}"),
    Place("block", "caseworker", "/council/cases/{case}/people/blocks"),
    Place("case-rights", "caseworker", "/council/cases/{grown_case}/people/rights"),
    Place("young-people", "caseworker", "/council/rights"),
    Place("case-advice", "caseworker", "/council/cases/{case}/advice"),
    Place("advice-person", "caseworker", "/council/cases/{case}/advice/{advice}/person"),
    Place("advice-ask", "caseworker", "/council/cases/{case}/advice/ask"),
    Place("advice-received", "caseworker", "/council/cases/{case}/advice/{advice}/received"),
    Place("advice-reuse", "caseworker", "/council/cases/{case}/advice/{advice}/reuse"),
    Place("advice-withdrawal", "caseworker", "/council/cases/{case}/advice/{advice}/withdrawal"),
    Place("case-told", "caseworker", "/council/cases/{case}/told"),
    Place("advice-wish", "caseworker", "/council/cases/{case}/advice/wishes/new"),
    Place("advice-letter", "caseworker", "/council/cases/{case}/advice/{advice}/letter"),
    Place("advice-correction", "caseworker", "/council/cases/{case}/advice/{advice}/correction"),
    Place("advice-evidence", "caseworker", "/council/cases/{case}/advice/{advice}/evidence"),
    Place("case-documents", "caseworker", "/council/cases/{case}/documents"),
    Place("document-new", "caseworker", "/council/cases/{case}/documents/new"),
    Place("case-document", "caseworker", "/council/cases/{case}/documents/{document}"),
    Place("plan-editor", "caseworker", "/council/cases/{plan_case}/plan"),
    Place("plan-section", "caseworker", "/council/cases/{plan_case}/plan/sections/F"),
    Place("plan-line", "caseworker", "/council/cases/{plan_case}/plan/lines/{plan_line}"),
    Place("plan-new-line", "caseworker", "/council/cases/{plan_case}/plan/sections/G/new"),
    Place(
        "plan-history", "caseworker", "/council/cases/{plan_case}/plan/lines/{plan_line}/history"
    ),
    Place("plan-draw", "caseworker", "/council/cases/{plan_case}/plan/advice/{plan_answer}"),
    Place("plan-voices", "caseworker", "/council/cases/{plan_case}/plan/voices"),
    Place("plan-drop", "caseworker", "/council/cases/{plan_case}/plan/drop"),
    Place("publish", "caseworker", "/council/cases/{case}/documents/{document}/publish"),
    Place("replace", "caseworker", "/council/cases/{case}/documents/{document}/replace"),
    Place("withdraw", "caseworker", "/council/cases/{case}/documents/{document}/withdraw"),
    Place("reviews-due", "caseworker", "/council/reviews"),
    Place("next-schools", "caseworker", "/council/reviews/transfers"),
    Place("case-reviews", "caseworker", "/council/cases/{grown_case}/reviews"),
    Place("case-review", "caseworker", "/council/cases/{reviewed}/reviews/{review}"),
    Place("review-meeting", "caseworker", "/council/cases/{reviewed}/reviews/{review}/meeting"),
    Place("review-guests", "caseworker", "/council/cases/{reviewed}/reviews/{review}/guests"),
    Place("review-held", "caseworker", "/council/cases/{reviewed}/reviews/{review}/attendance"),
    Place("review-decision", "caseworker", "/council/cases/{reviewed}/reviews/{review}/decision"),
    Place("review-stop", "caseworker", "/council/cases/{reviewed}/reviews/{review}/stop"),
    Place("review", "young_person", "/cases/{grown_case}/reviews"),
    Place("pupils-reviews", "senco", "/settings/{setting}/reviews"),
    Place("pupil-review", "senco", "/settings/pupils/{case}/reviews"),
    *(Place(name, "caseworker", path) for name, path in (*ended.PAGES, *posts.PAGES)),
    Place("settings", "support", "/council/settings"),
    Place("setting", "support", "/council/settings/{setting}"),
    Place("setting-form", "support", "/council/settings/{setting}/change"),
    Place("setting-invite", "support", "/council/settings/{setting}/invite"),
    Place("setting-post", "support", "/council/settings/{setting}/people/{post}"),
    Place("services", "support", "/council/services"),
    Place("service", "support", "/council/services/{service}"),
    Place("own-settings", "senco", "/settings"),
    Place("pupils", "senco", "/settings/{setting}/pupils"),
    Place("pupil", "senco", "/settings/pupils/{case}"),
    Place("pupil-voices", "senco", "/settings/pupils/{case}/voices"),
    Place("setting-people", "head", "/settings/{setting}/people"),
    Place("invite-colleague", "head", "/settings/{setting}/people/invite"),
    Place("colleague", "head", "/settings/{setting}/people/{post}"),
    Place("advice", "contributor", "/advice"),
    Place("advice-request", "contributor", "/advice/{case}/{advice}"),
    Place("advice-added", "contributor", "/advice/{case}/{advice}/additions/{added}"),
    Place("advice-voices", "contributor", "/advice/{case}/{advice}/voices"),
    light("advice-form", "contributor", "/forms/professional-advice?case={case}&advice={advice}"),
    light("setting-request", "senco", "/forms/setting-request?setting={setting}"),
    light("notice-form", "senco", "/forms/professional-notice"),
    Place("staff", "administrator", "/council/staff"),
    Place("staff-invite", "administrator", "/council/staff/invite"),
    Place("staff-member", "administrator", "/council/staff/{colleague}"),
    Place("staff-end", "administrator", "/council/staff/{colleague}/end"),
    Place("teams", "administrator", "/council/teams"),
    Place("texts", "administrator", "/council/texts"),
    Place("text", "administrator", "/council/texts/review_held"),
    Place("team", "administrator", "/council/teams/{team}"),
    Place("open-a-case", "administrator", "/council/open-a-case"),
    Place("lost-second-steps", "caseworker", "/council/lost-second-steps"),
    Place("lost-second-step", "caseworker", "/council/lost-second-steps/{loss}"),
    *PLAN_PLACES,
]


@dataclass(frozen=True)
class Demo:
    """A portal with the demo in it, and one thing of each kind that pages are about."""

    app: Flask
    ids: dict[str, str]

    def path(self, place: Place) -> str:
        """Return where a page is in this portal."""
        return place.path.format(**self.ids)


def enter(app: Flask) -> tuple[Cast, Demo]:
    """Load the demo if it is not there yet, begin a form, and send one of each kind."""
    load.load(Portal.of(app.extensions))
    with app.extensions["database"].reading() as session:
        found = {account.email: account for account in session.exec(select(Account))}
        session.expunge_all()
    cast = Cast(app, {member.key: found[member.email] for member in MEMBERS})
    draft = begin(cast, "assessment-request")
    sent, asked = send(cast, "assessment-request"), send(cast, "access-request")
    lost = lose_second_step(cast)
    with app.extensions["database"].reading() as session:
        ids = _ids(session, sent, asked)
    invited, said = invite_two(app, cast.accounts, ids["case"]), commented.comment(cast)
    return cast, Demo(
        app,
        {
            **ids,
            **send_more(cast, ids["case"]),
            **write_a_plan(cast),
            **said,
            **called.call(cast, said["reviewed"], ids["grown_case"]),
            "draft": draft,
            "symbols": begin(cast, "review-child-views"),
            "changes": begin(cast, "review-report", CHANGES),
            "sent": sent,
            "invitation": invited,
            "loss": lost,
        },
    )


def send_more(cast: Cast, case_id: str) -> dict[str, str]:
    """Ask the parent for a form that is late, and let forms come for a case and for none."""
    parent, said = cast.accounts["parent"], "She cannot sleep, and nobody has time to cook."
    with cast.app.extensions["database"].unit() as session:
        case = session.get_one(Case, case_id)
        ask = factories.assignment(session, case, parent, "parental-supporting-documents")
        ask.due_on = factories.days_ago(3)
        answers = {"what_it_is": "A letter from the hospital"}
        sent = factories.submission(session, parent, ask.form_id, answers=answers)
        sent.case_id = case_id
        session.add(FeedbackNote(ease=2, helped="The dates", in_the_way="The menu"))
        referral = factories.referral(session, parent, going_on=said)
        desk = on_the_desk(session, case_id, cast.accounts["caseworker"])
        ends = ended.leave(session, case_id, cast.accounts)
        told_no = dissent.leave(session, cast.accounts["caseworker"])
        carer, ring = cast.accounts["foster_carer"], cast.app.extensions["keyring"]
        dissent.keep_certificate(session, carer, ring, told_no["refused"])
        added = factories.addition(session, case_id, parent.id)
        about = {"added": added, "ask": ask.id, "form_about_case": sent.id, "referral": referral.id}
        posted = {**posts.leave(session, case_id, parent.id), "on_paper": posts.on_paper(session)}
        return {**about, **desk, **ends, **told_no, **posted}


def write_a_plan(cast: Cast) -> dict[str, str]:
    """Write in a draft plan of the child for whom all the advice has come."""
    poppy = Person.upn == next(child.upn for child in CHILDREN if child.key == "poppy")
    with cast.app.extensions["database"].unit() as session:
        case_id = session.exec(select(Case.id).join(Person).where(poppy)).one()
        return planning.write(session, case_id, cast.accounts["caseworker"])


def on_the_desk(session: Session, case_id: str, who: Account) -> dict[str, str]:
    """Write a note on a case, and record an exception; return their ids."""
    note = desk_rows.note(session, case_id, who)
    return {"note": note.id, "exception": desk_rows.exception(session, case_id, who).id}


def lose_second_step(cast: Cast) -> str:
    """Let somebody have lost the phone that they get their codes with; return the loss's id."""
    ring, owner = cast.app.extensions["keyring"], cast.accounts["stranger"].id
    with cast.app.extensions["database"].unit() as session:
        losses.report(session, ring, SYSTEM, owner, staff_email="ehc@brookshire.example")
        found = losses.open_of(session, owner)
        assert found
        return found.id


def begin(cast: Cast, form_id: str, answers: Given = ANSWERS) -> str:
    """Make a draft of the parent's with everything answered that must be; return its id."""
    owner = Owner(account_id=cast.accounts["parent"].id)
    form = cast.app.extensions["forms"].get(form_id)
    with cast.app.extensions["database"].unit() as session:
        draft = drafts.begin(session, form, owner, days=30, now=clock.now())
        draft.answers = dict(answers)
        draft.filled_for_id = draft.account_id
        return draft.id


def send(cast: Cast, form_id: str) -> str:
    """Send such a draft; return the id of what was sent."""
    answer = cast["parent"].post(f"/forms/draft/{begin(cast, form_id)}/confirm")
    found = SENT.search(answer.headers["Location"])
    assert found, answer.headers["Location"]
    return found.group(1)


def _ids(session: Session, sent: str, asked: str) -> dict[str, str]:
    maya = Person.upn == next(child.upn for child in CHILDREN if child.key == "maya")
    case = session.exec(select(Case.id).join(Person).where(maya)).one()
    mark = Account.email == member("caseworker").email
    wanted: dict[str, Any] = {
        "colleague": select(Account.id).where(mark),
        "team": select(Team.id),
        "asked_form": select(Request.submission_id).where(Request.case_id == case),
        "thread": select(Thread.id).where(Thread.case_id == case),
        "publication": select(Publication.id).where(Publication.case_id == case),
        "document": select(Publication.document_id).where(Publication.case_id == case),
        "request": select(Request.id).where(Request.submission_id == sent),
        "access_request": select(AccessRequest.id).where(AccessRequest.submission_id == asked),
    }
    found = {name: str(session.exec(query).first()) for name, query in wanted.items()}
    return {**found, "case": case, **_of_professionals(session, case), **_of_circle(session, case)}


def _of_circle(session: Session, case_id: str) -> dict[str, str]:
    """Return the ties of this child's parents, and the case of somebody whose rights passed."""
    rhys = Person.upn == next(child.upn for child in CHILDREN if child.key == "rhys")
    tied = col(Relationship.person_id) == Case.person_id
    is_parent = Relationship.kind == RelationshipKind.PARENT
    ties = select(Relationship.id).join(Case, tied).where(Case.id == case_id, is_parent)
    tie, other_tie = session.exec(ties.order_by(col(Relationship.described_as).desc())).all()
    grown = session.exec(select(Case.id).join(Person).where(rhys)).one()
    return {"tie": tie, "other_tie": other_tie, "grown_case": grown}


def _of_professionals(session: Session, case_id: str) -> dict[str, str]:
    """Return the school of this child with a post there, and the advice of an adviser."""
    post = select(SettingMembership).join(
        Placement, col(Placement.setting_id) == SettingMembership.setting_id
    )
    of_case = col(Case.person_id) == Placement.person_id
    stands = col(SettingMembership.to_on).is_(None)
    held = session.exec(post.join(Case, of_case).where(Case.id == case_id, stands)).first()
    asked = session.exec(select(CaseContributor).where(CaseContributor.case_id == case_id)).first()
    place = session.exec(select(ServiceMembership)).first()
    assert held
    assert asked
    assert place
    return {
        "setting": held.setting_id,
        "post": held.id,
        "advice": asked.advice_request_id or "",
        "service": place.service_id,
    }
