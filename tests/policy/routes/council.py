"""The council's pages."""

from ehcportal.policy import Action
from ehcportal.web.access import Door
from tests.policy.table import of_case, of_council

CASE = "/council/cases/<case_id>"
REQUEST = "/council/requests/<request_id>"
ACCESS = "/council/access-requests/<access_request_id>"

PEOPLE = f"{CASE}/people"
INVITATION = f"{PEOPLE}/invitations/<invitation_id>"
PAPERS = f"{CASE}/documents"
PAPER = f"{PAPERS}/<document_id>"
EXCEPTION = f"{CASE}/exceptions/<exception_id>"
MAYA = ("maya",)

ROUTES = (
    of_council("GET", "/council/tray", Action.LIST_CASES),
    of_council("GET POST", "/council/tray/several", Action.LIST_CASES, sends={"act": "chase"}),
    of_council("GET", "/council/tray/several/done", Action.LIST_CASES),
    of_council("GET", "/council/requests", Action.SEE_INBOX),
    of_council("GET", "/council/post", Action.LIST_CASES),
    of_council("GET", "/council/wishes", Action.LIST_CASES),
    of_council("GET", "/council/starts", Action.LIST_CASES),
    of_case("GET", "/council/cases/<case_id>/start", Action.WORK_CASE),
    of_case("POST", "/council/cases/<case_id>/start", Action.RUN_CASE),
    of_council("GET POST", "/council/requests/paper", Action.WORK_REQUESTS),
    of_council("GET POST", f"{REQUEST}/correction/day", Action.WORK_REQUESTS),
    of_council("GET", f"{REQUEST}/papers", Action.WORK_REQUESTS),
    of_council("POST", f"{REQUEST}/papers/scans", Action.WORK_REQUESTS),
    of_council("GET", f"{REQUEST}/papers/scans/<scan_id>", Action.WORK_REQUESTS),
    of_council("POST", f"{REQUEST}/papers/acknowledgement", Action.WORK_REQUESTS),
    of_council("POST", f"{REQUEST}/papers/owner", Action.WORK_REQUESTS),
    of_council("GET POST", f"{REQUEST}/correction/case", Action.WORK_REQUESTS),
    of_council("GET POST", f"{REQUEST}/correction/closure", Action.WORK_REQUESTS),
    of_council("GET", REQUEST, Action.SEE_INBOX),
    of_council("POST", f"{REQUEST}/join", Action.WORK_REQUESTS, sends={"_version": "1"}),
    of_council("GET POST", f"{REQUEST}/closure", Action.WORK_REQUESTS),
    of_council("GET", ACCESS, Action.SEE_INBOX),
    of_council("POST", f"{ACCESS}/decision", Action.DECIDE_ACCESS, sends={"_version": "1"}),
    of_council("GET", "/council/cases", Action.LIST_CASES),
    of_case("GET", CASE, Action.WORK_CASE),
    of_case("GET", f"{CASE}/timeline", Action.WORK_CASE),
    of_case("GET", f"{CASE}/notes", Action.WORK_CASE),
    of_case("POST", f"{CASE}/notes", Action.RUN_CASE),
    of_case(
        "GET POST",
        f"{CASE}/notes/<note_id>/correction",
        Action.RUN_CASE,
        things=MAYA,
        ids={"note_id": "desk_note"},
    ),
    of_case("GET", f"{CASE}/exceptions", Action.WORK_CASE),
    of_case("GET POST", f"{CASE}/exceptions/new", Action.RUN_CASE),
    of_case("GET POST", f"{EXCEPTION}/correction", Action.RUN_CASE, things=MAYA),
    of_case("GET POST", f"{EXCEPTION}/end", Action.RUN_CASE, things=MAYA),
    of_case("POST", f"{CASE}/coordinator/take", Action.RUN_CASE),
    of_case("GET POST", f"{CASE}/coordinator", Action.RUN_CASE, sends={"_version": "1"}),
    of_case("POST", f"{CASE}/team", Action.RUN_CASE, sends={"_version": "1"}),
    of_council("GET", "/council/messages", Action.LIST_CASES),
    of_council("GET POST", "/council/away", Action.SAY_AWAY, sends={"_version": "1"}),
    of_case("GET", f"{CASE}/messages", Action.WORK_CASE),
    of_case("GET POST", f"{CASE}/messages/new", Action.RUN_CASE),
    of_case("GET", f"{CASE}/messages/<thread_id>", Action.WORK_CASE),
    of_case("POST", f"{CASE}/messages/<thread_id>", Action.RUN_CASE, sends={"_version": "0"}),
    of_case(
        "POST",
        f"{CASE}/messages/<thread_id>/hand-over",
        Action.RUN_CASE,
        sends={"_version": "0"},
    ),
    of_case("GET", f"{CASE}/messages/<thread_id>/files/<message_file_id>", Action.WORK_CASE),
    of_case("GET", PEOPLE, Action.WORK_CASE),
    of_case("GET POST", f"{PEOPLE}/invite", Action.RUN_CASE),
    of_case("GET", INVITATION, Action.WORK_CASE, things=MAYA),
    of_case("POST", f"{INVITATION}/code", Action.RUN_CASE, things=MAYA),
    of_case("POST", f"{INVITATION}/again", Action.RUN_CASE, things=MAYA, sends={"_version": "1"}),
    of_case(
        "POST", f"{INVITATION}/withdrawal", Action.RUN_CASE, things=MAYA, sends={"_version": "1"}
    ),
    of_case("POST", f"{INVITATION}/decision", Action.RUN_CASE, things=MAYA),
    of_case("GET", PAPERS, Action.WORK_CASE),
    of_case("GET POST", f"{PAPERS}/new", Action.RUN_CASE),
    of_case("GET", PAPER, Action.WORK_CASE),
    of_case("GET", f"{PAPER}/versions/<int:number>", Action.WORK_CASE),
    of_case("GET POST", f"{PAPER}/publish", Action.RUN_CASE, sends={"_version": "1"}),
    of_case("GET POST", f"{PAPER}/replace", Action.RUN_CASE, sends={"_version": "1"}),
    of_case("GET POST", f"{PAPER}/withdraw", Action.RUN_CASE, sends={"_version": "1"}),
    of_council(
        "GET",
        "/files/<file_id>/<name>",
        Door.PUBLIC,
        only="parent caseworker coordinator cover former_cover other_caseworker support manager",
    ),
)
