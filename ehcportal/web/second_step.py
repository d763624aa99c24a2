"""Which page of the second step somebody belongs on, and how they go on from it."""

from flask import url_for
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.models.account import FactorKind
from ehcportal.models.sign_in import SessionState
from ehcportal.services import factors, sign_ins
from ehcportal.services.sign_ins import Step
from ehcportal.web import logins
from ehcportal.web.context import current_profile
from ehcportal.web.pages import see_other
from ehcportal.web.people import current_person

PAGES = {
    Step.EMAIL_CODE: "account.code",
    Step.APP_CODE: "account.app_code",
    Step.TEXT_CODE: "account.text_code",
}


def address(step: Step) -> str:
    """Return the address of the page that asks for this second step."""
    return url_for(PAGES[step])


def own_step() -> Step:
    """Return what the login of the half signed in person asks for."""
    return sign_ins.step_of(db.session(), current_profile(), current_person().account_id)


def elsewhere(*steps: Step) -> ResponseReturnValue | None:
    """Send those on who are further than this page, or who have none of these second steps."""
    person = current_person()
    if person.state is SessionState.FULL:
        return logins.onward()
    if person.state is SessionState.ENROLLING:
        return see_other(way_to_enrol(person.account_id))
    own = own_step()
    return None if own in steps else see_other(address(own))


def way_to_enrol(account_id: str) -> str:
    """Return where a second step is chosen: the app's page where it is the only choice."""
    kinds = factors.allowed(db.session(), current_profile(), account_id)
    return url_for("factors.set_up" if kinds == (FactorKind.APP,) else "factors.choose")
