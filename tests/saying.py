"""Adding a piece to About Me or the parents' views as a browser does, and looking at what came."""

from io import BytesIO
from typing import Any

from bs4 import BeautifulSoup
from sqlmodel import col, select
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from ehcportal.db import Database
from ehcportal.models.voice import VoicePiece
from tests.cast import Cast
from tests.circle import Circle

SAID = "I know all the dogs on our road"
EVERYBODY = ("council", "setting", "professionals", "family")


def add(
    cast: Cast,
    circle: Circle,
    kind: str = "words",
    file: tuple[bytes, str] | None = None,
    who: str = "parent",
    page: str = "about-me/like",
    seen: tuple[str, ...] = ("council",),
    **typed: Any,
) -> TestResponse:
    """Send the form of a piece as a browser does."""
    player, path = cast[who], circle.at(f"/{page}/{kind}")
    form = BeautifulSoup(player.get(path).get_data(as_text=True), "html.parser").select_one("main")
    hidden = form.select("form[method=post] input[type=hidden]") if form else []
    fields: MultiDict[str, Any] = MultiDict({str(f["name"]): str(f["value"]) for f in hidden})
    fields.update({"words": SAID, "helped": ""} | typed | {f"seen-{who}": "yes" for who in seen})
    if file is not None:
        fields["file"] = FileStorage(BytesIO(file[0]), filename=file[1])
    boundary, body = encode_multipart(fields)
    kind_of_body = f"multipart/form-data; boundary={boundary}"
    return player.client.post(path, data=body, content_type=kind_of_body)


def pieces(database: Database) -> list[VoicePiece]:
    with database.reading() as session:
        found = list(session.exec(select(VoicePiece).order_by(col(VoicePiece.made_at))))
        session.expunge_all()
    return found


def file_at(circle: Circle, piece: VoicePiece, part: str = "file") -> str:
    return circle.at(f"/voices/{piece.id}/{part}")


def opened(cast: Cast, who: str, address: str, asked: str = "") -> TestResponse:
    """Open a file, or the stretch of it that is asked for, and read it to its end."""
    headers = {"Range": asked} if asked else {}
    answer = cast[who].client.get(address, headers=headers)
    assert answer.data is not None
    answer.close()
    return answer
