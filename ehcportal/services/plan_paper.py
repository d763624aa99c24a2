"""A version of a plan as paper: made to PDF/UA-1, with every section under its letter."""

from collections.abc import Iterator, Sequence
from typing import Any

from ehcportal import clock
from ehcportal.content.labels import label
from ehcportal.content.letter_words import LetterWords
from ehcportal.domain.dates import date_words, weekday_words
from ehcportal.pdf import Pdf, render
from ehcportal.profile import Profile, text
from ehcportal.queries.cases import CaseHead
from ehcportal.queries.plan_pages import ShownLine, ShownPlan, ShownSection
from ehcportal.services.plan_serving import Serving

NOTHING = "Nothing stands in this section."
DRAFT = (
    "This is a draft. It does not name a school or college. Tell us what is wrong, missing or "
    "unclear, and which school or college you want. You can ask us to meet you.",
    "You have until {until} to say so.",
)
FINAL = ("This is the final plan. The help in it must now be given.",)
CHANGES = (
    "We propose these changes to the plan. Tell us what you think of them. You can ask us to meet "
    "you.",
    "You have until {until} to say so.",
)


def of(
    plan: ShownPlan,
    head: CaseHead,
    serving: Serving,
    profile: Profile,
    rights: LetterWords | None = None,
) -> Pdf:
    """Return the PDF of a version that is being served."""
    contacts = profile.council.contacts
    return render(
        "plan",
        {
            "council": text(profile.council.name),
            "title": f"{label('plan_version', plan.head.kind)}: {head.name}",
            "accent": profile.theme.light.accent,
            "contact": f"{contacts.phone}, {contacts.email}",
            "facts": _facts(plan, head, serving),
            "intro": _intro(plan, serving),
            "nothing": NOTHING,
            "sections": [_section(each) for each in plan.sections],
            "rights": _rights(rights),
        },
    )


def _facts(plan: ShownPlan, head: CaseHead, serving: Serving) -> list[tuple[str, str]]:
    found = [
        ("Child or young person", head.name),
        ("Reference", head.reference),
        ("Version", str(plan.head.number)),
        ("Sent", date_words(serving.served_on)),
    ]
    if head.birth_date:
        found.insert(1, ("Date of birth", date_words(head.birth_date)))
    if serving.posted_on:
        found.append(("Posted", date_words(serving.posted_on)))
    return [*found, ("Made", date_words(clock.today()))]


def _intro(plan: ShownPlan, serving: Serving) -> list[str]:
    words: Sequence[str] = FINAL
    if not plan.head.is_final:
        words = DRAFT if plan.head.kind == "draft" else CHANGES
    until = weekday_words(serving.until) if serving.until else ""
    return [each.format(until=until) for each in words]


def _section(section: ShownSection) -> dict[str, Any]:
    return {
        "title": f"{section.letter}: {section.title}",
        "areas": [
            {"title": name, "lines": [_line(each) for each in lines]}
            for name, lines in section.areas
        ],
    }


def _line(line: ShownLine) -> dict[str, Any]:
    return {
        "number": line.number,
        "text": line.text or (line.voice.words if line.voice else ""),
        "details": list(line.details),
        "notes": list(_notes(line)),
    }


def _notes(line: ShownLine) -> Iterator[str]:
    if line.voice is not None:
        yield "Said in their own way. The piece itself is in the portal."
    if line.goes_with:
        yield f"Goes with {', '.join(line.goes_with)}."
    if line.sources:
        yield f"From: {'; '.join(line.sources)}."


def _rights(letter: LetterWords | None) -> list[dict[str, Any]]:
    """Return what the law asks to stand beside a final plan (Reg 14), part by part."""
    found: list[dict[str, Any]] = []
    for part in letter.parts if letter else ():
        if part.kind == "heading":
            found.append({"title": part.lines[0], "paragraphs": []})
        elif found:
            found[-1]["paragraphs"] += part.lines
    return found


def name_of(plan: ShownPlan) -> str:
    """Return what the file is called: nothing about the child stands in a name."""
    return f"{label('plan_version', plan.head.kind)} {plan.head.number}"
