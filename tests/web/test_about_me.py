"""The child's voice: added in many ways, played in place, taken away."""

from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from PIL import Image
from sqlmodel import select
from werkzeug.datastructures import FileStorage

from ehcportal.db import Database
from ehcportal.models.document import FileState, StoredFile
from ehcportal.models.voice import PieceKind
from ehcportal.storage.scan import Infected, Unavailable
from tests.cast import Cast
from tests.circle import Circle, gather, text_of
from tests.saying import EVERYBODY, SAID, add, file_at, opened, pieces
from tests.storage import samples
from tests.storage.recordings import PLACE, film, sound

DRAWN_SCRIPT = b"""<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"""


def giant() -> bytes:
    """Return a picture of some kilobytes that takes 400 million pixels to unpack."""
    made = BytesIO()
    Image.new("1", (20_000, 20_000)).save(made, "PNG")
    return made.getvalue()


GIANT = giant()


@pytest.fixture
def circle(cast: Cast, database: Database) -> Circle:
    with database.unit() as session:
        return gather(session, cast)


def test_words_stand_below_their_topic_and_on_the_timeline(
    cast: Cast, circle: Circle, database: Database
) -> None:
    answer = add(cast, circle, helped="Dad typed it")
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/about-me#topic-like")
    shown = text_of(cast, "parent", circle.at("/about-me"))
    assert SAID in shown
    assert "Dad typed it" in shown
    assert SAID not in text_of(cast, "parent", circle.at("/my-views"))
    told = text_of(cast, "parent", circle.at("/timeline"))
    assert "You added something to About Me" in told
    assert pieces(database)[0].seen_by == ["council"]


def test_a_photo_is_drawn_anew_and_shown_in_place(
    cast: Cast, circle: Circle, database: Database
) -> None:
    assert add(cast, circle, "picture", (samples.picture("JPEG"), "a.jpg")).status_code == 303
    piece = pieces(database)[0]
    shown = opened(cast, "parent", file_at(circle, piece))
    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    assert f'alt="{SAID}"' in text_of(cast, "parent", circle.at("/about-me"))


def test_a_film_loses_its_place_and_has_a_still(
    cast: Cast, circle: Circle, database: Database
) -> None:
    came = film(location=PLACE, comment="Canary")
    assert add(cast, circle, "film", (came, "film.mp4")).status_code == 303
    piece = pieces(database)[0]
    assert (piece.kind, piece.seconds) == (PieceKind.FILM, 2)
    played = opened(cast, "parent", file_at(circle, piece))
    assert played.mimetype == "video/mp4"
    assert b"Canary" not in played.data
    assert b"51.5" not in played.data
    assert opened(cast, "parent", file_at(circle, piece, "still")).mimetype == "image/jpeg"
    shown = text_of(cast, "parent", circle.at("/about-me"))
    assert "<video controls" in shown
    assert file_at(circle, piece, "still") in shown


def test_a_photo_loses_its_place_and_a_film_what_was_hung_on_to_it(
    cast: Cast, circle: Circle, database: Database
) -> None:
    add(cast, circle, "picture", (samples.picture("JPEG", exif=samples.located()), "a.jpg"))
    bundle = samples.zipped({"run.html": "<script>alert(1)</script>"})
    add(cast, circle, "film", (film() + bundle, "film.mp4"))
    photo, clip = pieces(database)
    shown = opened(cast, "parent", file_at(circle, photo)).data
    assert not Image.open(BytesIO(shown)).getexif()
    assert b"PK\x03\x04" not in opened(cast, "parent", file_at(circle, clip)).data


def test_a_player_gets_the_stretch_that_it_asks_for(
    cast: Cast, circle: Circle, database: Database
) -> None:
    add(cast, circle, "sound", (sound(), "note.wav"))
    address = file_at(circle, pieces(database)[0])
    whole = opened(cast, "parent", address)
    assert whole.headers["Accept-Ranges"] == "bytes"
    some = opened(cast, "parent", address, "bytes=100-199")
    assert some.status_code == 206
    assert some.data == whole.data[100:200]
    assert some.headers["Content-Range"] == f"bytes 100-199/{len(whole.data)}"
    beyond = opened(cast, "parent", address, "bytes=99999999-")
    assert beyond.status_code == 416


def test_a_child_who_does_not_read_chooses_symbols(
    cast: Cast, circle: Circle, database: Database
) -> None:
    nothing = add(cast, circle, "symbols")
    assert nothing.status_code == 422
    assert "Choose one symbol or more" in nothing.get_data(as_text=True)
    assert add(cast, circle, "symbols", **{"symbol-happy": "yes"}).status_code == 303
    assert pieces(database)[0].symbols == ["happy"]
    page = BeautifulSoup(text_of(cast, "parent", circle.at("/about-me")), "html.parser")
    assert [each.get_text(strip=True) for each in page.select(".symbols li")] == ["Happy"]


