"""The mother reads the plan on her phone and says what she thinks of it (rows S06, U13, W11)."""

from tests.e2e.steps.visitor import Visitor

THINKS = "What do you think of it?"
COMMENTS = "Comments on the plan"
BETTER = "Reading lessons alone with a teacher, in small steps, with letters he can touch."


def comments(mother: Visitor, line: str, verdict: str, why: str = "", better: str = "") -> None:
    """Say of one line whether it is right."""
    mother.follows(f"Comment on {line}")
    mother.sees(f"Comment on {line}")
    mother.chooses(verdict, of=THINKS)
    if why:
        mother.types("Why?", why)
    if better:
        mother.types("Words that would be better", better)
    mother.presses("Save")
    mother.sees("The plan")


def wants_him_to_stay(mother: Visitor, child: str) -> None:
    """Row W11: two pages of guidance, the form, no papers."""
    mother.follows("Say which one in the form for it")
    mother.sees("About this form", examined=False)
    mother.presses("Next")
    mother.sees("Parental Preference Guidance: kinds of place", examined=False)
    mother.presses("Next")
    mother.sees("Parental Guidance Continued: what the law says", examined=False)
    mother.presses("Next")
    mother.sees("What you would like", examined=False)
    mother.chooses("Stay at the place we have now", of=f"What do you want for {child}?")
    mother.types("Which place is it now?", "millbrook")
    mother.presses("Find")
    mother.chooses_one_like("Millbrook Primary School", of="Which one is it?")
    mother.presses("Next")
    mother.sees("Getting there", examined=False)
    mother.presses("Next")
    mother.sees("Supporting Documentation", examined=False)
    mother.presses("Next")
    mother.sees("Submit", examined=False)
    mother.ticks("What I have written is what I want, as of today.")
    mother.presses("Submit to Local Authority")
    mother.sees("Have you entered all the information you need to?", examined=False)
    mother.presses("Submit")
    mother.sees("Items to complete", examined=False)
    mother.reads("We have your form: Parental Preference Form.")


def sends_her_comments(mother: Visitor) -> None:
    """All of it at once, with a wish to talk about it."""
    mother.sees(COMMENTS)
    mother.types(THINKS, "This is him. Thank you.")
    mother.chooses("By phone", of="Do you want to meet us about it?")
    mother.types("When would be good for you?", "Any morning")
    mother.presses("Send to the council")
    mother.sees(COMMENTS)
    mother.reads("3 comments wait for our answer.")
