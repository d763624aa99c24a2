"""By which tie somebody fills in a form that they were asked for in a case, and the way back.

A family fills in its own forms; a SENCo, an adviser or one of the council's staff only what they
were asked for.
"""

from collections.abc import Mapping
from types import MappingProxyType

from flask import abort, g, url_for

from ehcportal import db
from ehcportal.policy import Action, allows
from ehcportal.queries import standing
from ehcportal.web import current_person
from ehcportal.web.reads import note_reading

DOORS: Mapping[Action, str] = MappingProxyType(
    {
        Action.SEE_TO_COMPLETE: "family_cases.to_complete",
        Action.SEE_PUPIL: "pupils.show",
        Action.SEE_OWN_ADVICE: "advice.index",
        Action.RUN_CASE: "case_forms.index",
    }
)
"""The ways in to a case for somebody who was asked for a form, each with the page to return to."""

OF_REVIEWS: Mapping[Action, str] = MappingProxyType(
    {
        Action.SEE_PUPIL: "pupil_reviews.index",
        Action.SEE_OWN_ADVICE: "adviser_review.show",
        Action.RUN_CASE: "case_reviews.index",
    }
)
"""Where a form of a review leads back to."""

REVIEW = "review_paper"
ADVICE = "give_advice"
AS_SETTING = "ask_as_setting"
"""The effects of forms that have doors of their own."""


def open_to_fill(case_id: str) -> Action:
    """Open a case to fill in a form of it, or answer 404; return the tie by which it opens."""
    actor = current_person().actor
    found = standing.standing(db.session(), actor, case_id)
    relations = found.relations if found else frozenset()
    door = next((each for each in DOORS if found and allows(actor, each, relations)), None)
    if door is None:
        abort(404)
    g.setdefault("opened_to", set()).add(door)
    note_reading(door.value, "case", case_id, case_id=case_id)
    return door


def way_back(case_id: str, on_submission: str) -> str:
    """Return the page of a case from which somebody came to fill in a form."""
    if on_submission == ADVICE:
        return url_for("advice.index")
    door = open_to_fill(case_id)
    endpoint = OF_REVIEWS.get(door, DOORS[door]) if on_submission == REVIEW else DOORS[door]
    return url_for(endpoint) if endpoint == "advice.index" else url_for(endpoint, case_id=case_id)
