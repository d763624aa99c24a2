"""What is done every so often, each a line into a service."""

from collections.abc import Callable
from dataclasses import dataclass

from ehcportal import clock, storage
from ehcportal.jobs import archiving, returns, review_reports, sweeping
from ehcportal.portal import Portal
from ehcportal.queries.counting import counting
from ehcportal.security import audit_chain
from ehcportal.services import (
    alerts,
    assignments,
    clockwork,
    consultation_reminders,
    draft_endings,
    message_files,
    referrals,
    scans,
    service_days,
    tidying,
)
from ehcportal.services.advice import ending, reminding
from ehcportal.storage import scan


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to do every ``minutes`` (at most 60); doing it twice does no harm."""

    name: str
    minutes: int
    do: Callable[[Portal], object]


def seal_audit(portal: Portal) -> None:
    """Seal what has been written since the last minute, a block a transaction."""
    sealed = 1
    while sealed:
        with portal.database.unit() as session:
            sealed = audit_chain.seal(session, clock.now())


def end_what_expired(portal: Portal) -> None:
    """End sessions, drop old codes, blank what was sealed and is no longer of use."""
    with portal.database.unit() as session:
        tidying.end_what_expired(session, clock.now())


def remind_of_drafts(portal: Portal) -> None:
    """Remind once of forms that will end, and throw away those that have ended."""
    kept = storage.from_url(portal.settings.storage_url, portal.settings.instance)
    with portal.database.unit() as session:
        draft_endings.remind_and_expire(
            session,
            portal.keyring,
            clock.now(),
            reminder_days=portal.profile.limits.draft_reminder_days,
            remove=kept.delete,
        )


def remind_of_forms(portal: Portal) -> None:
    """Remind of forms that staff asked for: before their day, and once when it has passed."""
    days = portal.profile.limits.form_reminder_days
    told = 1
    while told:
        with portal.database.unit() as session:
            told = assignments.remind(session, portal.keyring, clock.now(), days=days)


def remind_of_advice(portal: Portal) -> None:
    """Remind advisers in their weeks; end the sight of what was withdrawn a while ago."""
    count = counting(portal.profile)
    told = 1
    while told:
        with portal.database.unit() as session:
            told = reminding.remind_due(session, portal.keyring, clock.now(), counting=count)
            told += ending.end_withdrawn(session, clock.now())


def remind_of_consultations(portal: Portal) -> None:
    """Remind settings once, before their days to answer a consultation end."""
    count = counting(portal.profile)
    told = 1
    while told:
        with portal.database.unit() as session:
            told = consultation_reminders.remind_due(
                session, portal.keyring, clock.now(), counting=count
            )


def forget_unsent_files(portal: Portal) -> None:
    """Take files away that were chosen for a message which nobody sent."""
    kept = storage.from_url(portal.settings.storage_url, portal.settings.instance)
    with portal.database.unit() as session:
        message_files.forget_old(session, clock.now(), kept.delete)


def send_alerts(portal: Portal) -> None:
    """Write the digests of alerts that have waited for others, some people a transaction."""
    told = 1
    while told:
        with portal.database.unit() as session:
            told = alerts.send_due(session, portal.keyring, clock.now())


def follow_service(portal: Portal) -> None:
    """Let days of service follow the mails that left; what did not leave goes by post."""
    looked_at = 1
    while looked_at:
        with portal.database.unit() as session:
            looked_at = service_days.follow(session, counting(portal.profile))


def judge_files(portal: Portal) -> None:
    """Have the files judged that came while the virus scanner did not answer."""
    kept = storage.from_url(portal.settings.storage_url, portal.settings.instance)
    scanner = scan.from_url(portal.settings.clamd_url)
    with portal.database.reading() as session:
        waiting = scans.waiting(session)
    for file_id, key in waiting:
        with kept.open(key) as file:
            verdict = scanner.scan(file)
        with portal.database.unit() as session:
            scans.settle(session, portal.keyring, file_id, verdict)


def remove_what_is_old(portal: Portal) -> None:
    """Remove rows whose retention has passed, and early help referrals with their files."""
    kept = storage.from_url(portal.settings.storage_url, portal.settings.instance)
    with portal.database.unit() as session:
        tidying.remove_what_is_old(session, clock.now())
        referrals.forget_what_is_over(session, clock.now(), kept.delete)


def work_out_the_day(portal: Portal) -> None:
    """Work out the clocks of cases again that the passing of a day has changed."""
    clockwork.work_out_the_day(portal.database, portal.profile)


ALL = (
    Chore("seal_audit", 1, seal_audit),
    Chore("end_what_expired", 1, end_what_expired),
    Chore("remind_of_drafts", 15, remind_of_drafts),
    Chore("remind_of_forms", 60, remind_of_forms),
    Chore("remind_of_advice", 60, remind_of_advice),
    Chore("remind_of_consultations", 60, remind_of_consultations),
    Chore("forget_unsent_files", 60, forget_unsent_files),
    Chore("send_alerts", 1, send_alerts),
    Chore("read_returned_mail", 5, returns.read_returned_mail),
    Chore("follow_service", 1, follow_service),
    Chore("judge_files", 5, judge_files),
    Chore("file_reports", 1, review_reports.file_reports),
    Chore("remove_archives", 1, archiving.remove_archives),
    Chore("make_archives", 1, archiving.make_archives),
    Chore("work_out_the_day", 15, work_out_the_day),
    Chore("remove_what_is_old", 60, remove_what_is_old),
    Chore("sweep_files", 60, sweeping.sweep_at_night),
)
