"""The papers of an archive: forms as they were sent, threads, the timeline, and the index."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlmodel import Session

from ehcportal import clock
from ehcportal.content.labels import label
from ehcportal.content.voices import ABOUT_ME, MY_VIEWS, Voices, load_voices
from ehcportal.domain.dates import date_words, weekday_words
from ehcportal.forms.catalogue import from_source
from ehcportal.forms.fields.base import Context, FileRow
from ehcportal.forms.shared import for_another_adult
from ehcportal.forms.summary import answered, summary
from ehcportal.forms.wording import named_words
from ehcportal.models.account import Account
from ehcportal.models.form import Contribution, FormVersion, Submission
from ehcportal.models.voice import CaseArchive, VoiceOf
from ehcportal.pdf import Pdf, PdfError, render
from ehcportal.pdf.shapes import RecordLine, RecordPaper, RecordSection
from ehcportal.profile import Profile, text
from ehcportal.queries import archive_contents, known, setting_forms, sharing, submissions, voices
from ehcportal.queries import timeline as events
from ehcportal.queries.archive_contents import Headed
from ehcportal.queries.said import Answered, Said
from ehcportal.queries.voices import Piece
from ehcportal.services import papers

MOST_LINES = 20_000
"""Lines of a timeline: far more than any case has."""


def word(key: str) -> str:
    """Return a word of the archive."""
    return label("archive", key)


def _told(answer: Answered | None, *parts: str) -> str:
    """Return what was said and, last, what the council answered."""
    reply = (
        (word("answer"), label("comment_outcome", answer.outcome), answer.reason) if answer else ()
    )
    return "\n".join(filter(None, (*parts, *reply)))


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the papers of one archive, one at a time."""

    session: Session
    archive: CaseArchive
    profile: Profile
    topics: Voices = field(default_factory=load_voices)

    def voices(self) -> Pdf | None:
        """Return About Me and the parents' views in words, or nothing when there is nothing."""
        case_id, account_id = self.archive.case_id, self.archive.account_id
        seen = archive_contents.looking(self.session, case_id, account_id)
        told: dict[str, list[RecordLine]] = {}
        for each in voices.pieces(self.session, seen):
            page = ABOUT_ME if each.voice is VoiceOf.CHILD else MY_VIEWS
            topic = self.topics.topic(page, each.topic)
            heading = f"{label('voice', each.voice)}: {topic.title if topic else each.topic}"
            told.setdefault(heading, []).append(self._said(each))
        sections = [RecordSection(title=head, entries=lines) for head, lines in told.items()]
        return self.record(word("voices_title"), sections) if sections else None

    def _said(self, piece: Piece) -> RecordLine:
        head = f"{label('piece', piece.kind)}, {papers.moment_words(piece.made_at)}"
        helped = f" ({piece.helped_by})" if piece.helped_by else ""
        symbols = self.topics.symbols()
        chosen = ", ".join(symbols.get(each, each) for each in piece.symbols)
        return RecordLine(head=head + helped, text="\n".join(filter(None, (chosen, piece.words))))

    def timeline(self) -> Pdf:
        """Return everything that happened in the case that this person may see."""
        lines = events.for_family(
            self.session, self.archive.case_id, self.archive.account_id, MOST_LINES
        )
        told = [RecordLine(head=weekday_words(line.on), text=line.text) for line in lines]
        return self.record(word("timeline"), [RecordSection(title="", entries=told)])

    def thread(self, thread: Headed) -> Pdf | None:
        """Return a thread with its messages, or nothing when none of them is to be kept."""
        said = archive_contents.said(
            self.session, self.archive.case_id, self.archive.account_id, thread.id
        )
        lines = [
            RecordLine(
                head=f"{word('you') if each.is_own else each.author}, "
                f"{papers.moment_words(each.sent_at)}",
                text=each.body,
            )
            for each in said
        ]
        if not lines:
            return None
        return self.record(thread.title, [RecordSection(title="", entries=lines)])

    def comments(self, said: Said) -> Pdf:
        """Return what the person sent about the plan, with the council's answers."""
        lines = [
            RecordLine(
                head=f"{each.section}: {label('verdict', each.verdict)}",
                text=_told(each.answer, each.text, each.proposed, each.evidence),
            )
            for each in said.comments
        ]
        accepted = word("accepted") if said.row.accepts_as_it_is else ""
        meeting = label("meeting", said.row.meeting) if said.row.meeting else ""
        whole = _told(said.answer, accepted, said.row.overall, meeting, said.row.meeting_when)
        if whole:
            lines.append(RecordLine(head=word("whole_plan"), text=whole))
        return self.record(word("comments"), [RecordSection(title="", entries=lines)])

    def own_form(self, form: Headed) -> Pdf:
        """Return a form that the person has sent, with what else belongs to it."""
        found = submissions.own(self.session, form.id, self.archive.account_id)
        if found is None:
            raise PdfError("the form is gone")
        sent, version = found
        files = submissions.files(self.session, sent.id)
        definition = from_source(version.source, sent.language)
        context = self._context(
            FileRow(each.id, each.question_id, each.name, each.size, each.state) for each in files
        )
        return papers.of_submission(
            sent,
            definition,
            answered(summary(definition, sent.answers, context)),
            files,
            sender=self.session.get_one(Account, self.archive.account_id).name,
            profile=self.profile,
        )

    def added_later(self, form: Headed) -> Pdf | None:
        """Return what the person added to a form after it was sent."""
        found = submissions.additions(self.session, form.id)
        lines = [self._added(each) for each in found if each.account_id == self.archive.account_id]
        if not lines:
            return None
        return self.record(word("added_later"), [RecordSection(title=form.title, entries=lines)])

    def shared_form(self, form: Headed) -> Pdf:
        """Return what a sharing rule opens of another adult's form; not who they are."""
        found = sharing.shared_form(
            self.session, self.archive.case_id, self.archive.account_id, form.id
        )
        return self._for_another(found, "the form is no longer shared")

    def form_of_setting(self, form: Headed) -> Pdf:
        """Return what the family reads of a form that a school or college sent."""
        found = setting_forms.one(self.session, self.archive.case_id, form.id)
        return self._for_another(found, "the form is withheld")

    def _for_another(self, found: tuple[Submission, FormVersion] | None, why_not: str) -> Pdf:
        if found is None:
            raise PdfError(why_not)
        sent, version = found
        definition = from_source(version.source, sent.language)
        words = {**papers.council_words(self.profile), **named_words(sent.about)}
        context = Context(today=clock.today(), signed_in=True, words=words)
        sections = for_another_adult(definition, summary(definition, sent.answers, context))
        return papers.of_shared(sent, definition, sections, self.profile)

    def index(self, listed: "Listed") -> Pdf:
        """Return the index as paper."""
        return self.record(word("title"), listed.sections(), intro=listed.intro())

    def record(
        self, title: str, sections: list[RecordSection], *, intro: list[str] | None = None
    ) -> Pdf:
        """Return lines under headings as paper."""
        if not any(section["entries"] for section in sections):
            intro = [*(intro or []), word("nothing")]
        return render(
            "record",
            RecordPaper(
                council=text(self.profile.council.name),
                accent=self.profile.theme.light.accent,
                title=title,
                sections=sections,
                intro=intro or [],
            ),
        )

    def _added(self, each: Contribution) -> RecordLine:
        return RecordLine(head=papers.moment_words(each.added_at), text=each.text)

    def _context(self, files: Iterable[FileRow]) -> Context:
        today = clock.today()
        return Context(
            today=today,
            signed_in=True,
            people=known.people(self.session, self.archive.account_id, today),
            files=tuple(files),
            words=papers.council_words(self.profile),
        )


