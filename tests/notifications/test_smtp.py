"""A password crosses the wire only to the server whose certificate was checked."""

import socketserver
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from ipaddress import IPv4Address
from pathlib import Path
from typing import ClassVar

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ehcportal.notifications.channels import SmtpPost, Unreachable
from ehcportal.settings import SettingsError
from tests.notifications.conftest import free_port


class Guarded:
    """A server that wants STARTTLS and a password."""

    def __init__(self, folder: Path) -> None:
        self.certificate = certificate(folder)
        self.port = free_port()
        self.seen: list[LoginPassword] = []
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate)
        self.controller = Controller(
            Sink(),
            hostname="127.0.0.1",
            port=self.port,
            tls_context=context,
            require_starttls=True,
            auth_required=True,
            authenticator=self.authenticate,
        )

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, given: object
    ) -> AuthResult:
        """Take one password."""
        assert isinstance(given, LoginPassword)
        self.seen.append(given)
        return AuthResult(success=given.password == b"p@ss word", handled=False)

    def post(self, password: str = "p%40ss%20word") -> SmtpPost:
        """Return a way to this server, as a setting would name it."""
        return SmtpPost.from_url(f"smtp://portal:{password}@127.0.0.1:{self.port}?tls=starttls")


def certificate(folder: Path) -> Path:
    """Make a certificate of this machine that nobody has signed but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = folder / "mail.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[Guarded]:
    """A running server that wants STARTTLS and a password."""
    found = Guarded(tmp_path)
    found.controller.start()
    yield found
    found.controller.stop()


def letter() -> EmailMessage:
    """Return a short message."""
    message = EmailMessage()
    message["From"], message["To"] = "ehc@brookshire.example", "grace@mail.example"
    message.set_content("Hello")
    return message


def test_a_server_whose_certificate_is_trusted_gets_password_and_message(
    guarded: Guarded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(guarded.certificate))
    post = guarded.post()
    post.check()
    post.send(letter())
    post.close()
    assert len(guarded.seen) == 1


def test_a_server_that_cannot_prove_who_it_is_gets_no_password(guarded: Guarded) -> None:
    with pytest.raises(Unreachable):
        guarded.post().send(letter())
    assert guarded.seen == []


def test_a_wrong_password_delays_mail_and_is_not_told(
    guarded: Guarded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(guarded.certificate))
    post = guarded.post("secret")
    with pytest.raises(Unreachable, match="smtp 535"):
        post.send(letter())
    assert "secret" not in repr(post)


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("smtp://?tls=none", "names no host"),
        ("smtp://mail.example:x", "the port is not a number"),
        ("smtp://mail.example?tls=maybe", "tls must be starttls, implicit or none"),
        ("smtp://u:p@mail.example?tls=none", "would send the password in clear"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(url: str, line: str) -> None:
    with pytest.raises(SettingsError, match=f"^EHCPORTAL_MAIL_URL: {line}"):
        SmtpPost.from_url(url)


def test_the_connection_is_protected_unless_the_setting_says_otherwise() -> None:
    assert SmtpPost.from_url("smtp://mail.example").port == 587
    assert SmtpPost.from_url("smtp://mail.example?tls=implicit").port == 465


class Talk(socketserver.StreamRequestHandler):
    """A server that knows delivery status notifications, and notes what it is asked."""

    heard: ClassVar[list[str]] = []

    def handle(self) -> None:
        """Say yes to everything."""
        self.wfile.write(b"220 mail.example\r\n")
        for line in self.rfile:
            self.heard.append(line.decode().strip())
            word = line[:4].upper().strip()
            answer = {b"EHLO": b"250-mail.example\r\n250 DSN", b"DATA": b"354 go on"}
            self.wfile.write(answer.get(word, b"250 OK") + b"\r\n")
            if word == b"DATA":
                self._take()

    def _take(self) -> None:
        while self.rfile.readline() != b".\r\n":
            pass
        self.wfile.write(b"250 OK\r\n")


def test_what_comes_back_goes_to_its_own_address_and_repeats_the_id_alone() -> None:
    mail = EmailMessage()
    mail["From"], mail["To"] = "ehc@brookshire.example", "grace@mail.example"
    mail["Message-ID"] = "<abcdefghijklmnopqrstuvwxyz@127.0.0.1>"
    with socketserver.TCPServer(("127.0.0.1", 0), Talk) as server:
        threading.Thread(target=server.handle_request).start()
        url = f"smtp://127.0.0.1:{server.server_address[1]}?tls=none"
        post = SmtpPost.from_url(url, returns_to="returned@brookshire.example")
        post.send(mail)
        post.close()
    sender = next(line for line in Talk.heard if line.lower().startswith("mail from"))
    assert sender[10:].split() == [
        "<returned@brookshire.example>",
        "RET=HDRS",
        "ENVID=abcdefghijklmnopqrstuvwxyz",
    ]
