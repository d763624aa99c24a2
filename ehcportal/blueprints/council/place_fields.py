"""The fields of a setting or a service, as staff fill them in."""

from ehcportal.forms.fields.email import is_address
from ehcportal.models.setting import Service, Setting
from ehcportal.services.setting_records import URN, Entry
from ehcportal.web.posted import Posted, empty

OF_A_SETTING = ("name", "urn", "kind", "town", "postcode", "email", "phone")
OF_A_SERVICE = ("name", "kind", "email", "phone")

LIMITS = {"name": 150, "kind": 80, "town": 100, "postcode": 8, "email": 254, "phone": 30}


def stated(place: Setting | Service) -> Posted:
    """Return the form filled with what is known."""
    names = OF_A_SETTING if isinstance(place, Setting) else OF_A_SERVICE
    return empty(**{name: getattr(place, name) for name in names})


def entry(form: Posted) -> Entry | None:
    """Return what was written, or nothing when the form has to be put right."""
    form.require("name", "Enter the name")
    if form["urn"] and not URN.fullmatch(form["urn"]):
        form.errors["urn"] = "A URN has 6 digits, like 100001"
    if form["email"] and not is_address(form["email"]):
        form.errors["email"] = "Enter an email address, like name@example.org"
    for name, limit in LIMITS.items():
        if name not in form.errors:
            form.at_most(name, limit, f"Use {limit} characters or fewer")
    if form.errors:
        return None
    return Entry(
        name=form["name"],
        kind=form["kind"],
        email=form["email"] or None,
        phone=form["phone"] or None,
        urn=form["urn"] or None,
        town=form["town"] or None,
        postcode=form["postcode"].upper() or None,
    )
