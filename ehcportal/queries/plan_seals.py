"""The seal of a served version: a hash of every word that it went out with (``verify`` looks)."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from ehcportal.models.document import DocumentVersion
from ehcportal.models.plan import Plan, PlanLine, PlanLink, PlanVersion

LINE = (
    PlanLine.key,
    PlanLine.section,
    PlanLine.place,
    PlanLine.area,
    PlanLine.text,
    PlanLine.details,
    PlanLine.voice_piece_id,
    PlanLine.agreed_by_health_on,
)


def seal(session: Session, version_id: str) -> str:
    """Return the hash of the lines and links of a version, as 64 hex digits."""
    lines = sa.select(*(col(each) for each in LINE)).where(
        col(PlanLine.plan_version_id) == version_id
    )
    links = sa.select(col(PlanLink.from_key), col(PlanLink.to_key)).where(
        col(PlanLink.plan_version_id) == version_id
    )
    told = [_sorted(session, lines), _sorted(session, links)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _sorted(session: Session, wanted: Any) -> list[str]:
    """Return each row as a text of its own, so that the order in the database says nothing."""
    rows = session.connection().execute(wanted)
    return sorted(json.dumps(list(row), sort_keys=True, default=str) for row in rows)


def faults(session: Session, case_ids: list[str]) -> Iterator[str]:
    """Yield a line for each served version that says something else, or whose paper is gone."""
    wanted = (
        sa.select(col(PlanVersion.id), col(PlanVersion.words_sha256), col(DocumentVersion.file_id))
        .join(Plan, col(Plan.id) == PlanVersion.plan_id)
        .join(
            DocumentVersion,
            col(DocumentVersion.document_id) == PlanVersion.document_id,
            isouter=True,
        )
        .where(col(Plan.case_id).in_(case_ids), col(PlanVersion.words_sha256) != "")
    )
    for version_id, kept, file_id in session.connection().execute(wanted).all():
        if seal(session, version_id) != kept:
            yield f"plan_version {version_id}: it does not say what it said when it was served"
        if file_id is None:
            yield f"plan_version {version_id}: the paper with which it went out is gone"
