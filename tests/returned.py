"""Mails as servers send them back (RFC 3464)."""

from email.message import EmailMessage, Message
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText


def notice(
    message_id: str,
    action: str = "failed",
    status: str = "5.1.1",
    *,
    whole: bool = True,
    envelope: str = "",
) -> bytes:
    """Return the notice about a mail, with the mail itself, its headers alone, or neither."""
    mail = MIMEMultipart("report", **{"report-type": "delivery-status"})
    mail["From"] = "MAILER-DAEMON@mail.example"
    mail["Subject"] = "Undelivered Mail Returned to Sender"
    mail.attach(MIMEText("Your message could not be delivered."))
    mail.attach(_status(action, status, envelope))
    original = EmailMessage()
    original["To"] = "grace@mail.example"
    original["Message-ID"] = message_id
    original.set_content("Something new in the portal")
    if message_id and whole:
        mail.attach(MIMEMessage(original))
    elif message_id:
        mail.attach(MIMEText(original.as_string().split("\n\n")[0], "rfc822-headers"))
    return mail.as_bytes()


def _status(action: str, status: str, envelope: str) -> Message:
    said, of_one = Message(), Message()
    said["Reporting-MTA"] = "dns; mx.mail.example"
    if envelope:
        said["Original-Envelope-Id"] = envelope
    of_one["Final-Recipient"] = "rfc822; grace@mail.example"
    of_one["Action"] = action
    of_one["Status"] = status
    part = Message()
    part["Content-Type"] = "message/delivery-status"
    part.set_payload([said, of_one])
    return part
