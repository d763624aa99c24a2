"""Mail that comes back: where it lies, what it says, and which of our mails it is about."""

from ehcportal.notifications.channels.protocol import Unreachable
from ehcportal.notifications.returns.folder import FolderBox
from ehcportal.notifications.returns.imap import ImapBox
from ehcportal.notifications.returns.notice import Fate, Notice, read
from ehcportal.notifications.returns.protocol import Box
from ehcportal.settings import Settings

__all__ = ["Box", "Fate", "Notice", "Unreachable", "box_for", "read"]

MAILDIR = "maildir:"


def box_for(settings: Settings) -> Box | None:
    """Return where returned mail lies, or None if nobody said. Raises ``SettingsError``."""
    where = settings.bounces
    if not where:
        return None
    if where.startswith(MAILDIR):
        return FolderBox(settings.inside(where.removeprefix(MAILDIR)))
    return ImapBox.from_url(where)
