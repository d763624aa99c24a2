"""Who has access, who has seen the record, what is shared, and whose the rights are."""

from ehcportal.policy import Action
from tests.policy.table import of_case, of_council

CASE = "/cases/<case_id>"
PEOPLE = "/council/cases/<case_id>/people"
MAYA, RHYS = ("maya",), ("rhys",)
WHY = {"reason": "Safeguarding", "_version": "1"}
HEARD = {
    "kind": "lacks_capacity", "how": "Assessed at college", "_version": "1",
    "on-day": "1", "on-month": "3", "on-year": "2026",
}  # fmt: skip

ROUTES = (
    of_case("GET", f"{CASE}/access", Action.SEE_ACCESS),
    of_case("GET POST", f"{CASE}/access/invite", Action.INVITE_HELPER, confirmed=True),
    of_case(
        "POST",
        f"{CASE}/access/<tie_id>/end",
        Action.INVITE_HELPER,
        only="parent",
        ids={"tie_id": "supporter_tie"},
    ),
    of_case(
        "POST",
        f"{CASE}/access/invitations/<invitation_id>/withdraw",
        Action.INVITE_HELPER,
        only="parent",
        ids={"invitation_id": "waiting"},
    ),
    of_case("GET", f"{CASE}/seen", Action.SEE_READERS),
    of_case("GET POST", f"{CASE}/rights", Action.DECIDE_VIEW),
    of_case("GET", f"{CASE}/request/<submission_id>", Action.SEE_REQUEST, only="foster_carer"),
    of_case(
        "GET",
        f"{CASE}/request/<submission_id>/files/<file_id>/<name>",
        Action.SEE_REQUEST,
        only="foster_carer",
    ),
    of_case("GET", f"{PEOPLE}/circle", Action.WORK_CASE),
    of_case(
        "GET POST",
        f"{PEOPLE}/ties/<tie_id>/end",
        Action.RUN_CASE,
        things=MAYA,
        ids={"tie_id": "second_parent_tie"},
        sends=WHY,
    ),
    of_case(
        "GET POST",
        f"{PEOPLE}/ties/<tie_id>/protection",
        Action.RUN_CASE,
        things=MAYA,
        ids={"tie_id": "second_parent_tie"},
        sends=WHY,
    ),
    of_case("GET POST", f"{PEOPLE}/child-protection", Action.RUN_CASE, sends=WHY),
    of_case(
        "GET POST",
        f"{PEOPLE}/sharing/<from_tie>/<to_tie>",
        Action.RUN_CASE,
        things=MAYA,
        ids={"from_tie": "parent_tie", "to_tie": "second_parent_tie"},
        sends={**WHY, "answer": "allow"},
    ),
    of_case("GET POST", f"{PEOPLE}/blocks", Action.RUN_CASE),
    of_case("POST", f"{PEOPLE}/blocks/<block_id>/lift", Action.RUN_CASE, things=MAYA),
    of_case("GET", f"{PEOPLE}/rights", Action.WORK_CASE),
    of_case("POST", f"{PEOPLE}/rights", Action.RUN_CASE, things=RHYS, sends=HEARD),
    of_council("GET", "/council/rights", Action.LIST_CASES),
)
