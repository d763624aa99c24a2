"""The plan as staff write it: pages, and what happens when somebody else was quicker."""

import re

import pytest
from bs4 import BeautifulSoup
from sqlmodel import select

from ehcportal.db import Database
from ehcportal.models.assessment import AdviceRequest
from ehcportal.models.plan import PlanLine, Section
from ehcportal.models.voice import PieceKind, VoiceOf, VoicePiece
from ehcportal.queries import plans
from ehcportal.services.plans import writing
from ehcportal.services.plans.writing import Words
from tests import factories, planning
from tests.cast import Cast
from tests.planning import Draft

FORM_9 = {
    "known": "yes",
    "way": "here",
    "needs": [{"area": "cognition", "need": "She cannot read yet"}],
    "provision": [
        {"section": "F", "what": "Reading lessons", "who": "A teacher", "often": "Weekly"}
    ],
}


@pytest.fixture
def draft(cast: Cast, database: Database) -> Draft:
    return planning.draft(database, cast.accounts["caseworker"])


def at(draft: Draft, page: str = "") -> str:
    return f"/council/cases/{draft.case_id}/plan{page}"


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", BeautifulSoup(page, "html.parser").get_text(" "))


def lines(draft: Draft, section: str) -> list[plans.Line]:
    with draft.database.reading() as session:
        whole = plans.whole(session, draft.case_id, draft.version_id)
    assert whole
    return list(whole.section(section))


def fields(draft: Draft, line: PlanLine | None = None, **typed: str) -> dict[str, str]:
    """Return what the form of a line posts."""
    seen = {"_version": str(line.version), "section": line.section.value} if line else {}
    return {"of": draft.version_id, **seen, **typed}


def test_a_draft_is_begun_only_when_advice_was_asked_for(cast: Cast, database: Database) -> None:
    with database.unit() as session:
        early = factories.case(session, factories.person(session))
        factories.request(session, received=10, joined_to=early)
        ready = planning.assessed(session)
    desk = cast["caseworker"]
    desk.post(f"/council/cases/{early.id}/plan/begin", data={"kind": "draft"})
    desk.post(f"/council/cases/{ready}/plan/begin", data={"kind": "draft"})
    with database.reading() as session:
        assert plans.being_written(session, early.id) is None
        assert plans.being_written(session, ready)
    page = desk.get(f"/council/cases/{ready}/plan").get_data(as_text=True)
    assert "Version 1: draft plan" in page
    assert "Section A" in page


def test_a_line_is_written_with_its_details_and_stands_in_its_section(
    cast: Cast, draft: Draft
) -> None:
    answer = cast["caseworker"].post(
        at(draft, "/sections/F/new"),
        data=fields(draft, text="Reading lessons", who="A teacher", how_often="Weekly"),
    )
    assert answer.status_code == 303
    shown = text_of(cast["caseworker"].get(at(draft, "/sections/F")).get_data(as_text=True))
    assert "Reading lessons" in shown
    assert "A teacher" in shown
    assert "Say how much" in shown


