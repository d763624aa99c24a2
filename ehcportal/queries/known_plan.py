"""The plan in force as rows of a form: nobody types again what stands there (forms 11 to 14)."""

from collections.abc import Iterator, Mapping

from sqlmodel import Session

from ehcportal.content import plan_words
from ehcportal.domain.plan_written import ADULTHOOD, NEEDS, OUTCOMES, PROVISIONS
from ehcportal.forms.conditions import Answer
from ehcportal.forms.fields import planned
from ehcportal.models.plan import Section
from ehcportal.policy import Action, Actor, allows
from ehcportal.queries import plans
from ehcportal.queries.plans import Line
from ehcportal.queries.reviews.rows import is_invited
from ehcportal.queries.standing import Standing

READERS = (Action.READ_PLAN, Action.SEE_PUPIL, Action.RUN_CASE)
"""Who may do one of these in a case reads its plan."""

SOURCES: Mapping[str, tuple[str, ...]] = {
    "plan.outcomes": (OUTCOMES,),
    "plan.provision": tuple(PROVISIONS),
    "plan.needs_and_help": (*NEEDS, OUTCOMES, *PROVISIONS),
    "plan.lines": (Section.A, *NEEDS, OUTCOMES, *PROVISIONS),
}


def may_read(session: Session, actor: Actor, found: Standing) -> bool:
    """Say whether an account reads the plan: an adviser while invited to its review (Reg 20(5))."""
    if any(allows(actor, each, found.relations) for each in READERS):
        return True
    is_adviser = allows(actor, Action.READ_FOR_REVIEW, found.relations)
    is_open = found.case.ended_on is None
    return is_adviser and is_open and is_invited(session, found.case.id, actor.account_id)


def rows(session: Session, case_id: str) -> dict[str, Answer]:
    """Return the lines of the plan in force by ``fill_from``; nothing where it has none.

    A plan that is only a paper has no lines. Pieces that the family made in their own ways are no
    words to be changed by others, and are left out.
    """
    head = plans.in_force(session, case_id)
    if head is None:
        return {}
    whole = plans.with_lines(session, head)
    lines = [each for each in whole.lines if each.text and each.voice is None]
    return {
        source: [
            planned.row(each.key, whole.number(each.key), each.section.value, words(each))
            for each in lines
            if each.section in sections
        ]
        for source, sections in SOURCES.items()
    }


def words(line: Line) -> str:
    """Return a line with its details, each on a line of its own: "How often: once a week"."""
    return "\n".join([line.text, *(f"{name}: {said}" for _key, name, said in details(line))])


def details(line: Line) -> Iterator[tuple[str, str, str]]:
    """Return the details of a line that are words: key, label and what it says."""
    for key in plan_words.tables()["detail"]:
        said = {} if key == ADULTHOOD else {key: line.details.get(key)}
        yield from ((key, name, text) for name, text in plan_words.details_said(said))
