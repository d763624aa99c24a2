"""What is in the case of each child on stage, with the child's words in all of it."""

import io
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlmodel import Session, select

from ehcportal import clock
from ehcportal.domain.facts import DecisionKind, ProceedingKind
from ehcportal.domain.proceedings import StepKind
from ehcportal.models.account import Account
from ehcportal.models.assessment import Involvement, PreparedDecision
from ehcportal.models.case import Case
from ehcportal.models.desk import Letter
from ehcportal.models.document import DocumentVersion, FileState, Publication, StoredFile
from ehcportal.models.event import Event, EventAudience
from ehcportal.models.form import Contribution, Draft, DraftFile, SubmissionFile
from ehcportal.models.message import Message, MessageFile
from ehcportal.models.person import Person, PersonAddress, Placement
from ehcportal.models.proceeding import AppealNote, Proceeding, ProceedingStep
from ehcportal.models.staff import Team
from ehcportal.models.voice import CaseArchive
from ehcportal.pdf import render
from tests import desk_rows, factories
from tests.policy import words

if TYPE_CHECKING:
    from tests.policy.stage import Stage

BORN = {"maya": date(2016, 3, 27), "rhys": date(2009, 2, 11), "rowan": date(2014, 6, 2)}
ASKED = {"maya": "parent", "rhys": "young_person", "rowan": "parent_of_two"}
"""Who of the family asked, and is written to."""


def tell(stage: "Stage", team: Team) -> dict[str, Person]:
    """Give each child a case of the team, and tell what happened in it; return the children."""
    children = {}
    for key, born in BORN.items():
        children[key] = _child(stage, key, born)
        case = factories.case(stage.session, children[key], opened=20, coordinator=None)
        case.team_id = team.id
        stage.things[key] = {"case_id": case.id, "person_id": children[key].id}
        _asked_for(stage, key, case)
        _decided(stage, key, case)
        _written(stage, key, case)
    maya = stage.session.get_one(Case, stage.things["maya"]["case_id"])
    _on_the_desk(stage, maya)
    _to_each_parent_alone(stage, maya)
    _archive_of_the_mother(stage, maya)
    return children


def _decided(stage: "Stage", key: str, case: Case) -> None:
    """A decision of which the family was not told yet."""
    made = factories.decision(stage.session, case, reason=words.STAFF_ONLY)
    made.notified_on = None
    stage.things[key]["decision_id"] = made.id
    stage.session.add(_in_the_making(stage, case))
    mediation = Proceeding(
        case_id=case.id,
        kind=ProceedingKind.MEDIATION,
        decision_id=made.id,
        about=["assess"],
        started_on=made.decided_on,
    )
    stage.session.add(mediation)
    stage.session.flush()
    step = ProceedingStep(
        proceeding_id=mediation.id,
        kind=StepKind.ADVISER_CALLED,
        on=made.decided_on,
        note=words.STAFF_ONLY,
    )
    stage.session.add(step)
    letter = Letter(
        case_id=case.id, template="general", template_digest="", issued_on=clock.today()
    )
    stage.session.add(letter)
    stage.things[key]["letter_id"] = letter.id
    stage.things[key] |= {"proceeding_id": mediation.id, "step_id": step.id}


def _in_the_making(stage: "Stage", case: Case) -> PreparedDecision:
    """A whole decision that nobody has sent."""
    today = clock.today()
    return PreparedDecision(
        case_id=case.id,
        kind=DecisionKind.ASSESS,
        prepared_by_id=stage.accounts["caseworker"].id,
        answers={
            "has_needs": "yes",
            "needs_plan": "yes",
            "outcome": "yes",
            "reason": words.STAFF_ONLY,
            "other_evidence": "The request",
            "decided-day": str(today.day),
            "decided-month": str(today.month),
            "decided-year": str(today.year),
        },
    )


