"""The page of one line of a plan, also when somebody else was quicker: no word is lost."""

from collections.abc import Collection
from typing import Any

from flask import abort
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.blueprints.council import plan_fields
from ehcportal.blueprints.council.plan_desk import Opened, opened_or_none
from ehcportal.content import plan_words
from ehcportal.domain.plan_differences import stretches
from ehcportal.domain.plan_lines import linkable
from ehcportal.models.plan import Section
from ehcportal.queries import cases, plan_history, plan_nameable, plans
from ehcportal.queries.plan_history import Writer
from ehcportal.queries.plan_nameable import Nameable
from ehcportal.queries.plans import Line
from ehcportal.web import current_person, render
from ehcportal.web.posted import Posted


def line_page(
    place: Opened,
    form: Posted,
    status: int = 200,
    *,
    line: Line | None = None,
    section: Section | None = None,
    ticked: Collection[str] = (),
    **more: Any,
) -> ResponseReturnValue:
    """Show the fields of a line, and around them what it goes with and what it still needs."""
    here = section or (line.section if line else Section.A)
    return render(
        "council/plan/line.html",
        status=status,
        head=place.head,
        plan=place.whole,
        line=line,
        form=form,
        section=here,
        title=plan_words.section_title(here),
        hint=plan_words.section_hint(here),
        fields=plan_fields.fields_of(here),
        settings=settings_for(place, here, line),
        linkable=[each for each in place.whole.lines if each.section in linkable(here)],
        now=linked_now(place, line),
        ticked=ticked,
        found=[each for each in place.found if each.line_key == line.key] if line else [],
        writers=_others(place, line) if line else [],
        words=plan_words,
        **more,
    )


def settings_for(place: Opened, section: Section, line: Line | None) -> list[Nameable]:
    """Return the settings that a line of section I can name; no other section names one."""
    if section is not Section.I:
        return []
    named = line.detail(plan_fields.SETTING) if line else ""
    return plan_nameable.nameable(db.session(), place.head.case_id, named)


def linked_now(place: Opened, line: Line | None) -> set[str]:
    """Return the keys of the lines that a line is linked with as it stands."""
    return {each.key for each in place.whole.linked(line.key)} if line else set()


def clash(case_id: str, key: str, form: Posted) -> ResponseReturnValue:
    """Show both texts: the one that stands there now, and the one that was not saved."""
    place = opened_or_none(case_id)
    now = place.whole.line(key) if place else None
    if place is None or now is None:
        return too_late(case_id, form, section_of(form), key)
    ticked, differing = plan_fields.picked("links"), list(stretches(now.text, form["text"]))
    return line_page(place, form, 409, line=now, ticked=ticked, theirs=now, differing=differing)


def too_late(
    case_id: str, form: Posted, section: Section, key: str | None = None
) -> ResponseReturnValue:
    """Show what was typed for a line or a version that is gone; 404 for what never was there."""
    session = db.session()
    if key is not None and not plan_history.ever_was(session, case_id, key):
        abort(404)
    states = plan_history.history(session, case_id, key) if key else []
    being = plans.being_written(session, case_id)
    is_open = being is not None and being.id == form["of"]
    return render(
        "council/plan/late.html",
        status=409,
        head=cases.head(session, case_id),
        form=form,
        section=section,
        fields=plan_fields.fields_of(section),
        key=key,
        last=states[0] if states else None,
        is_open=is_open,
        may_return=is_open and bool(states),
    )


def section_of(form: Posted) -> Section:
    """Return the section that a form names."""
    known = {each.value: each for each in Section}
    return known.get(form["section"], Section.A)


def _others(place: Opened, line: Line) -> list[Writer]:
    """Return who else has just opened this line."""
    me, version = current_person().account_id, place.whole.head
    writers = plan_history.writing_now(db.session(), version.case_id, version.id)
    return [each for each in writers if each.line_key == line.key and each.account_id != me]
