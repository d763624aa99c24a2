"""About Me, and My Parent / Carer's Views: in words, pictures, sound, film, symbols (row S03)."""

from typing import BinaryIO, cast

from flask import Blueprint, abort, current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from ehcportal import db
from ehcportal.blueprints.family.case_pages import CasePage, open_page
from ehcportal.blueprints.family.voice_fields import Asked, asked_about, empty_form, read_said
from ehcportal.models.voice import VoiceOf
from ehcportal.policy import Action, Relation
from ehcportal.queries import voices as shown
from ehcportal.queries.standing import Standing
from ehcportal.queries.voice_sight import Audience, Looking
from ehcportal.services import voice_files, voices
from ehcportal.services.uploads import Unwanted, limits_of
from ehcportal.services.voice_files import KeptVoice
from ehcportal.web import (
    actor_trace,
    current_person,
    current_profile,
    logins,
    once,
    open_case,
    policy,
    render,
    see_other,
)
from ehcportal.web.incoming import gate
from ehcportal.web.oversized import is_oversized
from ehcportal.web.posted import Posted
from ehcportal.web.voices import hand_out_piece, own_words

bp = Blueprint("family_voices", __name__, url_prefix="/cases/<case_id>")

VOICES = {"about-me": VoiceOf.CHILD, "my-views": VoiceOf.PARENT}


@bp.get("/about-me", defaults={"page": "about-me"})
@bp.get("/my-views", defaults={"page": "my-views"})
@policy(Action.SEE_VOICE)
def index(case_id: str, page: str) -> ResponseReturnValue:
    """Show each topic with what was said about it, as far as this person may see it."""
    here = open_page(case_id, to=Action.SEE_VOICE)
    found = shown.pieces(db.session(), _looking(here.standing), VOICES[page])
    return render(
        "family/voices.html",
        here=here,
        which=page,
        topics=own_words().topics(page.replace("-", "_")),
        pieces=found,
        symbols=own_words().symbols(),
        news=logins.take_news(),
    )


@bp.get("/about-me/<topic>/<kind>", defaults={"page": "about-me"})
@bp.get("/my-views/<topic>/<kind>", defaults={"page": "my-views"})
@policy(Action.ADD_VOICE)
def new(case_id: str, page: str, topic: str, kind: str) -> ResponseReturnValue:
    """Ask for one piece, who helped, and who may see it."""
    here = open_page(case_id, to=Action.ADD_VOICE)
    return _form(here, _asked(page, topic, kind), empty_form())


@bp.post("/about-me/<topic>/<kind>", defaults={"page": "about-me"})
@bp.post("/my-views/<topic>/<kind>", defaults={"page": "my-views"})
@policy(Action.ADD_VOICE)
@once
def add(case_id: str, page: str, topic: str, kind: str) -> ResponseReturnValue:
    """Keep a piece. What cannot be taken says why, and what was typed stays (422, 413)."""
    here = open_page(case_id, to=Action.ADD_VOICE)
    asked = _asked(page, topic, kind)
    form, said = read_said(asked)
    kept = _received(form, asked)
    if form.errors:
        _throw_away(kept)
        return _form(here, asked, form, 413 if is_oversized() else 422)
    session = db.writing()
    try:
        voices.check_room(session, case_id, kept, current_profile())
    except Unwanted as unwanted:
        db.forget()
        _throw_away(kept)
        form.errors[asked.first_field] = str(unwanted)
        return _form(here, asked, form, 422)
    voices.add(session, actor_trace(), here.standing.case, said, kept)
    logins.leave_news(_("It is added. You can take it away again at any time."))
    return see_other(url_for(".index", case_id=case_id, page=page) + f"#topic-{topic}")


@bp.post("/voices/<piece_id>/remove")
@policy(Action.ADD_VOICE)
@once
def remove(case_id: str, piece_id: str) -> ResponseReturnValue:
    """Take away what this person made: its file goes, and the row says so."""
    standing = open_case(case_id, to=Action.ADD_VOICE)
    delete = current_app.extensions["storage"].delete
    session, looking = db.writing(), _looking(standing)
    try:
        piece = voices.remove(session, actor_trace(), looking, piece_id, delete=delete)
    except LookupError:
        db.forget()
        abort(404)
    logins.leave_news(_("It is taken away. Nobody can see it any more."))
    page = "about-me" if piece.voice is VoiceOf.CHILD else "my-views"
    return see_other(url_for(".index", case_id=case_id, page=page))


@bp.get("/voices/<piece_id>/<part>")
@policy(Action.SEE_VOICE)
def file(case_id: str, piece_id: str, part: str) -> ResponseReturnValue:
    """Give out the file of a piece, whole or the stretch that a player asks for."""
    standing = open_case(case_id, to=Action.SEE_VOICE)
    return hand_out_piece(_looking(standing), piece_id, part)


def _looking(standing: Standing) -> Looking:
    return Looking.at(standing, current_person().account_id, Audience.FAMILY)


def _asked(page: str, topic: str, kind: str) -> Asked:
    return asked_about(page, topic, kind, VOICES[page]) or abort(404)


def _received(form: Posted, asked: Asked) -> KeptVoice | None:
    """Store the file before any transaction; without one, or with other errors, say so."""
    if not asked.takes_file:
        return None
    sent = _recorded_or_chosen()
    if is_oversized():
        form.errors["file"] = str(voice_files.too_big(limits_of(current_profile()), asked.kind))
    elif sent is None:
        form.errors["file"] = asked.no_file
    try:
        if sent is not None and not form.errors:
            stream = cast(BinaryIO, sent.stream)
            return voice_files.receive(gate(), stream, sent.filename or "", asked.kind)
    except Unwanted as unwanted:
        form.errors["file"] = str(unwanted)
    finally:
        for each in request.files.values():
            each.close()
    return None


def _recorded_or_chosen() -> FileStorage | None:
    """Return the file of this post: what was recorded just now comes before what was chosen."""
    files = (request.files.get(name) for name in ("recorded", "file"))
    return next((each for each in files if each and each.filename), None)


def _throw_away(kept: KeptVoice | None) -> None:
    for key in kept.keys if kept else []:
        current_app.extensions["storage"].delete(key)


def _form(here: CasePage, asked: Asked, form: Posted, status: int = 200) -> ResponseReturnValue:
    return render(
        "family/voice_form.html",
        status=status,
        here=here,
        asked=asked,
        form=form,
        is_own_page=Relation.YOUNG_PERSON in here.standing.relations,
        symbols=own_words().symbols(),
    )
