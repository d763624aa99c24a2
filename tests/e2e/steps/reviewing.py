"""The first review of a plan: day, views, advice, meeting, report, decision (guide row S07)."""

import re
from datetime import date

from tests.e2e.steps.asking import opens_the_case
from tests.e2e.steps.four import Four
from tests.e2e.steps.visitor import Visitor

TRUE = "What I have written is true, as far as I know."
SENDS = "Submit to Local Authority"
SURE = "Have you entered all the information you need to?"
PLACE = "The music room of the school"
BUSES = "Reading lessons alone with a teacher, with books that he chooses."
WHY = "Everybody agreed that he needs books that he likes."


def review_of(four: Four) -> str:
    return f"Annual review, {four.child}"


def sets_the_day(four: Four, day: date) -> None:
    """The case says that it is time; the school holds the meeting, everybody is invited."""
    staff = four.caseworker
    opens_the_case(four)
    staff.reads("Arrange the review")
    staff.presses("Open the reviews")
    staff.sees("Reviews of Finlay’s plan")
    staff.picks("Who holds the meeting?", "Millbrook Primary School")
    staff.presses("Begin the review")
    staff.sees(review_of(four))
    staff.presses("Set the meeting")
    staff.sees("When and where people meet")
    staff.enters_the_day("Day", str(day.day), str(day.month), str(day.year))
    staff.types("Time", "9.30")
    staff.types("How many minutes it takes", "60")
    staff.chooses("In person", of="How people meet")
    staff.types("Place, or the address of the video meeting", PLACE)
    staff.presses("Save, and tell everybody invited")
    staff.sees(review_of(four), examined=False)
    staff.presses("Invite people")
    staff.sees("Invite people")
    for each in staff.page.get_by_role("checkbox").all():
        each.check()
    staff.presses("Invite")
    staff.sees(review_of(four), examined=False)
    staff.presses("Ask everybody invited to write")
    staff.sees(review_of(four))
    staff.reads("We asked 3 people to write.")


def wants_another_hour(four: Four) -> None:
    """The mother finds the review from her dashboard and proposes another hour."""
    mother = four.mother
    mother.follows("Review of the plan")
    mother.sees("Review of the plan")
    mother.chooses("I would like another day or time", of="Can you come?")
    mother.types("Which days and times suit you?", "Any day after three o’clock")
    mother.presses("Send my answer")
    mother.sees("Review of the plan", examined=False)
    mother.reads("Asks for another day")


def writes_her_views(mother: Visitor) -> None:
    """Form 11: what went well, and what to change."""
    mother.presses("Write my views")
    mother.sees("About this form", examined=False)
    mother.presses("Next")
    mother.sees("Since the last time")
    mother.types("What has gone well?", "He reads the bus signs.")
    mother.presses("Next")
    mother.sees("What the plan aims at", examined=False)
    mother.presses("Next")
    mother.sees("The help in the plan", examined=False)
    mother.presses("Next")
    mother.sees("What comes next")
    mother.types("What should be different in the plan?", "Books that he likes.")
    mother.presses("Next")
    mother.sees("The meeting", examined=False)
    mother.presses("Next")
    mother.sees("Supporting Documentation", examined=False)
    mother.presses("Next")
    sends(mother)
    mother.sees("Items to complete", examined=False)


def moves_the_hour(four: Four) -> None:
    """The caseworker reads the proposal and takes it up."""
    staff = four.caseworker
    opens_the_case(four)
    staff.presses("Open the reviews")
    staff.follows(re.compile("^Annual review"))
    staff.sees(review_of(four))
    staff.reads("Asks for another day")
    staff.follows("Change the day or place")
    staff.sees("When and where people meet", examined=False)
    staff.types("Time", "15.30")
    staff.presses("Save, and tell everybody invited")
    staff.sees(review_of(four), examined=False)


def cannot_come_but_writes(four: Four) -> None:
    """Form 14: the adviser declines, and says what a line of the plan should say now."""
    adviser = four.adviser
    four.comes("adviser", "/advice")
    adviser.sees("My requests for advice")
    adviser.follows(f"Review of {four.child}’s plan")
    adviser.sees(f"Review of {four.child}’s plan")
    adviser.reads(re.compile("15:30"))
    adviser.chooses("No, I cannot come", of="Can you come?")
    adviser.presses("Send my answer")
    adviser.sees(f"Review of {four.child}’s plan")
    adviser.presses("Write the advice")
    adviser.sees("About this form", examined=False)
    adviser.presses("Next")
    adviser.sees("You and what you know")
    adviser.types("What is your role?", "Educational psychologist")
    adviser.types("What is your advice based on?", "Two lessons that I watched.")
    adviser.presses("Next")
    adviser.sees("How things are", examined=False)
    adviser.presses("Next")
    adviser.sees("What the plan should say now")
    adviser.unfolds("Change line F1")
    adviser.box("The words you propose", within="F1").fill(BUSES)
    adviser.types("Your advice in a few plain words, for the family", "He needs books he likes.")
    adviser.chooses("No", of="Is Finlay in Year 9 or above?")
    adviser.presses("Next")
    adviser.sees("Supporting Documentation", examined=False)
    adviser.presses("Next")
    sends(adviser)
    adviser.sees(f"Review of {four.child}’s plan", examined=False)


