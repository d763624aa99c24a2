"""What the pages about the end of a plan or a case have in common."""

from typing import Any, NoReturn

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.models.case import Case
from ehcportal.queries import cases, document_readers
from ehcportal.queries.standing import Standing
from ehcportal.services.endings.closing import Acting
from ehcportal.web import actor_trace, render, see_other
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted

LETTERS = frozenset(
    {
        "ask",
        "decide",
        "drop",
        "ask_answer",
        "budget_step",
        "move_tell",
        "move_meanwhile",
        "reassessment",
    }
)
"""The pages that send a letter: they name who reads it."""


def version_of(form: Posted, name: str = "_version") -> int:
    """Return the version that the page had shown; a form without one is not ours."""
    if not form[name].isdecimal():
        abort(400)
    return int(form[name])


def acting(standing: Standing, version: int) -> Acting:
    """Return who acts in this request, on the case as they saw it."""
    return Acting(actor_trace(), key_ring(), standing.case.id, version)


def page(
    name: str, standing: Standing, form: Posted, status: int = 200, **context: Any
) -> ResponseReturnValue:
    """Show one page; with 409 what holds now, with what was typed."""
    if status == 409:
        db.forget()
    session = db.session()
    case = session.get_one(Case, standing.case.id)
    return render(
        f"council/ending/{name}.html",
        status=status,
        head=cases.head(session, case.id),
        case=case,
        form=form,
        too_late=status == 409,
        readers=document_readers.readers(session, case) if name in LETTERS else None,
        **context,
    )


def to_ending(case_id: str) -> ResponseReturnValue:
    """Go back to the page about the end of the case."""
    return see_other(url_for("case_endings.show", case_id=case_id))


def away(case_id: str) -> NoReturn:
    """Lead from a page for which it is too late or too early to the one that says how it is."""
    abort(redirect(url_for("case_endings.show", case_id=case_id), 303))
