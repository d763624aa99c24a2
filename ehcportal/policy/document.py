"""The policy as a document that people read: who may do what, made from the rules themselves."""

from collections.abc import Iterator

from ehcportal.models.staff import StaffRole
from ehcportal.policy.actions import Action, Scope
from ehcportal.policy.actors import Actor
from ehcportal.policy.people import PEOPLE, Someone
from ehcportal.policy.rules import allows

OPENING = """\
# Who may see and do what

This page is made from the rules that the portal itself asks at every door (`ehcportal policy
--markdown`); a test fails when the two differ. What is not named here is refused, and whoever is
refused gets the same answer as for something that never was.

A tie counts from its first day to its last. Who was a parent, helper, SENCo, contributor or member
of staff and is so no longer, who asked for access or was invited and has not been let in, and the
SENCo of another setting are “anybody else who has signed in”. So is a parent whom the young person
lets see nothing. Within what is allowed, each document, message and line of the timeline has its
own readers: what the council wrote to one parent is not shown to another.
"""

HEADINGS = {
    Scope.OWN: "One’s own things",
    Scope.CASE: "One child’s case",
    Scope.SETTING: "One school, college or early-years provider",
    Scope.COUNCIL: "The council’s work as a whole",
}
ROLES = {
    StaffRole.CASEWORKER: "Caseworkers",
    StaffRole.BUSINESS_SUPPORT: "Business support",
    StaffRole.MANAGER: "Managers",
    StaffRole.ADMINISTRATOR: "Administrators",
}
EVERYBODY = "Everybody who has signed in"


def markdown() -> str:
    """Return the whole document."""
    return "\n".join([OPENING, *_by_action(), *_by_person()])


def who_may(action: Action) -> list[str]:
    """Return who may do ``action``, in words; the council's work goes by role alone."""
    if action.scope is Scope.COUNCIL:
        return [words for role, words in ROLES.items() if allows(Actor("", role), action)]
    words = [each.words for each in PEOPLE if each.may(action)]
    return [EVERYBODY] if len(words) == len(PEOPLE) else words


def _by_action() -> Iterator[str]:
    for scope, heading in HEADINGS.items():
        yield f"## {heading}\n"
        yield "| what | who |\n|---|---|"
        for action in Action:
            if action.scope is scope:
                yield f"| {action.sentence} | {' · '.join(who_may(action))} |"
        yield ""


def _by_person() -> Iterator[str]:
    yield "## Person by person\n"
    alike: dict[tuple[str, ...], list[str]] = {}
    for someone in PEOPLE:
        alike.setdefault(_of(someone), []).append(someone.words)
    for lines, people in alike.items():
        yield f"### {' · '.join(people)}\n"
        yield from (f"- {line}" for line in lines)
        yield ""


def _of(someone: Someone) -> tuple[str, ...]:
    """Return what one kind of person may do, besides what everybody may."""
    beyond = [each for each in Action if each.scope is not Scope.OWN]
    own = tuple(each.sentence for each in beyond if someone.may(each))
    return own or ("Nothing but one’s own account and forms.",)
