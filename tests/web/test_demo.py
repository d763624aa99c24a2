"""The demo's pages show mail and codes on one's own machine, and exist nowhere else."""

from pathlib import Path

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient

from ehcportal import clock, create_app
from ehcportal.demo.cast import MEMBERS, PASSWORD
from ehcportal.models.outbox import Channel, OutboxMessage
from ehcportal.notifications import captured, delivery, outbox
from ehcportal.portal import Portal
from ehcportal.settings import Settings, load

PAGES = ("/demo/mail", "/demo/people")


@pytest.fixture
def demo(app: Flask) -> Flask:
    """The portal with the demo loaded."""
    app.extensions["demo"] = True
    return app


def send(app: Flask, **more: str) -> OutboxMessage:
    """Send one thank-you."""
    portal = Portal.of(app.extensions)
    facts = {"reference": "R-1", "path": "/forms/sent/abc"}
    with portal.database.unit() as session:
        message = outbox.put(
            session,
            portal.keyring,
            template="form_sent",
            facts=facts,
            **{"recipient": "grace@mail.example", **more},  # type: ignore[arg-type]
        )
    delivery.deliver(portal)
    assert message is not None
    return message


def test_captured_mail_is_listed_and_read(demo: Flask) -> None:
    client = demo.test_client()
    assert "No mail yet" in client.get("/demo/mail").text
    send(demo)
    send(demo, recipient="daniel@mail.example")
    page = client.get("/demo/mail").text
    assert page.index("daniel@mail.example") < page.index("grace@mail.example")
    settings: Settings = demo.extensions["settings"]
    newest, _older = captured.newest(settings.inside("mail"))
    page = client.get(f"/demo/mail/{newest.key}").text
    assert "<h1>We have your form</h1>" in page
    assert 'href="http://127.0.0.1:8000/forms/sent/abc"' in page, "the link can be followed"


def test_captured_text_messages_are_read_in_the_same_place(demo: Flask) -> None:
    portal = Portal.of(demo.extensions)
    with portal.database.unit() as session:
        outbox.put(
            session,
            portal.keyring,
            template="sign_in_code",
            recipient="982",
            sealed={"code": "123456", outbox.RECEIVER: "+447700900982"},
            channel=Channel.TEXT,
        )
    delivery.deliver(portal)
    client = demo.test_client()
    page = client.get("/demo/mail").text
    assert "A text message" in page
    assert "+447700900982" in page
    (sent,) = captured.newest(portal.settings.inside("sms"))
    assert "123456 is your code" in client.get(f"/demo/mail/{sent.key}").text


def test_people_are_shown_with_the_codes_of_their_apps(demo: Flask) -> None:
    before = clock.now()
    page = demo.test_client().get("/demo/people").text
    assert PASSWORD in page
    for member in MEMBERS:
        assert member.email in page
        if member.totp_secret:
            moments = (before, clock.now())
            assert any(pyotp.TOTP(member.totp_secret).at(for_time=at) in page for at in moments)


@pytest.mark.parametrize("path", PAGES)
def test_without_the_demo_there_is_no_such_page(client: FlaskClient, path: str) -> None:
    missing = client.get("/no/such/page")
    answer = client.get(path)
    assert (answer.status_code, answer.data) == (404, missing.data)


@pytest.mark.parametrize("path", PAGES)
def test_from_another_machine_there_is_no_such_page(demo: Flask, path: str) -> None:
    answer = demo.test_client().get(path, environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert answer.status_code == 404


@pytest.mark.parametrize("key", ["nothing", "..%2F..%2Fsecret_key", "..", "%2Fetc%2Fpasswd"])
def test_what_was_not_captured_cannot_be_read(demo: Flask, key: str) -> None:
    send(demo)
    assert demo.test_client().get(f"/demo/mail/{key}").status_code == 404


@pytest.mark.parametrize(
    "changed",
    [
        {"base_url": "https://ehc.brookshire.example"},
        {"mail_url": "smtp://mail.brookshire.example"},
    ],
)
def test_a_real_portal_has_no_such_route(
    sqlite_url: str, tmp_path: Path, changed: dict[str, str]
) -> None:
    app = create_app(load(instance=tmp_path, database_url=sqlite_url, testing=True, **changed))
    assert not [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/demo")]
    app.extensions["database"].engine.dispose()
