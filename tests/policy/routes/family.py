"""The family's pages of a case."""

from ehcportal.policy import Action
from tests.policy.table import of_case

CASE = "/cases/<case_id>"

ROUTES = (
    of_case("GET", CASE, Action.SEE_CASE),
    of_case("GET", f"{CASE}/account", Action.SEE_CASE),
    of_case("GET", f"{CASE}/dates", Action.SEE_CASE),
    of_case("GET", f"{CASE}/panels", Action.SEE_CASE),
    of_case("GET", f"{CASE}/timeline", Action.SEE_CASE),
    of_case("GET", f"{CASE}/request", Action.SEE_REQUEST),
    of_case("GET", f"{CASE}/involvements", Action.SEE_INVOLVEMENTS),
    of_case("GET", f"{CASE}/to-complete", Action.SEE_TO_COMPLETE),
    of_case("GET", f"{CASE}/documents", Action.SEE_DOCUMENTS),
    of_case("GET", f"{CASE}/documents/<publication_id>", Action.SEE_DOCUMENTS),
    of_case(
        "GET",
        f"{CASE}/documents/<publication_id>",
        Action.SEE_DOCUMENTS,
        only="parent",
        ids={"publication_id": "letter_to_mother"},
    ),
    of_case("GET", f"{CASE}/messages", Action.SEE_MESSAGES),
    of_case("GET", f"{CASE}/messages/<thread_id>", Action.SEE_MESSAGES, only="parent"),
)
