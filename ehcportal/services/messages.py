"""Talk about a case: a family writes, the council answers, hands over, or begins (U12, W08, W09).

Each message goes to one side of one thread. What the council sends to several people is a thread
for each of them: nobody learns who else was written to (nouns.md, who can be hidden from whom).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, select

from ehcportal import clock
from ehcportal.models.alert import AlertKind
from ehcportal.models.message import Message, Thread, ThreadMember
from ehcportal.profile import Profile
from ehcportal.queries import staff
from ehcportal.queries.answerers import answerer
from ehcportal.queries.counting import reply_by
from ehcportal.security import audit
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import alerts, message_files, timeline
from ehcportal.services.message_files import Named
from ehcportal.services.uploads import Kept


@dataclass(frozen=True, slots=True)
class Opening:
    """What a new thread is about."""

    kind: str
    subject: str


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote, with the files that came along."""

    body: str
    files: tuple[Kept, ...] = ()
    pending: tuple[str, ...] = ()
    """The ids of files that were chosen before, when something had to be put right first."""


@dataclass(frozen=True, slots=True)
class Letter:
    """The same with its files in rows."""

    body: str
    files: list[Named]


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes: the trace of the act, and what tells the other side."""

    trace: Trace
    ring: KeyRing

    @property
    def account_id(self) -> str:
        """The account that writes."""
        if self.trace.account_id is None:
            raise LookupError("a message has an author")
        return self.trace.account_id


def start(
    session: Session,
    sender: Sender,
    profile: Profile,
    case_id: str,
    opening: Opening,
    written: Written,
) -> Thread:
    """Begin a thread of somebody of the family with who answers in the case today."""
    thread = _thread(session, case_id, opening, sender.account_id)
    _from_family(session, sender, profile, thread, written)
    return thread


def reply(
    session: Session, sender: Sender, profile: Profile, thread_id: str, written: Written
) -> Thread:
    """Write again in a thread that this person of the family takes part in."""
    thread = _held(session, thread_id)
    _from_family(session, sender, profile, thread, written)
    return thread


def _from_family(
    session: Session, sender: Sender, profile: Profile, thread: Thread, written: Written
) -> None:
    """Write it, promise an answer, and tell whose turn it is; an older promise stands."""
    now = clock.now()
    letter = _letter(session, sender, written)
    message = _write(session, sender, thread, letter, from_council=False)
    thread.reply_due_on = thread.reply_due_on or reply_by(profile, now)
    flag_modified(thread, "reply_due_on")
    who = answerer(session, thread.case_id, clock.london_day(now), thread.handled_by_id)
    if who is not None:
        _take_part(session, thread.id, who.account_id)
    told = [who.account_id] if who else []
    if who is None or who.is_away:
        told += [each.id for each in staff.managers(session) if each.id not in told]
    path = f"/council/cases/{thread.case_id}/messages/{thread.id}"
    due = thread.reply_due_on.isoformat() if thread.reply_due_on else None
    _tell(session, sender, told, message, thread, path, act_by=due)
    session.flush()


def start_by_council(
    session: Session,
    sender: Sender,
    case_id: str,
    to: Iterable[str],
    opening: Opening,
    written: Written,
) -> list[Thread]:
    """Write to people of the family, each in a thread of their own."""
    threads, letter = [], _letter(session, sender, written)
    for account_id in to:
        thread = _thread(session, case_id, opening, sender.account_id, account_id)
        _from_council(session, sender, thread, letter)
        threads.append(thread)
    return threads


def reply_by_council(
    session: Session, sender: Sender, thread_id: str, version: int, written: Written
) -> Thread:
    """Answer a thread. Raises ``StaleDataError`` when somebody wrote or changed it meanwhile."""
    thread = _held(session, thread_id, version)
    _take_part(session, thread.id, sender.account_id)
    _from_council(session, sender, thread, _letter(session, sender, written))
    return thread


def _from_council(session: Session, sender: Sender, thread: Thread, letter: Letter) -> None:
    message = _write(session, sender, thread, letter, from_council=True)
    thread.reply_due_on = None
    flag_modified(thread, "reply_due_on")
    path = f"/cases/{thread.case_id}/messages/{thread.id}"
    _tell(session, sender, _family_of(session, thread.id), message, thread, path)
    session.flush()


def hand_over(session: Session, trace: Trace, thread_id: str, version: int, to: str) -> None:
    """Let a colleague answer from now on. Raises ``StaleDataError`` as for a reply."""
    thread = _held(session, thread_id, version)
    thread.handled_by_id = to
    flag_modified(thread, "handled_by_id")
    _take_part(session, thread.id, to)
    audit.change(
        session, trace, "message.handed_over", of=("thread", thread.id), case_id=thread.case_id
    )
    session.flush()


def _held(session: Session, thread_id: str, version: int | None = None) -> Thread:
    """Return a thread that nobody else changes until the commit."""
    thread = session.get_one(Thread, thread_id, populate_existing=True, with_for_update=True)
    if version is not None and thread.version != version:
        raise StaleDataError("somebody else wrote in this thread")
    return thread


def _thread(session: Session, case_id: str, opening: Opening, *members: str) -> Thread:
    made = Thread(case_id=case_id, kind=opening.kind, subject=opening.subject)
    session.add(made)
    session.flush()
    for account_id in dict.fromkeys(members):
        session.add(ThreadMember(thread_id=made.id, account_id=account_id))
    session.flush()
    return made


def _take_part(session: Session, thread_id: str, account_id: str) -> None:
    if account_id not in _members(session, thread_id):
        session.add(ThreadMember(thread_id=thread_id, account_id=account_id))
        session.flush()


def _members(session: Session, thread_id: str) -> list[str]:
    query = select(ThreadMember.account_id).where(ThreadMember.thread_id == thread_id)
    return list(session.exec(query).all())


def _family_of(session: Session, thread_id: str) -> list[str]:
    """Return the members who do not work for the council."""
    work_here = staff.ever(session, _members(session, thread_id))
    return [each for each in _members(session, thread_id) if each not in work_here]


def _letter(session: Session, sender: Sender, written: Written) -> Letter:
    """Give the files their rows, once for however many threads the words go to."""
    files = message_files.take(session, sender.account_id, written.files, written.pending)
    return Letter(written.body, files)


def _write(
    session: Session, sender: Sender, thread: Thread, letter: Letter, *, from_council: bool
) -> Message:
    message = Message(
        thread_id=thread.id,
        author_id=sender.account_id,
        body=letter.body,
        from_council=from_council,
    )
    session.add(message)
    thread.take(message)
    session.flush()
    message_files.attach(session, message, letter.files)
    _note(session, sender, thread, message)
    session.flush()
    return message


def _note(session: Session, sender: Sender, thread: Thread, message: Message) -> None:
    """Add the line of the timeline: for staff, and for whom of the family it is."""
    by_family = None if message.from_council else sender.account_id
    for account_id in [by_family] if by_family else _family_of(session, thread.id):
        timeline.record(
            session,
            sender.trace,
            "message.sent",
            of=("message", message.id),
            case_id=thread.case_id,
            only_account_id=account_id,
        )


def _tell(
    session: Session,
    sender: Sender,
    readers: Iterable[str],
    message: Message,
    thread: Thread,
    path: str,
    *,
    act_by: str | None = None,
) -> None:
    for account_id in readers:
        if account_id == sender.account_id:
            continue
        alerts.tell(
            session,
            sender.ring,
            account_id,
            AlertKind.MESSAGE,
            path,
            case_id=thread.case_id,
            act_by=act_by,
            dedupe_key=f"message:{message.id}:{account_id}",
        )
