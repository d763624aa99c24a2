"""What every page of a case has: whose it is, what waits, and the menu of what may be opened."""

from dataclasses import dataclass
from functools import cached_property

from flask import url_for

from ehcportal import clock, db
from ehcportal.domain.rights import may_be_decided
from ehcportal.policy import Action, Relation, allows
from ehcportal.profile import HomeLayout, text
from ehcportal.queries import case_facts, cases, panels
from ehcportal.queries.cases import CaseHead
from ehcportal.queries.dashboard import CaseStory, request_facts, story
from ehcportal.queries.panels import Panels
from ehcportal.queries.standing import Standing, VisibleCase, visible_cases
from ehcportal.web import current_profile, open_case
from ehcportal.web.people import current_person
from ehcportal.web.texts import own_texts

ACTIONS = {action.value: action for action in Action}
"""By the name that a template says."""


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A line of the side menu."""

    text: str
    href: str
    icon: str
    current: bool = False
    count: int = 0
    new: bool = False


@dataclass(frozen=True)
class CasePage:
    """An opened case, ready for a page."""

    standing: Standing
    head: CaseHead
    panels: Panels

    @property
    def case_id(self) -> str:
        """The id in every address of the case."""
        return self.head.case_id

    def may(self, action: str) -> bool:
        """Whether the person may do something with this case."""
        return allows(current_person().actor, ACTIONS[action], self.standing.relations)

    def request_facts(self, told: CaseStory) -> list[tuple[str, str]]:
        """Return the facts of the request, for the panel and the page that show them."""
        return request_facts(told, asked_by_viewer=self.panels.asked_by_viewer)

    def key_facts(self, told: CaseStory) -> list[tuple[str, str]]:
        """Return the same facts under the names of **Key Dates** (guide row W07)."""
        asked = self.panels.asked_by_viewer
        return request_facts(told, asked_by_viewer=asked, words="key_fact")

    def menu(self, current: str) -> list[MenuEntry]:
        """Return the side menu as this person may use it (guide row U07)."""
        own = [entry for entry in self._entries(current) if entry is not None]
        return [*own, *self._other_children()]

    def _other_children(self) -> list[MenuEntry]:
        """Return the way to each other child, or past a few to all of them (guide row S09)."""
        named = self.others if len(self.others) <= MOST_NAMED else []
        found = [
            MenuEntry(
                f"{each.forename} {each.surname}",
                url_for("family_cases.show", case_id=each.case_id),
                "person",
            )
            for each in named
        ]
        if self.others and current_profile().home.layout is not HomeLayout.MY_CASES:
            found.append(MenuEntry("All my children", url_for("home.overview"), "people"))
        return found

    @cached_property
    def others(self) -> list[VisibleCase]:
        """The cases of the other children whom this person may see; one statement."""
        mine = visible_cases(db.session(), current_person().actor)
        return [each for each in mine if each.person_id != self.head.person_id]

    def _entries(self, current: str) -> list[MenuEntry | None]:
        words = current_profile().words
        waiting = self.panels
        back = text(words.back_to_dashboard)
        return [
            MenuEntry(back, self.back, "back"),
            self._of_my_cases("overview", "Where the case stands", "date", current),
            self._of_my_cases("details", "Details", "info", current),
            self._of_my_cases("stages", "Stages", "clock", current),
            self._entry("request", "EHC Request Details", "form", Action.SEE_REQUEST, current),
            self._entry(
                "involvements", "SEN Involvements", "people", Action.SEE_INVOLVEMENTS, current
            ),
            self._plan(current),
            self._entry(
                "documents", "Items to view", "file", Action.SEE_DOCUMENTS, current,
                count=waiting.new_documents, new=True,
            ),
            self._entry(
                "to_complete", "Items to complete", "pen", Action.SEE_TO_COMPLETE, current,
                count=waiting.to_complete,
            ),
            self._entry(
                "messages", text(words.messages), "message", Action.SEE_MESSAGES, current,
                count=waiting.new_messages, new=True,
            ),
            self._reviews(current),
            self._entry("about-me", "About Me", "voice", Action.SEE_VOICE, current),
            self._entry(
                "my-views", "My Parent / Carer’s Views", "pen", Action.SEE_VOICE, current
            ),
            self._entry("appeal", "If you disagree", "info", Action.WEIGH_APPEAL, current),
            self._entry("access", "Who has access", "lock", Action.SEE_ACCESS, current),
            self._entry("seen", "Who has seen the record", "find", Action.SEE_READERS, current),
            self._rights(current),
        ]  # fmt: skip

    @property
    def back(self) -> str:
        """Where the menu leads back to: the dashboard, or the page of cards (guide row D11)."""
        if current_profile().home.layout is HomeLayout.MY_CASES:
            return url_for("home.overview")
        return url_for("family_cases.show", case_id=self.case_id)

    def case_bar(self, current: str) -> list[MenuEntry]:
        """Return the two areas that a phone has at the top of a case (guide row D11)."""
        bar = (
            self._of_my_cases("details", "Details", "info", current),
            self._of_my_cases("stages", "Stages", "clock", current),
        )
        return [entry for entry in bar if entry is not None]

    def _of_my_cases(self, name: str, words: str, icon: str, current: str) -> MenuEntry | None:
        if current_profile().home.layout is not HomeLayout.MY_CASES:
            return None
        return self._entry(name, words, icon, Action.SEE_CASE, current)

    def _reviews(self, current: str) -> MenuEntry | None:
        if not self.panels.has_review:
            return None
        return self._entry("reviews", "Review of the plan", "date", Action.SEE_REVIEWS, current)

    def _plan(self, current: str) -> MenuEntry | None:
        if not self.panels.has_plan:
            return None
        return self._entry("plan", "The plan", "file", Action.READ_PLAN, current)

    def _rights(self, current: str) -> MenuEntry | None:
        if not self.may_decide_view:
            return None
        return self._entry("rights", "Your rights", "person", Action.DECIDE_VIEW, current)

    @property
    def may_decide_view(self) -> bool:
        """Whether the young person can say what a parent sees: from six months before."""
        is_time = may_be_decided(self.head.birth_date, clock.today())
        return is_time and self.may(Action.DECIDE_VIEW)

    @property
    def is_limited_by_rights(self) -> bool:
        """Whether a parent sees less, since the rights are the young person's own now."""
        return Relation.PARENT_LIMITED in self.standing.relations

    def _entry(
        self,
        name: str,
        words: str,
        icon: str,
        action: Action,
        current: str,
        *,
        count: int = 0,
        new: bool = False,
    ) -> MenuEntry | None:
        if not self.may(action):
            return None
        href = _address(name, self.case_id)
        return MenuEntry(words, href, icon, current == name, count, new)


