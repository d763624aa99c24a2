"""GOV.UK Notify: what it takes, refuses, puts off, and what happens when it is not there."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import jwt
import pytest

from ehcportal.models.outbox import Channel
from ehcportal.notifications import delivery, outbox
from ehcportal.notifications.channels import NotNow, Refused, Unreachable, post_for
from ehcportal.portal import Portal
from ehcportal.settings import Settings, SettingsError, load
from tests.notifications.conftest import Put, free_port

SERVICE = "8ed5b0a7-0000-4000-8000-c7e5a1b2d301"
SECRET = "5f0c3d9e-1111-4111-8111-a1b2c3d4e5f6"
KEY = f"portal-{SERVICE}-{SECRET}"


class Notify:
    """Speaks the API of Notify as far as the portal uses it, over a real socket."""

    def __init__(self) -> None:
        self.received: list[tuple[str, dict[str, Any]]] = []
        self.status = 201
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                token = self.headers["Authorization"].removeprefix("Bearer ")
                assert jwt.decode(token, SECRET, algorithms=["HS256"])["iss"] == SERVICE
                length = int(self.headers["Content-Length"])
                outer.received.append((self.path, json.loads(self.rfile.read(length))))
                self.answer(outer.status)

            def do_GET(self) -> None:
                self.answer(200 if outer.status == 201 else outer.status)

            def answer(self, status: int) -> None:
                fault = {"errors": [{"error": "Error", "message": "07700900982 is wrong"}]}
                body = json.dumps({"id": "1"} if status < 300 else fault).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"notify:http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def notify() -> Iterator[Notify]:
    found = Notify()
    yield found
    found.server.shutdown()
    found.server.server_close()


def through(settings: Settings, url: str, **more: Any) -> Settings:
    keys = {"notify_api_key": KEY, "notify_email_template": "e", "notify_text_template": "t"}
    ways = {"mail_url": url, "sms_url": url}
    return load(**{**settings.model_dump(), **ways, **keys, **more})


def text(to: str = "+447700900982") -> EmailMessage:
    message = EmailMessage()
    message["To"] = to
    message["Message-ID"] = "<abc@127.0.0.1>"
    message.set_content("123456 is your code.\n")
    return message


def test_a_letter_goes_with_its_subject_and_words(portal: Portal, put: Put, notify: Notify) -> None:
    message_id = put()
    changed = replace(portal, settings=through(portal.settings, notify.url))
    assert delivery.deliver(changed).sent == 1
    ((path, sent),) = notify.received
    assert path == "/v2/notifications/email"
    assert sent["email_address"] == "grace@mail.example"
    assert sent["template_id"] == "e"
    assert sent["personalisation"]["subject"] == "We have your form"
    assert "/forms/sent/abc" in sent["personalisation"]["body"]
    assert message_id in sent["reference"], "a repeat is recognisable as one"


def test_a_code_goes_by_text_to_the_number_that_was_sealed(portal: Portal, notify: Notify) -> None:
    with portal.database.unit() as session:
        outbox.put(
            session,
            portal.keyring,
            template="sign_in_code",
            recipient="982",
            sealed={"code": "123456", outbox.RECEIVER: "+447700900982"},
            channel=Channel.TEXT,
        )
    changed = replace(portal, settings=through(portal.settings, notify.url))
    assert delivery.deliver(changed).sent == 1
    ((path, sent),) = notify.received
    assert path == "/v2/notifications/sms"
    assert sent["phone_number"] == "+447700900982"
    assert sent["personalisation"]["body"].startswith("123456 is your code")
    assert len(sent["personalisation"]["body"]) <= 160, "one text message, not two"


def test_letters_go_while_text_messages_cannot(portal: Portal, put: Put, notify: Notify) -> None:
    with portal.database.unit() as session:
        for _ in range(2):
            outbox.put(
                session,
                portal.keyring,
                template="sign_in_code",
                recipient="982",
                sealed={"code": "123456", outbox.RECEIVER: "+447700900982"},
                channel=Channel.TEXT,
            )
    put()
    nowhere = f"notify:http://127.0.0.1:{free_port()}"
    changed = through(portal.settings, notify.url, sms_url=nowhere)
    done = delivery.deliver(replace(portal, settings=changed))
    assert done.sent == 1
    assert not done.reachable
    assert [path for path, _ in notify.received] == ["/v2/notifications/email"]


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        (400, Refused),
        (403, Unreachable),
        (429, NotNow),
        (500, NotNow),
        (502, Unreachable),
        (503, Unreachable),
    ],
)
def test_each_failure_is_taken_for_what_it_is(
    settings: Settings,
    notify: Notify,
    caplog: pytest.LogCaptureFixture,
    status: int,
    fault: type[Exception],
) -> None:
    notify.status = status
    post = post_for(through(settings, notify.url), Channel.TEXT)
    with caplog.at_level(logging.DEBUG), pytest.raises(fault) as raised:
        post.send(text())
    assert "7700900982" not in str(raised.value) + caplog.text, "no number in a log"


def test_a_service_that_is_not_there_is_unreachable(settings: Settings) -> None:
    post = post_for(through(settings, f"notify:http://127.0.0.1:{free_port()}"), Channel.EMAIL)
    with pytest.raises(Unreachable):
        post.send(text("grace@mail.example"))
    with pytest.raises(Unreachable):
        post.check()


def test_the_doctor_asks_for_the_template(settings: Settings, notify: Notify) -> None:
    post = post_for(through(settings, notify.url), Channel.TEXT)
    post.check()
    notify.status = 403
    with pytest.raises(Unreachable, match="403"):
        post.check()
    post.close()


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"notify_api_key": None}, "NOTIFY_API_KEY"),
        ({"notify_api_key": "guess"}, "NOTIFY_API_KEY"),
        ({"notify_text_template": ""}, "NOTIFY_TEXT_TEMPLATE"),
        ({"sms_url": "notify:http://notify.example"}, "https"),
    ],
)
def test_a_wrong_setting_is_named(settings: Settings, more: dict[str, Any], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        post_for(through(settings, "notify:", **more), Channel.TEXT)


def test_the_key_is_not_shown(settings: Settings) -> None:
    changed = through(settings, "notify:")
    assert SECRET not in repr(changed) + repr(post_for(changed, Channel.TEXT))
