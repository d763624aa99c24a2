"""Asking settings whether they can take a child, their replies, and why one is not named."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.domain import law
from ehcportal.domain.clocks import due
from ehcportal.domain.rules import Counting
from ehcportal.domain.steps import Step
from ehcportal.models.alert import AlertKind
from ehcportal.models.event import EventAudience
from ehcportal.models.plan import Consultation, ReplyKind
from ehcportal.models.setting import Setting
from ehcportal.queries import assignments, consultations
from ehcportal.queries.plans import Head
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import alerts, lawful, timeline

PATH = "/settings/{}/consultations/{}"
COUNCIL_PATH = "/council/cases/{}/plan/consultations/{}"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a setting answers (form 19)."""

    kind: ReplyKind
    ground: str | None = None
    text: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


def ask(
    session: Session,
    trace: Trace,
    ring: KeyRing,
    head: Head,
    settings: Sequence[Setting],
    preferred: Collection[str],
    counting: Counting,
) -> list[Consultation]:
    """Ask several settings at once about a served version; those asked already are left out.

    One of which nobody reads the portal is asked by a letter: until that is sent, no days run.
    Raises ``lawful.NotLawfulError`` when nothing is proposed any more.
    """
    lawful.check(session, head.case_id, Step.CONSULT)
    asked = session.exec(
        select(Consultation.setting_id).where(
            Consultation.plan_version_id == head.id,
            Consultation.council == "",
            col(Consultation.withdrawn_on).is_(None),
        )
    ).all()
    wanted = [each for each in settings if each.id not in asked]
    people = consultations.people_of(session, [each.id for each in wanted])
    made = [
        Consultation(
            plan_version_id=head.id,
            case_id=head.case_id,
            setting_id=each.id,
            is_preference=each.id in preferred,
            sent_on=clock.today() if people.get(each.id) else None,
            sent_by_id=trace.account_id,
        )
        for each in wanted
    ]
    session.add_all(made)
    session.flush()
    for each in made:
        if each.sent_on is None:
            record(session, trace, each, "plan.consultation_prepared", EventAudience.STAFF)
            continue
        record(session, trace, each, "plan.consulted", EventAudience.FAMILY)
        for account_id in people.get(each.setting_id, ()):
            _tell(session, ring, each, account_id, counting)
    return made


def _tell(
    session: Session, ring: KeyRing, asked: Consultation, account_id: str, counting: Counting
) -> None:
    by = due(law.CONSULTATION, asked.sent_on or clock.today(), counting=counting).due_on
    alerts.tell(
        session,
        ring,
        account_id,
        AlertKind.TO_COMPLETE,
        PATH.format(asked.setting_id, asked.id),
        case_id=asked.case_id,
        act_by=by.isoformat(),
        dedupe_key=f"consultation:{asked.id}:{account_id}",
    )


def reply(
    session: Session,
    trace: Trace,
    ring: KeyRing,
    consultation_id: str,
    version: int,
    said: Reply,
    *,
    came_on: date | None = None,
) -> None:
    """Keep a setting's reply; ``came_on`` is the day it came by another way.

    Raises ``StaleDataError`` if somebody else replied, or it was taken back, meanwhile.
    """
    row = locked(session, consultation_id, version)
    if row.replied_on is not None or row.withdrawn_on is not None or row.sent_on is None:
        raise StaleDataError("there is a reply already")
    row.reply, row.ground, row.reply_text = said.kind, said.ground, said.text
    row.reply_details = dict(said.details)
    row.replied_on, row.replied_by_id = came_on or clock.today(), trace.account_id
    session.add(row)
    session.flush()
    alerts.take_back(session, f"consultation:{row.id}")
    record(session, trace, row, "plan.consultation_replied", EventAudience.FAMILY)
    coordinator = assignments.coordinator_of(session, row.case_id)
    if coordinator is not None and coordinator.id != trace.account_id:
        alerts.tell(
            session,
            ring,
            coordinator.id,
            AlertKind.DOCUMENT,
            COUNCIL_PATH.format(row.case_id, row.id),
            case_id=row.case_id,
            dedupe_key=f"consultation-reply:{row.id}",
        )


