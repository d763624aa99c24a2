"""How much work one network or account may ask of the portal; the rest is told to wait.

Count in a transaction of its own, before the work is done (security note 9).
"""

from datetime import timedelta

from sqlmodel import Session

from ehcportal.security import throttle
from ehcportal.security.keyring import KeyRing
from ehcportal.security.throttle import Bucket, Limit

QUARTER = timedelta(minutes=15)
PAPERS = Limit("papers", 120, QUARTER)
"""PDFs: a large one takes a second of a core."""

BEGUN = Limit("forms-begun", 100, QUARTER)
"""Forms begun without an account, which nobody answers for."""

INVITED = Limit("helpers-invited", 10, timedelta(days=1))
"""Advocates and supporters that one of a family invites: each is a letter to a stranger."""


COLLEAGUES = Limit("colleagues-invited", 30, timedelta(days=1))
"""People whom a lead invites to a setting, links that are sent once more among them."""

ARCHIVES = Limit("archives", 5, timedelta(days=1))
"""Archives of whole cases that one person asks for: each can be 2 GB on our disk."""


def count_paper(session: Session, ring: KeyRing, who: str) -> int | None:
    """Count a PDF for an account or a network; return the seconds to wait when there were many."""
    return throttle.count(session, ring, Bucket(PAPERS, who))


def count_begun(session: Session, ring: KeyRing, network: str) -> int | None:
    """Count a form that is begun from a network without an account."""
    return throttle.count(session, ring, Bucket(BEGUN, network))


def count_invited(session: Session, ring: KeyRing, account_id: str) -> int | None:
    """Count an invitation that one of a family sends; return the seconds to wait."""
    return throttle.count(session, ring, Bucket(INVITED, account_id))


def count_colleague(session: Session, ring: KeyRing, account_id: str) -> int | None:
    """Count a link that a setting's lead has sent; return the seconds to wait."""
    return throttle.count(session, ring, Bucket(COLLEAGUES, account_id))


def count_archive(session: Session, ring: KeyRing, account_id: str) -> int | None:
    """Count an archive that somebody asks for; return the seconds to wait."""
    return throttle.count(session, ring, Bucket(ARCHIVES, account_id))
