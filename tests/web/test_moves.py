"""A child with a plan moves: the plan goes along in a pack, which another portal takes in (Reg 15).

What is wrong with a pack is said, and then nothing of it is kept.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.domain.facts import Ending, PlanKind, ProceedingKind
from ehcportal.models.case import Case
from ehcportal.models.desk import CaseClock, Letter
from ehcportal.models.document import Document, DocumentVersion, FileState, StoredFile
from ehcportal.models.ending import CaseEnding
from ehcportal.models.person import Person, PersonName
from ehcportal.models.plan import Plan, PlanLine, PlanLink, PlanVersion, Section
from ehcportal.models.proceeding import Move, MoveDirection, Proceeding
from ehcportal.models.request import Request
from ehcportal.pdf import render
from ehcportal.queries import case_invariants
from tests import factories
from tests.cast import Cast, page_token
from tests.circle import Circle, gather, text_of
from tests.ended import addressed

Change = Callable[[dict[str, Any]], None]


@pytest.fixture
def planned(cast: Cast, database: Database) -> Circle:
    """A child with a plan of two lines that belong together, and a report."""
    storage = cast.app.extensions["storage"]
    with database.unit() as session:
        circle = gather(session, cast)
        case = session.get_one(Case, circle.case)
        for asked in session.exec(select(Request).where(Request.case_id == case.id)):
            asked.received_on = factories.days_ago(170)
        plan = factories.plan(session, case, (PlanKind.DRAFT, 60), (PlanKind.FINAL, 30))
        version = session.exec(
            select(PlanVersion).where(
                PlanVersion.plan_id == plan.id, PlanVersion.kind == PlanKind.FINAL
            )
        ).one()
        for key, section, text in (
            ("need", Section.B, "Maya needs help to read"),
            ("help", Section.F, "A teacher reads with her"),
        ):
            session.add(
                PlanLine(
                    plan_version_id=version.id,
                    key=key,
                    section=section,
                    place=1000,
                    text=text,
                    details={"who": "A teacher"} if section is Section.F else {},
                )
            )
        session.add(PlanLink(plan_version_id=version.id, from_key="need", to_key="help"))
        stored = storage.put(io.BytesIO(pdf()))
        paper = Document(
            case_id=case.id, title="Report of the teacher", kind="report", document_on=clock.today()
        )
        file = StoredFile(
            storage_key=stored.key,
            sha256=stored.sha256,
            size=stored.size,
            mime="application/pdf",
            kind="pdf",
            state=FileState.CLEAN,
        )
        session.add_all([paper, file])
        session.flush()
        session.add(DocumentVersion(document_id=paper.id, file_id=file.id, name="report.pdf"))
    return circle


def pdf() -> bytes:
    told = {"council": "Brookton", "title": "Report", "body": [], "words": {}}
    return render("letter", told).content


def path(circle: Circle, page: str = "") -> str:
    return f"/council/cases/{circle.case}/moves{page}"


def day(name: str, ago: int) -> dict[str, str]:
    on = factories.days_ago(ago)
    return {
        f"{name}-day": str(on.day),
        f"{name}-month": str(on.month),
        f"{name}-year": str(on.year),
    }


def version(database: Database, circle: Circle) -> str:
    with database.reading() as session:
        return str(session.get_one(Case, circle.case).version)


def leaves(cast: Cast, database: Database, circle: Circle, moves: int = 0) -> str:
    sent = {
        "council": "Farshire", "_version": version(database, circle),
        **day("known", 4), **day("moves", moves),
    }  # fmt: skip
    assert cast["caseworker"].post(path(circle, "/out"), sent).status_code == 303
    with database.reading() as session:
        return session.exec(select(Move.id)).one()


def packs(cast: Cast, database: Database, circle: Circle, move: str) -> bytes:
    """Make the pack with every paper and return its bytes."""
    with database.reading() as session:
        papers = session.exec(select(Document.id)).all()
    sent = {
        "sent": "yes", "paper": papers[0], "_row": "1", "_version": version(database, circle)
    }  # fmt: skip
    answer = cast["caseworker"].post(path(circle, f"/{move}/pack"), sent)
    assert answer.status_code == 303
    with database.reading() as session:
        key = session.exec(select(StoredFile.storage_key).where(StoredFile.kind == "zip")).one()
    with cast.app.extensions["storage"].open(key) as file:
        return bytes(file.read())


def takes_in(client: FlaskClient, pack: bytes, **fields: str) -> TestResponse:
    """Send a pack to the page that takes one in."""
    there = "/council/moves/in"
    return client.post(
        there,
        data={
            "csrf_token": page_token(client, there),
            "pack": (io.BytesIO(pack), "plan-pack.zip"),
            **day("came", 1),
            **day("known", 10),
            **fields,
        },
        content_type="multipart/form-data",
    )


def test_the_fifteen_working_days_run_until_the_plan_was_passed_on(
    cast: Cast, database: Database, planned: Circle
) -> None:
    move = leaves(cast, database, planned)
    with database.reading() as session:
        assert "plan_transfer" in session.exec(select(CaseClock.duty)).all()
    packs(cast, database, planned, move)
    with database.reading() as session:
        assert "plan_transfer" not in session.exec(select(CaseClock.duty)).all()
    assert "We passed the plan on to Farshire" in text_of(cast, "parent", planned.at("/timeline"))
    sent = {"_version": version(database, planned), "_row": "2"}
    assert cast["caseworker"].post(path(planned, f"/{move}/close"), sent).status_code == 303
    with database.reading() as session:
        assert session.get_one(Case, planned.case).ended_as is Ending.TRANSFERRED
        assert session.exec(select(CaseEnding.move_id)).one() == move


def test_a_case_does_not_end_before_the_family_has_moved(
    cast: Cast, database: Database, planned: Circle
) -> None:
    move = leaves(cast, database, planned, moves=-20)
    packs(cast, database, planned, move)
    sent = {"_version": version(database, planned), "_row": "2"}
    assert cast["caseworker"].post(path(planned, f"/{move}/close"), sent).status_code == 409


def test_a_family_that_does_not_move_keeps_its_plan_here(
    cast: Cast, database: Database, planned: Circle
) -> None:
    move = leaves(cast, database, planned)
    sent = {"reason": "The flat fell through", "_row": "1", "_version": version(database, planned)}
    assert cast["caseworker"].post(path(planned, f"/{move}/stay"), sent).status_code == 303
    assert "The plan stays with us" in text_of(cast, "parent", planned.at("/timeline"))
    with database.reading() as session:
        assert "plan_transfer" not in session.exec(select(CaseClock.duty)).all()


def test_a_pack_holds_every_line_and_no_address(
    cast: Cast, database: Database, planned: Circle
) -> None:
    pack = packs(cast, database, planned, leaves(cast, database, planned))
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        sheet = json.loads(archive.read("pack.json"))
        paper = sheet["papers"][0]
        assert hashlib.sha256(archive.read(paper["file"])).hexdigest() == paper["sha256"]
    assert (sheet["format"], sheet["version"]) == ("ehc-plan-pack", 1)
    assert [line["text"] for line in sheet["plan"]["lines"]] == [
        "Maya needs help to read",
        "A teacher reads with her",
    ]
    assert sheet["plan"]["links"] == [["need", "help"]]
    assert "Harbour" not in json.dumps(sheet)


def test_another_portal_takes_the_pack_in_with_every_line_and_paper(
    cast: Cast, database: Database, planned: Circle
) -> None:
    pack = packs(cast, database, planned, leaves(cast, database, planned))
    staff = cast["caseworker"].client
    known = takes_in(staff, pack)
    assert known.status_code == 422
    assert "Choose whether this is a child who is known here" in known.get_data(as_text=True)

    taken = takes_in(staff, pack, child="new")

    assert taken.status_code == 303
    with database.reading() as session:
        move = session.exec(select(Move).where(Move.direction == MoveDirection.IN)).one()
        case = session.get_one(Case, move.case_id)
        name = session.exec(select(PersonName).where(PersonName.person_id == case.person_id)).one()
        assert (name.forename, name.surname) == ("Maya", "Okafor")
        lines = session.exec(
            select(PlanLine.text)
            .join(PlanVersion, PlanVersion.id == PlanLine.plan_version_id)  # type: ignore[arg-type]
            .join(Plan, Plan.id == PlanVersion.plan_id)  # type: ignore[arg-type]
            .where(Plan.case_id == case.id)
        ).all()
        assert set(lines) == {"Maya needs help to read", "A teacher reads with her"}
        papers = session.exec(select(Document.title).where(Document.case_id == case.id)).all()
        assert papers == ["Report of the teacher"]
        duties = session.exec(select(CaseClock.duty).where(CaseClock.case_id == case.id)).all()
        assert "move_told" in duties
        there = Circle(case.id, case.person_id, {}, "", "")
        move_id = move.id
        profile = cast.app.extensions["profile"]
        wrong = case_invariants.faults(session, profile)
        version_id = session.exec(
            select(PlanVersion.id).join(Plan).where(Plan.case_id == case.id)
        ).one()
        assert [each for each in wrong if case.id in each or version_id in each] == []
    sent = {
        "again": "yes", "reason": "The advice is five years old", "_row": "1",
        "_version": version(database, there), **addressed(database, there.case), "post": "yes",
    }  # fmt: skip
    assert cast["caseworker"].post(path(there, f"/{move_id}/tell"), sent).status_code == 303
    with database.reading() as session:
        assert session.exec(select(Letter.template)).one() == "moved_here"
        assert session.exec(select(Proceeding.kind)).one() is ProceedingKind.REASSESSMENT
        mine = select(CaseClock.duty).where(CaseClock.case_id == there.case)
        assert "move_told" not in session.exec(mine).all()


def sheet_of(pack: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return json.loads(files.pop("pack.json")), files


def zipped(sheet: bytes, files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("pack.json", sheet)
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def _other_version(sheet: dict[str, Any]) -> None:
    sheet["version"] = 2


def _more(sheet: dict[str, Any]) -> None:
    sheet["plan"]["sql"] = "drop table"


def _no_line(sheet: dict[str, Any]) -> None:
    sheet["plan"]["links"] = [["need", "nowhere"]]


def _twice(sheet: dict[str, Any]) -> None:
    sheet["plan"]["lines"] = [sheet["plan"]["lines"][0]] * 2


def _climbing(sheet: dict[str, Any]) -> None:
    sheet["papers"][0]["file"] = "papers/../../etc/passwd"


def _other_hash(sheet: dict[str, Any]) -> None:
    sheet["papers"][0]["sha256"] = "0" * 64


def _missing_file(sheet: dict[str, Any]) -> None:
    sheet["papers"] = []


def _backwards(sheet: dict[str, Any]) -> None:
    sheet["plan"]["reviewed_on"] = "2001-01-01"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_other_version, "another version of the program"),
        (_more, "is wrong at plan"),
        (_no_line, "is wrong at plan"),
        (_twice, "is wrong at plan"),
        (_climbing, "is wrong at papers"),
        (_other_hash, "was changed after the pack was made"),
        (_missing_file, "are not those that its sheet names"),
        (_backwards, "is wrong at plan"),
    ],
)
def test_a_pack_that_is_wrong_is_refused_and_nothing_of_it_is_kept(
    cast: Cast, database: Database, planned: Circle, change: Change, says: str
) -> None:
    sheet, files = sheet_of(packs(cast, database, planned, leaves(cast, database, planned)))
    change(sheet)
    kept = sorted(cast.app.extensions["storage"].keys())

    answer = takes_in(
        cast["caseworker"].client, zipped(json.dumps(sheet).encode(), files), child="new"
    )

    assert answer.status_code == 422
    assert says in answer.get_data(as_text=True)
    assert sorted(cast.app.extensions["storage"].keys()) == kept
    with database.reading() as session:
        assert len(session.exec(select(Person)).all()) == 1
        assert len(session.exec(select(Case)).all()) == 1


def _bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("pack.json", b"{}")
        archive.writestr("papers/001.pdf", bytes(60 * 1024 * 1024))
    return made.getvalue()


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"not a zip at all",
        zipped(b"not json", {}),
        zipped(b'{"format": "ehc-plan-pack", "version": 1, "version": 1}', {}),
        zipped(b"[" * 100_000, {}),
        zipped(b'{"format": "ehc-plan-pack", "version": 1}', {"../evil.txt": b"x"}),
        _bomb(),
    ],
    ids=["empty", "no-zip", "no-json", "doubled-key", "deep", "climbing", "bomb"],
)
def test_a_hostile_pack_is_refused_in_words(cast: Cast, database: Database, hostile: bytes) -> None:
    before = sorted(cast.app.extensions["storage"].keys())
    answer = takes_in(cast["caseworker"].client, hostile)
    assert answer.status_code == 422
    assert "There is 1 thing to put right" in answer.get_data(as_text=True)
    assert sorted(cast.app.extensions["storage"].keys()) == before
    with database.reading() as session:
        assert not session.exec(select(Person)).all()


def test_a_paper_in_a_pack_meets_what_every_upload_meets(
    cast: Cast, database: Database, planned: Circle
) -> None:
    sheet, files = sheet_of(packs(cast, database, planned, leaves(cast, database, planned)))
    program = b"MZ" + bytes(2000)
    name = sheet["papers"][0]["file"]
    sheet["papers"][0] |= {"sha256": hashlib.sha256(program).hexdigest(), "size": len(program)}
    answer = takes_in(
        cast["caseworker"].client,
        zipped(json.dumps(sheet).encode(), {**files, name: program}),
        child="new",
    )
    assert answer.status_code == 422
    assert "Report of the teacher" in answer.get_data(as_text=True)
