"""Alerts: what happened and by when to act, never who and about whom (guide rows U12, D12).

An alert is a row, written with the change it tells of. It waits a little, so that several which
come at once go out as one digest; what the person has looked at meanwhile is not told.
"""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.account import Account, AccountState, Factor, FactorKind
from ehcportal.models.alert import Alert, AlertBy, AlertChoice, AlertKind
from ehcportal.models.outbox import Channel, OutboxMessage
from ehcportal.models.posting import ServiceMail
from ehcportal.notifications import outbox
from ehcportal.notifications.silence import is_silent
from ehcportal.security.keyring import KeyRing
from ehcportal.services.factors import choosing

TOGETHER = timedelta(minutes=10)
"""How long an alert waits for others, so that a busy day is one e-mail."""

COMPULSORY = frozenset({AlertKind.STAGE})
"""Decisions with a legal time limit: always by e-mail, and at once."""

PEOPLE_AT_ONCE = 100
"""How many people's digests are written in one transaction."""

ALL_OVER = "/home"


def tell(
    session: Session,
    ring: KeyRing,
    account_id: str,
    kind: AlertKind,
    path: str,
    *,
    case_id: str | None = None,
    act_by: str | None = None,
    dedupe_key: str | None = None,
) -> bool:
    """Tell a person that something happened; False if the same thing was told before.

    ``path`` is where it is to be seen and holds ids only; ``act_by`` is a day as ``2026-11-22``.
    """
    if dedupe_key is not None and _is_told(session, dedupe_key):
        return False
    if is_silent(session, case_id):
        return False
    now = clock.now()
    wait = timedelta(0) if kind in COMPULSORY else TOGETHER
    alert = Alert(
        account_id=account_id,
        case_id=case_id,
        kind=kind,
        path=path,
        act_by=act_by,
        dedupe_key=dedupe_key,
        made_at=now,
        sendable_at=now + wait,
    )
    if not _written(session, alert):
        return False
    if kind in COMPULSORY:
        alert.sent_at = now
        who = session.get_one(Account, account_id)
        _follow(session, alert, _send(session, ring, who, [alert], AlertBy.EMAIL))
    return True


def _follow(session: Session, alert: Alert, mail: OutboxMessage | None) -> None:
    """Follow a mail from which days by law are counted until the mail server has taken it."""
    if mail is None or alert.case_id is None:
        return
    session.flush()
    session.add(
        ServiceMail(
            case_id=alert.case_id,
            account_id=alert.account_id,
            outbox_message_id=mail.id,
            about=(alert.dedupe_key or "").removesuffix(f":{alert.account_id}"),
            path=alert.path,
        )
    )


def _written(session: Session, alert: Alert) -> bool:
    """Add the row, unless a transaction beside this one has just told the same."""
    session.flush()
    try:
        with session.begin_nested():
            session.add(alert)
    except IntegrityError:
        if alert.dedupe_key is None or not _is_told(session, alert.dedupe_key):
            raise
        return False
    return True


def _is_told(session: Session, dedupe_key: str) -> bool:
    return session.exec(select(Alert.id).where(Alert.dedupe_key == dedupe_key)).first() is not None


def seen(session: Session, account_id: str, path: str) -> None:
    """Note that a person looked at what an alert was about: it need not be told any more."""
    session.connection().execute(
        sa.update(Alert)
        .where(
            col(Alert.account_id) == account_id,
            col(Alert.path) == path,
            col(Alert.seen_at).is_(None),
            col(Alert.kind).not_in(COMPULSORY),
        )
        .values(seen_at=clock.now())
    )


def take_back(session: Session, about: str) -> None:
    """Do not tell any more what is no longer so: unsent alerts whose key begins with ``about``."""
    session.connection().execute(
        sa.update(Alert)
        .where(
            col(Alert.sent_at).is_(None),
            col(Alert.seen_at).is_(None),
            col(Alert.dedupe_key).startswith(about, autoescape=True),
        )
        .values(seen_at=clock.now())
    )


def send_due(session: Session, ring: KeyRing, now: datetime) -> int:
    """Write the digests of people for whom an alert has waited long enough; return how many people.

    Claiming an alert and writing its message is one transaction: a killed worker does both or
    neither. From there the outbox carries it, however long the mail server is down.
    """
    people = _waiting(session, now)
    claimed = _claim(session, people, now)
    for account in _accounts(session, list(claimed)):
        _digest(session, ring, account, claimed[account.id])
    return len(people)


def _waiting(session: Session, now: datetime) -> list[str]:
    """Return people with an alert that is due, those who waited longest first."""
    due = (
        select(Alert.account_id)
        .where(col(Alert.sent_at).is_(None), col(Alert.sendable_at) <= now)
        .group_by(col(Alert.account_id))
        .order_by(sa.func.min(Alert.sendable_at))
        .limit(PEOPLE_AT_ONCE)
    )
    return list(session.exec(due).all())


