"""A plan is written by several people at once: nothing that anybody wrote is lost."""

import threading
from collections.abc import Callable

import pytest
from sqlmodel import Session, col, select

from ehcportal.db import Database
from ehcportal.domain.facts import PlanKind
from ehcportal.models.audit import ChangeRecord
from ehcportal.models.event import Event, EventAudience
from ehcportal.models.plan import PlanLine, PlanSource, PlanVersion, Section
from ehcportal.models.plan_history import PlanLineState
from ehcportal.queries import plan_history, plans
from ehcportal.security.audit import Trace
from ehcportal.services.plans import joining, versions, writing
from ehcportal.services.plans.writing import Clash, Gone, NoSuchPlace, Words
from tests import planning
from tests.planning import Draft
from tests.statements import statements


@pytest.fixture
def draft(database: Database) -> Draft:
    return planning.draft(database)


def whole(draft: Draft) -> plans.Whole:
    with draft.database.reading() as session:
        found = plans.whole(session, draft.case_id, draft.version_id)
    assert found
    return found


def texts(draft: Draft, section: Section = Section.F) -> list[str]:
    return [each.text for each in whole(draft).section(section)]


def at_once(*acts: Callable[[], None]) -> None:
    """Do things at the same moment, each in a thread of its own; raise what one of them raised."""
    start, raised = threading.Barrier(len(acts)), []

    def run(act: Callable[[], None]) -> None:
        start.wait()
        try:
            act()
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=run, args=(each,)) for each in acts]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    if raised:
        raise raised[0]


def test_the_later_of_two_who_write_the_same_line_is_told_and_both_texts_are_kept(
    draft: Draft,
) -> None:
    line = draft.add("A first try")
    with draft.database.unit() as session:
        writing.change(session, draft.desk(), line.key, line.version, Words("Hers"))
    with draft.database.unit() as session, pytest.raises(Clash):
        writing.change(session, draft.desk(), line.key, line.version, Words("His"))
    assert texts(draft) == ["Hers"]
    with draft.database.reading() as session:
        told = plan_history.history(session, draft.case_id, line.key)
    assert [each.text for each in told] == ["Hers", "A first try"]


def test_saving_what_stands_there_already_is_no_clash(draft: Draft) -> None:
    line = draft.add("A first try")
    for _ in range(2):
        with draft.database.unit() as session:
            writing.change(session, draft.desk(), line.key, line.version, Words("The same"))
    assert texts(draft) == ["The same"]


def test_moving_a_line_does_not_disturb_who_writes_it(draft: Draft) -> None:
    draft.add("First")
    line = draft.add("Second")
    with draft.database.unit() as session:
        writing.move(session, draft.desk(), line.key, up=True)
        writing.move(session, draft.desk(), line.key, up=True)
    with draft.database.unit() as session:
        writing.change(session, draft.desk(), line.key, line.version, Words("Second, better"))
    assert texts(draft) == ["Second, better", "First"]


def test_a_line_that_was_removed_meanwhile_comes_back_with_the_words(draft: Draft) -> None:
    line = draft.add("As it was", who="A teacher")
    with draft.database.unit() as session:
        writing.remove(session, draft.desk(), line.key, line.version)
    with draft.database.unit() as session, pytest.raises(Gone):
        writing.change(session, draft.desk(), line.key, line.version, Words("As I want it"))
    with draft.database.reading() as session:
        assert [each.text for each in plan_history.removed(session, draft.version_id)] == [
            "As it was"
        ]
    with draft.database.unit() as session:
        back = writing.restore(session, draft.desk(), line.key, Words("As I want it"))
        assert back.version > line.version + 1
    assert texts(draft) == ["As I want it"]
    with draft.database.unit() as session, pytest.raises(Clash):
        writing.change(session, draft.desk(), line.key, line.version, Words("From long ago"))
    with draft.database.reading() as session:
        assert plan_history.removed(session, draft.version_id) == []


def test_a_line_comes_back_as_it_was_with_all_its_details(draft: Draft) -> None:
    line = draft.add("Speech therapy", who="A therapist", how_often="Weekly")
    with draft.database.unit() as session:
        writing.remove(session, draft.desk(), line.key, line.version)
    with draft.database.unit() as session:
        writing.restore(session, draft.desk(), line.key)
    found = whole(draft).section(Section.F)[0]
    assert (found.text, found.detail("who"), found.detail("how_often")) == (
        "Speech therapy",
        "A therapist",
        "Weekly",
    )


