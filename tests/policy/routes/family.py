"""The family's pages of a case."""

from ehcportal.policy import Action
from tests.policy.table import of_case

CASE = "/cases/<case_id>"
MAYA = ("maya",)
HEARERS = "parent foster_carer supporter"
"""Who made a piece, to whom a rule of staff opens it, and whom its maker asked in."""

ROUTES = (
    of_case("GET", CASE, Action.SEE_CASE),
    of_case("GET", f"{CASE}/account", Action.SEE_CASE),
    of_case("GET", f"{CASE}/dates", Action.SEE_CASE),
    of_case("GET", f"{CASE}/dates.ics", Action.SEE_CASE),
    of_case("GET", f"{CASE}/panels", Action.SEE_CASE),
    of_case("GET", f"{CASE}/timeline", Action.SEE_CASE),
    of_case("GET", f"{CASE}/details", Action.SEE_CASE),
    of_case("GET", f"{CASE}/stages", Action.SEE_CASE),
    of_case("GET", f"{CASE}/stages/<stage>", Action.SEE_CASE),
    of_case("GET", f"{CASE}/request", Action.SEE_REQUEST),
    of_case(
        "GET POST",
        f"{CASE}/request/<submission_id>/additions",
        Action.ADD_TO_REQUEST,
        only="parent foster_carer",
        sends={"whose": "own", "about": "", "words": ""},
    ),
    of_case(
        "GET",
        f"{CASE}/asks/<ask_id>",
        Action.READ_ASK,
        things=MAYA,
        ids={"ask_id": "school_ask"},
    ),
    of_case("GET POST", f"{CASE}/withdrawal", Action.WITHDRAW_REQUEST),
    of_case("GET", f"{CASE}/involvements", Action.SEE_INVOLVEMENTS),
    of_case("GET", f"{CASE}/information-requested", Action.SEE_INVOLVEMENTS),
    of_case("GET", f"{CASE}/information-requested.pdf", Action.SEE_INVOLVEMENTS, costly=True),
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
    of_case("POST", f"{CASE}/messages/<thread_id>", Action.WRITE_MESSAGES, only="parent"),
    of_case("GET POST", f"{CASE}/messages/new", Action.WRITE_MESSAGES),
    of_case(
        "GET",
        f"{CASE}/messages/<thread_id>/files/<message_file_id>",
        Action.SEE_MESSAGES,
        only="parent",
    ),
    of_case("GET", f"{CASE}/archive", Action.DOWNLOAD_ALL),
    of_case("POST", f"{CASE}/archive", Action.DOWNLOAD_ALL, confirmed=True),
    of_case("GET", f"{CASE}/archive/progress", Action.DOWNLOAD_ALL),
    of_case("GET", f"{CASE}/archive/<archive_id>/file", Action.DOWNLOAD_ALL, only="parent"),
    of_case("GET", f"{CASE}/about-me", Action.SEE_VOICE),
    of_case("GET", f"{CASE}/my-views", Action.SEE_VOICE),
    of_case("GET POST", f"{CASE}/about-me/<topic>/<kind>", Action.ADD_VOICE),
    of_case("GET POST", f"{CASE}/my-views/<topic>/<kind>", Action.ADD_VOICE),
    of_case(
        "POST",
        f"{CASE}/voices/<piece_id>/remove",
        Action.ADD_VOICE,
        only="parent",
        ids={"piece_id": "written_piece"},
    ),
    of_case("GET", f"{CASE}/voices/<piece_id>/<part>", Action.SEE_VOICE, only=HEARERS),
    of_case("GET", f"/council{CASE}/voices", Action.WORK_CASE),
    of_case("GET", f"/council{CASE}/voices/<piece_id>/<part>", Action.WORK_CASE, things=MAYA),
)