def test_a_line_without_words_is_asked_for_again_and_keeps_what_was_typed(
    cast: Cast, draft: Draft
) -> None:
    typed = fields(draft, text="", who="A teacher")
    answer = cast["caseworker"].post(at(draft, "/sections/F/new"), data=typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Write what the line says" in page
    assert 'value="A teacher"' in page


def test_who_saves_an_older_line_gets_both_texts_and_can_keep_both(
    cast: Cast, draft: Draft
) -> None:
    line = draft.add("As it was")
    cast["caseworker"].post(at(draft, f"/lines/{line.key}"), data=fields(draft, line, text="Hers"))
    late = cast["support"].post(
        at(draft, f"/lines/{line.key}"), data=fields(draft, line, text="His", who="A nurse")
    )
    page = late.get_data(as_text=True)
    assert late.status_code == 409
    assert "Hers" in page
    assert "His" in page
    assert 'value="A nurse"' in page
    seen = BeautifulSoup(page, "html.parser").find("input", {"name": "_version"})
    assert seen
    newer = {**fields(draft, line, text="His", join="yes"), "_version": str(seen["value"])}
    assert cast["support"].post(at(draft, f"/lines/{line.key}"), data=newer).status_code == 303
    assert [each.text for each in lines(draft, "F")] == ["Hers\n\nHis"]


def test_words_for_a_line_that_was_removed_bring_it_back(cast: Cast, draft: Draft) -> None:
    line = draft.add("As it was")
    gone = cast["caseworker"].post(
        at(draft, f"/lines/{line.key}/removal"), data={"_version": str(line.version)}
    )
    assert gone.status_code == 303
    typed = fields(draft, line, text="My words", who="A nurse")
    late = cast["support"].post(at(draft, f"/lines/{line.key}"), data=typed)
    assert late.status_code == 409
    assert "My words" in late.get_data(as_text=True)
    back = cast["support"].post(at(draft, f"/lines/{line.key}/return"), data=typed)
    assert back.status_code == 303
    assert [(each.text, each.detail("who")) for each in lines(draft, "F")] == [
        ("My words", "A nurse")
    ]


def test_words_for_a_version_that_was_served_meanwhile_are_shown_to_copy(
    cast: Cast, draft: Draft
) -> None:
    line = draft.add("As it was")
    with draft.database.unit() as session:
        planning.serve(session, draft.version_id)
    for page in (f"/lines/{line.key}", "/sections/F/new"):
        late = cast["caseworker"].post(
            at(draft, page), data=fields(draft, line, text="Too late, but not lost")
        )
        assert late.status_code == 409
        assert "Too late, but not lost" in late.get_data(as_text=True)
    assert [each.text for each in lines(draft, "F")] == ["As it was"]


def test_a_line_that_was_changed_meanwhile_is_not_removed_unread(cast: Cast, draft: Draft) -> None:
    line = draft.add("As it was")
    with draft.database.unit() as session:
        writing.change(session, draft.desk(), line.key, line.version, Words("Better"))
    answer = cast["caseworker"].post(
        at(draft, f"/lines/{line.key}/removal"), data={"_version": str(line.version)}
    )
    assert answer.status_code == 409
    assert "Better" in answer.get_data(as_text=True)
    assert [each.text for each in lines(draft, "F")] == ["Better"]


def test_a_removed_line_is_brought_back_from_its_section(cast: Cast, draft: Draft) -> None:
    line = draft.add("As it was")
    cast["caseworker"].post(
        at(draft, f"/lines/{line.key}/removal"), data={"_version": str(line.version)}
    )
    assert "As it was" in cast["caseworker"].get(at(draft, "/sections/F")).get_data(as_text=True)
    cast["caseworker"].post(
        at(draft, f"/lines/{line.key}/return"), data={"of": draft.version_id, "section": "F"}
    )
    assert [each.text for each in lines(draft, "F")] == ["As it was"]


def test_colleagues_see_who_has_a_line_open(cast: Cast, draft: Draft) -> None:
    line = draft.add("As it was")
    assert cast["caseworker"].get(at(draft, f"/lines/{line.key}")).status_code == 200
    name = cast.accounts["caseworker"].name
    for page in ("", "/sections/F", f"/lines/{line.key}"):
        assert name in cast["support"].get(at(draft, page)).get_data(as_text=True), page


def test_lines_are_moved_linked_and_told_with_their_numbers(cast: Cast, draft: Draft) -> None:
    need, one, two = draft.add("A need", Section.B), draft.add("One"), draft.add("Two")
    cast["caseworker"].post(at(draft, f"/lines/{two.key}/move"), data={"way": "up"})
    cast["caseworker"].post(
        at(draft, f"/lines/{need.key}"),
        data={**fields(draft, need, text="A need"), "links": [one.key, two.key]},
    )
    assert [each.text for each in lines(draft, "F")] == ["Two", "One"]
    shown = text_of(cast["caseworker"].get(at(draft, "/sections/B")).get_data(as_text=True))
    assert "Goes with F1 , F2" in shown or "Goes with F1, F2" in shown


def test_help_is_moved_to_another_section_of_help_and_a_need_never_becomes_help(
    cast: Cast, draft: Draft
) -> None:
    line, need = draft.add("Nursing"), draft.add("A need", Section.B)
    for moved in (line, need):
        typed = {**fields(draft, moved, text=moved.text), "section": "G"}
        assert cast["caseworker"].post(at(draft, f"/lines/{moved.key}"), data=typed)
    assert [each.text for each in lines(draft, "G")] == ["Nursing"]
    assert [each.text for each in lines(draft, "B")] == ["A need"]


@pytest.mark.parametrize(("day", "said"), [("40", "Enter the day"), ("1", "in the future")])
def test_health_cannot_have_agreed_on_no_day_or_one_to_come(
    cast: Cast, draft: Draft, day: str, said: str
) -> None:
    typed = {"agreed-day": day, "agreed-month": "1", "agreed-year": "2090"}
    answer = cast["caseworker"].post(
        at(draft, "/sections/G/new"), data={**fields(draft, text="Nursing"), **typed}
    )
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)


def test_a_passage_copied_from_a_report_becomes_a_line_that_names_its_source(
    cast: Cast, draft: Draft
) -> None:
    with draft.database.unit() as session:
        asked = session.exec(
            select(AdviceRequest).where(AdviceRequest.case_id == draft.case_id)
        ).one()
        answer = planning.answered(session, asked.id, cast.accounts["contributor"])
    desk, path = cast["caseworker"], at(draft, f"/advice/{answer.id}")
    assert "Educational psychologist" in desk.get(at(draft, "/advice")).get_data(as_text=True)
    nothing = desk.post(path, data={"of": draft.version_id, "into": "B"})
    assert nothing.status_code == 422
    data = {"of": draft.version_id, "into": "B", "excerpt": "She cannot read yet."}
    assert desk.post(path, data=data).status_code == 303
    line = lines(draft, "B")[0]
    more = {"of": draft.version_id, "into": line.key, "excerpt": "Nor write."}
    assert desk.post(path, data=more).status_code == 303
    assert lines(draft, "B")[0].text == "She cannot read yet.\n\nNor write."
    shown = text_of(desk.get(at(draft, "/sections/B")).get_data(as_text=True))
    assert shown.count("From: Educational psychologist") == 2


