"""Pages of schools and of those who are asked for advice, and how the council keeps both."""

from ehcportal.policy import Action
from tests.policy.table import of_case, of_council, of_setting, own

USE, KEEP, LEAD = Action.USE_ACCOUNT, Action.KEEP_SETTINGS, Action.LEAD_SETTING

SETTING = "/council/settings/<setting_id>"
SERVICE = "/council/services/<service_id>"
PEOPLE = "/settings/<setting_id>/people"
ADVICE = "/council/cases/<case_id>/advice"
ASK = f"{ADVICE}/<advice_request_id>"
PUPIL = "/settings/pupils/<case_id>"
REUSE = "/cases/<case_id>/information-requested/<advice_request_id>"
OWN_ADVICE = "/advice/<case_id>/<advice_request_id>"

SCHOOL, PSYCHOLOGY, MAYA = ("millbrook",), ("psychology",), ("maya",)
SEEN = {"_version": "1"}
NOBODY = "nobody-at-all"

ROUTES = (
    own("GET", "/settings", USE),
    own("GET", "/settings/pupils", USE),
    own("GET", "/settings/people", USE),
    own("GET", "/advice", USE),
    of_case("POST", "/advice/waiting/<advice_request_id>", USE, only=NOBODY),
    of_setting("GET", "/settings/<setting_id>/pupils", Action.SEE_PUPILS),
    of_case("GET", PUPIL, Action.SEE_PUPIL),
    of_case(
        "GET",
        f"{PUPIL}/documents/<publication_id>",
        Action.SEE_PUPIL,
        things=MAYA,
        ids={"publication_id": "letter_to_school"},
    ),
    of_case("GET", f"{PUPIL}/documents/<publication_id>", Action.SEE_PUPIL, only=NOBODY),
    of_case("GET", f"{PUPIL}/voices", Action.SEE_PUPIL),
    of_case("GET", f"{PUPIL}/voices/<piece_id>/<part>", Action.SEE_PUPIL, things=MAYA),
    of_setting("GET", PEOPLE, LEAD),
    of_setting("GET POST", f"{PEOPLE}/invite", LEAD, confirmed=True),
    of_setting("GET", f"{PEOPLE}/<membership_id>", LEAD),
    of_setting("POST", f"{PEOPLE}/<membership_id>/role", LEAD, confirmed=True),
    of_setting("POST", f"{PEOPLE}/<membership_id>/end", LEAD),
    of_setting("POST", f"{PEOPLE}/invitations/<invitation_id>/link", LEAD),
    of_setting("POST", f"{PEOPLE}/invitations/<invitation_id>/withdrawal", LEAD),
    of_case("GET", OWN_ADVICE, Action.SEE_OWN_ADVICE),
    of_case(
        "GET",
        OWN_ADVICE,
        Action.SEE_OWN_ADVICE,
        only=NOBODY,
        ids={"advice_request_id": "other_advice"},
    ),
    of_case("GET", f"{OWN_ADVICE}/voices", Action.SEE_OWN_ADVICE),
    of_case("GET", f"{OWN_ADVICE}/voices/<piece_id>/<part>", Action.SEE_OWN_ADVICE, things=MAYA),
    of_council("GET", "/council/settings", KEEP),
    of_council("GET POST", "/council/settings/new", KEEP),
    of_council("GET", SETTING, KEEP, things=SCHOOL),
    of_council("GET POST", f"{SETTING}/change", KEEP, things=SCHOOL, sends=SEEN),
    of_council("GET POST", f"{SETTING}/closure", KEEP, things=SCHOOL, sends=SEEN),
    of_council("GET POST", f"{SETTING}/invite", KEEP, things=SCHOOL, confirmed=True),
    of_council("GET", f"{SETTING}/people/<membership_id>", KEEP, things=SCHOOL),
    of_council(
        "POST", f"{SETTING}/people/<membership_id>/role", KEEP, things=SCHOOL, confirmed=True
    ),
    of_council("POST", f"{SETTING}/people/<membership_id>/end", KEEP, things=SCHOOL),
    of_council("POST", f"{SETTING}/invitations/<invitation_id>/link", KEEP, things=SCHOOL),
    of_council("POST", f"{SETTING}/invitations/<invitation_id>/withdrawal", KEEP, things=SCHOOL),
    of_council("GET", "/council/services", KEEP),
    of_council("GET POST", "/council/services/new", KEEP),
    of_council("GET", SERVICE, KEEP, things=PSYCHOLOGY),
    of_council("GET POST", f"{SERVICE}/change", KEEP, things=PSYCHOLOGY, sends=SEEN),
    of_council("GET POST", f"{SERVICE}/closure", KEEP, things=PSYCHOLOGY, sends=SEEN),
    of_council("GET POST", f"{SERVICE}/invite", KEEP, things=PSYCHOLOGY),
    of_council("GET", f"{SERVICE}/people/<membership_id>", KEEP, things=PSYCHOLOGY),
    of_council("POST", f"{SERVICE}/people/<membership_id>/title", KEEP, things=PSYCHOLOGY),
    of_council("POST", f"{SERVICE}/people/<membership_id>/end", KEEP, things=PSYCHOLOGY),
    of_council("POST", f"{SERVICE}/invitations/<invitation_id>/link", KEEP, things=PSYCHOLOGY),
    of_council(
        "POST", f"{SERVICE}/invitations/<invitation_id>/withdrawal", KEEP, things=PSYCHOLOGY
    ),
    of_case(
        "GET",
        f"{OWN_ADVICE}/documents/<document_id>",
        Action.SEE_OWN_ADVICE,
        things=MAYA,
        ids={"document_id": "paper_along"},
    ),
    of_case("GET", f"{OWN_ADVICE}/requests/<request_id>", Action.SEE_OWN_ADVICE, only=NOBODY),
    of_case("GET", f"{OWN_ADVICE}/additions/<contribution_id>", Action.SEE_OWN_ADVICE, things=MAYA),
    of_case(
        "GET",
        f"{OWN_ADVICE}/additions/<contribution_id>/files/<file_id>",
        Action.SEE_OWN_ADVICE,
        only=NOBODY,
    ),
    of_case("GET", f"{OWN_ADVICE}/files/<file_id>", Action.SEE_OWN_ADVICE, only=NOBODY),
    of_case("POST", "/cases/<case_id>/information-requested", Action.ASK_FOR_ADVISER),
    of_case("POST", f"{REUSE}/reuse", Action.ASK_FOR_ADVISER),
    of_case("GET", f"{REUSE}/paper", Action.ASK_FOR_ADVISER, only=NOBODY),
    of_case("POST", f"{OWN_ADVICE}/reuse", Action.SEE_OWN_ADVICE),
    of_case("GET", f"{OWN_ADVICE}/reuse/paper", Action.SEE_OWN_ADVICE, only=NOBODY),
    of_council(
        "GET POST",
        "/council/requests/<request_id>/reading",
        Action.WORK_REQUESTS,
        ids={"request_id": "school_request"},
    ),
    of_case("GET", ADVICE, Action.WORK_CASE),
    of_case("GET", "/council/cases/<case_id>/told", Action.WORK_CASE),
    of_case("POST", "/council/cases/<case_id>/told", Action.RUN_CASE, costly=True),
    of_case("GET POST", f"{ADVICE}/ask", Action.RUN_CASE),
    of_case("GET POST", f"{ADVICE}/wishes/<wish_id>/refusal", Action.RUN_CASE),
    of_case("GET POST", f"{ADVICE}/wishes/new", Action.RUN_CASE),
    of_case("POST", f"{ASK}/reminder", Action.RUN_CASE),
    of_case("GET POST", f"{ASK}/received", Action.RUN_CASE),
    of_case("GET POST", f"{ASK}/withdrawal", Action.RUN_CASE),
    of_case("GET POST", f"{ASK}/reuse", Action.RUN_CASE),
    of_case("GET POST", f"{ASK}/evidence", Action.RUN_CASE),
    of_case("GET POST", f"{ASK}/letter", Action.RUN_CASE),
    of_case("GET", f"{ASK}/letter/print", Action.RUN_CASE, costly=True),
    of_case("GET POST", f"{ASK}/correction", Action.RUN_CASE),
    of_case("POST", f"{ASK}/taken-in", Action.RUN_CASE),
    of_case("GET POST", f"{ADVICE}/<advice_request_id>/person", Action.RUN_CASE),
    of_case("POST", f"{ADVICE}/people/<contributor_id>/end", Action.RUN_CASE, things=MAYA),
    of_case(
        "POST",
        f"{ADVICE}/invitations/<invitation_id>/link",
        Action.RUN_CASE,
        ids={"invitation_id": "adviser_invitation"},
    ),
    of_case(
        "POST",
        f"{ADVICE}/invitations/<invitation_id>/withdrawal",
        Action.RUN_CASE,
        ids={"invitation_id": "adviser_invitation"},
    ),
)
