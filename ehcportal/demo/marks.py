"""Whether a database holds the demo, and how its cast signs in: cheap to ask, at every start."""

from sqlmodel import Session

from ehcportal.demo.cast import PASSWORD, PORTAL_PASSWORD
from ehcportal.models.case import Counter
from ehcportal.portal import Portal

MARK = "demo"
"""Name of the counter row that says this database holds the demo."""


def is_loaded(session: Session) -> bool:
    """Whether this database holds the demo."""
    return session.get(Counter, MARK) is not None


def password_for(portal: Portal) -> str:
    """Return the password of everybody in the cast, one that the profile's policy takes."""
    return PORTAL_PASSWORD if portal.profile.sign_in.password.upper else PASSWORD
