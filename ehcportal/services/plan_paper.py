"""A version of a plan as paper: a PDF to PDF/UA-1 and a file to write in, both from one reading."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ehcportal import clock
from ehcportal.content.labels import label
from ehcportal.content.letter_words import LetterWords
from ehcportal.domain.dates import date_words, weekday_words
from ehcportal.models.voice import PieceKind
from ehcportal.pdf import Pdf, plan_to_edit, render
from ehcportal.pdf.shapes import PlanLinePaper, PlanPaper, PlanSectionPaper, RightsPaper
from ehcportal.profile import Profile, text
from ehcportal.queries.cases import CaseHead
from ehcportal.queries.plan_pages import ShownLine, ShownPlan, ShownSection
from ehcportal.queries.plans import Head
from ehcportal.services.plan_changes import SaidChange
from ehcportal.services.plan_pictures import Picture
from ehcportal.services.plan_serving import Serving

NOTHING = "Nothing stands in this section."
DRAFT = (
    "This is a draft. It does not name a school or college. Tell us what is wrong, missing or "
    "unclear, and which school or college you want. You can ask us to meet you.",
    "You have until {until} to say so.",
)
FINAL = ("This is the final plan. The help in it must now be given.",)
CHANGES = (
    "We propose to change the plan. Every change stands below, with the words of before and after. "
    "The whole plan follows as it would then be.",
    "Tell us what you think of the changes. You can ask us to meet you.",
    "You have until {until} to say so.",
)
UNSENT = ("This version is still being written. Nobody outside the council has it.",)
STANDING = "DRAFT: this is not the final plan"
GIVES = frozenset({"F", "G", "H1", "H2"})
"""The sections that say what help is given."""
OWN_WAY = {
    PieceKind.WORDS: "In their own words.",
    PieceKind.SOUND: "Said aloud. It can be heard in the portal, on the page of the plan.",
    PieceKind.FILM: "Said in a film. It can be watched in the portal, on the page of the plan.",
    PieceKind.SYMBOLS: "Said in symbols. They can be seen in the portal, on the page of the plan.",
}
SEEN = "Said in a picture."
ELSEWHERE = "Said in a picture or scan. It can be seen in the portal, on the page of the plan."


@dataclass(frozen=True, slots=True)
class OwnWays:
    """What section A needs besides words: pictures by the key of their line, and symbols' names."""

    pictures: Mapping[str, Picture]
    symbols: Mapping[str, str]


NOTHING_OWN = OwnWays({}, {})


def sheet(
    plan: ShownPlan,
    head: CaseHead,
    serving: Serving | None,
    profile: Profile,
    rights: LetterWords | None = None,
    own: OwnWays = NOTHING_OWN,
    changes: Iterable[SaidChange] = (),
) -> PlanPaper:
    """Return all that a version says on paper: the PDF and the file to write in are made of it.

    Without ``serving`` it is still being written, and says so. ``changes`` are those of a notice.
    """
    contacts = profile.council.contacts
    kind = label("plan_version", plan.head.kind)
    return PlanPaper(
        council=text(profile.council.name),
        title=f"{kind}: {head.name}",
        standing="" if plan.head.is_final and serving else STANDING,
        accent=profile.theme.light.accent,
        contact=f"{contacts.phone}, {contacts.email}",
        facts=_facts(plan, head, serving),
        intro=_intro(plan, serving),
        nothing=NOTHING,
        sections=[_section(each, own) for each in plan.sections],
        rights=_rights(rights),
        changes=[{"title": each.title, "paragraphs": list(each.lines)} for each in changes],
    )


def of(paper: PlanPaper) -> Pdf:
    """Return the PDF of a version."""
    return render("plan", paper)


def to_edit(paper: PlanPaper) -> bytes:
    """Return the same as a file for a word processor."""
    return plan_to_edit(paper)


def _facts(plan: ShownPlan, head: CaseHead, serving: Serving | None) -> list[tuple[str, str]]:
    found = [
        ("Child or young person", head.name),
        ("Reference", head.reference),
        ("Version", str(plan.head.number)),
        ("Sent", date_words(serving.served_on) if serving else "Not sent yet"),
    ]
    if head.birth_date:
        found.insert(1, ("Date of birth", date_words(head.birth_date)))
    if serving and serving.posted_on:
        found.append(("Posted", date_words(serving.posted_on)))
    return [*found, ("Made", date_words(clock.today()))]


def _intro(plan: ShownPlan, serving: Serving | None) -> list[str]:
    if serving is None:
        return list(UNSENT)
    words: Sequence[str] = FINAL
    if not plan.head.is_final:
        words = DRAFT if plan.head.kind == "draft" else CHANGES
    until = weekday_words(serving.until) if serving.until else ""
    return [each.format(until=until) for each in words]


def _section(section: ShownSection, own: OwnWays) -> PlanSectionPaper:
    return {
        "title": f"{section.letter}: {section.title}",
        "gives": section.letter in GIVES,
        "areas": [
            {"title": name, "lines": [_line(each, own) for each in lines]}
            for name, lines in section.areas
        ],
    }


def _line(line: ShownLine, own: OwnWays) -> PlanLinePaper:
    picture = own.pictures.get(line.key)
    found: PlanLinePaper = {
        "number": line.number,
        "text": line.text or _spoken(line, own),
        "details": list(line.details),
        "notes": list(_notes(line, has_picture=picture is not None)),
    }
    if picture is not None:
        alt = picture.alt or f"{label('piece', picture.kind)}, {line.number}"
        found["picture"] = {"content": list(picture.content), "alt": alt}
    return found


def _spoken(line: ShownLine, own: OwnWays) -> str:
    """Return the words of a piece, or those of its symbols."""
    if line.voice is None:
        return ""
    named = [own.symbols[each] for each in line.voice.symbols if each in own.symbols]
    return line.voice.words or ", ".join(named)


def _notes(line: ShownLine, *, has_picture: bool) -> Iterator[str]:
    if line.voice is not None:
        yield OWN_WAY.get(line.voice.kind, SEEN if has_picture else ELSEWHERE)
    if line.goes_with:
        yield f"Goes with {', '.join(line.goes_with)}."
    if line.sources:
        yield f"From: {'; '.join(line.sources)}."


def _rights(letter: LetterWords | None) -> list[RightsPaper]:
    """Return what the law asks to stand beside a final plan (Reg 14), part by part."""
    found: list[RightsPaper] = []
    for part in letter.parts if letter else ():
        if part.kind == "heading":
            found.append({"title": part.lines[0], "paragraphs": []})
        elif found:
            found[-1]["paragraphs"] += part.lines
    return found


def name_of(version: Head, ending: str) -> str:
    """Return what the file is called: nothing about the child stands in a name."""
    return f"{label('plan_version', version.kind)} {version.number}.{ending}"
