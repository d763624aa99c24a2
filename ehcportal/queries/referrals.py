"""Early help referrals as they came in: of no case, for whoever works with requests."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal.forms.definition import FormDefinition
from ehcportal.models.form import Submission
from ehcportal.queries.submissions import SentForm

EFFECT = "refer"
MOST_LISTED = 200


def referrals(session: Session, forms: Iterable[FormDefinition]) -> list[SentForm]:
    """Return what was sent with a form that refers somebody, the latest first."""
    rows = session.connection().execute(
        sa.select(
            col(Submission.id),
            col(Submission.title),
            col(Submission.about),
            col(Submission.reference),
            col(Submission.submitted_at),
        )
        .where(col(Submission.form_id).in_(_ids(forms)))
        .order_by(col(Submission.submitted_at).desc(), col(Submission.id))
        .limit(MOST_LISTED)
    )
    return [SentForm(*row) for row in rows]


def referral(session: Session, forms: Iterable[FormDefinition], submission_id: str) -> str | None:
    """Return the id of what was sent if it is a referral, and nothing of a case."""
    return session.exec(
        select(Submission.id).where(
            col(Submission.id) == submission_id, col(Submission.form_id).in_(_ids(forms))
        )
    ).first()


def _ids(forms: Iterable[FormDefinition]) -> list[str]:
    return [form.id for form in forms if form.on_submission == EFFECT]
