"""The forms of a case: asked for and sent, and looked at before."""

from ehcportal.policy import Action
from tests.policy.table import of_case, of_council, public

FORMS = "/council/cases/<case_id>/forms"
SENT = {"submission_id": "form_about_case"}

ROUTES = (
    of_case("GET", FORMS, Action.WORK_CASE),
    of_case("POST", FORMS, Action.RUN_CASE),
    of_case("GET", f"{FORMS}/sent/<submission_id>", Action.WORK_CASE, ids=SENT),
    of_case("POST", f"{FORMS}/<assignment_id>/cancel", Action.RUN_CASE, things=("maya",)),
    of_council("GET", "/council/forms", Action.LIST_CASES),
    of_council("GET", "/council/forms/<form_id>/preview", Action.LIST_CASES),
    of_council("GET", "/council/referrals", Action.SEE_INBOX),
    of_council("GET POST", "/council/referrals/<referral_id>", Action.SEE_INBOX),
    of_council("GET", "/council/feedback", Action.SEE_INBOX),
    of_council("POST", "/council/feedback/<note_id>", Action.SEE_INBOX),
    public("GET POST", "/feedback"),
)
