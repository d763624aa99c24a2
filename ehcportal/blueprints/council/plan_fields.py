"""The fields of a line of a plan, by section, as they are posted and as they are filled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import request
from flask_babel import gettext as _

from ehcportal import clock
from ehcportal.content import plan_words
from ehcportal.domain.plan_lines import DETAILS, WITH_AREA, sections_for
from ehcportal.models.plan import Section
from ehcportal.queries.plan_nameable import Nameable
from ehcportal.queries.plans import Line
from ehcportal.services.plans.writing import Words
from ehcportal.web import posted
from ehcportal.web.posted import Posted

TEXT, DETAIL = 8_000, 500
HIDDEN = ("setting_id", "advice_request_id")
"""Details that are kept as they are; nobody types an id."""

ALL_DETAILS = tuple(
    dict.fromkeys(name for names in DETAILS.values() for name in names if name not in HIDDEN)
)
AGREED = ("agreed-day", "agreed-month", "agreed-year")
SETTING = "setting_id"
"""Chosen from a list in section I; the other sections have none."""

NAMES = ("of", "section", "area", "join", "links", "seen", SETTING, *ALL_DETAILS, *AGREED)
LINKS = ("links", "seen")


@dataclass(frozen=True, slots=True)
class Fields:
    """Which fields a line of a section has, beside its text."""

    section: Section
    sections: tuple[str, ...]
    areas: tuple[tuple[str, str], ...]
    details: tuple[tuple[str, str], ...]
    agreed: bool


def fields_of(section: Section) -> Fields:
    """Return the fields of a line of this section, with their labels."""
    names = [name for name in DETAILS.get(section, ()) if name not in HIDDEN]
    return Fields(
        section=section,
        sections=sections_for(section),
        areas=tuple(plan_words.areas()) if section in WITH_AREA else (),
        details=tuple((name, plan_words.detail_label(name)) for name in names),
        agreed=section is Section.G,
    )


def read() -> Posted:
    """Read a line as it was posted: its fields in any section, and the version that was seen."""
    return posted.read(*NAMES, "_version", long=("text",), many=LINKS)


def picked(name: str) -> set[str]:
    """Return the keys of the lines that were ticked, or were shown as ticked."""
    return set(request.form.getlist(name))


def filled(line: Line) -> Posted:
    """Return the fields as the line stands now."""
    values = {name: line.detail(name) for name in ALL_DETAILS}
    on = line.agreed_by_health_on
    parts = (str(on.day), str(on.month), str(on.year)) if on else ("", "", "")
    return posted.empty(
        text=line.text,
        area=line.area,
        section=line.section,
        setting_id=line.detail(SETTING),
        **values,
        **dict(zip(AGREED, parts, strict=True)),
    )


def words(
    form: Posted, section: Section, line: Line | None = None, *, settings: Sequence[Nameable] = ()
) -> Words:
    """Return what was typed; what has to be put right is noted in the form."""
    has_piece = line is not None and line.voice is not None
    hidden = {**_hidden(line), **(_named(form, settings) if section is Section.I else {})}
    if not has_piece:
        form.require("text", _("Write what the line says"))
    form.at_most("text", TEXT, _("Use %(limit)s characters or fewer", limit=TEXT))
    for name, label in fields_of(section).details:
        said = _("%(field)s: use %(limit)s characters or fewer", field=label, limit=DETAIL)
        form.at_most(name, DETAIL, said)
    if form["area"] not in {"", *dict(plan_words.areas())}:
        form.errors["area"] = _("Choose an area of need")
    return Words(
        text=form["text"],
        area=form["area"] or None,
        details={**hidden, **{name: form[name] for name in ALL_DETAILS}},
        agreed_by_health_on=_agreed(form) if section is Section.G else None,
        voice_piece_id=line.voice.id if line and line.voice else None,
    )


def target(form: Posted, line: Line) -> Section:
    """Return the section in which the line is to stand from now on."""
    return (
        Section(form["section"]) if form["section"] in sections_for(line.section) else line.section
    )


def _hidden(line: Line | None) -> Mapping[str, str]:
    return {name: line.detail(name) for name in HIDDEN} if line else {}


def _named(form: Posted, settings: Sequence[Nameable]) -> Mapping[str, str]:
    """Return the setting that was chosen; where nothing was typed its name and type stand."""
    chosen = next((each for each in settings if each.id == form[SETTING]), None)
    if chosen is None:
        return {SETTING: ""}
    form.values["text"] = form["text"] or chosen.name
    form.values["type"] = form["type"] or chosen.kind
    return {SETTING: chosen.id}


def _agreed(form: Posted) -> date | None:
    """Return the day on which the health body agreed, if one was entered."""
    day, month, year = (form[name] for name in AGREED)
    if not (day or month or year):
        return None
    try:
        on = date(int(year), int(month), int(day))
    except ValueError:
        form.errors["agreed-day"] = _("Enter the day on which the health body agreed, or no day")
        return None
    if on > clock.today():
        form.errors["agreed-day"] = _("The day cannot be in the future")
    return on
