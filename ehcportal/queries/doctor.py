"""Whether the set-up is sound: settings, database, storage, mail, clock, key."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from ehcportal import clock, profile, theme
from ehcportal.content import council_texts
from ehcportal.db import Database
from ehcportal.models.outbox import Channel
from ehcportal.notifications import returns
from ehcportal.notifications.channels import MAILDIR, Unreachable, post_for
from ehcportal.queries import health, stray_files
from ehcportal.security import keyring
from ehcportal.security.id_tokens import SignOnFault
from ehcportal.security.openid import SignOn
from ehcportal.settings import Settings, SettingsError
from ehcportal.storage import StorageError, from_url

OLDEST_SANE_YEAR = 2026
CLOCK_SECONDS = 30
"""How far the clock of a Postgres server may be from ours."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    what: str
    ok: bool
    finding: str


def examine(settings: Settings) -> list[Check]:
    """Look at everything; a check that fails does not stop the others."""
    looks: tuple[Callable[[Settings], Check], ...] = (
        _settings,
        _profile,
        _own_texts,
        _key,
        _database,
        _storage,
        _strays,
        _mail,
        _returned_mail,
        _texts,
        _sign_on,
        _clock,
    )
    return [look(settings) for look in looks]


def _settings(settings: Settings) -> Check:
    return Check("settings", True, f"read, the portal is {settings.base_url}")


def _profile(settings: Settings) -> Check:
    try:
        found = profile.load(settings.council, beside=settings.instance)
    except profile.ProfileError as error:
        return Check("profile", False, str(error).replace("\n", "; "))
    faults = theme.check(found.theme)
    return Check("profile", not faults, "; ".join(faults) or f"preset {found.preset}")


def _own_texts(settings: Settings) -> Check:
    found = council_texts.examine(settings.instance)
    own = f"{len(found.own)} of the council's own" if found.own else "the product's"
    return Check("what families read", not found.faults, "; ".join(found.faults) or own)


def _key(settings: Settings) -> Check:
    try:
        ring = keyring.read(settings.inside(settings.secret_key_file))
    except keyring.KeyRingError as error:
        return Check("key", False, str(error))
    return Check("key", True, f"{len(ring.keys)} in the ring, the newest is {ring.keys[0].id}")


def _database(settings: Settings) -> Check:
    database = Database(settings.sqlalchemy_url)
    faults = health.database_faults(database)
    kind = database.engine.dialect.name
    database.engine.dispose()
    return Check("database", not faults, "; ".join(faults) or f"{kind}, at the newest version")


def _storage(settings: Settings) -> Check:
    if not settings.storage_url.startswith("file:"):
        return Check("storage", False, "only file: is known so far")
    folder = settings.inside(settings.storage_url.removeprefix("file:"))
    present = folder if folder.exists() else _nearest(folder)
    writable = os.access(present, os.W_OK)
    return Check("storage", writable, "can be written to" if writable else "cannot be written to")


def _strays(settings: Settings) -> Check:
    """Compare files with rows: what no row knows is left over, or this is the wrong database."""
    what = "stored files"
    database = Database(settings.sqlalchemy_url)
    try:
        kept = from_url(settings.storage_url, settings.instance)
        with database.reading() as session:
            found = stray_files.find(session, kept, clock.now())
    except (SQLAlchemyError, StorageError):
        return Check(what, True, "cannot be compared with the database yet")
    finally:
        database.engine.dispose()
    if found.are_too_many:
        return Check(what, False, f"no row knows {len(found.keys)}: is this their database?")
    left = f"; {len(found.keys)} without a row go in the night" if found.keys else ""
    return Check(what, True, f"{found.known} with their rows{left}")


def _nearest(folder: Path) -> Path:
    return next(parent for parent in folder.parents if parent.exists())


def _mail(settings: Settings) -> Check:
    if settings.mail_url.startswith(MAILDIR):
        if settings.is_local:
            return Check("mail", True, "captured in a Maildir, nothing is sent")
        return Check("mail", False, "a Maildir sends nothing; set EHCPORTAL_MAIL_URL to smtp://")
    return _answers(settings, Channel.EMAIL, "mail", "the mail server")


def _returned_mail(settings: Settings) -> Check:
    """Look whether mail that comes back can be read, where the council says where it lies."""
    what = "returned mail"
    try:
        box = returns.box_for(settings)
        if box is None:
            return Check(what, True, "is not read; EHCPORTAL_BOUNCES says where it comes back to")
        box.check()
        box.close()
    except (Unreachable, SettingsError) as error:
        return Check(what, False, str(error))
    return Check(what, True, "can be read")


def _texts(settings: Settings) -> Check:
    """Look at text messages where the council lets people have their codes by them."""
    if not settings.sms_url.startswith(MAILDIR):
        return _answers(settings, Channel.TEXT, "texts", "the service for text messages")
    try:
        council = profile.load(settings.council, beside=settings.instance)
    except profile.ProfileError:
        return Check("texts", True, "cannot be judged without a profile")
    if texts_go_nowhere(settings, council.sign_in):
        return Check("texts", False, "the profile allows codes by text; set EHCPORTAL_SMS_URL")
    return Check("texts", True, "captured in a Maildir, nothing is sent")


def texts_go_nowhere(settings: Settings, choices: profile.SignIn) -> bool:
    """Whether people may have their codes by text message while nothing sends any."""
    allowed = {*choices.family_factors, *choices.professional_factors}
    is_kept_here = settings.sms_url.startswith(MAILDIR) and not settings.is_local
    return is_kept_here and profile.FamilyFactor.TEXT in allowed


def _answers(settings: Settings, channel: Channel, what: str, who: str) -> Check:
    try:
        post = post_for(settings, channel)
        post.check()
        post.close()
    except (Unreachable, SettingsError) as error:
        return Check(what, False, str(error) or f"{who} does not answer")
    return Check(what, True, f"{who} answers")


def _sign_on(settings: Settings) -> Check:
    """Ask the council's own sign-on for its addresses and keys, where there is one."""
    if settings.oidc_issuer is None:
        return Check("sign-on", True, "the council has none of its own")
    try:
        SignOn.of(settings).check()
    except SignOnFault as fault:
        return Check("sign-on", False, f"{settings.oidc_issuer}: {fault}")
    return Check("sign-on", True, f"{settings.oidc_issuer} answers")


def _clock(settings: Settings) -> Check:
    now = clock.now()
    if now.year < OLDEST_SANE_YEAR:
        return Check("clock", False, f"says {now:%Y}; the law's dates would be wrong")
    if settings.database_url.startswith("sqlite"):
        return Check("clock", True, f"{clock.london(now):%d %B %Y %H:%M} in London")
    database = Database(settings.sqlalchemy_url)
    try:
        with database.engine.connect() as connection:
            theirs = connection.execute(sa.select(sa.func.now())).scalar_one()
    except SQLAlchemyError:
        return Check("clock", False, "cannot be compared, the database does not answer")
    finally:
        database.engine.dispose()
    apart = abs((theirs - now).total_seconds())
    return Check("clock", apart < CLOCK_SECONDS, f"{apart:.0f} seconds from the database's")
