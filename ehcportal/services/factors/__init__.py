"""Second factors: which one a login asks for, how one is proved, and what is done about a loss."""

from ehcportal.services.factors.choosing import (
    allowed,
    app_of,
    asked,
    current,
    strong_of,
    waits_until,
)

__all__ = ["allowed", "app_of", "asked", "current", "strong_of", "waits_until"]