def _claim(session: Session, people: list[str], now: datetime) -> dict[str, list[Alert]]:
    """Take all that waits for these people, due or not: one update, so nobody takes it twice."""
    if not people:
        return {}
    taken = session.scalars(
        sa.update(Alert)
        .where(col(Alert.account_id).in_(people), col(Alert.sent_at).is_(None))
        .values(sent_at=now)
        .returning(Alert)
        .execution_options(synchronize_session=False)
    ).all()
    by_person: dict[str, list[Alert]] = {}
    for alert in sorted(taken, key=lambda each: (each.made_at, each.id)):
        if alert.seen_at is None:
            by_person.setdefault(alert.account_id, []).append(alert)
    return by_person


def _accounts(session: Session, ids: list[str]) -> list[Account]:
    wanted = select(Account).where(col(Account.id).in_(ids))
    return list(session.exec(wanted.order_by(col(Account.id))).all()) if ids else []


def _digest(session: Session, ring: KeyRing, account: Account, alerts: list[Alert]) -> None:
    """Write to one person what they want to hear, in the way they chose for each kind."""
    chosen = ways(session, account.id)
    by_way: dict[AlertBy, list[Alert]] = {}
    for alert in alerts:
        by_way.setdefault(chosen[alert.kind], []).append(alert)
    by_way.pop(AlertBy.NONE, None)
    for way, several in by_way.items():
        _send(session, ring, account, several, way)


def ways(session: Session, account_id: str) -> dict[AlertKind, AlertBy]:
    """Return how a person hears of each kind; a text whose number is gone becomes an e-mail."""
    rows = session.exec(select(AlertChoice).where(AlertChoice.account_id == account_id)).all()
    found = dict.fromkeys(AlertKind, AlertBy.EMAIL) | {row.kind: row.by for row in rows}
    found |= dict.fromkeys(COMPULSORY, AlertBy.EMAIL)
    if AlertBy.TEXT in found.values() and proved_number(session, account_id) is None:
        return {kind: AlertBy.EMAIL if by is AlertBy.TEXT else by for kind, by in found.items()}
    return found


def proved_number(session: Session, account_id: str) -> Factor | None:
    """Return the number that this person proved to be theirs, if they did."""
    row = choosing.current(session, account_id)
    return row if row is not None and row.kind is FactorKind.TEXT else None


def choose(session: Session, account_id: str, wanted: dict[AlertKind, AlertBy]) -> None:
    """Keep how a person wants to hear of each kind, the compulsory ones aside."""
    query = select(AlertChoice).where(AlertChoice.account_id == account_id)
    rows = {row.kind: row for row in session.exec(query).all()}
    for kind, by in wanted.items():
        if kind in COMPULSORY:
            continue
        row = rows.get(kind) or AlertChoice(account_id=account_id, kind=kind, by=by)
        row.by, row.chosen_at = by, clock.now()
        session.add(row)
    session.flush()


def _send(
    session: Session, ring: KeyRing, account: Account, alerts: list[Alert], way: AlertBy
) -> OutboxMessage | None:
    """Put one message into the outbox; its key is the first alert's, so it is written once."""
    if account.state is AccountState.CLOSED:
        return None
    number = proved_number(session, account.id) if way is AlertBy.TEXT else None
    cases = {alert.case_id for alert in alerts}
    return outbox.put(
        session,
        ring,
        template="alerts",
        recipient=(number.last_digits or "") if number else account.email,
        account_id=account.id,
        case_id=cases.pop() if len(cases) == 1 else None,
        facts=facts_of(alerts),
        sealed={outbox.RECEIVER: ring.open_text(number.sealed_secret or "")} if number else None,
        dedupe_key=f"alerts:{way}:{alerts[0].id}",
        language=account.language,
        channel=Channel.TEXT if number else Channel.EMAIL,
    )


def _by_day(counted: tuple[tuple[AlertKind, str | None], int]) -> str:
    """Sort what must be done first to the top; what has no day comes last."""
    return counted[0][1] or "no day"


def facts_of(alerts: list[Alert]) -> dict[str, Any]:
    """Return what a message may say: how many of which kind, the days to act by, and one path."""
    counted = Counter((alert.kind, alert.act_by) for alert in alerts)
    paths = {alert.path for alert in alerts}
    return {
        "news": [
            {"kind": kind.value, "count": count, "act_by": act_by}
            for (kind, act_by), count in sorted(counted.items(), key=_by_day)
        ],
        "path": paths.pop() if len(paths) == 1 else ALL_OVER,
    }
