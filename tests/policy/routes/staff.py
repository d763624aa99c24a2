"""Pages about the council's own people, and the cases that an administrator opens for a reason."""

from ehcportal.policy import Action
from tests.policy.table import of_council

A_COLLEAGUE = {"things": ("colleague",)}
ONE = "/council/staff/<account_id>"
INVITATION = "/council/staff/invitations/<invitation_id>"
TEAM = "/council/teams/<team_id>"
VERSION = {"_version": "1"}
STAFF = Action.ADMINISTER_STAFF

ROUTES = (
    of_council("GET", "/council/staff", STAFF),
    of_council("GET POST", "/council/staff/invite", STAFF, confirmed=True),
    of_council("POST", f"{INVITATION}/resend", STAFF, **A_COLLEAGUE),
    of_council("POST", f"{INVITATION}/withdraw", STAFF, **A_COLLEAGUE),
    of_council("GET POST", ONE, STAFF, sends=VERSION, **A_COLLEAGUE),
    of_council("GET POST", f"{ONE}/role", STAFF, confirmed=True, sends=VERSION, **A_COLLEAGUE),
    of_council("GET POST", f"{ONE}/end", STAFF, confirmed=True, sends=VERSION, **A_COLLEAGUE),
    of_council("POST", f"{ONE}/forget-sign-on", STAFF, confirmed=True, **A_COLLEAGUE),
    of_council("GET POST", "/council/teams", STAFF),
    of_council("GET POST", TEAM, STAFF, sends=VERSION, **A_COLLEAGUE),
    of_council("POST", f"{TEAM}/people", STAFF, **A_COLLEAGUE),
    of_council("POST", f"{TEAM}/people/<account_id>/out", STAFF, **A_COLLEAGUE),
    of_council("GET", "/council/texts", Action.PREVIEW_TEXTS),
    of_council("GET POST", "/council/texts/<situation>", Action.PREVIEW_TEXTS),
    of_council("GET POST", "/council/open-a-case", Action.OPEN_FOR_REASON, confirmed=True),
    of_council(
        "POST",
        "/council/open-a-case/<opening_id>/shut",
        Action.OPEN_FOR_REASON,
        things=("opening",),
    ),
)