def _on_the_desk(stage: "Stage", case: Case) -> None:
    """Write what staff alone may read: a note, and how they know of an exception."""
    who, secret = stage.accounts["caseworker"], words.STAFF_ONLY
    things = stage.things["maya"]
    things["desk_note"] = desk_rows.note(stage.session, case.id, who, secret).id
    things["exception_id"] = desk_rows.exception(stage.session, case.id, who, secret).id


def _child(stage: "Stage", key: str, born: date) -> Person:
    made = factories.person(
        stage.session,
        key.title(),
        words.NAMES[key].title(),
        birth_date=born,
        upn=words.PUPIL_NUMBERS[key],
    )
    stage.session.add(PersonAddress(person_id=made.id, lines=f"4 {words.CHILD_HOME}, Brookton"))
    if key == "maya":
        stage.session.add(
            Placement(
                person_id=made.id,
                setting_id=stage.things["millbrook"]["setting_id"],
                name="Millbrook Primary School",
                from_on=factories.days_ago(90),
            )
        )
    return made


def _asked_for(stage: "Stage", key: str, case: Case) -> None:
    """The request with its form, an ask for access, and advice."""
    session, sender = stage.session, stage.accounts[ASKED[key]]
    answers = {**factories.ACCESS_ANSWERS, "further_information": words.INSIDE[key]}
    sent = factories.submission(session, sender, answers=answers, received=20)
    sent.case_id = case.id
    asked = factories.request(
        session, sender, surname=words.NAMES[key], received=20, joined_to=case, sent=sent
    )
    access = factories.access_request(session, sender, surname=words.NAMES[key])
    advice = factories.advice(session, case, "Educational psychologist")
    factories.advice(session, case, f"Adviser {words.INVOLVED[key]}")
    session.add(Involvement(case_id=case.id, role=f"Therapist {words.INVOLVED[key]}"))
    stage.things[key] |= {
        "submission_id": sent.id,
        "request_id": asked.id,
        "access_request_id": access.id,
        "advice_request_id": advice.id,
        "contribution_id": _added(session, sent.id, sender.id),
        "file_id": _file(stage, sent.id, f"{words.INSIDE[key]}.pdf"),
    }


def _added(session: Session, submission_id: str, account_id: str) -> str:
    made = Contribution(
        submission_id=submission_id, account_id=account_id, text="Something more", share="case"
    )
    session.add(made)
    session.flush()
    return made.id


def _file(stage: "Stage", submission_id: str, name: str) -> str:
    file = stored(stage, name.partition(".")[0])
    stage.session.add(
        SubmissionFile(
            submission_id=submission_id, question_id="documents", file_id=file.id, name=name
        )
    )
    return file.id


def stored(stage: "Stage", word: str) -> StoredFile:
    """Keep a PDF with a word in it."""
    paragraph = {"kind": "paragraph", "runs": [{"text": f"The word is {word}.", "styles": []}]}
    paper: Mapping[str, Any] = {
        "council": "Brookshire",
        "title": "Letter",
        "date": "1 November 2026",
        "reference": "BR-1",
        "body": [paragraph],
        "signed": ["EHC Team"],
    }
    content = render("letter", paper).content
    kept = stage.app.extensions["storage"].put(io.BytesIO(content))
    file = StoredFile(
        storage_key=kept.key,
        sha256=kept.sha256,
        size=kept.size,
        mime="application/pdf",
        kind="pdf",
        state=FileState.CLEAN,
    )
    stage.session.add(file)
    stage.session.flush()
    return file


