"""Print and Create PDF: any form at any time, filled in or not (guide row H13)."""

from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.blueprints.forms_desk import (
    context_for,
    for_owner,
    form_or_404,
    owner_now,
    set_out,
)
from ehcportal.forms.definition import FormDefinition
from ehcportal.forms.summary import for_print
from ehcportal.models.form import Draft
from ehcportal.pdf import Pdf, PdfError
from ehcportal.services import allowances, papers
from ehcportal.web import current_profile, logins, network, public, render

bp = Blueprint("form_papers", __name__, url_prefix="/forms")


@bp.get("/draft/<draft_id>/print")
@public
@for_owner
def sheet(draft: Draft) -> ResponseReturnValue:
    """Show the whole form on one page, to be printed."""
    desk = set_out(draft)
    back = desk.form.page(request.args.get("back", "")) or desk.way.resume_at().page
    return _sheet(desk.form, for_print(desk.form, desk.given, desk.context), desk.url(back.id))


@bp.get("/draft/<draft_id>/pdf")
@public
@for_owner
def pdf(draft: Draft) -> ResponseReturnValue:
    """Make a PDF of the form as it is now; every page says that it was not sent."""
    desk = set_out(draft)
    sections = for_print(desk.form, desk.given, desk.context)
    return pdf_answer(desk.form.id, papers.of_draft, desk.form, sections, current_profile())


@bp.get("/<form_id>/print")
@public
def empty_sheet(form_id: str) -> ResponseReturnValue:
    """Show the whole form with nothing in it."""
    form = form_or_404(form_id)
    back = url_for("form_start.show", form_id=form.id)
    return _sheet(form, for_print(form, {}, context_for(owner_now())), back)


@bp.get("/<form_id>/pdf")
@public
def empty_pdf(form_id: str) -> ResponseReturnValue:
    """Make a PDF of the empty form, with lines to write on."""
    form = form_or_404(form_id)
    sections = for_print(form, {}, context_for(owner_now()))
    return pdf_answer(form.id, papers.of_empty, form, sections, current_profile())


def _sheet(form: FormDefinition, sections: Any, back_url: str) -> ResponseReturnValue:
    return render(
        "forms/print.html",
        form_title=form.title,
        purpose=form.purpose,
        sections=sections,
        back_url=back_url,
    )


def _counted() -> int | None:
    with db.unit() as counting:
        who = owner_now().account_id or network()
        return allowances.count_paper(counting, logins.key_ring(), who)


def pdf_answer(name: str, make: Any, *facts: Any, **more: Any) -> ResponseReturnValue:
    """Answer with a PDF to be saved; 503 when none can be made, which stops nothing else."""
    logins.stop_when_too_many(_counted())
    try:
        made: Pdf = make(*facts, **more)
    except PdfError:
        abort(503)
    answer = Response(made.content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    return answer
