"""Looking at forms before a family is asked for one: all pages, and nothing is saved."""

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue

from ehcportal.blueprints.forms_desk import context_for, form_or_404
from ehcportal.forms.definition import FormDefinition
from ehcportal.forms.preview import preview
from ehcportal.policy import Action
from ehcportal.queries.drafts import Owner
from ehcportal.web import own_forms, policy, render

bp = Blueprint("form_previews", __name__, url_prefix="/council/forms")


@bp.get("")
@policy(Action.LIST_CASES)
def index() -> ResponseReturnValue:
    """List every form of the portal, the council's own among them."""
    forms: list[FormDefinition] = sorted(
        current_app.extensions["forms"], key=lambda form: form.title
    )
    return render("council/forms/list.html", forms=forms, left_out=own_forms.left_out())


@bp.get("/<form_id>/preview")
@policy(Action.LIST_CASES)
def show(form_id: str) -> ResponseReturnValue:
    """Show all pages of a form, those too that are asked only after some answers."""
    form = form_or_404(form_id)
    pages = preview(form, context_for(Owner()))
    return render("council/forms/preview.html", form=form, pages=pages)