ENDPOINTS = {
    "overview": "family_cases.show",
    "details": "family_stages.details",
    "stages": "family_stages.index",
    "request": "family_cases.request_details",
    "involvements": "family_cases.involvements",
    "documents": "family_documents.index",
    "to_complete": "family_cases.to_complete",
    "messages": "family_messages.index",
    "access": "family_access.index",
    "reviews": "family_reviews.index",
    "seen": "family_seen.index",
    "rights": "family_rights.show",
    "plan": "family_plan.show",
    "appeal": "family_appeal.show",
}


def story_of(page: CasePage) -> CaseStory:
    """Tell where the case of a page is, in words for its reader; one statement."""
    coordinator = page.head.coordinator
    return story(
        case_facts.for_case(db.session(), page.case_id),
        current_profile(),
        clock.today(),
        child=page.head.forename,
        coordinator=coordinator.name if coordinator else None,
        relations=page.standing.relations,
        book=own_texts(),
    )


def _address(name: str, case_id: str) -> str:
    if name in VOICES:
        return url_for("family_voices.index", case_id=case_id, page=name)
    return url_for(ENDPOINTS[name], case_id=case_id)


VOICES = ("about-me", "my-views")

MOST_NAMED = 6
"""Other children whom the side menu names one by one."""


def open_page(case_id: str, *, to: Action) -> CasePage:
    """Open a case for a page, or answer 404; two statements besides the policy's own."""
    standing = open_case(case_id, to=to)
    session = db.session()
    return CasePage(
        standing=standing,
        head=cases.head(session, case_id),
        panels=panels.panels(session, case_id, current_person().account_id),
    )
