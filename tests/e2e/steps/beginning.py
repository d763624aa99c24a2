"""From a request in the inbox to a family that follows the case (guide rows C01, W01 to W05)."""

from tests.e2e.steps import council, deciding, invitations
from tests.e2e.steps.four import Four
from tests.e2e.steps.invitations import Invited
from tests.e2e.steps.visitor import Visitor

IVY = Invited("Ivy", "Marsh", "ivy.marsh@mail.example", "")
INVITED = "Complete your registration"
ADVISERS_TOO = "The council and those who are asked for advice"
AT_HOME = "At home he reads the name of every bus stop."
HIS_WORDS = "I want to read the signs on the buses."
HARD = "What is hard for Finlay, and how does it show?"


def takes_up(four: Four) -> None:
    """The caseworker joins the request to a new child and invites the mother."""
    staff = four.caseworker
    four.comes("caseworker", "/council/tray")
    staff.sees("Work tray")
    staff.follows("Requests")
    staff.sees("Requests")
    council.opens_request(staff, four.filed)
    four.case_id = deciding.joins(staff, four.child, "Mark Reyes, EHCP Coordinator").rpartition(
        "/"
    )[2]
    staff.follows("People and invitations")
    staff.sees("People around Finlay")
    staff.presses("Invite somebody")
    staff.sees("Invite somebody to Finlay’s case")
    staff.chooses("With one link", of="How are they invited?")
    staff.types("Email address", IVY.email)
    staff.types("First name", IVY.forename)
    staff.types("Last name", IVY.surname)
    staff.picks("Relationship to the child", "Parent")
    staff.types("In their own words", "Mother")
    staff.chooses("Yes", of="Parental responsibility")
    staff.types("How you checked who they are", invitations.HOW)
    staff.presses("Send the invitation")
    staff.sees(IVY.name)


def comes_in(four: Four) -> None:
    """The mother takes the link of the letter, signs in with her account, and is there."""
    mother = four.mother
    mother.goes_to(invitations.link_for(mother, IVY, INVITED))
    mother.sees(INVITED)
    mother.presses("Sign in")
    four.mother_signs_in()
    mother.sees(INVITED, examined=False)
    mother.presses("Accept")
    mother.sees(f"EHC Assessment and Plan - {four.child}")


def reads_what_the_school_wrote(mother: Visitor) -> None:
    """Row D10: she reads it, and puts one answer right."""
    mother.follows("EHC Request Details")
    mother.sees("EHC Request Details")
    mother.follows("Request by a School, College or Nursery")
    mother.sees("The request")
    mother.picks("Which answer is it about?", HARD)
    mother.types("What do you want to add or put right?", AT_HOME)
    mother.chooses(ADVISERS_TOO, of="Who may read it?")
    mother.presses("Add")
    mother.reads("We kept what you added.")


def writes_down_his_words(four: Four) -> None:
    """Row S03: what the child says of school, for all who work on it."""
    mother = four.mother
    mother.goes_to(four.family)
    mother.sees(f"EHC Assessment and Plan - {four.child}")
    mother.follows("About Me")
    mother.sees("About Me")
    mother.unfolds("Add: School")
    mother.follows("Write : School")
    mother.sees("School")
    mother.types("Write it here", HIS_WORDS)
    mother.types("Who helped?", "Mum wrote it down")
    mother.ticks("The school or setting")
    mother.ticks("Professionals whom the council asks for advice")
    mother.presses("Add")
    mother.reads("It is added.")
