"""Whatever is written in a plan, in any order: it stands there in order and is copied whole."""

from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from ehcportal.db import Database
from ehcportal.domain.facts import PlanKind
from ehcportal.models.plan import Section
from ehcportal.queries import plan_history, plans
from ehcportal.security.audit import Trace
from ehcportal.services.plans import joining, versions, writing
from ehcportal.services.plans.writing import Desk, Words
from tests import planning

SECTIONS = (Section.B, Section.E, Section.F)
steps = st.lists(
    st.tuples(
        st.sampled_from(["add", "after", "change", "up", "down", "remove", "restore", "link"]),
        st.sampled_from(SECTIONS),
        st.integers(0, 5),
    ),
    max_size=25,
)


@dataclass
class Writer:
    """Writes in a draft, and in a list of its own what should stand there then."""

    session: Session
    desk: Desk
    lists: dict[Section, list[str]] = field(default_factory=lambda: {each: [] for each in SECTIONS})
    texts: dict[str, str] = field(default_factory=dict)
    gone: dict[str, tuple[Section, int]] = field(default_factory=dict)
    links: set[frozenset[str]] = field(default_factory=set)

    def step(self, act: str, section: Section, number: int, text: str) -> None:
        """Do one thing, if there is a line to do it to."""
        there = self.lists[section]
        if act == "add" or not there:
            self.add(section, text, len(there), None)
        elif act == "after":
            at = number % len(there)
            self.add(section, text, at + 1, there[at])
        elif act == "restore":
            self.restore()
        elif act == "link":
            self.link(there[number % len(there)], number)
        else:
            self.touch(act, section, there[number % len(there)], text)

    def add(self, section: Section, text: str, at: int, after: str | None) -> None:
        line = writing.add(self.session, self.desk, section, Words(text), after=after)
        self.lists[section].insert(at, line.key)
        self.texts[line.key] = text

    def touch(self, act: str, section: Section, key: str, text: str) -> None:
        there, seen = self.lists[section], self.line(key).version
        at = there.index(key)
        if act == "change":
            writing.change(self.session, self.desk, key, seen, Words(text))
            self.texts[key] = text
        elif act == "remove":
            writing.remove(self.session, self.desk, key, seen)
            there.remove(key)
            self.gone[key] = section, at
        else:
            writing.move(self.session, self.desk, key, up=act == "up")
            to = max(0, at - 1) if act == "up" else min(len(there) - 1, at + 1)
            there.insert(to, there.pop(at))

    def restore(self) -> None:
        for key, (section, _) in self.gone.items():
            writing.restore(self.session, self.desk, key)
            self.lists[section].append(key)
        self.gone = {}

    def link(self, key: str, number: int) -> None:
        others = [each for each in self.texts if each != key and each not in self.gone]
        if others:
            other = others[number % len(others)]
            joining.join(self.session, self.desk, key, wanted=[other], seen=[])
            if self.line(key).section != self.line(other).section:
                self.links.add(frozenset({key, other}))

    def line(self, key: str) -> plans.Line:
        found = self.whole().line(key)
        assert found
        return found

    def whole(self) -> plans.Whole:
        self.session.flush()
        found = plans.whole(self.session, self.desk.case_id, self.desk.version_id)
        assert found
        return found


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(done=steps)
def test_what_was_written_stands_in_its_order_and_is_copied_whole(
    database: Database, done: list[tuple[str, Section, int]]
) -> None:
    with database.unit() as session:
        case_id = planning.assessed(session)
        made = versions.begin(session, Trace(), case_id, PlanKind.DRAFT)
        writer = Writer(session, Desk(Trace(), case_id, made.id))
        for number, (act, section, which) in enumerate(done):
            writer.step(act, section, which, f"words {number}")
        found = writer.whole()
        stands = {each: [line.key for line in found.section(each)] for each in SECTIONS}
        assert {each: sorted(keys) for each, keys in stands.items()} == {
            each: sorted(keys) for each, keys in writer.lists.items()
        }
        if not any(act == "restore" for act, _, _ in done):
            assert stands == writer.lists
        assert {line.key: line.text for line in found.lines} == {
            key: text for key, text in writer.texts.items() if key not in writer.gone
        }
        kept = {each for each in writer.links if not each & set(writer.gone)}
        assert {frozenset(each) for each in found.links} == kept
        gone = {each.key for each in plan_history.removed(session, made.id)}
        assert gone == set(writer.gone)
        _is_copied(session, case_id, found)


def _is_copied(session: Session, case_id: str, draft: plans.Whole) -> None:
    """Serve the draft, begin the final plan, change all of it: the draft says what it said."""
    planning.serve(session, draft.head.id)
    final = versions.begin(session, Trace(), case_id, PlanKind.FINAL)
    copy = plans.whole(session, case_id, final.id)
    assert copy
    assert [_said(each) for each in copy.lines] == [_said(each) for each in draft.lines]
    assert copy.links == draft.links
    for line in copy.lines:
        desk = Desk(Trace(), case_id, final.id)
        writing.change(session, desk, line.key, line.version, Words("Other words"))
    session.flush()
    again = plans.whole(session, case_id, draft.head.id)
    assert again
    assert [_said(each) for each in again.lines] == [_said(each) for each in draft.lines]


def _said(line: plans.Line) -> tuple[str, Section, int, str]:
    return line.key, line.section, line.place, line.text
