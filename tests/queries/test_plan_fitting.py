"""A row of an adviser's form becomes the line of a plan that the adviser meant."""

from ehcportal.models.plan import Section
from ehcportal.queries.plan_fitting import Fitted, fitted


def test_a_need_goes_to_the_section_of_its_area() -> None:
    said = {"area": "emotional", "need": "She is afraid of noise.", "effect": "She stays at home."}
    text = "She is afraid of noise.\nShe stays at home."
    assert fitted("needs", said) == Fitted(Section.B, text, "social")
    assert fitted("needs", {"area": "health", "need": "Fits"}) == Fitted(Section.C, "Fits")


def test_help_keeps_who_how_much_and_how_often() -> None:
    said = {
        "section": "G",
        "what": "Speech therapy",
        "who": "A therapist",
        "qualification": "HCPC registered",
        "minutes": "30 minutes",
        "often": "Weekly",
        "equipment": "A tablet",
        "review": "",
    }
    line = fitted("provision", said)
    assert line
    assert (line.section, line.text) == (Section.G, "Speech therapy\nA tablet")
    assert line.details == {
        "who": "A therapist, HCPC registered",
        "how_much": "30 minutes",
        "how_often": "Weekly",
    }


def test_what_was_not_sorted_is_left_to_who_draws_it() -> None:
    assert fitted("provision", {"section": "", "what": "Swimming"}) is None
    assert fitted("needs", {"area": "", "need": "Something"}) is None
    assert fitted("strengths", {"text": "Maths"}) is None
