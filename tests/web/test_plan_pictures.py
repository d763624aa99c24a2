"""Pictures of section A stand in the files of a plan when they were meant for all who get it."""

from io import BytesIO
from types import SimpleNamespace

import docx
import pytest
from sqlmodel import select

from ehcportal.models.plan import Consultation, PlanLine
from ehcportal.models.voice import VoicePiece
from tests.plans import PlanDesk
from tests.plans import desk as unserved  # noqa: F401
from tests.saying import add
from tests.schools import school  # noqa: F401
from tests.storage import samples

ALT = "Me on the swing"


def drawn(desk: PlanDesk, seen: tuple[str, ...]) -> str:
    """Let a parent add a picture, staff put it into section A, and serve; return the Word file."""
    cast, at = desk.school.cast, f"/cases/{desk.school.case}"
    circle = SimpleNamespace(at=lambda path: at + path)
    picture = (samples.picture("JPEG"), "a.jpg")
    answer = add(cast, circle, "picture", picture, seen=seen, words=ALT)  # type: ignore[arg-type]
    assert answer.status_code == 303
    with desk.school.unit() as session:
        piece = session.exec(select(VoicePiece.id)).one()
        line = session.exec(select(PlanLine).where(PlanLine.key == "a1")).one()
        line.voice_piece_id, line.text = piece, ALT
        session.add(line)
    assert desk.serve().status_code == 303
    answer = cast["parent"].get(f"{desk.family}/versions/1/docx")
    found = docx.Document(BytesIO(answer.data)).element.xml
    answer.close()
    return found


def asks(desk: PlanDesk) -> int:
    page = f"{desk.council}/consultations?q=brook"
    asked = {"q": "brook", "setting": [desk.school.northbrook], "preferred": []}
    return desk.send("caseworker", page, f"{desk.council}/consultations", **asked).status_code


def consulted(desk: PlanDesk) -> tuple[str, str]:
    """Return the plan as the school reads it that is asked about it, and where."""
    with desk.school.unit() as session:
        row = session.exec(select(Consultation.id)).one()
    at = f"/settings/{desk.school.northbrook}/consultations/{row}"
    return desk.text("other_senco", at), at


@pytest.mark.parametrize("meant_for_all", [True, False])
def test_a_picture_is_printed_only_when_family_and_setting_may_see_it(
    unserved: PlanDesk,  # noqa: F811
    *,
    meant_for_all: bool,
) -> None:
    more = ("family", "setting") if meant_for_all else ()
    told = drawn(unserved, ("council", *more))
    assert (f'descr="{ALT}"' in told) is meant_for_all
    assert ALT in told
    page = unserved.text("senco", unserved.pupil)
    assert ("<img" in page) is meant_for_all
    assert "<img" in unserved.text("caseworker", f"{unserved.council}/versions/1")
    assert asks(unserved) == 303
    page, at = consulted(unserved)
    assert ("<img" in page) is meant_for_all
    with unserved.school.unit() as session:
        piece = session.exec(select(VoicePiece.id)).one()
    answer = unserved.school.cast["other_senco"].get(f"{at}/voices/{piece}/file")
    assert answer.status_code == (200 if meant_for_all else 404)
    answer.close()
    if not meant_for_all:
        assert "It can be seen in the portal" in told
