"""What the council does about a setting that a family asks for: which it is, and why not (s39)."""

from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, select

from ehcportal import clock
from ehcportal.models.case import Case
from ehcportal.models.event import EventAudience
from ehcportal.models.plan_wishes import PlacePreference
from ehcportal.queries.plans import Head
from ehcportal.queries.preferences import Wish
from ehcportal.security.audit import Trace
from ehcportal.services import timeline


def match(session: Session, trace: Trace, case_id: str, wish: Wish, setting_id: str) -> None:
    """Say which setting of the list somebody means whose words found none."""
    row = _row(session, case_id, wish)
    row.setting_id = setting_id
    session.add(row)
    session.flush()
    _record(session, trace, row, "plan.preference_matched", wish)


def answer(
    session: Session,
    trace: Trace,
    head: Head,
    wish: Wish,
    version: int,
    said: tuple[str, str, str],
) -> None:
    """Say why it is not named: ground, reasons and evidence. The final plan tells the family.

    ``version`` is what the page had shown, 0 for nothing. Raises ``StaleDataError``.
    """
    row = _row(session, head.case_id, wish, seen=version)
    row.ground, row.reason, row.evidence = said
    row.setting_id = wish.setting.id if wish.setting else None
    row.plan_version_id, row.answered_on = head.id, clock.today()
    row.answered_by_id = trace.account_id
    session.add(row)
    session.flush()
    _record(session, trace, row, "plan.preference_refused", wish)


def _row(session: Session, case_id: str, wish: Wish, seen: int | None = None) -> PlacePreference:
    """Return the row of a wish, made when there is none; two who begin at once take turns."""
    session.get_one(Case, case_id, with_for_update=True)
    found = session.exec(
        select(PlacePreference)
        .where(
            PlacePreference.submission_id == wish.submission_id,
            PlacePreference.place == wish.place,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if seen is not None and seen != (found.version if found else 0):
        raise StaleDataError("somebody else wrote meanwhile")
    return found or PlacePreference(
        case_id=case_id, submission_id=wish.submission_id, place=wish.place
    )


def _record(session: Session, trace: Trace, row: PlacePreference, kind: str, wish: Wish) -> None:
    timeline.record(
        session,
        trace,
        kind,
        of=("place_preference", row.id),
        case_id=row.case_id,
        audience=EventAudience.STAFF,
        facts={"setting": wish.name},
    )
