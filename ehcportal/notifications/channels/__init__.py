"""How messages travel: a Maildir on this machine, a mail server, or GOV.UK Notify."""

from ehcportal.models.outbox import Channel
from ehcportal.notifications.channels import notify
from ehcportal.notifications.channels.maildir import MaildirPost
from ehcportal.notifications.channels.protocol import NotNow, Post, Refused, Unreachable
from ehcportal.notifications.channels.smtp import SmtpPost
from ehcportal.settings import Settings

__all__ = ["MaildirPost", "NotNow", "Post", "Refused", "SmtpPost", "Unreachable", "post_for"]

MAILDIR = "maildir:"


def post_for(settings: Settings, channel: Channel) -> Post:
    """Return what carries messages of ``channel``. Raises ``SettingsError``."""
    url = settings.sms_url if channel is Channel.TEXT else settings.mail_url
    if url.startswith(MAILDIR):
        return MaildirPost(settings.inside(url.removeprefix(MAILDIR)))
    if url.startswith(notify.SCHEME):
        return notify.NotifyPost.from_settings(settings, channel)
    return SmtpPost.from_url(url, returns_to=settings.bounce_address)
