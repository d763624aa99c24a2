"""Filling in what is known already, so that nobody is asked twice (WCAG 2.2, 3.3.7)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ehcportal.forms.answers import mark
from ehcportal.forms.conditions import Answer, Answers, Given, is_empty
from ehcportal.forms.definition import FormDefinition
from ehcportal.forms.fields.base import text
from ehcportal.forms.wording import MYSELF


@dataclass(frozen=True, slots=True)
class Known:
    """What the portal knows, as answers.

    ``account``: name, forename, surname, email, phone, address, organisation, role.
    ``people``, by person id: name, birth_date, birth_date_estimated, address, upn, nhs_number,
    setting, and of the relationship: kind, responsibility. Keys are the words after the dot of
    ``fill_from``.
    """

    account: Mapping[str, Answer] = field(default_factory=dict)
    people: Mapping[str, Mapping[str, Answer]] = field(default_factory=dict)
    plan: Mapping[str, Answer] = field(default_factory=dict)
    """Of a form about a case, to a person who may read the plan: its lines as rows."""

    def value(self, source: str, who: str) -> Answer:
        """What is known for ``fill_from = source`` when the form is about ``who``."""
        kind, _, key = source.partition(".")
        if kind == "account":
            return self.account.get(key, "")
        if kind == "plan":
            return self.plan.get(source, "")
        if who == MYSELF and kind == "person" and key in {"name", "address"}:
            return self.account.get(key, "")
        return self.people.get(who, {}).get(key, "")


def prefill(form: FormDefinition, known: Known, given: Given | None = None) -> Answers:
    """Return ``given`` with every empty answer filled from what is known."""
    return refill(form, {}, given or {}, known)


def refill(form: FormDefinition, before: Given, after: Given, known: Known) -> Answers:
    """Fill what is known again after the answer to "on behalf of" changed.

    What was filled for the person chosen before, and not touched since, makes room; what somebody
    typed stays.
    """
    answers: Answers = dict(after)
    old, new = text(before.get(form.subject.who)), text(after.get(form.subject.who))
    for _, question in form.questions():
        if not question.fill_from:
            continue
        answer = answers.get(question.id, "")
        untouched = old != new and mark(answer) == mark(known.value(question.fill_from, old))
        if is_empty(answer) or untouched:
            answers[question.id] = known.value(question.fill_from, new)
    return answers
