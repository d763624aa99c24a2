"""A form as paper, filled in or not: from the engine's sections to the shape the PDF wants."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from ehcportal import clock
from ehcportal.domain.dates import date_words, weekday_words
from ehcportal.forms.definition import FormDefinition
from ehcportal.forms.fields import files
from ehcportal.forms.fields.base import FileRow
from ehcportal.forms.paper import paper_sections
from ehcportal.forms.summary import Section
from ehcportal.models.form import Submission
from ehcportal.pdf import Pdf, blocks_from_html, render
from ehcportal.pdf.shapes import AttachedFile, FormPaper
from ehcportal.profile import Profile, text
from ehcportal.queries.submissions import SentFile


def of_draft(form: FormDefinition, sections: tuple[Section, ...], profile: Profile) -> Pdf:
    """Return the PDF of a form that was not sent; every page of it says so."""
    paper = _head(form, profile)
    return render("form", {**paper, "sections": paper_sections(sections, blocks_from_html)})


def of_empty(form: FormDefinition, sections: tuple[Section, ...], profile: Profile) -> Pdf:
    """Return the PDF of an empty form, with lines to write on."""
    paper = _head(form, profile)
    empty = paper_sections(sections, blocks_from_html, blank=True)
    return render("form", {**paper, "sections": empty, "blank": True})


def of_submission(
    submission: Submission,
    form: FormDefinition,
    sections: tuple[Section, ...],
    sent_files: Iterable[SentFile],
    *,
    sender: str,
    profile: Profile,
) -> Pdf:
    """Return the PDF of a form as it was sent, with its reference, files and fingerprint."""
    paper = _head(form, profile)
    paper["title"] = submission.title
    paper["reference"] = submission.reference
    paper["sent_at"] = moment_words(submission.submitted_at)
    paper["sent_by"] = sender
    paper["on_behalf_of"] = submission.about or None
    paper["files"] = [
        AttachedFile(name=each.name, size=_size(each), sha256=each.sha256) for each in sent_files
    ]
    paper["fingerprint"] = submission.fingerprint
    return render("form", {**paper, "sections": paper_sections(sections, blocks_from_html)})


def of_shared(
    submission: Submission, form: FormDefinition, sections: tuple[Section, ...], profile: Profile
) -> Pdf:
    """Return the PDF of what another adult may read of a form: no sender, reference or file."""
    paper = _head(form, profile)
    paper["title"] = submission.title
    paper["sent_at"] = date_words(clock.london_day(submission.submitted_at))
    return render("form", {**paper, "sections": paper_sections(sections, blocks_from_html)})


def council_words(profile: Profile) -> Mapping[str, str]:
    """Return the council's words for the texts of forms."""
    contacts = profile.council.contacts
    return {
        "council": text(profile.council.name),
        "phone": contacts.phone,
        "advice_service": text(contacts.advice_service),
        "days_kept": str(profile.limits.draft_days),
        "complaint_known_days": str(profile.limits.complaint_known_days),
        "complaint_answer_days": str(profile.limits.complaint_answer_days),
        "complaint_review_days": str(profile.limits.complaint_review_days),
    }


def moment_words(moment: datetime) -> str:
    """Return a moment as "Monday 23 November 2026, 14:44", London time."""
    return f"{weekday_words(clock.london_day(moment))}, {clock.london(moment):%H:%M}"


def _size(sent: SentFile) -> str:
    return files.note(FileRow(sent.id, sent.question_id, sent.name, sent.size))


def _head(form: FormDefinition, profile: Profile) -> FormPaper:
    contacts = profile.council.contacts
    return FormPaper(
        council=text(profile.council.name),
        title=form.title,
        sections=[],
        language=form.language,
        accent=profile.theme.light.accent,
        made_at=date_words(clock.today()),
        contact=f"{contacts.phone}, {contacts.email}",
    )
