"""Reviews: for the council, the family, the setting and an adviser who is invited."""

from ehcportal.policy import Action
from tests.policy.table import of_case, of_council, of_setting

REVIEWS = "/council/cases/<case_id>/reviews"
REVIEW = f"{REVIEWS}/<review_id>"
FAMILY = "/cases/<case_id>/reviews"
OWN = f"{FAMILY}/<review_id>"
PUPIL = "/settings/pupils/<case_id>/reviews"
HELD = f"{PUPIL}/<review_id>"
ADVISER = "/advice/<case_id>/review"

MAYA, FILE = ("maya",), {"file_id": "review_file"}
NOBODY = "nobody-at-all"
"""The guest on stage has an account: what goes to them is not noted by hand."""
NOT_YET = "nobody-at-all"
"""No child on stage has a plan in force or a report that was filed."""
OLD, NO_FIELD = {"_version": "0"}, {"unheard_of": "1"}
"""A version that was changed since, and a field that no page has: neither changes anything."""

ROUTES = (
    of_council("GET", "/council/reviews", Action.LIST_CASES),
    of_council("POST", "/council/reviews/lists", Action.LIST_CASES),
    of_council("GET", "/council/reviews/transfers", Action.LIST_CASES),
    of_case("GET", REVIEWS, Action.WORK_CASE),
    of_case("POST", REVIEWS, Action.RUN_CASE),
    of_case("GET", REVIEW, Action.WORK_CASE),
    of_case("GET POST", f"{REVIEW}/stop", Action.RUN_CASE, sends=OLD),
    of_case("GET POST", f"{REVIEW}/meeting", Action.RUN_CASE, sends=OLD),
    of_case("GET POST", f"{REVIEW}/guests", Action.RUN_CASE, sends=OLD),
    of_case("POST", f"{REVIEW}/guests/<guest_id>/end", Action.RUN_CASE, sends=OLD),
    of_case("GET POST", f"{REVIEW}/guests/<guest_id>/answer", Action.RUN_CASE, sends=OLD),
    of_case("POST", f"{REVIEW}/guests/<guest_id>/day-stays", Action.RUN_CASE, sends=NO_FIELD),
    of_case("GET", f"{REVIEW}/meeting.ics", Action.WORK_CASE),
    of_case("GET POST", f"{REVIEW}/guests/<guest_id>/sent", Action.RUN_CASE, only=NOBODY),
    of_case(
        "POST",
        f"{REVIEW}/guests/<guest_id>/invitation",
        Action.RUN_CASE,
        only=NOBODY,
        sends=OLD,
    ),
    of_case("POST", f"{REVIEW}/ask", Action.RUN_CASE, sends=OLD),
    of_case("POST", f"{REVIEW}/circulation", Action.RUN_CASE, sends=OLD),
    of_case("GET POST", f"{REVIEW}/attendance", Action.RUN_CASE, sends=OLD),
    of_case("POST", f"{REVIEW}/report", Action.RUN_CASE, sends=NO_FIELD),
    of_case("GET", f"{REVIEW}/papers/<paper_id>", Action.WORK_CASE),
    of_case("GET POST", f"{REVIEW}/decision", Action.DECIDE_CASE, sends=OLD),
    of_case("GET POST", f"{REVIEW}/keep", Action.DECIDE_CASE, sends=OLD),
    of_case("GET", FAMILY, Action.SEE_REVIEWS),
    of_case("POST", f"{OWN}/answer", Action.SEE_REVIEWS, only="parent"),
    of_case("POST", f"{OWN}/views", Action.SEE_REVIEWS, sends=NO_FIELD),
    of_case("GET", f"{OWN}/meeting.ics", Action.SEE_REVIEWS),
    of_case("GET", f"{OWN}/papers/<paper_id>", Action.SEE_REVIEWS),
    of_case("GET", f"{OWN}/papers/<paper_id>/files/<file_id>", Action.SEE_REVIEWS, ids=FILE),
    of_setting("GET", "/settings/<setting_id>/reviews", Action.SEE_PUPILS),
    of_case("GET", PUPIL, Action.SEE_PUPIL),
    of_case("POST", f"{HELD}/answer", Action.HOLD_REVIEW, things=MAYA),
    of_case("POST", f"{HELD}/write", Action.HOLD_REVIEW, things=MAYA, sends=NO_FIELD),
    of_case("POST", f"{HELD}/circulation", Action.HOLD_REVIEW, things=MAYA, sends=OLD),
    of_case("POST", f"{HELD}/attendance", Action.HOLD_REVIEW, things=MAYA, sends=OLD),
    of_case("GET POST", f"{HELD}/meeting", Action.HOLD_REVIEW, only="nobody-at-all"),
    of_case("GET POST", f"{HELD}/guests", Action.HOLD_REVIEW, only="nobody-at-all"),
    of_case(
        "POST",
        f"{HELD}/guests/<guest_id>/day-stays",
        Action.HOLD_REVIEW,
        things=MAYA,
        sends=NO_FIELD,
    ),
    of_case("GET", f"{HELD}/meeting.ics", Action.SEE_PUPIL),
    of_case("GET", f"{HELD}/papers/<paper_id>", Action.SEE_PUPIL),
    of_case(
        "GET",
        f"{HELD}/papers/<paper_id>/files/<file_id>",
        Action.SEE_PUPIL,
        ids=FILE,
    ),
    of_case("GET", ADVISER, Action.SEE_OWN_ADVICE),
    of_case("POST", f"{ADVISER}/answer", Action.SEE_OWN_ADVICE),
    of_case("POST", f"{ADVISER}/write", Action.SEE_OWN_ADVICE, sends=NO_FIELD),
    of_case("GET", f"{ADVISER}/plan", Action.READ_FOR_REVIEW, only=NOT_YET),
    of_case("GET", f"{ADVISER}/plan/paper", Action.READ_FOR_REVIEW, only=NOT_YET),
    of_case("GET", f"{ADVISER}/report", Action.READ_FOR_REVIEW, only=NOT_YET),
    of_case("GET", f"{ADVISER}/meeting.ics", Action.SEE_OWN_ADVICE),
    of_case("GET", f"{ADVISER}/papers/<paper_id>", Action.SEE_OWN_ADVICE),
    of_case(
        "GET",
        f"{ADVISER}/papers/<paper_id>/files/<file_id>",
        Action.SEE_OWN_ADVICE,
        ids=FILE,
    ),
)
