"""The plan as staff write it."""

from ehcportal.policy import Action
from tests.policy.table import of_case

PLAN = "/council/cases/<case_id>/plan"
SECTION = f"{PLAN}/sections/<letter>"
LINE = f"{PLAN}/lines/<line_key>"

ROUTES = (
    of_case("GET", PLAN, Action.WORK_CASE),
    of_case("POST", f"{PLAN}/begin", Action.RUN_CASE),
    of_case("GET POST", f"{PLAN}/drop", Action.RUN_CASE),
    of_case("GET", SECTION, Action.WORK_CASE),
    of_case("GET POST", f"{SECTION}/new", Action.RUN_CASE),
    of_case("GET POST", LINE, Action.RUN_CASE),
    of_case("POST", f"{LINE}/move", Action.RUN_CASE, sends={"way": "up"}),
    of_case("POST", f"{LINE}/removal", Action.RUN_CASE),
    of_case("POST", f"{LINE}/return", Action.RUN_CASE),
    of_case("POST", f"{LINE}/sources/<source_id>/end", Action.RUN_CASE),
    of_case("GET", f"{LINE}/history", Action.WORK_CASE),
    of_case("GET", f"{PLAN}/advice", Action.RUN_CASE),
    of_case("GET POST", f"{PLAN}/advice/<answer_id>", Action.RUN_CASE),
    of_case("POST", f"{PLAN}/advice/<answer_id>/change", Action.RUN_CASE),
    of_case("GET POST", f"{PLAN}/voices", Action.RUN_CASE),
    of_case("POST", f"{PLAN}/list-of-advice", Action.RUN_CASE),
)
