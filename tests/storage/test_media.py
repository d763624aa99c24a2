"""A recording is written anew: it plays, says how long it is, and no longer says where it was."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from ehcportal.storage.checks.refusals import RefusalError
from ehcportal.storage.media import prepared
from tests.storage.recordings import PLACE, film, sound

TOLD = {"location": PLACE, "comment": "Canary of the place"}


@pytest.mark.parametrize(
    ("kind", "codec"), [("mp4", "mpeg4"), ("mov", "mpeg4"), ("webm", "libvpx")]
)
def test_a_film_keeps_its_pictures_and_loses_where_it_was_made(kind: str, codec: str) -> None:
    came = film(kind, codec, **TOLD)
    assert b"Canary" in came
    with prepared(BytesIO(came), kind) as kept:
        content = kept.path.read_bytes()
    assert b"Canary" not in content
    assert b"51.5" not in content
    assert kept.is_film
    assert kept.seconds == 2
    assert kept.mime == ("video/webm" if kind == "webm" else "video/mp4")


def test_a_film_has_a_still_in_its_own_colours() -> None:
    with prepared(BytesIO(film()), "mp4") as kept:
        assert kept.still
        red, green, _blue = Image.open(BytesIO(kept.still)).convert("RGB").getpixel((9, 9))
    assert red > 200
    assert green < 50


def test_a_voice_note_loses_who_made_it_and_has_no_still() -> None:
    came = sound(artist="Canary of a name")
    assert b"Canary" in came
    with prepared(BytesIO(came), "wav") as kept:
        content = kept.path.read_bytes()
    assert b"Canary" not in content
    assert (kept.mime, kept.seconds, kept.is_film, kept.still) == ("audio/wav", 2, False, None)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("wav", b"RIFF\0\0\0\0WAVEfmt "),
        ("mp4", b"\0\0\0\x1cftypisom" + bytes(64)),
        ("mp4", film()[:300]),
        ("mp3", b"ID3\x04\0\0\0\0\0\0" + bytes(64)),
        ("webm", b"\x1a\x45\xdf\xa3" + bytes(64)),
        ("mov", b"#EXTM3U\nfile:///etc/passwd\n"),
        ("ogg", b"OggS" + b"\xff" * 200),
    ],
)
def test_what_cannot_be_played_is_refused(kind: str, content: bytes) -> None:
    with pytest.raises(RefusalError), prepared(BytesIO(content), kind):
        pass


def test_a_picture_that_takes_too_much_to_unpack_is_refused() -> None:
    with pytest.raises(RefusalError), prepared(BytesIO(film()), "mp4", pixels=1000):
        pass


def test_nothing_of_a_recording_stays_in_the_folder_for_a_while() -> None:
    with prepared(BytesIO(sound()), "wav") as kept:
        folder: Path = kept.path.parent
        assert folder.exists()
    assert not folder.exists()
