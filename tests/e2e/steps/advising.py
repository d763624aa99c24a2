"""An adviser writes advice in form 9 (guide row S02)."""

from dataclasses import dataclass

from tests.e2e.steps.visitor import Visitor


@dataclass(frozen=True)
class Advice:
    """What somebody writes: one need, one outcome, one kind of help."""

    job: str
    area: str
    need: str
    outcome: str
    help: str
    who: str
    minutes: str
    often: str
    summary: str


OF_PSYCHOLOGIST = Advice(
    job="Educational psychologist",
    area="Cognition and learning (section B)",
    need="Finlay hears single sounds, and cannot yet put three of them together into a word.",
    outcome="Finlay reads a page of a simple book by himself.",
    help="Reading lessons in small steps, with letters he can touch.",
    who="A teacher trained in teaching children with dyslexia",
    minutes="30",
    often="every school day",
    summary="Finlay learns to read with short lessons each day, alone with a teacher.",
)
OF_SCHOOL = Advice(
    job="SENCo",
    area="Social, emotional and mental health (section B)",
    need="Finlay leaves the room when he is asked to read aloud.",
    outcome="Finlay stays in the lesson when others read aloud.",
    help="A quiet place and a card with which he may ask for a rest.",
    who="The class teacher",
    minutes="10",
    often="whenever he shows the card",
    summary="Finlay may rest when reading is too much for him.",
)


def writes(adviser: Visitor, child: str, advice: Advice) -> None:
    """Go from the ask through the form to the page that submits."""
    adviser.follows("Write the advice")
    adviser.sees("About this advice", examined=False)
    adviser.presses("Next")
    adviser.sees("What the advice is based on")
    adviser.chooses("Yes, or we have met now", of=f"Is {child} known to you or your service?")
    adviser.is_asked("Where")
    adviser.chooses("I write it here", of="How do you give your advice?")
    adviser.types("Job", advice.job)
    adviser.presses("Next")
    adviser.sees("Strengths and views", examined=False)
    adviser.presses("Next")
    says_what_is_needed(adviser, advice)
    adviser.sees("Getting ready for adult life", examined=False)
    adviser.chooses("No", of=f"Is {child} in year 9 or above?")
    adviser.presses("Next")
    adviser.sees("Your files", examined=False)
    adviser.presses("Next")


def says_what_is_needed(adviser: Visitor, advice: Advice) -> None:
    """Need, outcome and help, each on a page of its own."""
    adviser.sees("Needs")
    adviser.picks("Area", advice.area)
    adviser.types("What is the need?", advice.need)
    adviser.presses("Next")
    adviser.sees("Outcomes")
    adviser.types("What will be different?", advice.outcome)
    adviser.presses("Next")
    adviser.sees("Help")
    adviser.picks("What kind of help is it?", "Special educational help (section F)")
    adviser.types("What is done?", advice.help)
    adviser.types("Who does it?", advice.who)
    adviser.types("How many minutes each time?", advice.minutes)
    adviser.types("How often?", advice.often)
    adviser.presses("Next")


def sends(adviser: Visitor, child: str, advice: Advice) -> None:
    """The plain summary, the declaration, and off it goes."""
    adviser.sees("Plain summary and sending")
    adviser.types("The main points in plain words", advice.summary)
    adviser.ticks(
        f"This is my professional advice. It says what {child} needs, and not only what there is."
    )
    adviser.presses("Send the advice")
    adviser.sees("Have you entered all the information you need to?")
    adviser.presses("Submit")
    adviser.sees(f"Advice about {child} Marsh")
