"""Commands that keep running: the web server, and the background worker."""

import os
import resource
import sys

import click

from ehcportal import create_app, migrations
from ehcportal.commands import welcome
from ehcportal.commands.drain import serve_until_told
from ehcportal.commands.portal import chosen_settings, fail, open_portal
from ehcportal.demo import marks
from ehcportal.jobs.worker import Worker
from ehcportal.memory import hold_little, made_to_stay
from ehcportal.portal import Portal
from ehcportal.queries.doctor import texts_go_nowhere
from ehcportal.settings import Settings, is_loopback

CONNECTIONS = 4000
"""Connections held at once: phones on a bad line hold theirs for long, and browsers several."""

SPARE_FILES = 200
"""Open files besides connections: the database, files that are sent, logs."""

MEGABYTE = 1024 * 1024


@click.command(help="Serve the portal; on one machine this runs the background worker as well.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--threads", default=8, show_default=True, help="Requests worked on at once.")
@click.option("--no-worker", is_flag=True, help="Leave the background worker out.")
def serve(host: str, port: int, threads: int, *, no_worker: bool) -> None:
    """Serve until SIGTERM or SIGINT, finishing what has begun."""
    hold_little()
    found = chosen_settings()
    with made_to_stay():
        portal = open_portal(found)
        _refuse_what_cannot_work(portal, host)
        app = create_app(found)
    with portal.database.reading() as session:
        app.extensions["demo"] = marks.is_loaded(session)
    worker = None if no_worker else Worker(portal)
    if worker is not None:
        worker.start()
    welcome.say(portal, host, port, demo=app.extensions["demo"])
    body_limit = (portal.profile.limits.video_mb + 5) * MEGABYTE
    try:
        serve_until_told(
            app,
            host=host,
            port=port,
            threads=threads,
            ident=None,
            connection_limit=_room_for(CONNECTIONS),
            asyncore_use_poll=True,
            body_limit=body_limit,
            channel_timeout=120,
            backlog=1000,
        )
    finally:
        if worker is not None:
            worker.stop()


def _room_for(connections: int) -> int:
    """Have the system allow as many open files as it will; return the connections that fit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return connections
    wanted = max(soft, connections + SPARE_FILES)
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return max(SPARE_FILES, min(connections, allowed - SPARE_FILES))


def _refuse_what_cannot_work(portal: Portal, host: str) -> None:
    """End with one line when the set-up would lose mail, data or privacy."""
    settings: Settings = portal.settings
    if settings.mail_url.startswith("maildir:") and not settings.is_local:
        fail("EHCPORTAL_MAIL_URL: a Maildir sends nothing; set smtp:// for a public address")
    if texts_go_nowhere(settings, portal.profile.sign_in):
        fail("EHCPORTAL_SMS_URL: a Maildir sends nothing, and the profile allows codes by text")
    if not settings.is_https and not is_loopback(host):
        fail("EHCPORTAL_BASE_URL: without https the portal is served on this machine only")
    if migrations.current(portal.database.engine) != migrations.newest():
        fail("The schema is not at the newest version: run ehcportal migrate.")


@click.command(help="The background worker alone: mail, reminders, sealing of the audit.")
@click.option("--once", is_flag=True, help="Do what is due now, and end.")
def worker(*, once: bool) -> None:
    """Work until SIGTERM or SIGINT."""
    made = Worker(open_portal())
    if once:
        made.run_once()
        return
    if sys.stderr.isatty():
        click.echo(f"The worker runs as process {os.getpid()}.", err=True)
    made.run_forever()
