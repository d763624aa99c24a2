"""One portal and one database that is as it was made at the beginning of each history."""

import hashlib
import itertools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path

import holidays
import time_machine
from flask import Flask
from sqlmodel import Session, SQLModel, col, select

from ehcportal import clock
from ehcportal.content.letter_words import LetterWords, fill_in
from ehcportal.content.letters import letter_book
from ehcportal.domain.facts import CaseFacts
from ehcportal.models.case import Case
from ehcportal.models.document import FileState
from ehcportal.models.person import Person
from ehcportal.models.setting import Setting, SettingRole
from ehcportal.queries import case_facts, cases, document_readers, letter_values
from ehcportal.queries.counting import case_journey, counting
from ehcportal.security.audit import Trace
from ehcportal.services import clockwork
from ehcportal.services.endings.closing import Acting
from ehcportal.services.endings.family import Outgoing
from ehcportal.services.letters import Addressees, Made
from ehcportal.services.reviews.standing import Desk
from ehcportal.services.uploads import Kept
from tests import factories
from tests.cast import Cast
from tests.domain.second_count import SECOND
from tests.kept import Kept as Portal
from tests.schools import place, post

BORN = date(2018, 5, 10)
"""Between two schools in no year of any history."""

STAFF_ONLY = "marzipan"
"""Stands in everything that staff write for themselves. No page of a family says it."""

FREE = frozenset(holidays.country_holidays("GB", subdiv="ENG", years=range(2020, 2034)))
LONG_AGO = datetime(2022, 6, 1, 9, tzinfo=UTC)
BOOK = letter_book()
TABLES = tuple(each.name for each in SQLModel.metadata.sorted_tables)
HOW_MANY = "SELECT " + ", ".join(f'(SELECT count(*) FROM "{each}")' for each in TABLES)
NUMBERS = itertools.count()


def said(on: date) -> str:
    """Return a day as people read it."""
    return f"{on.day} {on:%B %Y}"


def letter_text(letter: Outgoing) -> str:
    """Return all words of a letter."""
    return " ".join(" ".join(each.lines) for each in letter.made.words.parts)


def at_noon(day: date) -> datetime:
    """Noon is the same day in London all year."""
    return datetime.combine(day, time(12), tzinfo=UTC)


class Stage:
    """A child with a parent, a school and a caseworker, and nothing that has happened yet."""

    def __init__(self, folder: Path, template: Path) -> None:
        self.file, self.clean = folder / "history.db", folder / "clean.db"
        shutil.copy(template, self.file)
        portal = Portal(folder / "instance", f"sqlite:///{self.file}", "standard")
        with time_machine.travel(LONG_AGO, tick=False):
            self.app: Flask = portal.app()
            self.database = self.app.extensions["database"]
            self.cast = Cast.enter(self.app)
            with self.database.unit() as session:
                self._furnish(session)
        self.profile = self.app.extensions["profile"]
        self.ring = self.app.extensions["keyring"]
        self._put_aside()

    def _furnish(self, session: Session) -> None:
        who = self.cast.accounts
        child = factories.person(session, birth_date=BORN)
        self.child = child.id
        factories.relationship(session, who["parent"], child)
        self.settings = [self._setting(session, number) for number in range(4)]
        place(session, child, session.get_one(Setting, self.settings[0]))
        post(session, self.settings[0], who["senco"].id, SettingRole.SENCO)
        for each in self.settings[1:]:
            post(session, each, who["other_senco"].id, SettingRole.SENCO)
        self.staff, self.manager = Trace(who["caseworker"].id), Trace(who["manager"].id)
        self.parent = Trace(who["parent"].id)

    def bring_the_other_parent(self) -> None:
        """Let the child have two parents, each with an account."""
        with time_machine.travel(LONG_AGO, tick=False), self.unit() as session:
            child = session.get_one(Person, self.child)
            factories.relationship(session, self.cast.accounts["second_parent"], child)

    @staticmethod
    def _setting(session: Session, number: int) -> str:
        name = f"School {number}"
        made = Setting(urn=f"20000{number}", name=name, name_folded=name.casefold())
        session.add(made)
        session.flush()
        return made.id

    def _put_aside(self) -> None:
        self.database.engine.dispose()
        with self.database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        self.database.engine.dispose()
        shutil.copy(self.file, self.clean)

    def undo(self) -> None:
        """Let nothing have happened."""
        self.database.engine.dispose()
        for ending in ("-wal", "-shm"):
            self.file.with_name(self.file.name + ending).unlink(missing_ok=True)
        shutil.copy(self.clean, self.file)
        self.cast.players.clear()

    @contextmanager
    def unit(self) -> Iterator[Session]:
        """What one press of a button does: all of it, or nothing."""
        with self.database.unit() as session:
            yield session

    def desk(self, session: Session) -> Desk:
        """Return what services of reviews need."""
        return Desk(session, self.staff, self.ring, self.profile)

    def acting(self, session: Session, case_id: str) -> Acting:
        """Return who ends and moves cases, with the case as it is now."""
        return Acting(self.staff, self.ring, case_id, session.get_one(Case, case_id).version)

    def counting(self):  # noqa: ANN201
        """Return how the council counts."""
        return counting(self.profile)

    def facts(self, case_id: str) -> CaseFacts:
        """Return what has happened, as the portal reads it."""
        with self.database.reading() as session:
            return case_facts.for_case(session, case_id)

    def rows(self) -> dict[str, int]:
        """Return how many rows each table has."""
        with self.database.reading() as session:
            found = session.connection().exec_driver_sql(HOW_MANY).one()
        return dict(zip(TABLES, found, strict=True))

    def pass_the_night(self) -> None:
        """Do what the worker does once a day."""
        clockwork.work_out_the_day(self.database, self.profile)

    def paper(self) -> Kept:
        """Return a file that is as good as stored."""
        key = f"history-{next(NUMBERS)}"
        told = hashlib.sha256(key.encode()).hexdigest()
        pdf = "application/pdf"
        return Kept(f"{key}.pdf", key, None, told, 1, pdf, "pdf", FileState.CLEAN)

    def words(self, session: Session, case_id: str, key: str, **more: str) -> LetterWords:
        """Return a letter as the portal fills it in."""
        told = case_journey(case_facts.for_case(session, case_id), self.profile, clock.today())
        head = cases.head(session, case_id)
        values = letter_values.of_case(head, told.dates, self.profile)
        filled = {**dict.fromkeys(BOOK.names, "As we said"), **values, **more, "replaces": ""}
        return fill_in(BOOK, BOOK.letter(key), filled)

    def letter(self, session: Session, case_id: str, key: str, **more: str) -> Outgoing:
        """Return a letter that is ready to go to the family."""
        case = session.get_one(Case, case_id)
        family = document_readers.readers(session, case).family
        to = Addressees([each.account_id for each in family], alerted=True)
        words = self.words(session, case_id, key, **more)
        made = Outgoing(Made(words, self.paper()), to)
        if any(each.key == "time_limit" for each in BOOK.letter(key).blocks):
            last = SECOND["appeal"](clock.today(), FREE)
            assert said(last) in letter_text(made), f"{key} does not say {last}"
        return made

    def case(self) -> str:
        """Return the one case, which its first request opened; empty before."""
        with self.database.reading() as session:
            return session.exec(select(Case.id).order_by(col(Case.opened_on))).first() or ""