def test_three_people_at_once_lose_no_word(draft: Draft) -> None:
    """Each writes lines of their own, and all of them one line that they share."""
    shared = draft.add("Shared")
    saved: list[str] = []

    def write(name: str) -> None:
        own = draft.add(f"{name} 0", Section.F)
        seen = own.version
        for number in range(1, 4):
            with draft.database.unit() as session:
                words = Words(f"{name} {number}")
                seen = writing.change(session, draft.desk(), own.key, seen, words).version
            _write_shared(draft, shared.key, f"shared by {name} {number}", saved)

    at_once(*(lambda name=name: write(name) for name in ("Ann", "Ben", "Cem")))
    found = texts(draft)
    assert sorted(found[1:]) == ["Ann 3", "Ben 3", "Cem 3"]
    assert all(each in found[0] for each in saved)
    assert len(saved) == 9


def _write_shared(draft: Draft, key: str, words: str, saved: list[str]) -> None:
    """Write as people do: read, write, and at a clash put both together and try again."""
    while True:
        with draft.database.reading() as session:
            wanted = select(PlanLine.text, PlanLine.version).where(PlanLine.key == key)
            text, version = session.exec(wanted).one()
        try:
            with draft.database.unit() as session:
                both = Words(f"{text}\n\n{words}")
                writing.change(session, draft.desk(), key, version, both)
            saved.append(words)
            return
        except Clash:
            continue


def test_lines_added_moved_and_removed_at_once_are_all_there(draft: Draft) -> None:
    there = [draft.add(f"There {number}") for number in range(4)]

    def add() -> None:
        for number in range(3):
            draft.add(f"New {number}")

    def move() -> None:
        for each in there[1:]:
            with draft.database.unit() as session:
                writing.move(session, draft.desk(), each.key, up=True)

    def remove() -> None:
        with draft.database.unit() as session:
            writing.remove(session, draft.desk(), there[0].key, there[0].version)

    at_once(add, move, remove)
    assert sorted(texts(draft)) == [
        "New 0", "New 1", "New 2", "There 1", "There 2", "There 3",
    ]  # fmt: skip


def test_of_two_who_begin_at_once_one_begins_and_the_other_is_told(database: Database) -> None:
    with database.unit() as session:
        case_id = planning.assessed(session)
    outcomes = []

    def begin() -> None:
        try:
            with database.unit() as session:
                versions.begin(session, Trace(), case_id, PlanKind.DRAFT)
            outcomes.append("begun")
        except versions.AlreadyBegun:
            outcomes.append("told")

    at_once(begin, begin, begin)
    assert sorted(outcomes) == ["begun", "told", "told"]


def test_what_was_served_no_longer_changes(draft: Draft) -> None:
    line = draft.add("As it was served")
    with draft.database.unit() as session:
        planning.serve(session, draft.version_id)
    for act in (
        lambda session: writing.change(
            session, draft.desk(), line.key, line.version, Words("Later")
        ),
        lambda session: writing.add(session, draft.desk(), Section.F, Words("Later")),
        lambda session: writing.remove(session, draft.desk(), line.key, line.version),
        lambda session: writing.move(session, draft.desk(), line.key, up=True),
        lambda session: versions.drop(
            session, Trace(), draft.case_id, draft.version_id, "By mistake"
        ),
    ):
        with draft.database.unit() as session, pytest.raises(versions.NotOpen):
            act(session)
    assert texts(draft) == ["As it was served"]


def test_a_version_of_another_case_is_not_written(draft: Draft) -> None:
    other = planning.draft(draft.database)
    stranger = writing.Desk(Trace(), other.case_id, draft.version_id)
    with draft.database.unit() as session, pytest.raises(LookupError):
        writing.add(session, stranger, Section.F, Words("Elsewhere"))


def test_a_draft_names_no_setting_and_a_final_plan_does(draft: Draft) -> None:
    with draft.database.unit() as session, pytest.raises(NoSuchPlace):
        writing.add(session, draft.desk(), Section.I, Words("Millbrook Primary School"))
    with draft.database.unit() as session:
        planning.serve(session, draft.version_id, ago=20)
        final = versions.begin(session, Trace(), draft.case_id, PlanKind.FINAL)
        desk = writing.Desk(Trace(), draft.case_id, final.id)
        writing.add(session, desk, Section.I, Words("Millbrook Primary School"))


