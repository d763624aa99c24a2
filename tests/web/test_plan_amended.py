"""A plan in force is changed: notice, time to comment, changed plan (Reg 22), through the pages."""

from datetime import timedelta

import pytest
from pypdf import PdfReader
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.domain.facts import PlanKind
from ehcportal.models.desk import Letter
from ehcportal.models.document import Document, DocumentVersion, Publication, StoredFile
from ehcportal.models.plan import PlanLine, PlanLink, PlanVersion
from ehcportal.models.voice import PieceKind, VoiceOf, VoicePiece
from tests import factories
from tests.plans import SAID, PlanDesk
from tests.plans import desk as unserved  # noqa: F401
from tests.schools import school  # noqa: F401

HEALTH = "Sent by secure e-mail to the designated officer"
NOTICE = "amendment_notice"
OLD, NEW = "A therapist works with Maya on her own.", "A therapist works with Maya in a group."


@pytest.fixture
def desk(unserved: PlanDesk) -> PlanDesk:  # noqa: F811
    """A final plan of 8 days ago that names a type of school, and changes being written."""
    assert unserved.serve().status_code == 303
    unserved.advance(25)
    final = unserved.begin(PlanKind.FINAL)
    unserved.write(final, "i1", "A mainstream school", section="I", type="Mainstream")
    unserved.issued(final, 8)
    begin(unserved, "amendment")
    return unserved


def begin(desk: PlanDesk, kind: str) -> None:
    sent = desk.send("caseworker", desk.council, f"{desk.council}/begin", kind=kind)
    assert sent.status_code == 303


def reading(desk: PlanDesk) -> Session:
    return desk.school.app.extensions["database"].reading()  # type: ignore[no-any-return]


def newest(desk: PlanDesk) -> PlanVersion:
    with reading(desk) as session:
        row = session.exec(select(PlanVersion).order_by(col(PlanVersion.number).desc())).first()
        assert row is not None
        session.expunge(row)
        return row


def pdf_of(desk: PlanDesk, version: PlanVersion) -> str:
    with reading(desk) as session:
        file = session.exec(
            select(StoredFile)
            .join(DocumentVersion, col(DocumentVersion.file_id) == StoredFile.id)
            .where(DocumentVersion.document_id == version.document_id)
        ).one()
        with desk.school.app.extensions["storage"].open(file.storage_key) as held:
            pages = PdfReader(held).pages
            return " ".join(" ".join(page.extract_text() for page in pages).split())


def report(desk: PlanDesk) -> str:
    with desk.school.unit() as session:
        case = session.get_one(factories.Case, desk.school.case)
        shown = factories.published(session, case)
        made = session.get_one(Document, shown.document_id)
        made.title, made.kind = "Report of the therapist", "report"
        session.delete(shown)
        session.add(made)
        return made.id


def serve(desk: PlanDesk, **fields: str) -> int:
    return desk.send("caseworker", f"{desk.council}/serve", **fields).status_code


def test_a_notice_without_changes_is_none(desk: PlanDesk) -> None:
    assert "Nothing is changed yet" in desk.text("caseworker", f"{desk.council}/serve")
    assert serve(desk, _mark="x") == 409


