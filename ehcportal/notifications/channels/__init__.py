"""How messages travel: a Maildir on this machine, or a mail server."""

from ehcportal.models.outbox import Channel
from ehcportal.notifications.channels.maildir import MaildirPost
from ehcportal.notifications.channels.protocol import NotNow, Post, Refused, Unreachable
from ehcportal.notifications.channels.smtp import SmtpPost
from ehcportal.settings import Settings

__all__ = ["MaildirPost", "NotNow", "Post", "Refused", "SmtpPost", "Unreachable", "post_for"]

MAILDIR = "maildir:"


def post_for(settings: Settings, channel: Channel) -> Post:
    """Return what carries messages of ``channel``. Raises ``SettingsError``."""
    if channel is Channel.TEXT:
        return MaildirPost(settings.inside(settings.sms_url.removeprefix(MAILDIR)))
    if settings.mail_url.startswith(MAILDIR):
        return MaildirPost(settings.inside(settings.mail_url.removeprefix(MAILDIR)))
    return SmtpPost.from_url(settings.mail_url)
