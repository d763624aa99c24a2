"""The stages of one case in words, as the tracker shows them."""

from dataclasses import dataclass
from datetime import date

from ehcportal.content.labels import label, own_labels
from ehcportal.domain.clocks import DueDate
from ehcportal.domain.dates import MONTHS, date_words
from ehcportal.domain.duties import Kind
from ehcportal.domain.stages import Stage, StageState, StageView

DRAWN_AS = {
    StageState.DONE: "done",
    StageState.NOW: "now",
    StageState.NEXT: "next",
    StageState.LATER: "later",
    StageState.REFUSED: "now",
    StageState.STOPPED: "",
}


@dataclass(frozen=True, slots=True)
class StageWords:
    """One stage of the tracker; ``state`` says how it is drawn, the words say what it means."""

    name: str
    state: str
    state_words: str
    date_words: str
    more: str


def stage_words(views: tuple[StageView, ...], today: date) -> tuple[StageWords, ...]:
    """Return the stages of a case ready to be drawn."""
    return tuple(_words(view, today) for view in views)


def decided_words(view: StageView) -> str:
    """Return what was decided in a stage, in words that need no others; empty for none."""
    decided = own_labels().groups["decided"]
    key = f"{view.stage.value}_{view.outcome}"
    is_told = view.done_on is not None and key in decided
    return label("decided", key) if is_told else ""


def _words(view: StageView, today: date) -> StageWords:
    return StageWords(
        name=label("stage", view.stage.value),
        state=DRAWN_AS[view.state],
        state_words=_state(view),
        date_words=_date(view, today),
        more=_more(view),
    )


def _state(view: StageView) -> str:
    state = label("state", view.state.value)
    told = view.outcome and view.state in {StageState.DONE, StageState.REFUSED, StageState.STOPPED}
    return f"{state}: {label('outcome', view.outcome)}" if told else state


def _date(view: StageView, today: date) -> str:
    if view.done_on is not None:
        return date_words(view.done_on)
    if view.state in {StageState.DONE, StageState.STOPPED}:
        return ""
    if view.due is None:
        return label("stage_date", "yearly") if view.stage is Stage.REVIEW else ""
    return _due(view.due, view.state, today)


def _due(due: DueDate, state: StageState, today: date) -> str:
    if due.kind is Kind.TARGET and not due.is_late(today):
        month = f"{MONTHS[due.due_on.month - 1]} {due.due_on.year}"
        return label("stage_date", "planned").replace("{month}", month)
    key = "was_due" if due.is_late(today) else "until" if state is StageState.NOW else "by"
    return label("stage_date", key).replace("{date}", date_words(due.due_on))


def _more(view: StageView) -> str:
    if view.was_late:
        return label("stage_date", "done_late")
    if view.asked and view.state is StageState.NOW:
        words = label("stage_date", "reports").replace("{arrived}", str(view.arrived))
        return words.replace("{asked}", str(view.asked))
    return ""