@dataclass
class Listed:
    """What is in an archive and what is not, for the index."""

    there: list[str] = field(default_factory=list)
    missing: list[tuple[str, str]] = field(default_factory=list)
    """What was left out, each with the key of the reason."""

    def leave_out(self, title: str, why: str) -> None:
        """Note what is not there."""
        self.missing.append((title, why))

    def intro(self) -> list[str]:
        """Return what is said before the lists."""
        day = date_words(clock.today())
        return [
            word("made_on").replace("{day}", day),
            word("yours_alone"),
            word("keep_safe"),
        ]

    def sections(self) -> list[RecordSection]:
        """Return the two lists."""
        missing = [RecordLine(head=title, text=word(why)) for title, why in self.missing]
        return [
            RecordSection(
                title=word("what_is_in"), entries=[RecordLine(text=name) for name in self.there]
            ),
            RecordSection(
                title=word("left_out"),
                entries=missing or [RecordLine(text=word("nothing_left_out"))],
            ),
        ]

    def plain(self) -> str:
        """Return the index as plain text, with the line ends that every system reads."""
        lines = [word("title"), "", *self.intro()]
        for section in self.sections():
            lines += ["", section["title"], ""]
            lines += [": ".join(filter(None, (each.get("head"), each["text"])))
                      for each in section["entries"]]  # fmt: skip
        return "\r\n".join([*lines, ""])
