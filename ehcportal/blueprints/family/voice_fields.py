"""The form of one piece: what is asked for each way of saying something (forms 6 and 7)."""

from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _

from ehcportal.content.voices import Topic
from ehcportal.forms.fields.base import paragraphs
from ehcportal.models.voice import PieceKind, VoiceOf
from ehcportal.queries.voice_sight import Audience
from ehcportal.services.voices import Said
from ehcportal.web import current_profile, posted
from ehcportal.web.posted import Posted
from ehcportal.web.voices import own_words

WORDS_LENGTH = 5000
HELPED_LENGTH = 150
KINDS = {each.value: each for each in PieceKind}
ACCEPT = {
    PieceKind.PICTURE: "image/*",
    PieceKind.SCAN: "image/*,application/pdf",
    PieceKind.SOUND: "audio/*",
    PieceKind.FILM: "video/*",
}
CAPTURE = {PieceKind.PICTURE: "environment", PieceKind.SOUND: "user", PieceKind.FILM: "user"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A piece that is asked for: on which page, about what, in which way."""

    page: str
    voice: VoiceOf
    topic: Topic
    kind: PieceKind

    @property
    def takes_file(self) -> bool:
        """Whether a file belongs to it."""
        return self.kind in ACCEPT

    @property
    def accept(self) -> str:
        """What the phone offers to choose or to record."""
        return ACCEPT[self.kind]

    @property
    def capture(self) -> str | None:
        """Which side the phone records with; none where there is nothing to record."""
        return CAPTURE.get(self.kind)

    @property
    def megabytes(self) -> int:
        """How large the file may be."""
        limits = current_profile().limits
        if self.kind in {PieceKind.SOUND, PieceKind.FILM}:
            return limits.video_mb
        return limits.picture_mb

    @property
    def first_field(self) -> str:
        """The field that an error about the whole piece leads to."""
        if self.kind is PieceKind.SYMBOLS:
            return f"symbol-{next(iter(own_words().symbols()))}"
        return "file" if self.takes_file else "words"

    @property
    def no_file(self) -> str:
        """What is said when nothing was chosen."""
        words: dict[PieceKind, str] = {
            PieceKind.PICTURE: _("Take a photo or choose a picture"),
            PieceKind.SCAN: _("Choose the scan"),
            PieceKind.SOUND: _("Record a voice note or choose one"),
            PieceKind.FILM: _("Record a film or choose one"),
        }
        return words[self.kind]


def asked_about(page: str, topic: str, kind: str, voice: VoiceOf) -> Asked | None:
    """Return what an address asks for, or nothing when there is no such topic or way."""
    found = own_words().topic(page.replace("-", "_"), topic)
    if found is None or kind not in KINDS:
        return None
    return Asked(page, voice, found, KINDS[kind])


def empty_form() -> Posted:
    """Return the form as it opens: the council may see it unless somebody unticks that."""
    return posted.empty(**{f"seen-{Audience.COUNCIL.value}": "yes"})


def read_said(asked: Asked) -> tuple[Posted, Said]:
    """Read the form and note what has to be put right; the file is looked at later."""
    symbols = list(own_words().symbols())
    fields = ("words", "helped", *(f"seen-{each.value}" for each in Audience))
    of_symbols = tuple(f"symbol-{each}" for each in symbols)
    form = posted.read(*fields, *(of_symbols if asked.kind is PieceKind.SYMBOLS else ()))
    form.values["words"] = paragraphs(request.form.get("words", "")).strip()
    chosen = [each for each in symbols if form[f"symbol-{each}"]]
    _check(form, asked, chosen)
    seen_by = [each.value for each in Audience if form[f"seen-{each.value}"]]
    said = Said(
        asked.voice, asked.topic.key, asked.kind, form["words"], chosen, form["helped"], seen_by
    )
    return form, said


def _check(form: Posted, asked: Asked, chosen: list[str]) -> None:
    too_long = _("This can have up to %(limit)s characters", limit=WORDS_LENGTH)
    form.at_most("words", WORDS_LENGTH, too_long)
    shorter = _("This can have up to %(limit)s characters", limit=HELPED_LENGTH)
    form.at_most("helped", HELPED_LENGTH, shorter)
    if asked.kind is PieceKind.WORDS:
        form.require("words", _("Write something"))
    if asked.kind is PieceKind.SYMBOLS and not chosen:
        form.errors[asked.first_field] = _("Choose one symbol or more")
