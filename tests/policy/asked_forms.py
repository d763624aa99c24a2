"""Forms that Maya's mother was asked for and sent, and things that belong to no case."""

from typing import TYPE_CHECKING

from ehcportal.models.case import Case
from ehcportal.models.voice import FeedbackNote
from tests import factories

if TYPE_CHECKING:
    from tests.policy.stage import Stage


def leave_things(stage: "Stage") -> None:
    """Leave an ask and a sent form in each case that has a page for them."""
    for child in ("maya", "rhys"):
        things, mother = stage.things[child], stage.accounts["parent"]
        case = stage.session.get_one(Case, things["case_id"])
        ask = factories.assignment(stage.session, case, mother, "parental-supporting-documents")
        things["assignment_id"] = ask.id
        sent = factories.submission(stage.session, mother, "parental-supporting-documents")
        sent.case_id = case.id
        things["form_about_case"] = sent.id
    maya = stage.things["maya"]
    maya["referral_id"] = factories.referral(stage.session, stage.accounts["stranger"]).id
    note = FeedbackNote(helped="The dates")
    stage.session.add(note)
    maya["note_id"] = note.id
