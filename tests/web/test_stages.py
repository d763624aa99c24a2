"""On any screen a family opens each stage its case has reached, and no other (guide row D11)."""

from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from ehcportal import profile as profiles
from ehcportal.db import Database
from ehcportal.domain.facts import Outcome
from ehcportal.models.case import Case
from ehcportal.models.document import Document, Publication
from ehcportal.models.person import RelationshipKind, View
from tests import factories
from tests.cast import Cast

REASON = "The reports show needs that the school cannot meet alone."


@dataclass
class Decided:
    """A case whose request was answered with yes, with the letter that said so."""

    case_id: str
    letter: str
    of_father: str

    def at(self, page: str) -> str:
        """Return a page of the case."""
        return f"/cases/{self.case_id}/{page}"


@pytest.fixture
def decided(cast: Cast, database: Database) -> Decided:
    who = cast.accounts
    with database.unit() as session:
        child = factories.person(session)
        factories.relationship(session, who["parent"], child)
        factories.relationship(session, who["second_parent"], child)
        helper = {"kind": RelationshipKind.ADVOCATE, "view": View.LIMITED}
        factories.relationship(session, who["advocate"], child, **helper)
        case = factories.case(session, child, opened=30, coordinator=who["caseworker"])
        sent = factories.submission(session, who["parent"], received=30)
        factories.request(session, who["parent"], received=30, joined_to=case, sent=sent)
        factories.decision(session, case, ago=5, reason=REASON)
        factories.advice(session, case, asked=4)
        letters = []
        for title, only in (("Our answer", None), ("Kingfisher answer", who["second_parent"])):
            made = factories.published(session, case, title, only_for=only)
            session.get_one(Document, made.document_id).kind = "decision"
            letters.append(made.id)
        return Decided(case.id, *letters)


def page(cast: Cast, path: str, who: str = "parent") -> BeautifulSoup:
    answer = cast[who].get(path)
    assert answer.status_code == 200, path
    return BeautifulSoup(answer.data, "html.parser")


def test_all_stages_stand_in_order_and_those_not_reached_say_so_and_do_not_open(
    cast: Cast, decided: Decided
) -> None:
    lines = page(cast, decided.at("stages")).select("main ol > li")
    assert len(lines) == 7
    opened = [str(each["href"]).rsplit("/", 1)[1] for each in _links(lines)]
    assert opened == ["request", "decision_to_assess", "assessment"]
    for line in lines[3:]:
        assert "not reached yet" in line.text, "in words too, not only in grey"
    assert lines[2]["aria-current"] == "step"


def _links(lines: list[BeautifulSoup]) -> list[BeautifulSoup]:
    return [link for line in lines for link in line.select("a")]


def test_an_earlier_stage_opens_with_its_outcome_reason_and_letter(
    cast: Cast, decided: Decided
) -> None:
    shown = page(cast, decided.at("stages/decision_to_assess"))
    facts = {each.dt.text: each.dd.text for each in shown.select("dl.facts > div")}
    assert facts["Decision"] == "Yes: we find out what help is needed"
    assert facts["Reason"] == REASON
    (letter,) = shown.select("a[href*='/documents/']")
    assert letter["href"] == decided.at(f"documents/{decided.letter}?keep=1")


def test_a_letter_to_one_parent_is_not_on_the_stage_of_the_other(
    cast: Cast, decided: Decided
) -> None:
    assert "Kingfisher" not in page(cast, decided.at("stages/decision_to_assess")).text
    his = page(cast, decided.at("stages/decision_to_assess"), "second_parent")
    assert "Kingfisher answer" in his.text


def test_a_letter_that_was_taken_back_is_gone(
    cast: Cast, decided: Decided, database: Database
) -> None:
    with database.unit() as session:
        row = session.get_one(Publication, decided.letter)
        row.withdrawn_at = row.published_at
    assert "Our answer" not in page(cast, decided.at("stages/decision_to_assess")).text


def test_the_stage_now_tells_what_to_do(cast: Cast, decided: Decided) -> None:
    now = page(cast, decided.at("stages/assessment"))
    assert "What should I be doing right now?" in now.text
    done = page(cast, decided.at("stages/request"))
    assert "What should I be doing right now?" not in done.text


@pytest.mark.parametrize("stage", ["final_plan", "ended", "kingfisher"])
def test_a_stage_that_is_not_there_answers_404(cast: Cast, decided: Decided, stage: str) -> None:
    assert cast["parent"].get(decided.at(f"stages/{stage}")).status_code == 404


def test_a_limited_view_reads_that_it_was_decided_and_not_why(cast: Cast, decided: Decided) -> None:
    shown = page(cast, decided.at("stages/decision_to_assess"), "advocate").text
    assert "Yes: we find out what help is needed" in shown
    for kept in (REASON, "Our answer"):
        assert kept not in shown
    assert "Educational psychologist" not in page(cast, decided.at("details"), "advocate").text


def test_a_reason_that_was_corrected_is_not_shown_any_more(
    cast: Cast, decided: Decided, database: Database
) -> None:
    with database.unit() as session:
        case = session.get_one(Case, decided.case_id)
        wrong = factories.decision(session, case, outcome=Outcome.NO, ago=3, reason="By mistake")
        right = factories.decision(session, case, ago=2, reason="As it should read")
        right.corrects_id = wrong.id
    shown = page(cast, decided.at("stages/decision_to_assess")).text
    assert "By mistake" not in shown


def test_details_bring_access_child_timeline_and_dates_together(
    cast: Cast, decided: Decided
) -> None:
    shown = page(cast, decided.at("details"))
    assert [each.text for each in shown.select("main h2")] == [
        "Who has access", "The child", "Timeline", "Key dates",
    ]  # fmt: skip
    assert "Maya Okafor" in shown.text


def test_details_and_stages_are_in_the_menu_of_a_case_under_hub(
    app: Flask, cast: Cast, decided: Decided
) -> None:
    app.extensions["profile"] = profiles.load("hub")
    menu = [" ".join(each.text.split()) for each in page(cast, decided.at("request")).select(
        "nav.side ul.only-wide a"
    )]  # fmt: skip
    assert menu[:3] == ["Back to My cases", "Where the case stands", "Details"]
    bar = page(cast, decided.at("request")).select("nav.case-bar a")
    assert [each.text.strip() for each in bar] == ["Details", "Stages"], "at the top on a phone"
    app.extensions["profile"] = profiles.load("portal")
    assert page(cast, decided.at("request")).select("nav.case-bar") == []
    shown = page(cast, decided.at("request")).select("nav.side ul.only-wide a")
    assert "Stages" not in [" ".join(each.text.split()) for each in shown]
