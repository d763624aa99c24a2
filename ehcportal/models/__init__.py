"""The tables, one noun a file. Importing this package registers all of them."""

from ehcportal.models import (
    access,
    account,
    assessment,
    audit,
    case,
    document,
    event,
    form,
    invitation,
    message,
    outbox,
    person,
    request,
    setting,
    sign_in,
    staff,
)
from ehcportal.models.base import Record, Retention, Versioned, new_id

__all__ = [
    "Record",
    "Retention",
    "Versioned",
    "access",
    "account",
    "assessment",
    "audit",
    "case",
    "document",
    "event",
    "form",
    "invitation",
    "message",
    "new_id",
    "outbox",
    "person",
    "request",
    "setting",
    "sign_in",
    "staff",
]
