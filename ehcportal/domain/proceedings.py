"""What can happen in mediation, an appeal and after an order, and in which order."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from types import MappingProxyType

from ehcportal.domain.facts import ProceedingKind
from ehcportal.domain.orders import OrderKind


class StepKind(StrEnum):
    """What can happen in a proceeding."""

    ADVISER_CALLED = "adviser_called"
    MEDIATION_WANTED = "mediation_wanted"
    MEDIATION_NOT_WANTED = "mediation_not_wanted"
    MEDIATION_HELD = "mediation_held"
    AGREEMENT = "agreement"
    CERTIFICATE = "certificate"
    APPEAL_LODGED = "appeal_lodged"
    RESPONSE_SENT = "response_sent"
    HEARING = "hearing"
    CONCEDED = "conceded"
    WITHDRAWN = "withdrawn"
    DISMISSED = "dismissed"
    ORDER = "order"
    RECOMMENDATION = "recommendation"
    RECOMMENDATION_ANSWERED = "recommendation_answered"
    COMPLIED = "complied"
    CORRECTION = "correction"


class Subject(StrEnum):
    """What a family disagrees with (section 51(2) of the Act)."""

    ASSESS = "assess"
    ISSUE = "issue"
    PLAN = "plan"
    CEASE = "cease"
    REVIEW = "review"
    REASSESS = "reassess"


S = StepKind

STEPS: Mapping[ProceedingKind, tuple[StepKind, ...]] = MappingProxyType(
    {
        ProceedingKind.MEDIATION: (
            S.ADVISER_CALLED,
            S.MEDIATION_WANTED,
            S.MEDIATION_NOT_WANTED,
            S.MEDIATION_HELD,
            S.AGREEMENT,
            S.CERTIFICATE,
            S.WITHDRAWN,
        ),
        ProceedingKind.APPEAL: (
            S.RESPONSE_SENT,
            S.HEARING,
            S.CONCEDED,
            S.ORDER,
            S.DISMISSED,
            S.WITHDRAWN,
            S.RECOMMENDATION,
            S.RECOMMENDATION_ANSWERED,
        ),
        ProceedingKind.ORDER: (S.COMPLIED, S.RECOMMENDATION, S.RECOMMENDATION_ANSWERED),
    }
)

ENDS = frozenset(
    {S.AGREEMENT, S.CERTIFICATE, S.CONCEDED, S.WITHDRAWN, S.DISMISSED, S.ORDER, S.COMPLIED}
)
"""Steps with which a proceeding is over."""

ORDERED = frozenset({S.ORDER, S.CONCEDED, S.AGREEMENT})
"""Steps from which weeks of their own run, in a proceeding of their own.

Only an appeal that was registered can be conceded (Regulation 45). A council that changes its mind
in mediation agrees to do something, within the same weeks from the agreement (Regulation 42).
"""

MUST_ORDER = ORDERED - {S.AGREEMENT}
"""Those that always say what the council must do; a family may also agree to leave it as it is."""

AFTER: Mapping[StepKind, StepKind] = MappingProxyType(
    {
        S.MEDIATION_HELD: S.MEDIATION_WANTED,
        S.RECOMMENDATION_ANSWERED: S.RECOMMENDATION,
    }
)
"""Steps that only another one makes possible."""

STILL_OWED: Mapping[StepKind, StepKind] = MappingProxyType(
    {
        S.RECOMMENDATION: S.RECOMMENDATION_ANSWERED,
        S.MEDIATION_HELD: S.CERTIFICATE,
    }
)
"""What is owed after a step even when the proceeding itself is over."""

ORDERS: Mapping[Subject, tuple[OrderKind, ...]] = MappingProxyType(
    {
        Subject.ASSESS: (OrderKind.ASSESS, OrderKind.RECONSIDER),
        Subject.ISSUE: (OrderKind.MAKE_PLAN, OrderKind.RECONSIDER),
        Subject.PLAN: (OrderKind.AMEND_CONTENT, OrderKind.AMEND_SETTING, OrderKind.RECONSIDER),
        Subject.REVIEW: (OrderKind.AMEND_CONTENT, OrderKind.AMEND_SETTING, OrderKind.RECONSIDER),
        Subject.REASSESS: (OrderKind.ASSESS, OrderKind.RECONSIDER),
        Subject.CEASE: (OrderKind.CONTINUE_PLAN, OrderKind.MAY_CEASE),
    }
)

SECTIONS: Mapping[Subject, tuple[str, ...]] = MappingProxyType(
    {Subject.PLAN: ("B", "F", "I", "C", "D", "G", "H")}
)
"""The parts of a plan that can be appealed; C, D, G and H only beside one of the others."""

NO_CERTIFICATE = ("I",)
"""An appeal about the school alone needs no certificate (section 55 of the Act)."""


def possible(kind: ProceedingKind, happened: Collection[StepKind]) -> tuple[StepKind, ...]:
    """Return the steps that can come next; after one that ends it, only what is still owed."""
    over = ENDS - ORDERED if kind is ProceedingKind.ORDER else ENDS
    if over & set(happened):
        owed = (STILL_OWED[each] for each in happened if each in STILL_OWED)
        return tuple(dict.fromkeys(each for each in owed if each not in happened))
    return tuple(each for each in STEPS.get(kind, ()) if AFTER.get(each) in {None, *happened})


def needs_certificate(about: Collection[str]) -> bool:
    """Whether a mediation certificate comes before the appeal."""
    return tuple(about) != NO_CERTIFICATE
