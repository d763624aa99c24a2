"""A page of a form ready to be shown: every text filled, every value and problem in its place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ehcportal.forms.answers import Clash, current, marks
from ehcportal.forms.definition import Page, PageKind, QuestionType
from ehcportal.forms.journey import Journey, PageState, Step
from ehcportal.forms.questionview import QuestionView, question_view
from ehcportal.forms.wording import fill, words_for

MENU_STATES = {PageState.DONE: "done", PageState.HAS_PROBLEM: "problem", PageState.NOT_STARTED: ""}


@dataclass(frozen=True, slots=True)
class Links:
    """Where the parts of a draft live; the web layer knows."""

    page: Callable[[str], str]
    sign_in: str = ""
    autosave: str = ""
    upload: Callable[[str], str] = str
    remove_file: Callable[[str], str] = str


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One line of the numbered menu."""

    title: str
    href: str
    state: str
    current: bool


@dataclass(frozen=True, slots=True)
class PageView:
    """Everything ``forms/_page.html`` shows.

    ``errors`` are pairs of field id and message for the summary on top; ``elsewhere`` says for
    it what other pages still need: page title, message and link. ``missing`` is the same before
    anybody pressed Submit. ``new`` says that questions came up because of an answer. ``base``
    and ``shown`` go into hidden fields.
    """

    form_title: str
    page: Page
    title: str
    number: int
    intro: tuple[str, ...]
    help: str
    menu: tuple[MenuEntry, ...]
    questions: tuple[QuestionView, ...]
    errors: tuple[tuple[str, str], ...] = ()
    elsewhere: tuple[tuple[str, str, str], ...] = ()
    clashes: bool = False
    new: bool = False
    base: str = ""
    shown: str = ""
    saved_at: str = ""
    asks_to_sign_in: bool = False
    previous: str = ""
    missing: tuple[tuple[str, str, str], ...] = ()

    @property
    def musts(self) -> bool:
        """Whether any question here must be answered."""
        return any(question.required for question in self.questions)

    @property
    def is_refused(self) -> bool:
        """Whether something must be put right before the way goes on."""
        return bool(self.errors or self.elsewhere)

    @property
    def has_files(self) -> bool:
        """Whether files can be added here: the form is then sent in parts."""
        return any(question.type == "files" for question in self.questions)


@dataclass(frozen=True, slots=True)
class Showing:
    """How a page is shown this time.

    ``checked`` after Next found something wrong; ``clashes`` after another window changed it;
    ``new`` after an answer made more questions come up; ``saved_at`` a time in words.
    """

    checked: bool = False
    clashes: tuple[Clash, ...] = ()
    new: bool = False
    saved_at: str = ""


PLAINLY = Showing()


def page_view(way: Journey, step: Step, links: Links, showing: Showing = PLAINLY) -> PageView:
    """Put together one page: the step, its answers, and what is to be said about them."""
    words = words_for(way.form, way.given, way.context.words)
    problems = step.problems if showing.checked else ()
    missing = _missing(way, step, words, links)
    before = way.before(step.page.id)
    return PageView(
        form_title=fill(way.form.title, words),
        page=step.page,
        title=fill(step.page.title, words),
        number=step.number,
        intro=tuple(fill(text, words) for text in step.page.intro),
        help=fill(step.page.help, words),
        menu=_menu(way, step, words, links),
        questions=_questions(way, step, links, showing),
        errors=tuple((problem.field_id, problem.message) for problem in problems),
        elsewhere=missing if showing.checked else (),
        clashes=bool(showing.clashes),
        new=showing.new,
        base=marks(step.page.questions, way.given),
        shown=" ".join(question.id for question in step.questions),
        saved_at=showing.saved_at,
        asks_to_sign_in=step.page.kind is PageKind.SIGN_IN and not way.context.signed_in,
        previous=links.page(before.page.id) if before else "",
        missing=() if showing.checked else missing,
    )


def _questions(
    way: Journey, step: Step, links: Links, showing: Showing
) -> tuple[QuestionView, ...]:
    theirs = {clash.question.id: clash.theirs for clash in showing.clashes}
    values = {**way.given, **{clash.question.id: clash.mine for clash in showing.clashes}}
    problems = step.problems if showing.checked else ()
    steering = _steering(step.page)
    return tuple(
        question_view(
            question,
            question.id,
            current(question, values, way.context),
            way.context,
            problems=problems,
            theirs=theirs.get(question.id),
            steers=question.id in steering,
            upload=links.upload(question.id) if question.type is QuestionType.FILES else "",
            remove_file=links.remove_file,
        )
        for question in step.questions
    )


def _steering(page: Page) -> frozenset[str]:
    """The questions of this page on which other questions of this page depend."""
    conditions = (question.asked_when for question in page.questions)
    return frozenset(name for each in conditions if each for name, _ in each.named())


def _menu(way: Journey, now: Step, words: Mapping[str, str], links: Links) -> tuple[MenuEntry, ...]:
    return tuple(
        MenuEntry(
            title=fill(step.page.title, words),
            href=links.page(step.page.id),
            state=MENU_STATES[step.state],
            current=step is now or step.page.id == now.page.id,
        )
        for step in way.steps
    )


def _missing(
    way: Journey, step: Step, words: Mapping[str, str], links: Links
) -> tuple[tuple[str, str, str], ...]:
    """On the submit page: page title, message and link of each thing missing on other pages."""
    if step.page.kind is not PageKind.SUBMIT:
        return ()
    return tuple(
        (fill(each.page.title, words), each.message, f"{links.page(each.page.id)}#{each.field_id}")
        for each in way.missing
        if each.page.id != step.page.id
    )
