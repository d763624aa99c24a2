"""Decisions of a case, letters and proceedings."""

from ehcportal.policy import Action
from tests.policy.table import of_case

DECISIONS = "/council/cases/<case_id>/decisions"
MATTER = f"{DECISIONS}/<matter>"
SEEN = {"_version": "1"}
CERTIFICATE = "/cases/<case_id>/appeal/certificate"
LETTERS = "/council/cases/<case_id>/letters"
POST = "/council/cases/<case_id>/post"
PROCEEDINGS = "/council/cases/<case_id>/proceedings"
ONE = f"{PROCEEDINGS}/<proceeding_id>"
STEP = f"{ONE}/steps/<step_id>"

ROUTES = (
    of_case("GET", DECISIONS, Action.WORK_CASE),
    of_case("GET", MATTER, Action.DECIDE_CASE),
    of_case("POST", MATTER, Action.DECIDE_CASE),
    of_case("POST", f"{MATTER}/drop", Action.DECIDE_CASE, sends=SEEN),
    of_case("POST", f"{DECISIONS}/made/<decision_id>/correction", Action.DECIDE_CASE),
    of_case("GET", f"{MATTER}/letter", Action.DECIDE_CASE),
    of_case("POST", f"{MATTER}/letter", Action.DECIDE_CASE, sends=SEEN),
    of_case("GET", f"{MATTER}/letter.pdf", Action.DECIDE_CASE, costly=True),
    of_case("POST", f"{MATTER}/sign-off", Action.DECIDE_CASE, sends=SEEN),
    of_case("POST", f"{MATTER}/back", Action.DECIDE_CASE, sends=SEEN),
    of_case("GET POST", "/cases/<case_id>/appeal", Action.WEIGH_APPEAL, sends={"_version": "0"}),
    of_case("GET", CERTIFICATE, Action.WEIGH_APPEAL, only="parent"),
    of_case("GET", f"{CERTIFICATE}/share", Action.WEIGH_APPEAL, only="parent"),
    of_case("POST", f"{CERTIFICATE}/share", Action.WEIGH_APPEAL, sends={"_version": "0"}),
    of_case("POST", f"{CERTIFICATE}/remove", Action.WEIGH_APPEAL, sends={"_version": "0"}),
    of_case("GET", LETTERS, Action.WORK_CASE),
    of_case("GET", f"{LETTERS}/templates/<letter_key>", Action.WORK_CASE),
    of_case("GET", f"{LETTERS}/templates/<letter_key>/pdf", Action.WORK_CASE, costly=True),
    of_case("GET POST", f"{LETTERS}/new/<letter_key>", Action.RUN_CASE),
    of_case("GET", POST, Action.WORK_CASE),
    of_case("GET", f"{POST}/print", Action.WORK_CASE),
    of_case("POST", f"{POST}/papers/<document_id>", Action.RUN_CASE),
    of_case("GET POST", f"{POST}/<item_id>", Action.RUN_CASE, sends=SEEN),
    of_case("GET POST", f"{POST}/mail/<mail_id>", Action.RUN_CASE),
    of_case("GET", PROCEEDINGS, Action.WORK_CASE),
    of_case("POST", PROCEEDINGS, Action.RUN_CASE),
    of_case("GET", ONE, Action.WORK_CASE),
    of_case("POST", ONE, Action.RUN_CASE, sends=SEEN),
    of_case("GET", STEP, Action.RUN_CASE),
    of_case("POST", STEP, Action.RUN_CASE, sends=SEEN),
)
