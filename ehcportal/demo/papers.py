"""Documents and messages of the demo, each child's with the child's canary word in its text."""

import io
from datetime import timedelta

from ehcportal.demo.cast import Child, child
from ehcportal.demo.stage import Stage, day, noon
from ehcportal.models.case import Case
from ehcportal.models.document import (
    Document,
    DocumentAudience,
    DocumentVersion,
    FileState,
    Publication,
    StoredFile,
)
from ehcportal.models.message import Message, MessageReading, Thread, ThreadMember
from ehcportal.pdf import render
from ehcportal.profile import text
from ehcportal.storage import Storage, from_url

LETTERS = (
    ("maya", "Our decision to assess", "decision", 38),
    ("maya", "Information requested", "information_requested", 36),
    ("maya", "Speech and language therapy advice", "advice", 3),
    ("rowan", "We have your request", "letter", 11),
    ("wren", "Draft plan", "draft_plan", 5),
    ("rhys", "Final plan", "final_plan", 184),
)
"""Child, title, kind and how many days ago it was published to the family."""

TALK = (
    ("maya", "parent", "EHC Needs Assessment (0-20 weeks)", "Who else should we ask?", 2),
    ("maya", "parent", "General", "A date for the therapist's visit", 9),
    ("rhys", "young_person", "Annual Review", "Your review this winter", 20),
)
"""Child, who is written to, type, subject, and how many days ago."""

READ_BEFORE = 5
"""Messages older than this many days have been read."""


def make(stage: Stage) -> None:
    """Publish letters and send messages in the cases of the demo."""
    portal = stage.portal
    storage = from_url(portal.settings.storage_url, portal.settings.instance)
    for child_key, title, kind, ago in LETTERS:
        _letter(stage, storage, (child(child_key), title, kind, ago))
    for child_key, reader, kind, subject, ago in TALK:
        _thread(stage, child_key, reader, (kind, subject, ago))


def _letter(stage: Stage, storage: Storage, letter: tuple[Child, str, str, int]) -> None:
    about, title, kind, ago = letter
    case = stage.cases[about.key]
    paper = {
        "council": text(stage.portal.profile.council.name),
        "title": title,
        "date": f"{day(ago).day} {day(ago):%B %Y}",
        "reference": case.reference,
        "body": [_paragraph(sentence) for sentence in _sentences(about)],
        "signed": ["EHC Team", text(stage.portal.profile.council.name)],
    }
    content = render("letter", paper).content
    kept = storage.put(io.BytesIO(content))
    file = stage.add(
        StoredFile(
            storage_key=kept.key,
            sha256=kept.sha256,
            size=kept.size,
            mime="application/pdf",
            kind="pdf",
            state=FileState.CLEAN,
            account_id=stage.accounts["caseworker"].id,
            uploaded_at=noon(ago),
        )
    )
    document = stage.add(
        Document(
            case_id=case.id,
            title=title,
            kind=kind,
            document_on=day(ago),
            created_by_id=stage.accounts["caseworker"].id,
            created_at=noon(ago),
        )
    )
    stage.session.flush()
    name = f"{title}.pdf"
    stage.add(DocumentVersion(document_id=document.id, file_id=file.id, name=name))
    _published(stage, case, document, ago)


def _published(stage: Stage, case: Case, document: Document, ago: int) -> None:
    stage.add(
        Publication(
            case_id=case.id,
            document_id=document.id,
            audience=DocumentAudience.FAMILY,
            published_at=noon(ago),
            published_by_id=stage.accounts["caseworker"].id,
        )
    )


def _sentences(about: Child) -> tuple[str, ...]:
    return (
        f"This is a paper of the demo about {about.forename} {about.surname}.",
        f"The word of this case is {about.canary}. It must never be seen by another family.",
    )


def _paragraph(sentence: str) -> dict[str, object]:
    return {"kind": "paragraph", "runs": [{"text": sentence, "styles": []}]}


def _thread(stage: Stage, child_key: str, reader: str, talk: tuple[str, str, int]) -> None:
    kind, subject, ago = talk
    case, family = stage.cases[child_key], stage.accounts[reader]
    author = stage.accounts["caseworker"]
    thread = stage.add(Thread(case_id=case.id, kind=kind, subject=subject, started_at=noon(ago)))
    stage.session.flush()
    for account in (author, family):
        stage.add(ThreadMember(thread_id=thread.id, account_id=account.id))
    message = stage.add(
        Message(
            thread_id=thread.id,
            author_id=author.id,
            from_council=True,
            body=f"{subject} Tell us if anything has changed. ({child(child_key).canary})",
            sent_at=noon(ago),
        )
    )
    thread.take(message)
    stage.session.flush()
    if ago > READ_BEFORE:
        read_at = noon(ago) + timedelta(days=1)
        stage.add(MessageReading(message_id=message.id, account_id=family.id, read_at=read_at))