def test_rows_of_form_9_become_lines_where_the_adviser_sorted_them(
    cast: Cast, draft: Draft
) -> None:
    with draft.database.unit() as session:
        asked = session.exec(
            select(AdviceRequest).where(AdviceRequest.case_id == draft.case_id)
        ).one()
        adviser = cast.accounts["contributor"]
        answer = planning.answered(session, asked.id, adviser)
        sent = factories.submission(session, adviser, "professional-advice", answers=FORM_9)
        answer.submission_id = sent.id
        answer_id = answer.id
    desk, path = cast["caseworker"], at(draft, f"/advice/{answer_id}")
    page = BeautifulSoup(desk.get(path).get_data(as_text=True), "html.parser")
    boxes = {
        text_of(str(box.parent)).strip(): str(box["value"])
        for box in page.find_all("input", {"name": "pick"})
    }
    need = next(value for text, value in boxes.items() if "She cannot read yet" in text)
    given = next(value for text, value in boxes.items() if "Reading lessons" in text)
    data = {"of": draft.version_id, "into": "sorted", "pick": [need, given]}
    assert desk.post(path, data=data).status_code == 303
    assert [(each.text, each.area) for each in lines(draft, "B")] == [
        ("She cannot read yet", "cognition")
    ]
    assert lines(draft, "F")[0].details == {"who": "A teacher", "how_often": "Weekly"}
    unsorted = {**data, "pick": [need], "excerpt": "From the annex"}
    assert desk.post(path, data=unsorted).status_code == 422


def test_every_advice_that_came_in_is_listed_once(cast: Cast, draft: Draft) -> None:
    for _ in range(2):
        answer = cast["caseworker"].post(at(draft, "/list-of-advice"))
        assert answer.status_code == 303
    line = lines(draft, "K")[0]
    assert len(lines(draft, "K")) == 1
    assert line.detail("on") == factories.days_ago(20).isoformat()
    typed = fields(draft, text=line.text, author="A Nair", section="K", _version="1")
    cast["caseworker"].post(at(draft, f"/lines/{line.key}"), data={**typed, "on": "2026-10-01"})
    assert lines(draft, "K")[0].detail("advice_request_id") == line.detail("advice_request_id")


def test_the_childs_own_words_are_taken_over_once_and_leave_with_them(
    cast: Cast, draft: Draft
) -> None:
    with draft.database.unit() as session:
        said = VoicePiece(
            case_id=draft.case_id,
            voice=VoiceOf.CHILD,
            topic="like",
            kind=PieceKind.WORDS,
            words="I like trains.",
            seen_by=["council"],
            made_by_id=cast.accounts["parent"].id,
        )
        session.add(said)
        session.flush()
        piece_id = said.id
    page = cast["caseworker"].get(at(draft, "/voices")).get_data(as_text=True)
    assert "I like trains." in page
    for _ in range(2):
        cast["caseworker"].post(at(draft, "/voices"), data={"pick": [piece_id]})
    assert [each.text for each in lines(draft, "A")] == ["I like trains."]
    with draft.database.unit() as session:
        session.get_one(VoicePiece, piece_id).removed_at = lines(draft, "A")[0].changed_at
    shown = text_of(cast["caseworker"].get(at(draft, "/sections/A")).get_data(as_text=True))
    assert "Who made this piece has taken it away" in shown


def test_a_version_is_given_up_with_a_reason(cast: Cast, draft: Draft) -> None:
    without = cast["caseworker"].post(at(draft, "/drop"), data={"of": draft.version_id})
    assert without.status_code == 422
    data = {"of": draft.version_id, "reason": "Begun too early"}
    assert cast["caseworker"].post(at(draft, "/drop"), data=data).status_code == 303
    with draft.database.reading() as session:
        assert plans.being_written(session, draft.case_id) is None


def test_every_section_can_be_opened_and_a_draft_has_no_new_line_for_a_setting(
    cast: Cast, draft: Draft
) -> None:
    for each in Section:
        assert cast["caseworker"].get(at(draft, f"/sections/{each}")).status_code == 200
        status = 404 if each is Section.I else 200
        answer = cast["caseworker"].get(at(draft, f"/sections/{each}/new"))
        assert answer.status_code == status, each
    assert cast["caseworker"].get(at(draft, "/sections/Z")).status_code == 404


def test_a_line_of_another_case_is_not_opened(cast: Cast, draft: Draft) -> None:
    other = planning.draft(draft.database)
    line = other.add("Somebody else’s")
    for page in (f"/lines/{line.key}", f"/lines/{line.key}/history"):
        assert cast["caseworker"].get(at(draft, page)).status_code == 404
