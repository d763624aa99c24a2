"""View My Submitted Forms: the list, each with its receipt, its thanks and its PDF (row H18)."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, current_app, url_for
from flask.typing import ResponseReturnValue

from ehcportal import clock, db
from ehcportal.blueprints.forms_desk import council_words
from ehcportal.blueprints.forms_papers import pdf_answer
from ehcportal.filters import date_words, size_words
from ehcportal.forms.catalogue import from_source
from ehcportal.forms.definition import FormDefinition
from ehcportal.forms.fields.base import Context, FileRow
from ehcportal.forms.summary import Section, answered, summary
from ehcportal.forms.wording import child_words, fill, named_words, words_for
from ehcportal.models.form import Submission
from ehcportal.policy import Action
from ehcportal.queries import additions, assignments, known, requests
from ehcportal.queries import submissions as found
from ehcportal.queries.counting import access_answer_by, counting
from ehcportal.queries.requests import OwnAccessRequest
from ehcportal.queries.submissions import SentFile
from ehcportal.services import papers
from ehcportal.web import current_person, current_profile, policy, render

bp = Blueprint("sent_forms", __name__, url_prefix="/forms/sent")

EARLY_HELP = "early-help-referral"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A form as it was sent, in the words it had then."""

    submission: Submission
    form: FormDefinition
    context: Context
    files: list[SentFile]

    @property
    def sections(self) -> tuple[Section, ...]:
        """What was asked and answered."""
        return answered(summary(self.form, self.submission.answers, self.context))

    @property
    def asks_for_access(self) -> bool:
        """Whether it was an access request, which the council has promised to answer."""
        return self.form.on_submission == "request_access"


@bp.get("")
@policy(Action.FILL_FORMS)
def index() -> ResponseReturnValue:
    """List what the person has sent, the latest first."""
    rows = found.sent_by(db.session(), current_person().account_id)
    listed = [
        {
            "title": row.title,
            "about": row.about,
            "reference": row.reference,
            "sent": date_words(row.submitted_at),
            "href": url_for("sent_forms.show", submission_id=row.id),
            "pdf": url_for("sent_forms.pdf", submission_id=row.id),
        }
        for row in rows
    ]
    return render("forms/sent.html", forms=listed, start_url="/")


@bp.get("/<submission_id>")
@policy(Action.FILL_FORMS)
def show(submission_id: str) -> ResponseReturnValue:
    """Show one receipt: answers, files, fingerprint, and what was added later."""
    receipt = _receipt(submission_id)
    person = current_person()
    added = additions.additions(db.session(), receipt.submission.id, person.account_id)
    return render(
        "forms/sent_form.html",
        **_head(receipt),
        sections=receipt.sections,
        files=[_file(each) for each in receipt.files],
        fingerprint=receipt.submission.fingerprint,
        sent_by=person.name,
        added=added,
        access=_access(receipt),
        list_url=url_for("sent_forms.index"),
    )


@bp.get("/<submission_id>/thank-you")
@policy(Action.FILL_FORMS)
def thank_you(submission_id: str) -> ResponseReturnValue:
    """Say thanks, when it was received, and by which day the council must answer."""
    receipt = _receipt(submission_id)
    words = words_for(receipt.form, receipt.submission.answers, council_words())
    return render(
        "forms/thank_you.html",
        **_head(receipt),
        next_steps=[fill(each, words) for each in receipt.form.after],
        saved_url=url_for("saved_forms.index"),
        early_help_url=_early_help(),
    )


def _early_help() -> str | None:
    """Return where a saved referral is gone on with; without one a new one is begun there."""
    known_form = current_app.extensions["forms"].get(EARLY_HELP)
    return url_for("form_start.show", form_id=EARLY_HELP) if known_form else None


@bp.get("/<submission_id>/pdf")
@policy(Action.FILL_FORMS)
def pdf(submission_id: str) -> ResponseReturnValue:
    """Make the PDF of a sent form."""
    receipt = _receipt(submission_id)
    return pdf_answer(
        receipt.submission.reference,
        papers.of_submission,
        receipt.submission,
        receipt.form,
        receipt.sections,
        receipt.files,
        sender=current_person().name,
        profile=current_profile(),
    )


@bp.get("/<submission_id>/print")
@policy(Action.FILL_FORMS)
def sheet(submission_id: str) -> ResponseReturnValue:
    """Show a sent form on one page, to be printed."""
    receipt = _receipt(submission_id)
    head = _head(receipt)
    return render(
        "forms/print.html",
        **head,
        purpose=receipt.form.purpose,
        sections=receipt.sections,
        back_url=url_for("sent_forms.show", submission_id=submission_id),
    )


def _receipt(submission_id: str) -> Receipt:
    """Return what the person sent; somebody else's and what never was are the same 404."""
    person = current_person()
    here = db.session()
    row = found.own(here, submission_id, person.account_id)
    if row is None:
        abort(404)
    submission, version = row
    files = found.files(here, submission.id)
    context = Context(
        today=clock.today(),
        signed_in=True,
        people=known.people(here, person.account_id, clock.today()),
        files=tuple(
            FileRow(each.id, each.question_id, each.name, each.size, each.state) for each in files
        ),
        words={**council_words(), **_child_words(submission)},
    )
    form = from_source(version.source, submission.language)
    return Receipt(submission, form, context, files)


def _child_words(submission: Submission) -> dict[str, str]:
    """Speak to a young person, else name the child as the sender did: access may have ended."""
    if submission.case_id is None:
        return {}
    child = assignments.child_of(db.session(), submission.case_id, submission.account_id)
    return child_words("", is_self=True) if child.is_self else named_words(submission.about)


def _head(receipt: Receipt) -> dict[str, Any]:
    submission = receipt.submission
    profile = current_profile()
    answer = found.decision_due(db.session(), submission.id, counting(profile))
    return {
        "form_title": submission.title,
        "reference": submission.reference,
        "received": papers.moment_words(submission.submitted_at),
        "answer": answer,
        "promise": _promise(receipt),
        "pdf_url": url_for("sent_forms.pdf", submission_id=submission.id),
        "print_url": url_for("sent_forms.sheet", submission_id=submission.id),
    }


def _promise(receipt: Receipt) -> Any:
    """Return the day by which the council promises to answer an access request."""
    if not receipt.asks_for_access:
        return None
    return access_answer_by(current_profile(), receipt.submission.submitted_at)


def _access(receipt: Receipt) -> OwnAccessRequest | None:
    """Return how the access request stands that was sent with this form, if it was one."""
    if not receipt.asks_for_access:
        return None
    own = requests.own_access_requests(db.session(), receipt.submission.account_id)
    return next((each for each in own if each.submission_id == receipt.submission.id), None)


def _file(sent: SentFile) -> dict[str, str]:
    href = ""
    if sent.state == "clean":
        href = url_for("files.show", file_id=sent.file_id, name=sent.name)
    return {"name": sent.name, "note": size_words(sent.size), "href": href}
