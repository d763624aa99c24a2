"""What an account says about its owner: asked at registration, changed here (rows H04, H16)."""

from collections.abc import Mapping

from sqlmodel import Session

from ehcportal.models.account import Account
from ehcportal.security import audit
from ehcportal.security.audit import Trace
from ehcportal.services import registrations

FIELDS = (*registrations.DETAILS, "phone", "professional")


def of(account: Account) -> dict[str, str]:
    """Return the details as the boxes hold them."""
    known = {name: getattr(account, name) or "" for name in (*registrations.DETAILS, "phone")}
    return {**known, "professional": "yes" if account.professional else ""}


def change(session: Session, trace: Trace, account: Account, typed: Mapping[str, str]) -> None:
    """Keep other details; the audit says that they were changed, not what they are."""
    registrations.take_details(account, typed)
    account.phone = typed.get("phone") or None
    session.add(account)
    audit.change(session, trace, "details_changed", of=("account", account.id))
