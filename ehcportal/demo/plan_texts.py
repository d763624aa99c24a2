"""What the plans of the demo say: a few lines of each section, so that there is a plan to read."""

from datetime import datetime

from ehcportal.demo.stage import Stage
from ehcportal.models.plan import PlanLine, PlanLink, PlanVersion, Section

GAP = 1000
COMMUNICATION, SENSORY = "communication", "sensory"
THERAPY = {
    "who": "Speech and language therapist, HCPC registered",
    "how_much": "45 minutes",
    "how_often": "once a week, 38 weeks a year",
    "group": "one to one",
    "where": "at school",
    "reviewed": "each term, by the SENCo and the therapist",
}
TRAINED = {
    "who": "Teaching assistant trained in visual timetables",
    "how_much": "20 hours",
    "how_often": "every week",
    "where": "in lessons",
    "reviewed": "each term, by the SENCo",
}
LINES: tuple[tuple[str, Section, str | None, str, dict[str, str]], ...] = (
    ("likes", Section.A, None, "I like building things, and the quiet corner.", {}),
    ("hopes", Section.A, None, "We hope for friends, and for mornings without tears.", {}),
    ("speech", Section.B, COMMUNICATION, "Long spoken instructions are hard to follow.", {}),
    ("change", Section.B, SENSORY, "Noise and sudden changes lead to distress.", {}),
    ("no-health", Section.C, None, "No health needs that have to do with learning.", {}),
    ("no-care", Section.D, None, "No social care needs.", {}),
    (
        "follows",
        Section.E,
        COMMUNICATION,
        "Follows an instruction of two steps in class.",
        {"by_when": "2027-07-31", "measured": "by the class teacher, in four lessons of five"},
    ),
    ("therapy", Section.F, COMMUNICATION, "Speech and language therapy.", THERAPY),
    ("assistant", Section.F, SENSORY, "A picture of each change, the day before.", TRAINED),
    ("no-provision", Section.G, None, "No health provision is needed.", {}),
)
LINKS = (
    ("speech", "follows"),
    ("speech", "therapy"),
    ("follows", "therapy"),
    ("change", "assistant"),
)
NAMED = "A mainstream school with a resource base."
IN_A_FINAL = {"therapy": "Speech and language therapy, and work on words before each new topic."}
"""What a final plan says otherwise than the draft, after the family's comments."""


def write(stage: Stage, version: PlanVersion, at: datetime) -> None:
    """Write the lines of a version; ``at`` is before it was served."""
    stage.session.flush()
    for place, (key, section, area, text, details) in enumerate(LINES, start=1):
        said = IN_A_FINAL.get(key, text) if version.kind.is_final else text
        stage.add(
            PlanLine(
                plan_version_id=version.id,
                key=key,
                section=section,
                place=place * GAP,
                area=area,
                text=said,
                details=dict(details),
                changed_at=at,
            )
        )
    if version.kind.is_final:
        named = {"type": "Mainstream"}
        stage.add(
            PlanLine(
                plan_version_id=version.id,
                key="named",
                section=Section.I,
                place=GAP,
                text=NAMED,
                details=named,
                changed_at=at,
            )
        )
    for one, other in LINKS:
        stage.add(PlanLink(plan_version_id=version.id, from_key=one, to_key=other))
