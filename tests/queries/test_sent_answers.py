"""What came with a form: what was said of each file, and which of them only the council sees."""

from sqlmodel import Session

from ehcportal.models.base import new_id
from ehcportal.models.form import SubmissionFile
from ehcportal.queries.sent_answers import SentAnswers, sent_answers
from tests import factories
from tests.cast import Cast

FOR_ALL, FOR_COUNCIL = "School report.pdf", "Private letter.pdf"


def _sent(session: Session, cast: Cast) -> str:
    sent = factories.submission(session, cast.accounts["parent"], "review-parent-views")
    entries = []
    for name, share in ((FOR_ALL, "case"), (FOR_COUNCIL, "council")):
        file = SubmissionFile(
            id=new_id(),
            submission_id=sent.id,
            question_id="documents",
            file_id=factories.stored_file(session, name).id,
            name=name,
        )
        session.add(file)
        entries.append({"file": file.id, "author": f"Who wrote {name}", "share": share})
    sent.answers = {"documents": entries}
    session.flush()
    return sent.id


def _words(found: SentAnswers) -> str:
    return str(found.sections) + str([each.name for each in found.files])


def test_staff_read_what_was_said_of_each_file(cast: Cast, session: Session) -> None:
    found = sent_answers(session, _sent(session, cast))
    assert found is not None
    for name in (FOR_ALL, FOR_COUNCIL):
        assert f"Who wrote {name}" in _words(found)


def test_a_file_for_the_council_alone_is_with_nobody_else(cast: Cast, session: Session) -> None:
    """Neither its name nor what was said of it: the sender chose who may see it."""
    found = sent_answers(session, _sent(session, cast), for_others=True)
    assert found is not None
    assert f"Who wrote {FOR_ALL}" in _words(found)
    assert FOR_COUNCIL not in _words(found)