def test_a_new_version_is_a_copy_with_the_same_keys(draft: Draft) -> None:
    need, help_given = draft.add("She cannot read yet", Section.B), draft.add("Reading lessons")
    with draft.database.unit() as session:
        joining.join(session, draft.desk(), need.key, wanted=[help_given.key], seen=[])
        joining.give_source(session, draft.desk(), need.key, joining.From("In her own words"))
        planning.serve(session, draft.version_id, ago=20)
    with draft.database.unit() as session:
        final = versions.begin(session, Trace(), draft.case_id, PlanKind.FINAL)
        desk = writing.Desk(Trace(), draft.case_id, final.id)
        writing.change(session, desk, need.key, 1, Words("She cannot read or write yet"))
    with draft.database.reading() as session:
        copy = plans.whole(session, draft.case_id, final.id)
    assert copy
    assert {each.key for each in copy.lines} == {need.key, help_given.key}
    assert copy.links == ((need.key, help_given.key),)
    assert [each.passage for each in copy.sources_of(need.key)] == ["In her own words"]
    assert texts(draft, Section.B) == ["She cannot read yet"]


def test_changes_are_proposed_to_the_plan_in_force_and_not_to_what_came_to_nothing(
    draft: Draft,
) -> None:
    line = draft.add("In the draft")
    said = {
        PlanKind.FINAL: "In force",
        PlanKind.AMENDMENT: "Proposed, and dropped",
    }
    before = draft.version_id
    for kind, words in said.items():
        with draft.database.unit() as session:
            planning.serve(session, before, ago=3)
            before = versions.begin(session, Trace(), draft.case_id, kind).id
            desk = writing.Desk(Trace(), draft.case_id, before)
            writing.change(session, desk, line.key, 1, Words(words))
    with draft.database.unit() as session:
        planning.serve(session, before, ago=2)
        again = versions.begin(session, Trace(), draft.case_id, PlanKind.AMENDMENT)
        found = plans.whole(session, draft.case_id, again.id)
        assert found
        assert [each.text for each in found.lines] == ["In force"]


def test_a_version_that_was_given_up_is_not_copied(draft: Draft) -> None:
    draft.add("Given up")
    with draft.database.unit() as session:
        versions.drop(session, Trace(), draft.case_id, draft.version_id, "Begun too early")
    with draft.database.unit() as session:
        again = versions.begin(session, Trace(), draft.case_id, PlanKind.DRAFT)
        assert (again.number, again.from_version_id) == (2, None)
        found = plans.versions(session, draft.case_id)
    assert [each.id for each in found] == [again.id]


def test_a_link_that_somebody_else_made_meanwhile_stays(draft: Draft) -> None:
    need = draft.add("She cannot read yet", Section.B)
    lessons, books = draft.add("Reading lessons"), draft.add("Books with pictures")
    for linked in (lessons, books):
        with draft.database.unit() as session:
            joining.join(session, draft.desk(), need.key, wanted=[linked.key], seen=[])
    with draft.database.unit() as session:
        joining.join(session, draft.desk(), need.key, wanted=[], seen=[lessons.key])
    assert [each.key for each in whole(draft).linked(need.key)] == [books.key]


def test_every_change_is_audited_and_told_to_staff_once_a_day_and_section(draft: Draft) -> None:
    line = draft.add("One")
    draft.add("Two")
    draft.add("A need", Section.B)
    with draft.database.unit() as session:
        writing.change(session, draft.desk(), line.key, 1, Words("One, better"))
    with draft.database.reading() as session:
        acts = _acts(session, draft.case_id)
        told = [
            (each.facts["section"], each.audience)
            for each in session.exec(select(Event).where(Event.kind == "plan.written"))
        ]
    assert acts.count("plan.line_added") == 3
    assert acts.count("plan.line_changed") == 1
    assert sorted(told) == [("B", EventAudience.STAFF), ("F", EventAudience.STAFF)]


def _acts(session: Session, case_id: str) -> list[str]:
    wanted = select(ChangeRecord.action).where(col(ChangeRecord.case_id) == case_id)
    return list(session.exec(wanted))


def test_a_whole_plan_takes_four_statements(draft: Draft) -> None:
    for number in range(12):
        draft.add(f"Line {number}")
    with draft.database.reading() as session, statements(draft.database.engine) as seen:
        assert plans.whole(session, draft.case_id, draft.version_id)
    assert len(seen) == 4
    with draft.database.reading() as session:
        assert session.exec(select(PlanLineState)).all()
        assert not session.exec(select(PlanSource)).all()
        assert len(session.exec(select(PlanVersion)).all()) == 1
