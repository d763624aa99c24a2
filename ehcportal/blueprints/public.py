"""Pages that everybody may read, and the two that a machine asks for."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from ehcportal.queries import health
from ehcportal.web import public, render

bp = Blueprint("public", __name__)


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """Show the doors: ask for an assessment, ask for access, sign in."""
    return render("public/home.html")


@bp.get("/help")
@public
def help_and_support() -> ResponseReturnValue:
    """Show who helps, by phone and by e-mail (guide row H17)."""
    return render("public/help.html")


@bp.get("/help/guides")
@public
def guides() -> ResponseReturnValue:
    """Show how things are done here, step by step, in this council's words (guide row H17)."""
    return render("public/guides.html")


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """Say what is kept and why."""
    return render("public/privacy.html")


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """Say how the portal meets WCAG 2.2 AA, and what to do where it does not."""
    return render("public/accessibility.html")


@bp.get("/cookies")
@public
def cookies() -> ResponseReturnValue:
    """Say which cookies there are and what for."""
    return render("public/cookies.html")


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """Answer when the process does."""
    return Response("ok", mimetype="text/plain")


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """Answer 200 when database, migrations and storage are right, else 503 with a line each."""
    faults = health.faults()
    return Response("\n".join(faults) or "ok", 503 if faults else 200, mimetype="text/plain")
