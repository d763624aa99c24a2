"""Words that a form's texts leave open: the child's name, the council, who is spoken to.

A text may say ``What is {child} good at?``. It reads "What is Maya good at?", "What is your child
good at?" while the name is not known, and "What are you good at?" to a young person, when it is
written ``What {is} {child} good at?``.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from ehcportal.forms.conditions import Given
from ehcportal.forms.definition import FormDefinition, Question

MYSELF = "myself"
SOMEONE_ELSE = "someone_else"
PROFESSIONALLY = "someone_else_professional"

YOU = {
    "child": "you", "childs": "your", "is": "are", "has": "have", "does": "do", "was": "were",
    "s": "", "they": "you", "them": "you", "their": "your", "are": "are", "have": "have",
}  # fmt: skip
CHILD = {
    "child": "your child", "childs": "your child’s", "is": "is", "has": "has", "does": "does",
    "was": "was", "s": "s", "they": "they", "them": "them", "their": "their", "are": "are",
    "have": "have",
}  # fmt: skip
COUNCIL = {
    "council": "the council",
    "phone": "our phone line",
    "advice_service": "the free advice service",
    "days_kept": "some",
    "complaint_known_days": "some",
    "complaint_answer_days": "some",
    "complaint_review_days": "some",
}
PLACEHOLDERS = frozenset(CHILD) | frozenset(COUNCIL)
_OPEN = re.compile(r"\{([a-z_]+)\}")


def placeholders(text: str) -> frozenset[str]:
    """The words ``text`` leaves open."""
    return frozenset(_OPEN.findall(text))


def fill(text: str, words: Mapping[str, str]) -> str:
    """Fill the open words of ``text``, with a capital at the start of a sentence.

    Only single known words are replaced, never looked up as attributes or formats, so that
    neither a text nor a name can reach anything else. A name is not filled again.
    """

    def word(found: re.Match[str]) -> str:
        value = words.get(found[1], found[0])
        before = text[: found.start()].rstrip()
        starts = not before or before[-1] in ".?!:"
        return value[:1].upper() + value[1:] if starts else value

    return _OPEN.sub(word, text)


def worded(question: Question, words: Mapping[str, str]) -> Question:
    """Return the question with all its texts filled, those of its options and entries too."""
    if not _has_open_words(question):
        return question
    return replace(
        question,
        label=fill(question.label, words),
        hint=fill(question.hint, words),
        help=fill(question.help, words),
        required_message=fill(question.required_message, words),
        options=tuple(
            replace(each, label=fill(each.label, words), hint=fill(each.hint, words))
            for each in question.options
        ),
        questions=tuple(worded(inner, words) for inner in question.questions),
    )


def _has_open_words(question: Question) -> bool:
    texts = [question.label, question.hint, question.help, question.required_message]
    texts += [text for option in question.options for text in (option.label, option.hint)]
    inner = (_has_open_words(each) for each in question.questions)
    return any("{" in text for text in texts) or any(inner)


def words_for(
    form: FormDefinition, answers: Given, council: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The words that fill the texts of ``form``: "you" to a young person, else the child's name.

    ``council`` holds the words around the form: the council's, and of a form that was begun for a
    case, those of its child.
    """
    spoken = COUNCIL | CHILD | dict(council or {})
    who = answers.get(form.subject.who, "")
    if who == MYSELF:
        return spoken | YOU
    name = _first_name(answers.get(form.subject.name))
    works_with_them = who == PROFESSIONALLY or bool(form.subject.name and not form.subject.who)
    if not name and not works_with_them:
        return spoken
    name = name or "the child"
    return spoken | {"child": name, "childs": f"{name}’s"}


def child_words(forename: str, *, is_self: bool) -> dict[str, str]:
    """Return the words for a form that is about a case, and so never asks whom it is about."""
    return dict(YOU) if is_self else {"child": forename, "childs": f"{forename}’s"}


def named_words(about: str) -> dict[str, str]:
    """Return the words for somebody else who reads a form that was sent for a case."""
    first = about.split()[:1]
    return child_words(first[0], is_self=False) if first else {}


def _first_name(answer: object) -> str:
    first = answer.get("first") if isinstance(answer, dict) else answer
    return first.strip()[:60] if isinstance(first, str) else ""
