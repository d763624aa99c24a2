"""The reply of a setting that is consulted, read from a page (form 19)."""

from typing import Any

from flask import request
from flask_babel import gettext as _

from ehcportal.models.plan import ReplyKind
from ehcportal.services.consultations import Reply
from ehcportal.web import posted
from ehcportal.web.posted import Posted

DETAILS = ("places", "needed", "costs", "start")
LONGEST = 4000
GROUNDS = ("unsuitable", "others_education", "resources")
EVIDENCE = tuple(f"evidence-{each}" for each in GROUNDS)
GROUNDS_KEY = "grounds"


def read_reply(*more: str) -> tuple[Posted, Reply | None]:
    """Read a reply; nothing, with why on the form, if something is missing.

    A no needs a legal ground or several, each with its evidence (s39(4)), a yes with conditions
    what is needed.
    """
    form = posted.read("reply", *more, many=("ground",), long=("text", *DETAILS, *EVIDENCE))
    chosen = [each for each in GROUNDS if each in request.form.getlist("ground")]
    form.values["ground"] = " ".join(chosen)
    if form["reply"] not in set(ReplyKind):
        form.errors["reply"] = _("Choose your answer")
    if form["reply"] == ReplyKind.NO:
        _check_grounds(form, chosen)
    if form["reply"] == ReplyKind.YES_WITH:
        form.require("needed", _("Say what would have to be in place"))
    for name in ("text", *DETAILS, *EVIDENCE):
        form.at_most(name, LONGEST, _("Use %(limit)s characters or fewer", limit=LONGEST))
    if form.errors:
        return form, None
    kind = ReplyKind(form["reply"])
    told: dict[str, Any] = {name: form[name] for name in DETAILS if form[name]}
    if kind is ReplyKind.NO:
        told[GROUNDS_KEY] = {each: form[f"evidence-{each}"] for each in chosen}
    ground = chosen[0] if kind is ReplyKind.NO else None
    return form, Reply(kind, ground, form["text"], told)


def _check_grounds(form: Posted, chosen: list[str]) -> None:
    if not chosen:
        form.errors["ground"] = _("Choose the ground: the law has no other")
    for each in chosen:
        form.require(f"evidence-{each}", _("Give the evidence for this ground"))
