"""Files added to the form, with what is asked about each.

The rows of the stored files are the truth; the answer keeps only what people say about them, as
``[{"file": id, …}]``. A file without an entry has nothing said about it; an entry whose file is
gone is left out.
"""

from ehcportal.forms.conditions import Answer, Given
from ehcportal.forms.definition import Question
from ehcportal.forms.fields import base, group
from ehcportal.forms.fields.base import Context, FileRow, Posted, Problem, Shown
from ehcportal.forms.fields.rule import problems_within

LIMIT = 20
SIZES = ((1_048_576, "MB"), (1_024, "KB"))
STATES = {
    "received": "we are checking it",
    "scanning": "we are checking it",
    "blocked": "did not pass our safety check",
}


def names(question: Question, name: str, posted: Posted) -> set[str]:
    """How many files there are, what is said about each, and the file input's own name."""
    sent = group.names(question, name, posted)
    indices = range(len(group.entries(group.read(question, name, posted))))
    return sent | {name} | {f"{name}-{index}-file" for index in indices}


def read(question: Question, name: str, posted: Posted) -> Answer:
    """What is said about each file."""
    rows = group.entries(group.read(question, name, posted))
    said: list[Answer] = []
    for index, row in enumerate(rows):
        said.append({"file": base.line(base.one(posted, f"{name}-{index}-file")), **row})
    return said


def check(question: Question, name: str, answer: Answer, context: Context) -> list[Problem]:
    """Too many files, one that was blocked, or something wrong in what is said about one."""
    rows = of_question(question, context)
    limit = question.max or LIMIT
    problems = []
    if len(rows) > limit:
        problems.append(Problem(name, f"You can add up to {limit} files here. Remove some"))
    for index, (row, said) in enumerate(entries(question, answer, context)):
        if row.state == "blocked":
            message = f"“{row.name}” did not pass our safety check. Remove it"
            problems.append(Problem(name, message))
        problems += problems_within(question, f"{name}-{index}", said, context)
    return problems


def show(question: Question, answer: Answer, context: Context) -> Shown:
    """Return each file's name and what was said about it."""
    return Shown(
        entries=tuple(
            (("File", base.shown(row.name)), *group.show_entry(question, said, context))
            for row, said in entries(question, answer, context)
        )
    )


def focus(_question: Question, name: str) -> str:
    """Return the id of the file input."""
    return name


def settle(question: Question, answer: Answer, _before: Answer, context: Context) -> Answer:
    """Keep one entry for each file that is there, in the order of the files."""
    kept: list[Answer] = []
    for row, said in entries(question, answer, context):
        about = {inner.id: said.get(inner.id, "") for inner in question.questions}
        kept.append({"file": row.id, **about})
    return kept


def of_question(question: Question, context: Context) -> list[FileRow]:
    """The files that were added to this question."""
    return [row for row in context.files if row.question == question.id]


def entries(question: Question, answer: Answer, context: Context) -> list[tuple[FileRow, Given]]:
    """Each file with what is said about it."""
    said = {base.part(dict(row), "file"): row for row in group.entries(answer)}
    return [(row, said.get(row.id, {})) for row in of_question(question, context)]


def note(row: FileRow) -> str:
    """What stands beside the name of a file: its size, and whether it is still being checked."""
    size = next((f"{row.size / unit:.1f} {label}" for unit, label in SIZES if row.size >= unit), "")
    state = STATES.get(row.state, "")
    return ", ".join(filter(None, (size or f"{row.size} bytes", state)))
