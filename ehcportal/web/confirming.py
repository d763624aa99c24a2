"""The password once more, before something that would be hard to undo (security note 4)."""

from ehcportal import db
from ehcportal.security import passwords as hashing
from ehcportal.services import accounts, attempts
from ehcportal.web import logins
from ehcportal.web.devices import caller
from ehcportal.web.logins import key_ring
from ehcportal.web.people import current_person


def is_own_password(typed: str) -> bool:
    """Count the try, then compare: a page left open must not let anybody guess."""
    person = current_person()
    with db.unit() as counting:
        wait = attempts.count_password(counting, key_ring(), caller(), person.email)
    logins.stop_when_too_many(wait)
    account = accounts.fresh(db.session(), person.account_id)
    return hashing.matches(account.password_hash, typed)
