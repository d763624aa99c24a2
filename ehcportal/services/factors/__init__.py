"""Second factors: which one a login asks for, how one is proved, and what is done about a loss."""

from ehcportal.services.factors.choosing import (
    STRONG,
    allowed,
    app_of,
    asked,
    current,
    waits_until,
)

__all__ = ["STRONG", "allowed", "app_of", "asked", "current", "waits_until"]
