"""A review on its way to being changed: held by its row, and lawful to go on with."""

from dataclasses import dataclass

from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from ehcportal.domain.steps import Step
from ehcportal.models.review import Review
from ehcportal.profile import Profile
from ehcportal.queries.reviews import rows
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import lawful as gate

NotLawfulError = gate.NotLawfulError
"""The step is not lawful as the case stands; the words say why."""


class ReasonNeededError(Exception):
    """The law gives a time that this step does not keep: it needs a reason."""


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts, with the keys that alerts need."""

    session: Session
    trace: Trace
    ring: KeyRing


@dataclass(frozen=True, slots=True)
class Desk(Acting):
    """The same for a council that counts its days in its own way."""

    profile: Profile


def held(session: Session, case_id: str, review_id: str, version: int | None = None) -> Review:
    """Return a review with its row held until the end, as the person saw it.

    Without a version it is held alone: an answer to an invitation makes nobody's page old.
    Raises ``LookupError`` if there is none or it was stopped, ``StaleDataError`` if it changed.
    """
    review = rows.locked(session, case_id, review_id)
    if review is None:
        raise LookupError(review_id)
    if version is None:
        return review
    if review.version != version:
        raise StaleDataError("the review has changed")
    flag_modified(review, "kind")
    return review


def open_review(desk: Desk, review: Review) -> None:
    """Raise ``NotLawfulError`` when the review was decided: what follows is the plan's."""
    if rows.decisions(desk.session, review.id):
        raise NotLawfulError("The decision after this review was made already.")


def lawful(desk: Desk, case_id: str, step: Step) -> None:
    """Hold the case and raise ``NotLawfulError`` with the reason when the step is not lawful."""
    gate.check(desk.session, case_id, step, desk.profile)
