"""A letter whose readers were named on the page that sends it, made ready to go."""

from collections.abc import Mapping

from ehcportal import db
from ehcportal.blueprints.council import addressee_fields
from ehcportal.models.case import Case
from ehcportal.queries import document_readers
from ehcportal.services.endings.family import Outgoing
from ehcportal.web import case_letters
from ehcportal.web.posted import Posted


def ready(case: Case, key: str, more: Mapping[str, str], form: Posted) -> Outgoing | None:
    """Return the letter with its PDF in the store, or note on the form why it cannot go out."""
    readers = document_readers.readers(db.session(), case)
    addressee_fields.check(form, readers)
    if form.errors:
        return None
    made = case_letters.letter(case, key, more, form)
    if made is None:
        return None
    return Outgoing(made, addressee_fields.addressees(form, readers, alerted=True))
