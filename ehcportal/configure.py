"""What the application is given at start-up: cookies, limits, the council, what is around it."""

from datetime import timedelta
from pathlib import Path

from flask import Flask, current_app, request

from ehcportal import profile, storage, theme, wsgi
from ehcportal.assets import Assets
from ehcportal.security import keyring
from ehcportal.services import clockwork
from ehcportal.settings import Settings
from ehcportal.storage import scan
from ehcportal.web import own_forms
from ehcportal.web.oversized import keep_what_was_typed

STATIC = Path(__file__).parent / "static"
FORM_MEMORY = 4 * 1024 * 1024
"""Bytes that the text fields of one form may hold together; long answers need more than 500 kB."""

FORM_PARTS = 2000
MEGABYTE = 1024 * 1024

MESSAGES = {
    "family_messages.create",
    "family_messages.reply",
    "case_messages.create",
    "case_messages.reply",
}
"""Views that send a message with its files."""

COMMENTS = {"plan_comments.write", "pupil_plan.write"}
"""Views that keep a comment on a plan with its files."""

TAKE_FILES = {
    "forms.send",
    "form_files.add",
    "family_voices.add",
    "family_additions.create",
    "case_documents.add",
    "document_changes.replace",
    *COMMENTS,
    *MESSAGES,
}
"""Views to which files are sent: a page of a form without scripts, and one file with them."""

KEEP_TYPED = {"family_voices.add", "family_additions.create", *COMMENTS, *MESSAGES}
"""Those of them that say beside the field that a file was far too large, and keep the words."""


def cookies_and_limits(app: Flask, settings: Settings) -> None:
    """Set the one cookie, its protection, and how much a request may carry."""
    ring = keyring.read_or_create(settings.inside(settings.secret_key_file))
    app.extensions["settings"] = settings
    app.extensions["keyring"] = ring
    newest, older = ring.cookie_secrets()
    app.config.update(
        SECRET_KEY=newest,
        SECRET_KEY_FALLBACKS=older,
        TESTING=settings.testing,
        SESSION_COOKIE_NAME="__Host-ehcportal" if settings.is_https else "ehcportal",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        PERMANENT_SESSION_LIFETIME=timedelta(days=90),
        WTF_CSRF_TIME_LIMIT=None,
        MAX_FORM_MEMORY_SIZE=FORM_MEMORY,
        MAX_FORM_PARTS=FORM_PARTS,
        TRUSTED_HOSTS=_hosts(settings),
        PROPAGATE_EXCEPTIONS=False,
    )


def _hosts(settings: Settings) -> list[str]:
    """Return the hosts that may be named: the public one, and this machine for health checks."""
    public = settings.host.rsplit(":", 1)[0]
    return [public, "127.0.0.1", "localhost", "[::1]"]


def council(app: Flask, settings: Settings) -> None:
    """Load the profile. Raises ``ProfileError`` when it is wrong or cannot be read well."""
    found = profile.load(settings.council, beside=settings.instance)
    problems = theme.check(found.theme)
    if problems:
        raise profile.ProfileError("\n".join(problems))
    app.extensions["profile"] = found
    app.extensions["assets"] = Assets(STATIC, found.theme)
    app.config["MAX_CONTENT_LENGTH"] = FORM_MEMORY + MEGABYTE
    app.before_request(_make_room_for_uploads)


def _make_room_for_uploads() -> None:
    """Take large bodies at the doors for files only; this stands before anything reads a form."""
    if request.endpoint in TAKE_FILES:
        limits = current_app.extensions["profile"].limits
        request.max_content_length = (limits.video_mb + 5) * MEGABYTE
        if request.endpoint in KEEP_TYPED:
            keep_what_was_typed(request.max_content_length)


def forms_and_files(app: Flask, settings: Settings) -> None:
    """Load every form, and name the store of files and who looks at them for viruses.

    Raises ``StorageError`` or ``ScannerSettingError`` when one cannot be used. A faulty form of the
    council's own is left out and stands in the list that staff see.
    """
    own_forms.take_up(app, settings.instance)
    app.before_request(own_forms.take_up_anew)
    app.extensions["storage"] = storage.from_url(settings.storage_url, settings.instance)
    app.extensions["scanner"] = scan.from_url(settings.clamd_url)


def language() -> str:
    """Return the language of this answer: the council's first one."""
    languages: tuple[str, ...] = current_app.extensions["profile"].languages
    return languages[0]


def clocks(app: Flask) -> None:
    """Have the clocks of each case kept in step with every change of it."""
    clockwork.wind(app.extensions["database"], lambda: app.extensions["profile"])


def around(app: Flask, settings: Settings) -> None:
    """Put static files, security headers and the proxies around the application."""
    assets: Assets = app.extensions["assets"]
    inner = assets.serve(app.wsgi_app)
    headed = wsgi.with_headers(inner, https=settings.is_https)
    app.wsgi_app = wsgi.behind_proxies(headed, settings.proxy_networks)  # type: ignore[assignment,method-assign]