def _written(stage: "Stage", key: str, case: Case) -> None:
    """A letter, a thread of messages and a line of the timeline, all with the inner word."""
    inside, staff = words.INSIDE[key], stage.accounts["caseworker"]
    talk = factories.thread(
        stage.session, case, staff, stage.accounts[ASKED[key]], subject=f"About {inside}"
    )
    message_id = stage.session.exec(select(Message.id).where(Message.thread_id == talk.id)).one()
    sent = MessageFile(message_id=message_id, file_id=stored(stage, inside).id, name="notes.pdf")
    stage.session.add(sent)
    for kind, fact in (("advice.asked", "role"), ("document.published", "title")):
        stage.session.add(
            Event(
                case_id=case.id,
                kind=kind,
                facts={fact: f"About {inside}"},
                audience=EventAudience.FAMILY,
                on=factories.days_ago(1),
            )
        )
    published = _published(stage, case, f"Report {inside}", inside)
    stage.things[key] |= {
        "publication_id": published,
        "document_id": stage.session.get_one(Publication, published).document_id,
        "number": "1",
        "thread_id": talk.id,
        "message_file_id": sent.id,
    }


def _published(
    stage: "Stage", case: Case, title: str, word: str, only_for: Account | None = None
) -> str:
    """Publish a letter whose bytes are in the store."""
    made = factories.published(stage.session, case, title, only_for=only_for)
    version = stage.session.exec(
        select(DocumentVersion).where(DocumentVersion.document_id == made.document_id)
    ).one()
    version.file_id = stored(stage, word).id
    return made.id


def _to_each_parent_alone(stage: "Stage", case: Case) -> None:
    """Write to one of two parents alone, by letter and by message, and note it."""
    staff = stage.accounts["caseworker"]
    for name, word, key in (
        ("letter_to_mother", words.HERS, "parent"),
        ("letter_to_father", words.HIS, "second_parent"),
    ):
        parent = stage.accounts[key]
        letter = _published(stage, case, f"Letter {word}", word, only_for=parent)
        stage.things["maya"][name] = letter
        factories.thread(stage.session, case, staff, parent, subject=f"Words {word}")
        stage.session.add(
            Event(
                case_id=case.id,
                kind="document.published",
                facts={"title": word},
                audience=EventAudience.FAMILY,
                only_account_id=parent.id,
                on=factories.days_ago(1),
            )
        )


def _archive_of_the_mother(stage: "Stage", case: Case) -> None:
    """An archive of hers that is ready."""
    file = stored(stage, words.HERS)
    made = CaseArchive(
        case_id=case.id,
        account_id=stage.id_of("parent"),
        storage_key=file.storage_key,
        size=file.size,
        ready_at=clock.now(),
        expires_at=clock.now() + timedelta(days=1),
    )
    stage.session.add(made)
    stage.session.flush()
    stage.things["maya"]["archive_id"] = made.id


def _certificate_of_the_mother(stage: "Stage") -> None:
    """The mother keeps a certificate beside her notes, and shares it with nobody."""
    ring = stage.app.extensions["keyring"]
    note = AppealNote(
        case_id=stage.things["maya"]["case_id"],
        account_id=stage.id_of("parent"),
        certificate_file_id=stored(stage, words.HERS).id,
        sealed_certificate_name=ring.seal_text(f"{words.HERS}.pdf"),
    )
    stage.session.add(note)


def leave_things_of_the_mother(stage: "Stage") -> None:
    """A form in the making with a file, what she sent, and a certificate."""
    _certificate_of_the_mother(stage)
    form = factories.FORMS.get("assessment-request")
    assert form is not None
    draft = Draft(
        form_id=form.id,
        form_digest=form.digest,
        account_id=stage.id_of("parent"),
        answers={"child_name": {"first": "Maya", "last": words.INSIDE["maya"]}},
        filled_for_id=stage.id_of("parent"),
        expires_at=clock.now() + timedelta(days=20),
    )
    stage.session.add(draft)
    stage.session.flush()
    added = DraftFile(
        draft_id=draft.id,
        question_id="documents",
        file_id=stored(stage, words.INSIDE["maya"]).id,
        name="notes.pdf",
    )
    stage.session.add(added)
    stage.session.flush()
    stage.things["parent"] = {
        "draft_id": draft.id,
        "added_id": added.id,
        "submission_id": stage.things["maya"]["submission_id"],
    }
