"""The report of a review as one paper: the meeting, who came, the report, what everybody may read.

It goes to the whole family and to the setting alike, so it holds nothing that one of them may not
know: no place, no parent's own views, and no names where somebody is protected.
"""

from collections.abc import Iterator
from typing import cast

from sqlmodel import Session

from ehcportal import clock
from ehcportal.content.labels import label
from ehcportal.domain.dates import date_words, weekday_words
from ehcportal.forms.paper import paper_sections
from ehcportal.models.case import Case
from ehcportal.models.review import GuestRole, PaperKind
from ehcportal.pdf import Pdf, blocks_from_html, render
from ehcportal.pdf.shapes import FormPaper, Question, Section
from ehcportal.profile import Profile, text
from ehcportal.queries import cases, document_readers
from ehcportal.queries.reviews.readers import WITH_ALL
from ehcportal.queries.reviews.whole import GuestLine, ReviewView
from ehcportal.queries.reviews.written import PaperLine
from ehcportal.queries.sent_answers import SentAnswers, sent_answers

TITLE = "Report of the review meeting"
UNNAMED = (GuestRole.PARENT, GuestRole.YOUNG_PERSON)
NOT_HERE = (
    "Views that were written for the setting and the professionals alone are not in this paper. "
    "Whoever may read them finds them in the portal."
)


def of(session: Session, profile: Profile, view: ReviewView, report: PaperLine) -> Pdf | None:
    """Return the report with all that may go to everybody; nothing if it came on paper."""
    told = sent_answers(session, report.submission_id, for_others=True)
    if told is None:
        return None
    head = cases.head(session, view.row.case_id)
    case = session.get_one(Case, view.row.case_id)
    names = not document_readers.readers(session, case).is_delicate
    sections = [_meeting(view, head.name, names=names), *_said(told)]
    if told.files:
        sections.append(_note("Files sent with the report", [each.name for each in told.files]))
    for paper in (each for each in view.papers if _is_for_all(each)):
        written = sent_answers(session, paper.submission_id, for_others=True)
        if written is not None:
            sections += _said(written, f"{label('review_paper', paper.kind)}: ")
    if any(not _is_for_all(each) and each.kind is not PaperKind.REPORT for each in view.papers):
        sections.append(_note("What is not here", NOT_HERE))
    contacts = profile.council.contacts
    return render(
        "form",
        FormPaper(
            council=text(profile.council.name),
            title=TITLE,
            sections=sections,
            accent=profile.theme.light.accent,
            reference=head.reference,
            sent_at=date_words(report.received_on),
            made_at=date_words(clock.today()),
            contact=f"{contacts.phone}, {contacts.email}",
        ),
    )


def _is_for_all(paper: PaperLine) -> bool:
    if paper.circulated_on is None or paper.submission_id is None:
        return False
    if paper.kind is PaperKind.CHILD_VIEWS:
        return paper.share == WITH_ALL
    return paper.kind is PaperKind.ADVICE


def _meeting(view: ReviewView, child: str, *, names: bool) -> Section:
    meeting = view.meeting
    asked: list[Question] = [{"label": "Child or young person", "answer": child}]
    if meeting is not None:
        held = meeting.held_on or meeting.on
        how = label("meeting", meeting.how)
        asked.append({"label": "The meeting", "answer": f"{weekday_words(held)}, {how}"})
    if view.setting and names:
        asked.append({"label": "Held by", "answer": view.setting})
    if view.guests:
        who = [_guest(each, names=names) for each in view.guests]
        asked.append({"label": "Who was invited, and who came", "answer": who})
    if view.sent_round_on is not None:
        answer = date_words(view.sent_round_on)
        asked.append({"label": "What was written went round on", "answer": answer})
    return {"title": "The meeting", "questions": asked}


def _guest(guest: GuestLine, *, names: bool) -> str:
    row = guest.row
    parts = [label("guest_role", row.role)]
    if names and row.role not in UNNAMED:
        parts += [each for each in (guest.name, row.service) if each]
    if row.invited_on is not None:
        parts.append(f"invited on {date_words(row.invited_on)}")
    if row.attended is not None:
        parts.append("came" if row.attended else "did not come")
    return ", ".join(parts)


def _said(told: SentAnswers, before: str = "") -> Iterator[Section]:
    """Return the pages of a form; what only the council may read was left out."""
    for each in paper_sections(told.sections, blocks_from_html):
        yield cast(Section, {**each, "title": f"{before}{each['title']}"})


def _note(title: str, said: str | list[str]) -> Section:
    return {"title": title, "questions": [{"label": "In the portal", "answer": said}]}
