"""To whom a letter goes: the boxes of the page that sends it, and what is wrong with them."""

from flask_babel import gettext as _

from ehcportal.queries.document_readers import Readers
from ehcportal.services.letters import Addressees
from ehcportal.web.posted import Posted

FIELDS = ("_readers", "setting", "post", "sure")
YES = "yes"


def check(form: Posted, readers: Readers) -> None:
    """Note why the letter cannot go to those who are named on the page."""
    if form["_readers"] != readers.mark:
        form.errors["letter"] = _("The circle of readers has changed. Look at the names again")
    if not readers.family and form["post"] != YES:
        form.errors["post"] = _("Nobody of the family reads the portal, so it must go by post")
    if readers.is_delicate and form["sure"] != YES:
        form.errors["sure"] = _("Read the letter again and say that you have checked it")


def addressees(form: Posted, readers: Readers, *, alerted: bool = False) -> Addressees:
    """Return to whom it goes, as it was checked."""
    return Addressees(
        family=[each.account_id for each in readers.family],
        setting=[each.account_id for each in readers.setting] if form["setting"] == YES else (),
        by_post=form["post"] == YES,
        alerted=alerted,
    )
