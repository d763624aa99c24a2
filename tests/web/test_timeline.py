"""The Case Timeline has a plain line for every kind of event, and for nobody else's (row S11)."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup
from sqlmodel import Session, select

from ehcportal.content.events import own_sentences
from ehcportal.content.texts import every_language, names_in
from ehcportal.db import Database
from ehcportal.models.account import Account
from ehcportal.models.event import Event, EventAudience
from ehcportal.models.person import RelationshipKind, View
from ehcportal.queries import timeline
from tests import factories
from tests.cast import Cast

MARKED = "Kingfisher"
FACTS = {
    "title": "Letter",
    "role": "School nurse",
    "outcome": "yes",
    "step": "mediation",
    "number": "2",
    "section": "F",
    "until": "3 June 2026",
    "who": "Speech therapy",
    "how": "by post",
    "day": "2 June 2026",
    "to": "Brookshire Health Board",
    "missing": f"{MARKED} gap",
    "was": "4 May 2026",
    "now": "1 May 2026",
    "setting": "Millbrook School",
    "council": "Heatherdale Council",
    "page": "About Me",
    "reference": "BR-R-2026-7",
    "reason": f"{MARKED} reason",
    "seen": f"{MARKED} seen",
    "by": f"{MARKED} writer",
    "for": f"{MARKED} reader",
}
KINDS = own_sentences()
AT_ONCE = 60
"""How many kinds stand on one timeline: a page of it shows 200 lines."""


@dataclass
class Told:
    """Cases on whose timelines each kind of event stands once for each audience."""

    cast: Cast
    case_ids: list[str]

    def lines(self, who: str = "parent") -> list[str]:
        """Return the lines that somebody reads, without their dates."""
        return [line for case_id in self.case_ids for line in self._lines(who, case_id)]

    def _lines(self, who: str, case_id: str) -> list[str]:
        answer = self.cast[who].get(f"/cases/{case_id}/timeline")
        assert answer.status_code == 200
        page = BeautifulSoup(answer.data, "html.parser")
        found = []
        for line in page.select("main ol.timeline > li"):
            for day in line.select("time, .soft"):
                day.extract()
            found.append(" ".join(line.text.split()))
        return found


@pytest.fixture
def told(cast: Cast, database: Database) -> Told:
    who = cast.accounts
    with database.unit() as session:
        names = list(KINDS)
        found = [
            _case(session, who, names[at : at + AT_ONCE]) for at in range(0, len(names), AT_ONCE)
        ]
        case_id, staff = found[0], who["caseworker"].id
        theirs = _event(case_id, "document.published", staff, EventAudience.FAMILY)
        theirs.facts = {"title": f"{MARKED} letter"}
        theirs.only_account_id = who["second_parent"].id
        session.add(theirs)
        return Told(cast, found)


def _case(session: Session, who: dict[str, Account], kinds: Sequence[str]) -> str:
    child = factories.person(session)
    factories.relationship(session, who["parent"], child)
    helper = {"kind": RelationshipKind.ADVOCATE, "view": View.LIMITED}
    factories.relationship(session, who["advocate"], child, **helper)
    case = factories.case(session, child)
    for kind in kinds:
        for by, audience in (
            ("caseworker", EventAudience.FAMILY),
            ("parent", EventAudience.FAMILY),
            ("caseworker", EventAudience.STAFF),
            ("caseworker", EventAudience.PROFESSIONALS),
        ):
            session.add(_event(case.id, kind, who[by].id, audience))
    return case.id


def _event(case_id: str, kind: str, by: str, audience: EventAudience) -> Event:
    return Event(
        case_id=case_id,
        kind=kind,
        facts={name: FACTS[name] for name in sorted(_named(kind))},
        audience=audience,
        by_id=by,
        on=factories.days_ago(1),
    )


def _named(kind: str) -> set[str]:
    texts = [text for each in KINDS[kind].values() for text in every_language(each)]
    return set().union(*(names_in(text) for text in texts))


def test_a_family_reads_a_whole_sentence_for_each_kind_and_none_that_is_for_staff(
    told: Told,
) -> None:
    lines = told.lines()
    for_them = [kind for kind in KINDS if "family" in KINDS[kind]]
    by_them = [kind for kind in KINDS if {"own", "family"} & set(KINDS[kind])]
    assert len(lines) == len(for_them) + len(by_them)
    for line in lines:
        assert MARKED not in line, "a name or a reason for staff"
        assert not any(sign in line for sign in ("{", "}", "None", "  ")), line
        assert line[0].isupper(), line
        assert line[-1].isalnum(), line
        for word in ("invited by", "address", "blocked", "protected", "oordinator"):
            assert word not in line, line


def test_what_was_asked_of_whom_and_which_papers_is_not_for_a_limited_view(told: Told) -> None:
    read = " ".join(told.lines("advocate"))
    assert "We decided whether to assess: yes" in read
    assert "We asked for advice: a professional" in read
    for kept in ("School nurse", "Letter", MARKED):
        assert kept not in read


def test_every_sentence_is_whole_where_a_fact_is_missing(told: Told, database: Database) -> None:
    with database.unit() as session:
        for event in session.exec(select(Event)):
            event.facts = {}
    for line in told.lines():
        assert line[-1].isalnum(), line


def test_no_sentence_for_a_family_names_a_person_a_reason_or_an_address() -> None:
    for kind, texts in KINDS.items():
        for reader in ("own", "family"):
            text = str(texts.get(reader, ""))
            for kept in ("{by}", "{for}", "{reason}", "{seen}", "{reference}"):
                assert kept not in text, (kind, reader)


def test_no_line_of_a_long_case_is_out_of_reach(cast: Cast, database: Database) -> None:
    with database.unit() as session:
        child = factories.person(session)
        factories.relationship(session, cast.accounts["parent"], child)
        case_id = factories.case(session, child).id
        for number in range(timeline.MOST + 3):
            staff = cast.accounts["caseworker"].id
            line = _event(case_id, "document.published", staff, EventAudience.FAMILY)
            line.facts = {"title": f"Letter {number:03}"}
            session.add(line)
    for who, page in (
        ("parent", f"/cases/{case_id}/timeline"),
        ("caseworker", f"/council/cases/{case_id}/timeline"),
    ):
        first = BeautifulSoup(cast[who].get(page).data, "html.parser")
        assert f"Letter {timeline.MOST + 2:03}" in first.text
        assert "Letter 002" not in first.text
        older = cast[who].get(first.select_one(".pager a")["href"]).text  # type: ignore[index]
        assert all(f"Letter {number:03}" in older for number in range(3)), who
        assert "Letter 003" not in older
        assert cast[who].get(f"{page}?after=bm9uc2Vuc2V8MQ").status_code == 200
