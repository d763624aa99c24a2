"""The form that invites somebody to a family's children, read and checked."""

from flask import request
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.blueprints.council import tie_fields
from ehcportal.forms.fields.address import LIMIT
from ehcportal.forms.fields.email import is_address
from ehcportal.models.person import RelationshipKind
from ehcportal.policy import Action
from ehcportal.profile import Entry
from ehcportal.queries import invitable
from ehcportal.queries.cases import CaseHead
from ehcportal.queries.invitable import Hindrance, Sibling
from ehcportal.queries.invitations import Invited
from ehcportal.queries.standing import case_for
from ehcportal.services.invitations import lines
from ehcportal.services.invitations.family import NotInvited, Wanted
from ehcportal.services.people import Tie
from ehcportal.web import current_person, current_profile, posted
from ehcportal.web.posted import Posted

NAMES = ("way", "email", "forename", "surname", "reference", "again", *tie_fields.NAMES)
CHILD = "child_"
EMAIL_LENGTH = 254


def ways() -> list[Entry]:
    """Return the ways in which this council's staff invite, in the order of its profile."""
    entries = current_profile().sign_in.entries
    return [entry for entry in entries if entry in {Entry.INVITATION, Entry.LINK}]


def read() -> Posted:
    """Read the form; a tick for each sibling is a field of its own."""
    ticks = [name for name in request.form if name.startswith(CHILD)]
    return posted.read(*NAMES, *ticks)


def wanted(form: Posted, head: CaseHead, siblings: list[Sibling]) -> Wanted | None:
    """Return whom staff want to invite, or nothing when the form has to be put right."""
    if form["way"] not in {way.value for way in ways()}:
        form.errors["way"] = _("Choose how they are invited")
    _check_who(form)
    person_ids = _children(form, head, siblings)
    is_linked = form["way"] == Entry.LINK.value
    tie = tie_fields.tie(form) if is_linked else tie_fields.unchecked(form)
    if tie is not None and _is_several_of_themselves(tie, person_ids):
        form.errors["relationship"] = _("A young person is invited to their own case alone")
    if tie is None or form.errors:
        return None
    return Wanted(
        email=form["email"],
        forename=form["forename"],
        surname=form["surname"],
        case_id=head.case_id,
        person_ids=person_ids,
        tie=tie,
        checks_identity=not is_linked,
        again=form["again"] == "yes",
    )


def _check_who(form: Posted) -> None:
    form.require("email", _("Enter the email address to invite"))
    if form["email"] and (not is_address(form["email"]) or len(form["email"]) > EMAIL_LENGTH):
        form.errors["email"] = _("Enter an email address, like name@example.org")
    form.require("forename", _("Enter their first name"))
    form.require("surname", _("Enter their last name"))
    for name in ("forename", "surname"):
        form.at_most(name, LIMIT, _("Use %(limit)s characters or fewer", limit=LIMIT))


def _children(form: Posted, head: CaseHead, siblings: list[Sibling]) -> tuple[str, ...]:
    found = [head.person_id]
    found += [each.person_id for each in siblings if form[f"{CHILD}{each.case_id}"] == "yes"]
    if form["reference"]:
        case = invitable.by_reference(db.session(), current_person().actor, form["reference"])
        if case is None:
            form.errors["reference"] = _("There is no open case of yours with this reference")
        else:
            found.append(case.person_id)
    return tuple(dict.fromkeys(found))


def _is_several_of_themselves(tie: Tie, person_ids: tuple[str, ...]) -> bool:
    return tie.kind is RelationshipKind.YOUNG_PERSON and len(person_ids) > 1


def say_why_not(form: Posted, error: NotInvited, head: CaseHead, siblings: list[Sibling]) -> None:
    """Put at its field why this address is not invited, naming the child."""
    names = {each.person_id: each.name for each in siblings} | {head.person_id: head.name}
    child = names.get(error.person_id, _("the other child"))
    field = "again" if error.why is Hindrance.ENDED_BEFORE else "email"
    form.errors[field] = _why(error.why, child)


def _why(why: Hindrance, child: str) -> str:
    words: dict[Hindrance, str] = {
        Hindrance.BLOCKED: _(
            "This address is blocked for %(child)s on safeguarding grounds. It cannot be invited",
            child=child,
        ),
        Hindrance.SEES_ALREADY: _("This person sees the case of %(child)s already", child=child),
        Hindrance.INVITED_ALREADY: _(
            "This address is invited to %(child)s already. Send that one again, or withdraw it",
            child=child,
        ),
        Hindrance.ENDED_BEFORE: _(
            "This person’s access to %(child)s has ended before. Tick if you mean to open it again",
            child=child,
        ),
    }
    return words[why]


def runs_all(invited: Invited) -> bool:
    """Whether the member of staff runs the case of every child of an invitation."""
    session, actor = db.session(), current_person().actor
    found = [lines.newest_case(session, child.person_id) for child in invited.children]
    return all(each and case_for(session, actor, each, Action.RUN_CASE) for each in found)
