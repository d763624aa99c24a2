"""The password once more, before something that would be hard to undo (security note 4).

Who has no password, since they sign in at the council's own sign-on, gives their app's code.
"""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import clock, db
from ehcportal.security import passwords as hashing
from ehcportal.services import accounts, attempts, late_posts, sessions
from ehcportal.services.factors import apps
from ehcportal.web import logins
from ehcportal.web.devices import caller
from ehcportal.web.logins import key_ring
from ehcportal.web.pages import see_other
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


def is_own_app_code(typed: str) -> bool:
    """Count the try, then spend the code: each counts once."""
    account = accounts.fresh(db.session(), current_person().account_id)
    with db.unit() as counting:
        wait = attempts.count_second_step(counting, key_ring(), caller(), account)
    logins.stop_when_too_many(wait)
    return apps.accept(db.writing(), key_ring(), account.id, typed)


def go_on_confirmed(to: str) -> ResponseReturnValue:
    """Let the session be fresh for five minutes, under a new token, and go on.

    A form that had to wait for this is offered again, with everything that was typed.
    """
    person = current_person()
    logins.hold(sessions.renew(db.writing(), person.session_id))
    if late_posts.offer(db.session(), person.account_id, clock.now()):
        return logins.see("late_posts.show")
    return see_other(to)