@pytest.mark.parametrize(
    ("kind", "content", "name"),
    [
        ("film", b"\0\0\0\x1cftypisom" + bytes(64), "film.mp4"),
        ("film", b"<script>alert(1)</script>", "film.mp4"),
        ("sound", b"RIFF\0\0\0\0WAVEfmt ", "note.wav"),
        ("picture", b"\xff\xd8\xff\xe0" + bytes(90), "photo.jpg"),
        ("picture", film(), "photo.jpg"),
        ("scan", b"Only words", "scan.txt"),
        ("film", b"", "film.mp4"),
        ("film", samples.zipped({"film.mp4": film()}), "film.mp4"),
        ("picture", GIANT, "photo.png"),
        ("picture", DRAWN_SCRIPT, "photo.svg"),
        ("picture", DRAWN_SCRIPT, "photo.jpg"),
        ("scan", DRAWN_SCRIPT, "scan.png"),
    ],
)
def test_a_file_that_is_refused_leaves_what_was_typed(
    cast: Cast, app: Flask, circle: Circle, database: Database, kind: str, content: bytes, name: str
) -> None:
    answer = add(cast, circle, kind, (content, name), helped="Dad held it", seen=("family",))
    page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    assert answer.status_code == 422
    assert page.select_one("#file-error")
    words = page.select_one("textarea")
    assert words
    assert words.get_text(strip=True) == SAID
    assert page.select_one("#seen-family[checked]")
    assert not page.select_one("#seen-council[checked]")
    assert pieces(database) == []
    assert list(app.extensions["storage"].keys()) == []


def test_a_film_that_is_far_too_large_leaves_what_was_typed(
    cast: Cast, app: Flask, circle: Circle, database: Database
) -> None:
    limits = app.extensions["profile"].limits.model_copy(update={"video_mb": 1})
    app.extensions["profile"] = app.extensions["profile"].model_copy(update={"limits": limits})
    answer = add(cast, circle, "film", (bytes(7_000_000), "film.mp4"), helped="Dad", seen=())
    page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    assert answer.status_code == 413
    refused, words = page.select_one("#file-error"), page.select_one("textarea")
    assert refused
    assert words
    assert "bigger than 1 MB" in refused.get_text()
    assert words.get_text(strip=True) == SAID
    assert page.select_one("#helped[value=Dad]")
    assert not page.select_one("#seen-council[checked]")
    assert pieces(database) == []
    assert list(app.extensions["storage"].keys()) == []


def test_what_was_recorded_now_comes_before_what_was_chosen(
    cast: Cast, circle: Circle, database: Database
) -> None:
    recorded = FileStorage(BytesIO(sound(seconds=3)), filename="recording.webm")
    form = add(cast, circle, "sound", (sound(), "older.wav"), recorded=recorded)
    assert form.status_code == 303
    assert pieces(database)[0].seconds == 3


class Answers:
    """A scanner that always says the same: a real one is asked in tests/storage."""

    def __init__(self, verdict: Any) -> None:
        self.verdict = verdict

    def scan(self, _file: Any) -> Any:
        return self.verdict


def test_nothing_that_is_infected_is_kept_and_nothing_unscanned_is_played(
    cast: Cast, app: Flask, circle: Circle, database: Database
) -> None:
    app.extensions["scanner"] = Answers(Infected("Eicar"))
    assert add(cast, circle, "sound", (sound(), "a.wav")).status_code == 422
    assert list(app.extensions["storage"].keys()) == []
    app.extensions["scanner"] = Answers(Unavailable("down"))
    assert add(cast, circle, "sound", (sound(), "a.wav")).status_code == 303
    assert cast["parent"].get(file_at(circle, pieces(database)[0])).status_code == 404
    assert "We are checking the file" in text_of(cast, "parent", circle.at("/about-me"))
    with database.reading() as session:
        assert session.exec(select(StoredFile.state)).all() == [FileState.SCANNING]


def test_who_changes_their_mind_takes_a_piece_away_with_its_file(
    cast: Cast, app: Flask, circle: Circle, database: Database
) -> None:
    add(cast, circle, "film", (film(), "film.mp4"), seen=EVERYBODY)
    piece = pieces(database)[0]
    assert len(list(app.extensions["storage"].keys())) == 2
    remove = circle.at(f"/voices/{piece.id}/remove")
    assert cast["second_parent"].post(remove).status_code == 404
    assert cast["parent"].post(remove).status_code == 303
    assert opened(cast, "parent", file_at(circle, piece)).status_code == 404
    assert list(app.extensions["storage"].keys()) == []
    gone = pieces(database)[0]
    assert gone.removed_at
    assert (gone.words, gone.file_id, gone.still_file_id) == ("", None, None)
    assert SAID not in text_of(cast, "parent", circle.at("/about-me"))
    assert cast["parent"].post(remove).status_code == 404


def test_a_way_or_topic_that_there_is_not_is_not_found(cast: Cast, circle: Circle) -> None:
    for page in ("/about-me/nothing/words", "/about-me/like/dance", "/my-views/like/words"):
        assert cast["parent"].get(circle.at(page)).status_code == 404
