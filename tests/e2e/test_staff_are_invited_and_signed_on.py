"""Security notes 4 and 5: an administrator lets a colleague in, and out again the same minute."""

import pytest

from tests.e2e.conftest import WITHOUT_FIRST
from tests.e2e.steps import account, accounts, second_step
from tests.e2e.steps.visitor import Visitor

pytestmark = pytest.mark.parametrize("running", WITHOUT_FIRST, indirect=True)

NIA = "n.rowe@brookshire.example"
LETTER = "You are invited to join the portal"
PASSWORD = "violet tractor 58 harbour"


def test_a_caseworker_joins_with_an_app_and_has_no_access_once_her_work_has_ended(
    desktop: Visitor, phone: Visitor
) -> None:
    desktop.goes_to("/sign-in")
    accounts.staff_sign_in(desktop, "administrator")
    desktop.sees("Welcome, Lee")
    invites(desktop)
    joins(phone)
    ends_her_work(desktop)
    phone.follows("Cases") if phone.is_wide else phone.goes_to("/council/cases")
    phone.sees("Secure login - step 1")


def invites(administrator: Visitor) -> None:
    """The role is asked for when it was forgotten, and the address is still there."""
    administrator.goes_to("/council/staff")
    administrator.presses("Invite somebody")
    administrator.sees("Invite somebody")
    administrator.types("Work email address", NIA)
    administrator.presses("Send the invitation")
    administrator.is_told("Choose a role")
    administrator.chooses("Caseworker", of="Role")
    administrator.presses("Send the invitation")
    administrator.sees("Staff")
    administrator.reads(f"The invitation is on its way to {NIA}.")


def joins(newcomer: Visitor) -> None:
    """Nothing is seen before the app is set up."""
    newcomer.goes_to(account.link_in(newcomer, NIA, LETTER))
    newcomer.types("Forename", "Nia")
    newcomer.types("Surname", "Rowe")
    newcomer.types("Choose your password", PASSWORD)
    newcomer.types("Confirm your password", PASSWORD)
    newcomer.presses("Continue")
    newcomer.sees(second_step.SET_UP)
    newcomer.goes_to("/council/cases")
    newcomer.sees("Secure login - step 1", examined=False)
    newcomer.goes_to("/sign-in/app/set-up")
    second_step.joins_an_app(newcomer)
    newcomer.presses("I have kept them: continue")
    newcomer.goes_to("/council/cases")
    newcomer.sees("Cases")


def ends_her_work(administrator: Visitor) -> None:
    administrator.goes_to("/council/staff?q=rowe")
    administrator.follows("Rowe, Nia")
    administrator.sees("Nia Rowe")
    assert administrator.fact("Authenticator app") == "Set up"
    administrator.presses("End their work here")
    administrator.sees("End the work of Nia Rowe")
    administrator.ticks("Nia Rowe loses access now")
    administrator.presses("End their work here")
    administrator.sees("Nia Rowe")
    assert administrator.fact("Role") == "None. They have left"
