"""What staff enter to end a plan: why they ask, what was said, and what is weighed (Reg 31)."""

from datetime import date

from flask_babel import gettext as _

from ehcportal import clock
from ehcportal.domain.ceasing import TO_ANSWER, CeasingGround, Return
from ehcportal.models.ending import PlanEnding
from ehcportal.services.endings.ceasing import Asking, Heard
from ehcportal.web.days import filled, read_day
from ehcportal.web.posted import Posted

LONG = 8000
GROUNDS = {each.value: each for each in CeasingGround}
RETURNS = {each.value: each for each in Return}
HEARD = ("family", "setting", "asked", "reviewed")


def asked(form: Posted) -> Asking | None:
    """Return why the plan may end and until when the family can answer; note what is wrong."""
    if form["ground"] not in GROUNDS:
        form.errors["ground"] = _("Choose why the plan may end")
    long_text(form, "why", _("Write why, as the family will read it"))
    today = clock.today()
    by = read_day(
        form,
        "until",
        _("Enter until when they can answer"),
        from_on=today + TO_ANSWER,
        until=date(today.year + 1, 12, 31),
    )
    if form.errors or by is None:
        return None
    return Asking(GROUNDS[form["ground"]], form["why"], form["out"] == "yes", by)


def known(row: PlanEnding) -> dict[str, str]:
    """Return what was said so far as fields."""
    return {
        "family_view": row.family_view,
        "setting_view": row.setting_view,
        "outcomes": row.outcomes,
        "return": row.wants_to_return.value if row.wants_to_return else "",
        **filled("family", row.family_view_on),
        **filled("setting", row.setting_view_on),
        **filled("asked", row.asked_setting_on),
        **filled("reviewed", row.reviewed_on),
    }


def heard(form: Posted, row: PlanEnding) -> Heard | None:
    """Return what family and institution said, with the days; note what is wrong."""
    days = {name: read_day(form, name, from_on=_since(name, row)) for name in HEARD}
    for name in ("family", "setting"):
        text = form[f"{name}_view"]
        _at_most(form, f"{name}_view", LONG)
        if text and not days[name] and f"{name}-day" not in form.errors:
            form.errors[f"{name}-day"] = _("Enter the day on which they said it")
        if days[name] and not text:
            form.errors[f"{name}_view"] = _("Write what they said")
    _at_most(form, "outcomes", 4000)
    if form.errors:
        return None
    return Heard(
        form["family_view"], days["family"], form["setting_view"], days["setting"],
        days["reviewed"], RETURNS.get(form["return"]), form["outcomes"], days["asked"],
    )  # fmt: skip


def _since(name: str, row: PlanEnding) -> date | None:
    return None if name == "reviewed" else row.asked_family_on


def said(row: PlanEnding) -> str:
    """Return what family and institution said, as the second letter repeats it."""
    told = [each for each in (row.family_view, row.setting_view) if each]
    return "\n\n".join(told)


def long_text(form: Posted, name: str, empty: str, most: int = LONG) -> None:
    """Ask for some text that is not too long; note what is wrong."""
    form.require(name, empty)
    _at_most(form, name, most)


def _at_most(form: Posted, name: str, most: int) -> None:
    form.at_most(name, most, _("Use %(limit)s characters or fewer", limit=f"{most:,}"))
