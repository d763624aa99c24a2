"""The plan as it is served, read, commented on and consulted about."""

from ehcportal.policy import Action
from tests.policy.table import of_case, of_setting

PLAN = "/council/cases/<case_id>/plan"
OWN = "/cases/<case_id>/plan"
PUPIL = "/settings/pupils/<case_id>/plan"
ASKED = f"{PLAN}/consultations/<consultation_id>"
SETTING = "/settings/<setting_id>/consultations"

ADVICE = "versions/<int:number>/advice/<advice_request_id>"

NOBODY = "nobody-at-all"
SEEN = {"_version": "1"}

ROUTES = (
    of_case("GET", OWN, Action.READ_PLAN),
    of_case("GET", f"{OWN}/versions/<int:number>", Action.READ_PLAN),
    of_case("GET", f"{OWN}/versions/<int:number>/changes", Action.READ_PLAN),
    of_case("GET", f"{OWN}/versions/<int:number>/docx", Action.READ_PLAN, costly=True),
    of_case("GET", f"{OWN}/{ADVICE}", Action.READ_PLAN, only=NOBODY),
    of_case("GET", f"{OWN}/{ADVICE}/files/<file_id>", Action.READ_PLAN, only=NOBODY),
    of_case("GET", f"{OWN}/places", Action.READ_PLAN),
    of_case("GET POST", f"{OWN}/comments", Action.COMMENT_ON_PLAN),
    of_case("GET POST", f"{OWN}/comments/about/<about>", Action.COMMENT_ON_PLAN),
    of_case("POST", f"{OWN}/comments/about/<about>/remove", Action.COMMENT_ON_PLAN),
    of_case(
        "GET",
        f"{OWN}/comments/files/<comment_file_id>",
        Action.COMMENT_ON_PLAN,
        only=NOBODY,
        ids={"comment_file_id": "file_id"},
    ),
    of_case("GET", PUPIL, Action.SEE_PUPIL),
    of_case("GET", f"{PUPIL}/versions/<int:number>", Action.SEE_PUPIL),
    of_case("GET", f"{PUPIL}/versions/<int:number>/changes", Action.SEE_PUPIL),
    of_case("GET", f"{PUPIL}/versions/<int:number>/docx", Action.SEE_PUPIL, costly=True),
    of_case("GET", f"{PUPIL}/{ADVICE}", Action.SEE_PUPIL, only=NOBODY),
    of_case("GET", f"{PUPIL}/{ADVICE}/files/<file_id>", Action.SEE_PUPIL, only=NOBODY),
    of_case("GET POST", f"{PUPIL}/comments", Action.SEE_PUPIL),
    of_case("GET POST", f"{PUPIL}/comments/about/<about>", Action.SEE_PUPIL),
    of_case("POST", f"{PUPIL}/comments/about/<about>/remove", Action.SEE_PUPIL),
    of_case(
        "GET",
        f"{PUPIL}/comments/files/<comment_file_id>",
        Action.SEE_PUPIL,
        only=NOBODY,
        ids={"comment_file_id": "file_id"},
    ),
    of_setting("GET", SETTING, Action.ANSWER_CONSULTATIONS),
    of_setting(
        "GET",
        f"{SETTING}/<consultation_id>/plan",
        Action.ANSWER_CONSULTATIONS,
        only=NOBODY,
        ids={"consultation_id": "setting_id"},
    ),
    of_setting(
        "GET POST",
        f"{SETTING}/<consultation_id>",
        Action.ANSWER_CONSULTATIONS,
        only=NOBODY,
        ids={"consultation_id": "setting_id"},
    ),
    of_setting(
        "GET",
        f"{SETTING}/<consultation_id>/advice/<advice_request_id>",
        Action.ANSWER_CONSULTATIONS,
        only=NOBODY,
        ids={"consultation_id": "setting_id", "advice_request_id": "setting_id"},
    ),
    of_setting(
        "GET",
        f"{SETTING}/<consultation_id>/advice/<advice_request_id>/files/<file_id>",
        Action.ANSWER_CONSULTATIONS,
        only=NOBODY,
        ids={
            "consultation_id": "setting_id",
            "advice_request_id": "setting_id",
            "file_id": "setting_id",
        },
    ),
    of_setting(
        "GET",
        f"{SETTING}/<consultation_id>/voices/<piece_id>/<part>",
        Action.ANSWER_CONSULTATIONS,
        only=NOBODY,
        ids={"consultation_id": "setting_id", "piece_id": "setting_id"},
    ),
    of_case(
        "GET",
        f"{OWN}/meetings/<representation_id>/meeting.ics",
        Action.COMMENT_ON_PLAN,
        only=NOBODY,
    ),
    of_case(
        "POST",
        f"{OWN}/meetings/<representation_id>/withdrawn",
        Action.COMMENT_ON_PLAN,
        only=NOBODY,
        sends=SEEN,
    ),
    of_case("GET POST", f"{PLAN}/meetings/<representation_id>", Action.RUN_CASE, only=NOBODY),
    of_case("POST", f"{PLAN}/meetings/<representation_id>/held", Action.RUN_CASE, only=NOBODY),
    of_case("POST", f"{PLAN}/meetings/<representation_id>/withdrawn", Action.RUN_CASE, only=NOBODY),
    of_case("GET POST", f"{PLAN}/serve", Action.RUN_CASE),
    of_case("GET", f"{PLAN}/final", Action.RUN_CASE),
    of_case("POST", f"{PLAN}/final", Action.DECIDE_CASE),
    of_case("GET POST", f"{PLAN}/final/causes/<line_key>", Action.RUN_CASE, only=NOBODY),
    of_case("GET", f"{PLAN}/versions/<int:number>", Action.WORK_CASE),
    of_case("GET", f"{PLAN}/versions/<int:number>/changes", Action.WORK_CASE),
    of_case("GET", f"{PLAN}/versions/<int:number>/docx", Action.WORK_CASE, costly=True),
    of_case("GET POST", f"{PLAN}/versions/<int:number>/window", Action.RUN_CASE),
    of_case("GET", f"{PLAN}/comments", Action.WORK_CASE),
    of_case("GET", f"{PLAN}/comments/versions/<int:number>", Action.WORK_CASE),
    of_case(
        "GET",
        f"{PLAN}/comments/files/<comment_file_id>",
        Action.WORK_CASE,
        only=NOBODY,
        ids={"comment_file_id": "file_id"},
    ),
    of_case("GET POST", f"{PLAN}/comments/<comment_id>", Action.RUN_CASE),
    of_case("POST", f"{PLAN}/paper", Action.RUN_CASE),
    of_case("GET POST", f"{PLAN}/paper/<representation_id>", Action.RUN_CASE),
    of_case("POST", f"{PLAN}/paper/<representation_id>/finish", Action.RUN_CASE),
    of_case(
        "GET POST",
        f"{PLAN}/preferences/<submission_id>/<int:number>",
        Action.RUN_CASE,
        only=NOBODY,
    ),
    of_case("GET", f"{PLAN}/consultations", Action.WORK_CASE),
    of_case("POST", f"{PLAN}/consultations", Action.RUN_CASE),
    of_case("GET", ASKED, Action.WORK_CASE),
    of_case("POST", f"{ASKED}/reply", Action.RUN_CASE, sends={**SEEN, "reply": "yes"}),
    of_case("POST", f"{ASKED}/outcome", Action.RUN_CASE, sends=SEEN),
    of_case("POST", f"{ASKED}/letter", Action.RUN_CASE, sends=SEEN),
    of_case("POST", f"{ASKED}/sent", Action.RUN_CASE, sends=SEEN),
    of_case("POST", f"{ASKED}/council", Action.RUN_CASE),
    of_case("POST", f"{ASKED}/withdrawal", Action.RUN_CASE, sends=SEEN),
)
