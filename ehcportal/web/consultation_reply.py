"""The reply of a setting that is consulted, read from a page (form 19)."""

from flask_babel import gettext as _

from ehcportal.content.labels import own_labels
from ehcportal.models.plan import ReplyKind
from ehcportal.services.consultations import Reply
from ehcportal.web import posted
from ehcportal.web.posted import Posted

DETAILS = ("places", "needed", "costs", "start")
LONGEST = 4000


def read_reply(*more: str) -> tuple[Posted, Reply | None]:
    """Read a reply; nothing, with why on the form, if something is missing.

    A no needs its legal ground and the evidence (s39(4)), a yes with conditions what is needed.
    """
    form = posted.read("reply", "ground", *more, long=("text", *DETAILS))
    if form["reply"] not in set(ReplyKind):
        form.errors["reply"] = _("Choose your answer")
    if form["reply"] == ReplyKind.NO:
        if form["ground"] not in own_labels().groups["consultation_ground"]:
            form.errors["ground"] = _("Choose the ground: the law has no other")
        form.require("text", _("Give the evidence for the ground"))
    if form["reply"] == ReplyKind.YES_WITH:
        form.require("needed", _("Say what would have to be in place"))
    for name in ("text", *DETAILS):
        form.at_most(name, LONGEST, _("Use %(limit)s characters or fewer", limit=LONGEST))
    if form.errors:
        return form, None
    kind = ReplyKind(form["reply"])
    ground = form["ground"] if kind is ReplyKind.NO else None
    told = {name: form[name] for name in DETAILS if form[name]}
    return form, Reply(kind, ground, form["text"], told)
