"""What another adult of the family reads of a form that they may see: the child, not the sender."""

from ehcportal.forms.definition import FormDefinition, QuestionType
from ehcportal.forms.summary import Row, Section, answered, for_family

CONTACTS = frozenset({QuestionType.ADDRESS, QuestionType.EMAIL, QuestionType.PHONE})
"""Addresses and contact details are for their owner and for staff alone."""

WHERE_THEY_LIVE = frozenset({"same_address", "gp"})
"""Answers that tell where the child or the sender lives, or come near it."""

FOR_THE_COUNCIL = frozenset({"why_not_told"})
"""What the first version of a form asked for the council alone and did not mark so."""

OF_THE_SENDER = frozenset({"what-helps", "your-details", "family", "sharing"})
"""Pages on which the sender speaks of themselves, their home, and of what others must not read."""


def for_another_adult(form: FormDefinition, sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Return the answers about the child that a sharing rule opens to another adult.

    What only the council may read, how to reach somebody, who lives in the sender's home and what
    is to be kept back are left out, whatever the rule says (security note 26).
    """
    own = OF_THE_SENDER | {form.sign_in_page}
    kept = (
        Section(each.page_id, each.title, tuple(row for row in each.rows if _is_open(row)))
        for each in for_family(answered(sections))
        if each.page_id not in own
    )
    return tuple(section for section in kept if section.rows)


def _is_open(row: Row) -> bool:
    asked = row.question
    inner = {each.type for each in asked.questions}
    is_contact = asked.type in CONTACTS or bool(inner & CONTACTS)
    return not is_contact and asked.id not in WHERE_THEY_LIVE | FOR_THE_COUNCIL
