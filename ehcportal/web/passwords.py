"""The two boxes of a new password on any page: read, checked, and its rules shown."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from ehcportal.security import password_policy
from ehcportal.web.context import current_profile
from ehcportal.web.posted import Posted

FIELDS = ("new_password", "confirm_password")


def check(form: Posted, fault: Callable[[str], str | None]) -> None:
    """Note what is wrong with a new password, with the first thing to mend at its field."""
    typed = form["new_password"]
    form.require("new_password", _("Choose a password"))
    found = fault(typed) if typed else None
    if found is not None:
        form.errors["new_password"] = found
    elif typed and form["confirm_password"] != typed:
        form.errors["confirm_password"] = _("Type the same password in both boxes")


def shown() -> dict[str, Any]:
    """Return what the template of the two boxes needs."""
    policy = current_profile().sign_in.password
    names_signs = policy.special or policy.only_known_characters
    return {
        "previous": policy.previous,
        "rules": password_policy.shown(policy, twice="confirm_password"),
        "specials": password_policy.SPECIALS if names_signs else "",
    }
