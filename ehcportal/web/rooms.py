"""The ways to the rooms of a case and of the council: those that this portal has, no other."""

from flask import current_app, url_for
from flask_babel import lazy_gettext

from ehcportal.domain.nextstep import Room

COUNCIL = "/council/"
CASE = "/council/cases/<case_id>"


def way(case_id: str, room: Room | None) -> str | None:
    """Return the address of a room of a case, or of the one it is in."""
    if room is None:
        return None
    name = room.value
    while name:
        endpoint = _endpoints().get(f"{CASE}/{name}")
        if endpoint is not None:
            return url_for(endpoint, case_id=case_id)
        name = name.rpartition("/")[0]
    return None


def ways(case_id: str) -> dict[str, str]:
    """Return the address of each room that this portal has, by its last word."""
    found = {room.value: way(case_id, room) for room in Room}
    return {name.rpartition("/")[2]: href for name, href in found.items() if href}


def links(case_id: str) -> list[tuple[str, str]]:
    """Return the words and the address of every room that this portal has."""
    known = _endpoints()
    return [
        (str(words), url_for(known[f"{CASE}/{name}"], case_id=case_id))
        for name, words in ROOMS.items()
        if f"{CASE}/{name}" in known
    ]


ROOMS = {
    "people": lazy_gettext("People and invitations"),
    "details": lazy_gettext("Details of the child"),
    "advice": lazy_gettext("Advice, and who may see it"),
    "decisions": lazy_gettext("Decisions"),
    "letters": lazy_gettext("Letters"),
    "plan": lazy_gettext("The plan"),
    "start": lazy_gettext("Whether the help has begun"),
    "reviews": lazy_gettext("Reviews"),
    "proceedings": lazy_gettext("Mediation, appeals and orders"),
    "exceptions": lazy_gettext("Exceptions to time limits"),
    "asks": lazy_gettext("Asked for again: reassessments and early reviews"),
    "budget": lazy_gettext("Personal budget"),
    "moves": lazy_gettext("Moves between councils"),
    "ending": lazy_gettext("The end of the plan or case"),
    "forms": lazy_gettext("Forms, asked for and sent"),
    "documents": lazy_gettext("Documents, and who has opened them"),
    "post": lazy_gettext("Post, and e-mails that did not arrive"),
}
"""The rooms of a case in the order of the page, by the last part of their address."""

DESKS = {
    "/council/cases": lazy_gettext("Look for any case, open or ended"),
    "/council/reviews": lazy_gettext("Reviews that are due"),
    "/council/requests/paper": lazy_gettext("Enter a request that came on paper or by telephone"),
    "/council/moves/in": lazy_gettext("Enter a plan that comes from another council"),
    "/council/post": lazy_gettext("The post: what is to be printed and sent"),
    "/council/starts": lazy_gettext("Has the help of new plans begun?"),
    "/council/messages": lazy_gettext("Messages of your cases"),
}
"""The council's pages that are about no single case, by their address."""


def desks() -> list[tuple[str, str]]:
    """Return the words and the address of each of the council's pages that this portal has."""
    known = _endpoints()
    return [(str(words), url_for(known[rule])) for rule, words in DESKS.items() if rule in known]


def _endpoints() -> dict[str, str]:
    """Return the council's pages by their rules, found once for each application."""
    known: dict[str, str] | None = current_app.extensions.get("case_rooms")
    if known is None:
        rules = current_app.url_map.iter_rules()
        pages = [each for each in rules if "GET" in (each.methods or ())]
        known = {each.rule: each.endpoint for each in pages if each.rule.startswith(COUNCIL)}
        current_app.extensions["case_rooms"] = known
    return known