def comes_and_sends_the_papers_round(four: Four) -> None:
    """The SENCo accepts, and what was written goes to everybody two weeks before."""
    senco = four.senco
    opens_the_review(four)
    senco.chooses("Yes, I come", of="Can you come?")
    senco.presses("Send my answer")
    senco.sees("Review of Finlay’s plan")
    senco.presses("Send it to everybody invited")
    senco.sees("Review of Finlay’s plan")
    senco.reads(re.compile("Sent round on"))


def opens_the_review(four: Four) -> None:
    """The SENCo comes from the pupils of the school."""
    senco = four.senco
    four.comes("senco", "/settings")
    senco.follows("My cases in progress")
    senco.sees("My cases in progress", examined=False)
    senco.follows(four.filed)
    senco.sees(four.child)
    senco.follows("Meeting, views and report")
    senco.sees("Review of Finlay’s plan")


def reads_and_comes(four: Four, day: date) -> None:
    """The mother accepts the new hour, keeps it in her calendar and reads the advice."""
    mother = four.mother
    four.mother_comes(f"{four.family}/reviews")
    mother.sees("Review of the plan")
    mother.chooses("Yes, I come", of="Can you come?")
    mother.presses("Send my answer")
    mother.sees("Review of the plan", examined=False)
    kept = mother.downloads("Save the meeting as a calendar file").path().read_text()
    assert f"DTSTART:{day:%Y%m%d}T" in kept
    assert PLACE in kept
    mother.follows("Advice")
    mother.sees("Advice for the Review")
    mother.reads(re.compile("chooses"))


def says_it_was_held(four: Four) -> None:
    """The SENCo says who came; the day is the one it was set for."""
    senco = four.senco
    opens_the_review(four)
    for each in ("Ivy Marsh, Parent or carer", "Helen Boyd, School or college"):
        senco.ticks(each)
    senco.presses("Save")
    senco.sees("Review of Finlay’s plan")


def reports(four: Four, day: date) -> None:
    """Form 13: what is recommended, and what Finlay said."""
    senco = four.senco
    senco.presses("Write the report")
    senco.sees("About this form", examined=False)
    senco.presses("Next")
    senco.sees("Progress")
    senco.chooses("Partly", of="Reached?")
    asked = "When was the meeting?"
    senco.enters_the_day(asked, str(day.day), str(day.month), str(day.year))
    senco.presses("Next")
    senco.sees("What the plan should say")
    senco.unfolds("Change line F1")
    said = senco.box("What it should say", within="F1")
    _words, _end, details = said.input_value().partition("\n")
    said.fill(f"{BUSES}\n{details}")
    senco.chooses("No", of="Is Finlay in Year 9 or above?")
    senco.presses("Next")
    senco.sees("Views and recommendation")
    senco.types("What Finlay said", "I can read the bus signs now.")
    senco.chooses("No, all agreed", of="Did people differ about what should happen?")
    senco.chooses("Change the plan", of="What do you recommend?")
    senco.types("Why?", "He reads words now and needs books.")
    senco.presses("Next")
    senco.sees("Supporting Documentation", examined=False)
    senco.presses("Next")
    sends(senco)
    senco.sees("Review of Finlay’s plan", examined=False)
    senco.reads("Report of the meeting: Helen Boyd")


def decides_to_amend(four: Four) -> None:
    """The decision, with the way to the changes that must reach the family with it."""
    staff = four.caseworker
    opens_the_case(four)
    staff.reads("Decide after the review")
    staff.presses("Open the reviews")
    staff.follows(re.compile("^Annual review"))
    staff.sees(review_of(four), examined=False)
    staff.presses("Decide after the review")
    staff.sees("Decide after the review")
    staff.chooses("Change the plan", of="What do you decide?")
    staff.types("Why? The family reads this.", WHY)
    staff.ticks("The letter goes out today. I have checked it.")
    staff.presses("Decide, and send the letter")
    staff.sees(review_of(four))
    staff.follows("Write and send the changes")
    staff.sees(f"Plan of {four.child}", examined=False)


def sends(visitor: Visitor) -> None:
    """Say that it is true, and send it."""
    visitor.sees("Submit", examined=False)
    visitor.ticks(TRUE)
    visitor.presses(SENDS)
    visitor.sees(SURE, examined=False)
    visitor.presses("Submit")
