"""Forms that people of the demo have sent, and what staff find in the inbox of new requests."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import select

from ehcportal.demo.cast import Child, Member
from ehcportal.demo.stage import Stage, day, noon
from ehcportal.forms.catalogue import catalogue
from ehcportal.forms.fields.base import Context
from ehcportal.models.event import Event
from ehcportal.models.form import Submission
from ehcportal.queries.drafts import Owner
from ehcportal.security.audit import Trace
from ehcportal.services import drafts, submissions
from ehcportal.services.submissions import Council, Filled


@dataclass(frozen=True, slots=True)
class Sent:
    """A form, who sent it, how many days ago, and the answers."""

    form_id: str
    member: str
    ago: int
    answers: dict[str, Any]


ADDRESS = {"house": "4", "street": "Weir Lane", "town": "Brookton", "postcode": "BK1 2AB"}

FORMS = (
    Sent(
        "assessment-request",
        "new_parent",
        3,
        {
            "your_name": {"first": "Amara", "last": "Bellamy"},
            "your_address": ADDRESS,
            "on_behalf": "someone_else",
            "relationship": "mother",
            "child_name": {"first": "Kofi", "last": "Bellamy"},
            "birth_date": "2018-09-14",
            "same_address": "yes",
            "declaration": "yes",
        },
    ),
    Sent(
        "access-request",
        "applicant",
        1,
        {
            "your_name": {"first": "Tomas", "last": "Lindley"},
            "your_address": ADDRESS,
            "on_behalf": "someone_else",
            "relationship": "father",
            "parental_responsibility": "yes",
            "child_name": {"first": "Poppy", "last": "Lindley"},
            "birth_date": "2017-05-30",
            "declaration": "yes",
        },
    ),
)


def make(stage: Stage) -> None:
    """Send the forms that nobody has looked at yet, each on its day."""
    for sent in FORMS:
        send(stage, sent)


def request_for(stage: Stage, member: Member, child: Child, ago: int) -> Submission:
    """Send the assessment request of a story, and return it."""
    for_oneself = (member.forename, member.surname) == (child.forename, child.surname)
    answers = {
        "your_name": {"first": member.forename, "last": member.surname},
        "your_address": ADDRESS,
        "on_behalf": "myself" if for_oneself else "someone_else",
        "relationship": "mother",
        "child_name": {"first": child.forename, "last": child.surname},
        "birth_date": date(*child.birth).isoformat(),
        "same_address": "yes",
        "declaration": "yes",
    }
    return send(stage, Sent("assessment-request", member.key, ago, answers))


def send(stage: Stage, sent: Sent) -> Submission:
    """Fill in a form as its sender would, and send it on its day."""
    form = {found.id: found for found in catalogue()}[sent.form_id]
    account, now = stage.accounts[sent.member], noon(sent.ago)
    owner = Owner(account_id=account.id, browser_hash="")
    draft = drafts.begin(stage.session, form, owner, days=90, now=now)
    draft.answers = sent.answers
    stage.session.flush()
    context = Context(today=day(sent.ago), signed_in=True, seen=frozenset(p.id for p in form.pages))
    submission = submissions.send(
        stage.session,
        Trace(account_id=account.id),
        stage.portal.keyring,
        Filled(draft, form, sent.answers, context),
        council=Council(stage.prefix, stage.portal.profile.law.counting),
        now=now,
    )
    for event in stage.session.exec(select(Event).where(Event.only_account_id == account.id)):
        event.at = now
    return submission
