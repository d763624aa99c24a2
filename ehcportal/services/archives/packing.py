"""What goes into an archive, one entry after the other, and what is said of it in the index."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import BinaryIO

import structlog
from sqlmodel import Session

from ehcportal import clock
from ehcportal.models.document import FileState
from ehcportal.pdf import Pdf, PdfError
from ehcportal.queries import archive_contents, representations, setting_forms, sharing
from ehcportal.queries.archive_contents import Headed, HeldFile
from ehcportal.services.archives.names import ending_of, numbered, without_ending
from ehcportal.services.archives.papers import Listed, Maker, word
from ehcportal.services.archives.zipping import Entry
from ehcportal.storage import Storage, StorageError

log = structlog.get_logger(__name__)

PDF, TEXT = "application/pdf", "text/plain"
WHY = {FileState.BLOCKED: "blocked"}
"""Why a file that is not clean is left out; any other is still being checked."""

Make = Callable[[], Pdf | None]


@dataclass
class Packing:
    """Packs one archive: first it is listed what there is, then each thing is fetched or made."""

    maker: Maker
    storage: Storage
    told: Callable[[int, int], None]
    """Is told how many things are done, and of how many."""
    listed: Listed = field(default_factory=Listed)
    done: int = 0
    _numbers: dict[str, int] = field(default_factory=dict)

    def entries(self) -> Iterator[Entry]:
        """Yield every entry, the index last: by then it is known what is there."""
        steps = [
            *self._documents(),
            *self._forms(),
            *self._comments(),
            *self._messages(),
            self._timeline,
            *self._voices(),
        ]
        for step in steps:
            self.told(self.done, len(steps))
            yield from step()
            self.done += 1
        self.told(self.done, len(steps))
        self._what_was_taken_back()
        yield from self._index()

    def _documents(self) -> list["Step"]:
        found = archive_contents.documents(*self._whose)
        return [self._file(word("documents"), each) for each in found]

    def _forms(self) -> list["Step"]:
        session = self.maker.session
        steps: list[Step] = []
        for form in archive_contents.own_forms(*self._whose):
            steps += [
                self._paper(word("forms"), form, partial(self.maker.own_form, form)),
                self._paper(
                    word("forms"),
                    Headed(form.id, f"{form.title}, {word('added_later')}", form.at),
                    partial(self.maker.added_later, form),
                ),
                *self._files_of(form),
                *self._files_added(form),
            ]
        for shared in sharing.shared_forms(session, *self._whose[1:]):
            form = Headed(shared.id, f"{shared.title}, {word('shared')}", shared.submitted_at)
            steps.append(self._paper(word("forms"), form, partial(self.maker.shared_form, form)))
            steps += self._files_of(form)
        return [*steps, *self._of_settings()]

    def _of_settings(self) -> list["Step"]:
        """What the school or college wrote to us, as they read it, and what they added to it."""
        session, case_id, account_id = self._whose
        steps: list[Step] = []
        if not setting_forms.may_read(session, case_id, account_id):
            return steps
        for sent in setting_forms.forms(session, case_id):
            form = Headed(sent.id, sent.title, sent.submitted_at)
            theirs = replace(form, title=f"{word('of_setting')}, {sent.title}")
            own = replace(form, title=f"{word('added_later')}, {sent.title}")
            steps += [
                self._paper(word("forms"), theirs, partial(self.maker.form_of_setting, form)),
                self._paper(word("forms"), own, partial(self.maker.added_later, form)),
                *self._files_added(form),
            ]
        return steps

    def _comments(self) -> list["Step"]:
        """What was said of the plan, each time it was sent, with the files that show it."""
        steps: list[Step] = []
        for said in representations.sent_by(*self._whose):
            paper = Headed(said.row.id, word("comments"), said.row.sent_at or said.row.began_at)
            steps.append(self._paper(word("forms"), paper, partial(self.maker.comments, said)))
            files = archive_contents.files_of_comments(self.maker.session, said)
            steps += [self._file(word("forms"), each) for each in files]
        return steps

    def _files_of(self, form: Headed) -> list["Step"]:
        files = archive_contents.files_of_form(self.maker.session, form)
        return [self._file(word("forms"), each) for each in files]

    def _files_added(self, form: Headed) -> list["Step"]:
        account_id = self._whose[-1]
        files = archive_contents.files_added(self.maker.session, form, account_id)
        return [self._file(word("forms"), each) for each in files]

    def _messages(self) -> list["Step"]:
        folder = word("messages")
        threads = [
            self._paper(folder, thread, partial(self.maker.thread, thread))
            for thread in archive_contents.threads(*self._whose)
        ]
        files = archive_contents.files_of_messages(*self._whose)
        return threads + [self._file(folder, each) for each in files]

    def _timeline(self) -> Iterator[Entry]:
        yield from self._made(word("timeline"), f"{word('timeline_file')}.pdf", self.maker.timeline)

    def _voices(self) -> list["Step"]:
        """What was said in one's own ways: the words on one paper, and the files."""
        folder = word("voices")
        paper = f"{folder}/{word('voices_title')}.pdf"
        words = partial(self._made, word("voices_title"), paper, self.maker.voices)
        files = archive_contents.files_of_voices(*self._whose)
        return [words, *(self._file(folder, each) for each in files)]

    def _index(self) -> Iterator[Entry]:
        plain = self.listed.plain().encode("utf-8-sig")
        yield from self._made(
            word("title"), f"{word('index_file')}.pdf", lambda: self.maker.index(self.listed)
        )
        yield _entry(f"{word('index_file')}.txt", clock.now(), plain, TEXT)

    def _what_was_taken_back(self) -> None:
        for at in archive_contents.taken_back(*self._whose):
            day = clock.london_day(at)
            title = word("withdrawn_document").replace("{day}", f"{day.day} {day:%B %Y}")
            self.listed.leave_out(title, "withdrawn")

    def _file(self, folder: str, held: HeldFile) -> "Step":
        def step() -> Iterator[Entry]:
            if FileState(held.state) is not FileState.CLEAN:
                self.listed.leave_out(held.title, WHY.get(FileState(held.state), "scanning"))
                return
            try:
                file = self.storage.open(held.storage_key)
            except StorageError:
                log.error("archive_file_missing")
                self.listed.leave_out(held.title, "unreadable")
                return
            name = self._name(folder, held.at, without_ending(held.title), ending_of(held.name))
            self.listed.there.append(name)
            yield Entry(name, held.at, held.size, held.mime, lambda: file)

        return step

    def _paper(self, folder: str, of: Headed, make: Make) -> "Step":
        def step() -> Iterator[Entry]:
            made = self._pdf(of.title, make)
            if made is not None:
                name = self._name(folder, of.at, of.title, ".pdf")
                self.listed.there.append(name)
                yield _entry(name, of.at, made.content, PDF)

        return step

    def _made(self, title: str, name: str, make: Make) -> Iterator[Entry]:
        made = self._pdf(title, make)
        if made is not None:
            self.listed.there.append(name)
            yield _entry(name, clock.now(), made.content, PDF)

    def _pdf(self, title: str, make: Make) -> Pdf | None:
        """Make a paper; one that cannot be made is left out, and the rest goes on."""
        try:
            return make()
        except PdfError:
            self.listed.leave_out(title, "unreadable")
            return None

    def _name(self, folder: str, at: datetime, title: str, ending: str) -> str:
        self._numbers[folder] = self._numbers.get(folder, 0) + 1
        return numbered(folder, self._numbers[folder], at, title, ending)

    @property
    def _whose(self) -> tuple[Session, str, str]:
        return self.maker.session, self.maker.archive.case_id, self.maker.archive.account_id


Step = Callable[[], Iterator[Entry]]


def _entry(name: str, at: datetime, content: bytes, mime: str) -> Entry:
    def opened() -> BinaryIO:
        return BytesIO(content)

    return Entry(name, at, len(content), mime, opened)