def test_changes_go_out_with_the_words_of_before_and_after_and_then_become_the_plan(
    desk: PlanDesk,
) -> None:
    paper = report(desk)
    desk.write(newest(desk).id, "f1", NEW, **SAID["f1"])
    page = desk.text("caseworker", f"{desk.council}/serve")
    assert f"Before: {OLD}" in page, "the letter is shown before it goes"
    assert serve(desk, paper=paper) == 303
    with reading(desk) as session:
        told = str(session.exec(select(Letter.fields).where(Letter.template == NOTICE)).one())
        shown = set(session.exec(select(Publication.document_id)))
    until = clock.today() + timedelta(days=14)
    for words in (f"− Before: {OLD}", f"+ Now: {NEW}", f"{until.day} {until:%B %Y}"):
        assert words in told, words
    last = clock.today() + timedelta(days=55)
    assert f"By {last:%A} {last.day} {last:%B %Y} at the latest" in told, "the day of the portal"
    assert "Report of the therapist" in told
    assert paper in shown, "the family gets the copy"
    papers = desk.text("parent", f"/cases/{desk.school.case}/stages/review")
    assert "Changes that we propose to the plan" in papers, "the letter stands where it belongs"
    printed = pdf_of(desk, newest(desk))
    assert f"− Before: {OLD} + Now: {NEW}" in printed
    desk.send("parent", f"{desk.family}/comments", do="send", accepts="yes")
    begin(desk, "amended_final")
    sent = desk.send("caseworker", f"{desk.council}/final", health=HEALTH)
    assert sent.status_code == 303
    assert NEW in desk.text("parent", desk.family)
    assert newest(desk).kind is PlanKind.AMENDED_FINAL
    with reading(desk) as session:
        letters = session.exec(
            select(Letter.fields).where(Letter.template == "final_plan").order_by(Letter.id)
        ).all()
    assert "This is the changed plan." in str(letters[-1])
    assert "This is the final education" not in str(letters[-1])
    for who, path in (("caseworker", desk.council), ("parent", desk.family), ("senco", desk.pupil)):
        against = desk.text(who, f"{path}/versions/4/changes?from=2")
        assert "in a group." in against, who
        assert "Both versions say the same" in desk.text(who, f"{path}/versions/4/changes")
        desk.text(who, f"{path}/versions/4/changes?from=7", 404)


def test_two_who_send_at_once_send_once(desk: PlanDesk) -> None:
    desk.write(newest(desk).id, "f1", NEW, **SAID["f1"])
    page = desk.text("caseworker", f"{desk.council}/serve")
    mark = page.split('name="_mark" value="')[1].split('"')[0]
    assert serve(desk) == 303
    late = desk.school.cast["caseworker"].post(f"{desk.council}/serve", {"_mark": mark})
    assert late.status_code == 409
    with reading(desk) as session:
        sent = session.exec(select(Letter.id).where(Letter.template == NOTICE)).all()
    assert len(sent) == 1


def test_help_that_no_longer_goes_with_a_need_is_a_difference(desk: PlanDesk) -> None:
    version = newest(desk).id
    with desk.school.unit() as session:
        wanted = select(PlanLink).where(PlanLink.plan_version_id == version)
        session.delete(session.exec(wanted.where(PlanLink.from_key == "e1")).one())
    page = desk.text("caseworker", f"{desk.council}/serve")
    assert "− Before: Goes with: B1, E1" in page
    with desk.school.unit() as session:
        line = session.exec(
            select(PlanLine).where(PlanLine.plan_version_id == version, PlanLine.key == "b1")
        ).one()
        line.area = "sensory"
        session.add(line)
    page = desk.text("caseworker", f"{desk.council}/serve")
    assert "+ Now: Area of need: Sensory" in page


def test_another_piece_in_section_a_is_a_difference_that_does_not_say_its_words(
    desk: PlanDesk,
) -> None:
    version, mother = newest(desk).id, desk.school.cast.accounts["parent"].id
    with desk.school.unit() as session:
        pieces = [
            VoicePiece(
                case_id=desk.school.case,
                voice=VoiceOf.CHILD,
                topic="like",
                kind=PieceKind.SOUND,
                words="Nobody else may hear this.",
                made_by_id=mother,
            )
            for _each in range(2)
        ]
        session.add_all(pieces)
        session.flush()
        lines = session.exec(
            select(PlanLine).where(PlanLine.key == "a1").order_by(col(PlanLine.plan_version_id))
        ).all()
        for line in lines:
            line.voice_piece_id = pieces[line.plan_version_id == version].id
            session.add(line)
    page = desk.text("caseworker", f"{desk.council}/serve")
    assert "+ Now: In their own way: Voice (another one)" in page
    assert "Nobody else may hear this." not in page.split("<article", 1)[1]
