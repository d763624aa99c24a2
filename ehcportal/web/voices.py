"""What every page with pieces of somebody's own voice needs: the topics, and their files."""

from pathlib import Path
from typing import Any

from flask import Response, abort, current_app

from ehcportal import db
from ehcportal.content.voices import ABOUT_ME, MY_VIEWS, Voices, voices_of
from ehcportal.models.voice import VoiceOf
from ehcportal.queries import voices
from ehcportal.queries.voice_sight import Looking
from ehcportal.queries.voices import Piece
from ehcportal.web.downloads import hand_out
from ehcportal.web.reads import note_reading

FILE, STILL = "file", "still"


def own_words() -> Voices:
    """Return the council's topics and symbols; the product's while their file is faulty."""
    instance: Path = current_app.extensions["settings"].instance
    return voices_of(instance)


def hand_out_piece(looking: Looking, piece_id: str, part: str) -> Response:
    """Answer with the file of a piece or its still; 404 for what this person may not see."""
    if part not in {FILE, STILL}:
        abort(404)
    found = voices.file_of(db.session(), looking, piece_id, still=part == STILL)
    if found is None:
        abort(404)
    stored, piece = found
    if part == FILE:
        note_reading("read_file", "stored_file", stored.id, case_id=looking.case_id)
    ending = stored.mime.rpartition("/")[2]
    return hand_out(stored, f"{piece.topic}.{ending}", to_read=True)


def shown_to(looking: Looking) -> dict[str, Any]:
    """Return what a page shows to who may only look: the pieces of both pages, by topic."""
    found = voices.pieces(db.session(), looking)
    pages = [(voice, told(found, voice)) for voice in VoiceOf]
    return {"pages": pages, "symbols": own_words().symbols()}


def told(pieces: list[Piece], voice: VoiceOf) -> list[tuple[str, list[Piece]]]:
    """Return the topics of a page about which something was said, each with its pieces.

    A topic that the council took away since keeps its pieces, at the end.
    """
    page = ABOUT_ME if voice is VoiceOf.CHILD else MY_VIEWS
    titles = {each.key: each.title for each in own_words().topics(page)}
    by_topic: dict[str, list[Piece]] = {key: [] for key in titles}
    for each in pieces:
        if each.voice is voice:
            by_topic.setdefault(each.topic, []).append(each)
    return [(titles.get(key, key), found) for key, found in by_topic.items() if found]
