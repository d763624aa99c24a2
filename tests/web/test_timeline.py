"""The Case Timeline has a plain line for every kind of event, and for nobody else's (row S11)."""

from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup
from sqlmodel import select

from ehcportal.content.events import own_sentences
from ehcportal.content.texts import every_language, names_in
from ehcportal.db import Database
from ehcportal.models.event import Event, EventAudience
from ehcportal.models.person import RelationshipKind, View
from tests import factories
from tests.cast import Cast

MARKED = "Kingfisher"
FACTS = {
    "title": "Letter",
    "role": "School nurse",
    "outcome": "yes",
    "page": "About Me",
    "reference": "BR-R-2026-7",
    "reason": f"{MARKED} reason",
    "seen": f"{MARKED} seen",
    "by": f"{MARKED} writer",
    "for": f"{MARKED} reader",
}
KINDS = own_sentences()


@dataclass
class Told:
    """A case on whose timeline each kind of event stands once for each audience."""

    cast: Cast
    case_id: str

    def lines(self, who: str = "parent") -> list[str]:
        """Return the lines that somebody reads, without their dates."""
        answer = self.cast[who].get(f"/cases/{self.case_id}/timeline")
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
        child = factories.person(session)
        factories.relationship(session, who["parent"], child)
        helper = {"kind": RelationshipKind.ADVOCATE, "view": View.LIMITED}
        factories.relationship(session, who["advocate"], child, **helper)
        case = factories.case(session, child)
        for kind in KINDS:
            for by, audience in (
                ("caseworker", EventAudience.FAMILY),
                ("parent", EventAudience.FAMILY),
                ("caseworker", EventAudience.STAFF),
                ("caseworker", EventAudience.PROFESSIONALS),
            ):
                session.add(_event(case.id, kind, who[by].id, audience))
        theirs = _event(case.id, "document.published", who["caseworker"].id, EventAudience.FAMILY)
        theirs.facts = {"title": f"{MARKED} letter"}
        theirs.only_account_id = who["second_parent"].id
        session.add(theirs)
        return Told(cast, case.id)


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
