"""A setting is asked about a plan and answers; the council answers the family (form 19)."""

from datetime import date

from tests.e2e.steps.asking import opens_the_case
from tests.e2e.steps.four import Four

CONSULTATIONS = "Consultations of settings"
GROUND = "It would not be an efficient use of resources"
GROUND = "It would not be an efficient use of resources"
EVIDENCE = "None of our teachers is trained in this."
ON_A_LINE = "Do you change the plan for it?"
ON_THE_WHOLE = "Do you do what they ask?"


def asks(four: Four) -> None:
    """Ask the setting that the family wants."""
    opens_the_case(four)
    staff = four.caseworker
    staff.presses("Ask a school or college")
    staff.sees(CONSULTATIONS)
    staff.presses("Ask what the family wants")
    staff.sees(CONSULTATIONS)
    staff.reads("The family wants it")


def answers_no(four: Four) -> None:
    """A no without a ground of the law and evidence is not taken."""
    senco, asked = four.senco, f"Consultation: {four.child}"
    four.comes("senco", "/settings")
    senco.sees("My settings")
    senco.follows("Consultations")
    senco.sees("Consultations")
    senco.follows(four.child)
    senco.sees(asked)
    senco.chooses("No", of="Can the setting meet the needs in this plan?")
    senco.presses("Send the answer")
    senco.is_told("Choose the ground: the law has no other")
    senco.ticks(GROUND)
    senco.types(f"Evidence: {GROUND}", EVIDENCE)
    senco.types("What would have to be in place?", "A trained teacher for half an hour each day.")
    senco.presses("Send the answer")
    senco.sees(asked)
    senco.reads("The reply")


def answers(four: Four, comment: str, outcome: str, reason: str) -> None:
    """Answer a comment, with a reason that its writer reads."""
    staff = four.caseworker
    staff.follows(f"Answer {comment}")
    question = ON_A_LINE if comment.startswith("the comment") else ON_THE_WHOLE
    staff.chooses(outcome, of=question)
    staff.types("Reason", reason)
    staff.presses("Answer")
    staff.sees("Comments on the plan", examined=False)


def met(four: Four, day: date, said: str) -> None:
    """Write down that the meeting was held to which the family has a right."""
    staff = four.caseworker
    staff.goes_to(f"{four.council}/plan/comments")
    staff.follows("The meeting")
    staff.sees("Meeting about the plan")
    held = (str(day.day), str(day.month), str(day.year))
    staff.enters_the_day("On which day?", *held)
    staff.types("What was said", said)
    staff.presses("Note that it was held")
    staff.sees("Comments on the plan", examined=False)
