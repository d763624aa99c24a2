"""What has happened to each child of the demo, counted in days before today.

Together they stand in every stage, so that whoever tries the portal can look at each.
"""

from dataclasses import dataclass

from ehcportal.domain.facts import Closure, DecisionKind, Ending, Outcome, PlanKind, Source


@dataclass(frozen=True, slots=True)
class Asked:
    """Advice that was asked for: role, service, paragraph of Reg 6(1), asked, received."""

    role: str
    adviser: str
    service: str
    paragraph: str
    asked: int
    received: int | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision and how many days ago it was made and told."""

    kind: DecisionKind
    outcome: Outcome
    ago: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Served:
    """A version of the plan and how many days ago it was served."""

    kind: PlanKind
    ago: int


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review: meeting and report, in days before today (negative: still to come)."""

    meeting: int
    report: int | None = None
    decided: int | None = None
    outcome: Outcome = Outcome.MAINTAIN


@dataclass(frozen=True, slots=True)
class Closed:
    """A request that closed without a decision."""

    kind: Closure
    ago: int
    reason: str


@dataclass(frozen=True, slots=True)
class Ended:
    """A case that has ended."""

    how: Ending
    ago: int


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that happened in one case."""

    child: str
    received: int
    source: Source = Source.PARENT
    made_by: str | None = None
    coordinator: str | None = "caseworker"
    decided: tuple[Decided, ...] = ()
    asked: tuple[Asked, ...] = ()
    served: tuple[Served, ...] = ()
    reviewed: tuple[Reviewed, ...] = ()
    closed: Closed | None = None
    ended: Ended | None = None


def assess(outcome: Outcome, ago: int, reason: str = "") -> Decided:
    """The decision whether to assess (section 36(3) of the Act)."""
    return Decided(DecisionKind.ASSESS, outcome, ago, reason)


def issue(outcome: Outcome, ago: int, reason: str = "") -> Decided:
    """The decision whether to make a plan (section 37(1) and Reg 10)."""
    return Decided(DecisionKind.ISSUE, outcome, ago, reason)


def advice(asked: int, *received: int | None) -> tuple[Asked, ...]:
    """Advice of the usual people, all asked on one day; ``received`` in the order below."""
    people = (
        ("Head teacher", "Millbrook Primary School", "Millbrook Primary School", "b"),
        ("Educational psychologist", "Anil Nair", "Educational psychology", "d"),
        ("Community paediatrician", "Dr Lowe", "Brookshire NHS", "c"),
        ("Speech and language therapist", "Tess Marlow", "Speech and language therapy", "f"),
        ("Social worker", "Duty team", "Social care", "e"),
        ("Occupational therapist", "Priya Stone", "Occupational therapy", "f"),
    )
    days = received + (None,) * (len(people) - len(received))
    return tuple(
        Asked(*person, asked=asked, received=day) for person, day in zip(people, days, strict=True)
    )


MAYA_NEEDS = (
    "Maya may need more help than her school can give from what it has. Her school has tried for "
    "two terms, and she still finds it hard to talk and to learn in a group."
)
YES, NO = Outcome.YES, Outcome.NO

STORIES = (
    Story(
        "maya",
        67,
        made_by="parent",
        decided=(assess(YES, 38, MAYA_NEEDS),),
        asked=advice(37, 12, None, 9, 3, 20, None),
    ),
    Story("rowan", 12, made_by="parent_of_two"),
    Story(
        "wren",
        117,
        made_by="parent_of_two",
        decided=(assess(YES, 80), issue(YES, 8)),
        asked=advice(79, 50, 41, 45, 40, 60, 39),
        served=(Served(PlanKind.DRAFT, 5),),
    ),
    Story(
        "rhys",
        320,
        Source.YOUNG_PERSON,
        made_by="young_person",
        coordinator="other_caseworker",
        decided=(assess(YES, 285), issue(YES, 215)),
        asked=advice(284, 250, 245, 244, 250, 260, 243),
        served=(Served(PlanKind.DRAFT, 210), Served(PlanKind.FINAL, 184)),
    ),
    Story(
        "ethan",
        145,
        Source.SETTING,
        decided=(assess(YES, 108), issue(YES, 32)),
        asked=advice(107, 80, 66, 70, 68, 90, 67),
        served=(Served(PlanKind.DRAFT, 25),),
    ),
    Story(
        "aisha",
        60,
        coordinator="other_caseworker",
        decided=(assess(NO, 20, "The support at nursery has only begun, and it is helping."),),
    ),
    Story(
        "imran",
        700,
        Source.SETTING,
        decided=(assess(YES, 665), issue(YES, 600)),
        served=(Served(PlanKind.DRAFT, 590), Served(PlanKind.FINAL, 565)),
        reviewed=(
            Reviewed(meeting=212, report=200, decided=190, outcome=Outcome.MAINTAIN),
            Reviewed(meeting=16, report=4),
        ),
    ),
    Story(
        "poppy",
        103,
        decided=(assess(YES, 65),),
        asked=advice(64, 40, 25, 30, 28, 45, 24),
    ),
    Story(
        "jude",
        130,
        coordinator="other_caseworker",
        decided=(
            assess(YES, 95),
            issue(NO, 22, "The school can give this help from what it has, and has begun to."),
        ),
        asked=advice(94, 70, 55, 60, 58, 75, 54),
    ),
    Story(
        "lena",
        139,
        decided=(assess(YES, 100), issue(YES, 40)),
        asked=advice(99, 70, 60, 62, 61, 80, 59),
        served=(Served(PlanKind.DRAFT, 33), Served(PlanKind.FINAL, 6)),
    ),
    Story(
        "theo",
        30,
        closed=Closed(Closure.WITHDRAWN, 10, "The family is moving abroad and took it back."),
    ),
    Story(
        "zara",
        400,
        decided=(assess(YES, 365), issue(YES, 300)),
        served=(Served(PlanKind.DRAFT, 290), Served(PlanKind.FINAL, 262)),
        ended=Ended(Ending.TRANSFERRED, 40),
    ),
    Story(
        "alfie",
        1500,
        Source.YOUNG_PERSON,
        coordinator=None,
        decided=(assess(YES, 1465), issue(YES, 1400)),
        served=(Served(PlanKind.DRAFT, 1390), Served(PlanKind.FINAL, 1362)),
        ended=Ended(Ending.CEASED, 90),
    ),
)
