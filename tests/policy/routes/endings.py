"""How a plan or case ends; moves, asks and budgets; the child's record."""

from ehcportal.policy import Action
from tests.policy.table import of_case, of_council

CASE = "/council/cases/<case_id>"
ENDING = f"{CASE}/ending"
DETAILS = f"{CASE}/details"
SEEN = {"_version": "1"}
ROW = {"_version": "1", "_row": "1"}

ROUTES = (
    of_case("GET", ENDING, Action.WORK_CASE),
    of_case("POST", f"{ENDING}/close", Action.RUN_CASE, sends=SEEN),
    of_case("GET POST", f"{ENDING}/ask", Action.RUN_CASE, sends=SEEN),
    of_case("GET POST", f"{ENDING}/heard", Action.RUN_CASE, sends={**ROW, "family-day": "99"}),
    of_case("GET", f"{ENDING}/decision", Action.RUN_CASE),
    of_case("POST", f"{ENDING}/decision", Action.DECIDE_CASE, sends=ROW),
    of_case("GET POST", f"{ENDING}/drop", Action.RUN_CASE, sends=ROW),
    of_case("GET POST", f"{ENDING}/withdrawal", Action.RUN_CASE, sends=SEEN),
    of_case("GET POST", f"{ENDING}/death", Action.RUN_CASE, sends=SEEN, confirmed=True),
    of_case("GET POST", f"{ENDING}/again", Action.RUN_CASE, sends=SEEN),
    of_case("GET POST", f"{ENDING}/mistake", Action.RUN_CASE, sends=SEEN, confirmed=True),
    of_case("GET", DETAILS, Action.WORK_CASE),
    of_case("GET POST", f"{DETAILS}/name", Action.RUN_CASE, sends=SEEN),
    of_case("GET POST", f"{DETAILS}/address", Action.RUN_CASE, sends=SEEN),
    of_case("GET POST", f"{DETAILS}/placement", Action.RUN_CASE, sends=SEEN),
    of_case("GET POST", f"{DETAILS}/detention", Action.RUN_CASE, sends=SEEN),
    of_case("GET POST", f"{DETAILS}/join", Action.RUN_CASE, confirmed=True),
    of_case("GET POST", f"{DETAILS}/joins/<join_id>", Action.RUN_CASE),
    of_case("GET", f"{CASE}/asks", Action.WORK_CASE),
    of_case("GET POST", f"{CASE}/reassessment", Action.RUN_CASE, sends=SEEN),
    of_case("GET POST", f"{CASE}/asks/new", Action.RUN_CASE, sends=SEEN),
    of_case("GET POST", f"{CASE}/asks/<ask_id>", Action.RUN_CASE, sends=ROW),
    of_case(
        "GET POST",
        f"{CASE}/asks/<ask_id>/reading",
        Action.RUN_CASE,
        things=("maya",),
        ids={"ask_id": "school_ask"},
    ),
    of_case("GET", f"{CASE}/budget", Action.WORK_CASE),
    of_case("GET POST", f"{CASE}/budget/new", Action.RUN_CASE, sends=SEEN),
    of_case("GET POST", f"{CASE}/budget/<budget_id>", Action.RUN_CASE, sends=ROW),
    of_case("GET", f"{CASE}/moves", Action.WORK_CASE),
    of_case("GET POST", f"{CASE}/moves/out", Action.RUN_CASE, sends=SEEN),
    of_case("GET POST", f"{CASE}/moves/<move_id>/pack", Action.RUN_CASE, sends=ROW),
    of_case("GET POST", f"{CASE}/moves/<move_id>/stay", Action.RUN_CASE, sends=ROW),
    of_case("GET POST", f"{CASE}/moves/<move_id>/tell", Action.RUN_CASE, sends=ROW),
    of_case("POST", f"{CASE}/moves/<move_id>/close", Action.RUN_CASE, sends=ROW),
    of_case("GET POST", f"{CASE}/moves/<move_id>/meanwhile", Action.RUN_CASE, sends=ROW),
    of_case("GET POST", f"{CASE}/moves/health-body", Action.RUN_CASE, sends=SEEN),
    of_case("GET POST", f"{CASE}/moves/health-body/<change_id>", Action.RUN_CASE, sends=ROW),
    of_council("GET POST", "/council/moves/in", Action.WORK_REQUESTS),
)