def withdraw(session: Session, trace: Trace, consultation_id: str, version: int) -> None:
    """Take the question back: the setting reads the plan no more."""
    row = locked(session, consultation_id, version)
    row.withdrawn_on = clock.today()
    session.add(row)
    session.flush()
    alerts.take_back(session, f"consultation:{row.id}")
    record(session, trace, row, "plan.consultation_withdrawn", EventAudience.STAFF)


def decide_against(
    session: Session, trace: Trace, consultation_id: str, version: int, ground: str, reason: str
) -> None:
    """Say why a setting that the family asked for is not named (s39(4))."""
    row = locked(session, consultation_id, version)
    row.outcome_ground, row.outcome_reason = ground, reason
    row.outcome_on, row.outcome_by_id = clock.today(), trace.account_id
    session.add(row)
    session.flush()
    record(session, trace, row, "plan.preference_refused", EventAudience.STAFF)


@dataclass(frozen=True, slots=True)
class Naming:
    """The setting that a final plan names, from which day, and how it got the plan on paper."""

    setting_id: str | None
    on: date
    told: str = ""


def name_setting(
    session: Session, trace: Trace, ring: KeyRing, head: Head, naming: Naming
) -> Consultation | None:
    """Tell a setting that a final plan names it: it reads the plan, and must admit the child.

    Another one that a plan named before is named no more, and reads nothing of the plan any more.
    """
    setting_id = naming.setting_id
    row = _asked_last(session, head.case_id, setting_id) if setting_id else None
    _end_naming(session, trace, head.case_id, row, naming.on)
    if row is None or setting_id is None:
        return None
    row.named_on, row.named_until, row.named_told = naming.on, None, naming.told
    session.add(row)
    session.flush()
    record(session, trace, row, "plan.setting_named", EventAudience.STAFF)
    for account_id in consultations.people_of(session, [setting_id]).get(setting_id, ()):
        alerts.tell(
            session,
            ring,
            account_id,
            AlertKind.STAGE,
            PATH.format(setting_id, row.id),
            case_id=row.case_id,
            dedupe_key=f"plan-named:{head.id}:{account_id}",
        )
    return row


def _asked_last(session: Session, case_id: str, setting_id: str) -> Consultation | None:
    wanted = select(Consultation).where(
        Consultation.case_id == case_id,
        Consultation.setting_id == setting_id,
        Consultation.council == "",
        col(Consultation.sent_on).is_not(None),
        col(Consultation.withdrawn_on).is_(None),
    )
    return session.exec(wanted.order_by(col(Consultation.sent_on).desc())).first()


def _end_naming(
    session: Session, trace: Trace, case_id: str, but: Consultation | None, on: date
) -> None:
    named = select(Consultation).where(
        Consultation.case_id == case_id,
        col(Consultation.named_on).is_not(None),
        col(Consultation.named_until).is_(None),
    )
    for row in session.exec(named.with_for_update()).all():
        if row is but:
            continue
        row.named_until = on
        session.add(row)
        session.flush()
        if but is None or row.setting_id != but.setting_id:
            record(session, trace, row, "plan.setting_unnamed", EventAudience.STAFF)


def locked(session: Session, consultation_id: str, version: int) -> Consultation:
    """Return a consultation as it was seen, held. Raises ``StaleDataError``."""
    row = session.exec(
        select(Consultation)
        .where(Consultation.id == consultation_id, Consultation.version == version)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if row is None:
        raise StaleDataError("the consultation has changed")
    return row


def record(
    session: Session, trace: Trace, row: Consultation, kind: str, audience: EventAudience
) -> None:
    """Put a line about a consultation on the timeline, with the name of who was asked."""
    name = row.council or session.get_one(Setting, row.setting_id).name
    timeline.record(
        session,
        trace,
        kind,
        of=("consultation", row.id),
        case_id=row.case_id,
        audience=audience,
        facts={"setting": name},
    )
