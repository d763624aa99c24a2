"""Where the form engine meets a request: what was posted, and what the council calls itself.

The token against forged requests is Flask-WTF's, checked for the whole application; questions are
read by their types, since a date, an address or a group is no single field of WTForms.
"""

from collections.abc import Mapping

from flask import abort, request

from ehcportal.forms.definition import Page
from ehcportal.forms.fields.base import Refused
from ehcportal.forms.sent import Sent, read_page
from ehcportal.profile import Profile, text


def sent_page(page: Page) -> Sent:
    """Read the posted page; 400 for a post that no page of ours can have sent (security 17)."""
    try:
        return read_page(page, request.form)
    except Refused:
        abort(400)


def council_words(profile: Profile, language: str = "en") -> Mapping[str, str]:
    """The words of the council that fill ``{council}``, ``{phone}`` and the like in form texts."""
    contacts = profile.council.contacts
    advice = f"{text(contacts.advice_service, language)}, {contacts.advice_phone}"
    return {
        "council": text(profile.council.name, language),
        "phone": contacts.phone,
        "advice_service": advice,
        "days_kept": str(profile.limits.draft_days),
    }
