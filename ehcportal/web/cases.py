"""Opening a case or a setting: the only way a view gets one, with the action named.

The reading of a case is recorded.
"""

from flask import abort, g

from ehcportal import db
from ehcportal.policy import Action
from ehcportal.queries import search, setting_standing, standing
from ehcportal.queries.setting_standing import SettingStanding
from ehcportal.queries.standing import Standing
from ehcportal.web.context import current_profile
from ehcportal.web.people import current_person
from ehcportal.web.reads import note_reading


def open_case(case_id: str, *, to: Action) -> Standing:
    """Return the case with the person's ties to it, or answer 404.

    "Not yours" and "no such case" give the same answer. The reading is recorded.
    """
    found = standing.case_for(db.session(), current_person().actor, case_id, to)
    if found is None:
        abort(404)
    g.setdefault("opened_to", set()).add(to)
    note_reading(to.value, "case", found.case.id, case_id=found.case.id)
    return found


def case_of_reference(reference: str, *, to: Action) -> Standing | None:
    """Return the case of a reference as ``open_case`` does, or nothing where that answers 404."""
    case_id = search.case_of(db.session(), reference, current_profile().council.reference_prefix)
    who = current_person().actor
    found = standing.case_for(db.session(), who, case_id, to) if case_id else None
    if found is not None:
        note_reading(to.value, "case", found.case.id, case_id=found.case.id)
    return found


def open_setting(setting_id: str, *, to: Action) -> SettingStanding:
    """Return the setting with the posts that the person holds there, or answer 404."""
    found = setting_standing.setting_for(db.session(), current_person().actor, setting_id, to)
    if found is None:
        abort(404)
    g.setdefault("opened_to", set()).add(to)
    return found
