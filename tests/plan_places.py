"""Pages about a plan that was served: read, commented on, sent, and consulted about."""

from ehcportal.forms.fields import planned
from tests.place import Place, light

PLAN_PLACES = [
    Place("plan-read", "parent_of_two", "/cases/{read_case}/plan"),
    Place("plan-places", "parent_of_two", "/cases/{read_case}/plan/places"),
    Place("plan-own-comments", "parent_of_two", "/cases/{read_case}/plan/comments"),
    Place("plan-final", "young_person", "/cases/{final_case}/plan"),
    light("plan-comment", "young_person", "/cases/{final_case}/plan/comments"),
    Place("plan-changes", "young_person", "/cases/{final_case}/plan/versions/2/changes"),
    Place("plan-version", "caseworker", "/council/cases/{read_case}/plan/versions/1"),
    Place("plan-window", "caseworker", "/council/cases/{read_case}/plan/versions/1/window"),
    Place("plan-comments", "caseworker", "/council/cases/{read_case}/plan/comments"),
    Place("plan-answer", "caseworker", "/council/cases/{read_case}/plan/comments/{plan_comment}"),
    Place("plan-paper", "caseworker", "/council/cases/{read_case}/plan/paper/{plan_paper}"),
    Place("plan-asked", "caseworker", "/council/cases/{read_case}/plan/consultations?q=school"),
    Place(
        "plan-consultation",
        "caseworker",
        "/council/cases/{read_case}/plan/consultations/{consultation}",
    ),
    Place("plan-wish", "caseworker", "/council/cases/{read_case}/plan/preferences/{plan_wish}/1"),
    Place("plan-meeting", "caseworker", "/council/cases/{read_case}/plan/meetings/{plan_meeting}"),
    Place("plan-serve", "caseworker", "/council/cases/{plan_case}/plan/serve"),
    light(
        "plan-advice", "parent_of_two", "/cases/{read_case}/plan/versions/1/advice/{listed_advice}"
    ),
    Place(
        "review-sent",
        "caseworker",
        "/council/cases/{reviewed}/reviews/{review}/guests/{outsider}/sent",
    ),
    light(
        "asked-advice",
        "senco",
        "/settings/{asked_setting}/consultations/{consultation}/advice/{listed_advice}",
    ),
    light("review-invitation", "nobody", "/review-invitation/{guest_token}"),
    Place("school-review", "other_senco", "/settings/pupils/{held_case}/reviews"),
    Place("school-reviews", "other_senco", "/settings/{held_setting}/reviews"),
    Place(
        "school-review-guests",
        "other_senco",
        "/settings/pupils/{held_case}/reviews/{held_review}/guests",
    ),
    Place(
        "school-review-meeting",
        "other_senco",
        "/settings/pupils/{held_case}/reviews/{held_review}/meeting",
    ),
    light(
        "school-asks-for-a-review",
        "other_senco",
        "/forms/setting-early-review-request?case={held_case}",
    ),
    Place("adviser-review", "contributor", "/advice/{final_case}/review"),
    Place("adviser-plan", "contributor", "/advice/{final_case}/review/plan"),
    light("plan-line-comment", "parent_of_two", "/cases/{read_case}/plan/comments/about/therapy"),
    light("help-check", "young_person", "/forms/help-check?case={final_case}"),
    Place("consultations", "senco", "/settings/{asked_setting}/consultations"),
    Place("consultation", "senco", "/settings/{asked_setting}/consultations/{consultation}"),
]

CHANGES = {
    "proposals": [
        {
            **planned.row("f1", "F1", "F", "Help\nHow often: weekly"),
            "proposed": "Help\nWho: a nurse",
        },
        planned.row("f2", "F2", "F", "Reading lessons in a pair."),
        {"section": "B", "proposed": "She is afraid of loud rooms."},
    ],
}
"""The changes of a plan in a report of a review: of a line, of none, and a new one."""
