"""The password once more, before something that would be hard to undo (security note 4)."""

from flask_babel import gettext as _

from ehcportal import db
from ehcportal.security import passwords as hashing
from ehcportal.services import accounts, attempts
from ehcportal.web import logins
from ehcportal.web.devices import caller
from ehcportal.web.logins import key_ring
from ehcportal.web.people import current_person
from ehcportal.web.posted import Posted

FIELD = "password"


def check(form: Posted) -> None:
    """Note a missing or wrong password at its box, once everything else on the page is right.

    So a slip elsewhere costs no try, and no try is counted before it can have an effect.
    """
    form.require(FIELD, _("Enter the password that you have now"))
    if not form.errors and not is_own_password(form[FIELD]):
        form.errors[FIELD] = _("That is not the password that you have now")


def is_own_password(typed: str) -> bool:
    """Count the try, then compare: a page left open must not let anybody guess."""
    person = current_person()
    with db.unit() as counting:
        wait = attempts.count_password(counting, key_ring(), caller(), person.email)
    logins.stop_when_too_many(wait)
    account = accounts.fresh(db.session(), person.account_id)
    return hashing.matches(account.password_hash, typed)
