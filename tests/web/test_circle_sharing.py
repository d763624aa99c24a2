"""What one parent sends is seen by the other only where a rule says so, and never how to find her.

A parent may be in hiding from the other (nouns: who can be hidden from whom).
"""

from io import BytesIO

import pytest
from flask import Flask
from sqlmodel import Session, select

from ehcportal.db import Database
from ehcportal.models.access import SharingRule
from ehcportal.models.case import Case
from ehcportal.models.event import Event
from ehcportal.models.form import SubmissionFile
from ehcportal.models.person import Person, RelationshipKind
from tests import factories
from tests.cast import Cast
from tests.circle import (
    HERS,
    KEPT_BACK,
    Circle,
    gather,
    help_from,
    text_of,
    tie_version,
    version,
)


@pytest.fixture
def circle(cast: Cast, database: Database) -> Circle:
    with database.unit() as session:
        return gather(session, cast)


def shares(
    cast: Cast, circle: Circle, answer: str = "allow", sender: str = "parent",
    reader: str = "second_parent", who: str = "caseworker",
) -> int:  # fmt: skip
    fields = {"answer": answer, "reason": "Both asked for it", "_version": "0"}
    return cast[who].post(circle.sharing(sender, reader), fields).status_code


def her_form(circle: Circle) -> str:
    return circle.at(f"/request/{circle.hers}")


def test_without_a_rule_nothing_a_parent_sent_is_there_for_the_other(
    cast: Cast, circle: Circle
) -> None:
    assert cast["second_parent"].get(her_form(circle)).status_code == 404
    for page in ("", "/request", "/documents", "/timeline", "/access", "/seen"):
        shown = text_of(cast, "second_parent", circle.at(page))
        assert HERS not in shown
        assert circle.hers not in shown
        assert "another person of the family" not in shown


def test_a_rule_counts_from_the_next_request_and_so_does_its_end(
    cast: Cast, circle: Circle
) -> None:
    assert shares(cast, circle) == 303
    assert circle.hers in text_of(cast, "second_parent", circle.at("/request"))
    assert circle.hers in text_of(cast, "second_parent", circle.at("/documents"))
    assert HERS in text_of(cast, "second_parent", her_form(circle))
    assert cast["parent"].get(circle.at(f"/request/{circle.his}")).status_code == 404, "one way"
    assert shares(cast, circle, "stop") == 303
    assert cast["second_parent"].get(her_form(circle)).status_code == 404
    assert circle.hers not in text_of(cast, "second_parent", circle.at("/request"))


def test_what_is_shared_tells_nothing_of_the_sender_or_of_where_anybody_lives(
    cast: Cast, circle: Circle
) -> None:
    shares(cast, circle)
    shown = text_of(cast, "second_parent", her_form(circle))
    for secret in (*KEPT_BACK, "Grace", "grace.okafor"):
        assert secret not in shown, secret
    for page in ("/forms/sent/{}", "/forms/sent/{}/pdf", "/forms/sent/{}/print"):
        assert cast["second_parent"].get(page.format(circle.hers)).status_code == 404, page


def test_the_sender_is_told_and_no_advocate_of_the_other_side_sees_anything(
    cast: Cast, circle: Circle, database: Database
) -> None:
    with database.unit() as session:
        help_from(session, cast, circle, "advocate", of="second_parent")
    shares(cast, circle)
    assert cast["advocate"].get(her_form(circle)).status_code == 404
    assert circle.hers not in text_of(cast, "advocate", circle.at("/documents"))
    told = "We let another adult of the family see forms you send"
    assert told in text_of(cast, "parent", circle.at("/timeline"))
    assert told not in text_of(cast, "second_parent", circle.at("/timeline"))
    assert "may read forms that you send us" in text_of(cast, "parent", circle.at("/access"))


def test_a_request_for_access_is_never_shared(
    cast: Cast, circle: Circle, database: Database
) -> None:
    shares(cast, circle)
    with database.unit() as session:
        asked = factories.access_request(session, cast.accounts["parent"], surname="Heron")
        sent = asked.submission_id
        session.flush()
        from_form = session.exec(select(SharingRule)).one()
        assert from_form.ended_at is None
    assert cast["second_parent"].get(circle.at(f"/request/{sent}")).status_code == 404


def test_files_go_with_the_form_and_with_nothing_else(
    cast: Cast, circle: Circle, database: Database, app: Flask
) -> None:
    with database.unit() as session:
        file = _file(session, app, circle)
    path = circle.at(f"/request/{circle.hers}/files/{file}/report.txt")
    assert cast["second_parent"].get(path).status_code == 404
    shares(cast, circle)
    given = cast["second_parent"].get(path, buffered=True)
    assert (given.status_code, given.data) == (200, b"A report")
    given.close()
    assert "report.txt" in text_of(cast, "second_parent", her_form(circle))
    other = circle.at(f"/request/{circle.his}/files/{file}/report.txt")
    assert cast["second_parent"].get(other).status_code == 404
    assert cast["second_parent"].get(f"/files/{file}/report.txt").status_code == 404


def _file(session: Session, app: Flask, circle: Circle) -> str:
    kept = app.extensions["storage"].put(BytesIO(b"A report"))
    made = factories.stored_file(session, "report.txt", kept.size)
    made.storage_key, made.mime = kept.key, "text/plain"
    session.add(
        SubmissionFile(
            submission_id=circle.hers, file_id=made.id, question_id="files", name="report.txt"
        )
    )
    return made.id


def test_marking_somebody_as_protected_ends_sharing_and_none_can_be_made(
    cast: Cast, circle: Circle, database: Database
) -> None:
    shares(cast, circle)
    fields = {"reason": "Fled violence", "_version": tie_version(database, circle, "parent")}
    assert cast["caseworker"].post(circle.tie("protection", "parent"), fields).status_code == 303
    assert cast["second_parent"].get(her_form(circle)).status_code == 404
    for pair in (("parent", "second_parent"), ("second_parent", "parent")):
        assert shares(cast, circle, sender=pair[0], reader=pair[1]) == 422
    lifted = {"reason": "Safe", "_version": tie_version(database, circle, "parent")}
    cast["caseworker"].post(circle.tie("protection", "parent"), lifted)
    assert cast["second_parent"].get(her_form(circle)).status_code == 404, "not by itself"
    assert shares(cast, circle) == 303


def test_a_protected_child_s_school_and_helpers_are_kept_from_unprotected_adults(
    cast: Cast, circle: Circle, database: Database
) -> None:
    with database.unit() as session:
        case = session.get_one(Case, circle.case)
        factories.advice(session, case, "Speech therapist").adviser_name = "Wilma Reed"
    shares(cast, circle)
    seen = "Helen Boyd"
    assert seen in text_of(cast, "second_parent", circle.at("/access"))
    child = {"reason": "Court order", "_version": version(database, Person, circle.person)}
    assert cast["caseworker"].post(circle.staff("/child-protection"), child).status_code == 303
    mother = {"reason": "Lives with her", "_version": tie_version(database, circle, "parent")}
    cast["caseworker"].post(circle.tie("protection", "parent"), mother)
    for page in ("/access", "/involvements", "/seen"):
        shown = text_of(cast, "second_parent", circle.at(page))
        for secret in (seen, "Millbrook", "Wilma Reed"):
            assert secret not in shown, (page, secret)
    assert cast["second_parent"].get(her_form(circle)).status_code == 404
    assert seen in text_of(cast, "parent", circle.at("/access")), "she knows where her child is"
    assert "Wilma Reed" in text_of(cast, "parent", circle.at("/involvements"))


def test_only_those_who_run_the_case_change_its_circle(
    cast: Cast, circle: Circle, database: Database
) -> None:
    text_of(cast, "manager", circle.staff("/circle"))
    for who in ("parent", "second_parent", "stranger", "senco", "administrator"):
        assert cast[who].get(circle.staff("/circle")).status_code == 404
        assert shares(cast, circle, who=who) == 404
    with database.reading() as session:
        assert not session.exec(select(SharingRule)).all()


def test_an_end_that_somebody_else_has_overtaken_changes_nothing(
    cast: Cast, circle: Circle
) -> None:
    late = {"reason": "Moved away", "_version": "99"}
    answer = cast["caseworker"].post(circle.tie("end", "second_parent"), late)
    assert answer.status_code == 409
    assert "Moved away" in answer.get_data(as_text=True), "what was typed is kept"
    text_of(cast, "second_parent", circle.at())
    empty = cast["caseworker"].post(circle.tie("end", "second_parent"), {"_version": "1"})
    assert empty.status_code == 422


def test_a_block_ends_a_parent_s_tie_and_lifting_it_gives_nothing_back(
    cast: Cast, circle: Circle, database: Database
) -> None:
    shares(cast, circle)
    fields = {"email": " D.Okafor@mail.example ", "reason": "Non-molestation order"}
    assert cast["caseworker"].post(circle.staff("/blocks"), fields).status_code == 303
    assert cast["second_parent"].get(circle.at()).status_code == 404
    page = text_of(cast, "caseworker", circle.staff("/circle"))
    assert "d.okafor@mail.example" in page
    lift = page.split("/blocks/")[1].split('"')[0]
    assert cast["caseworker"].post(circle.staff(f"/blocks/{lift}")).status_code == 303
    assert cast["caseworker"].post(circle.staff(f"/blocks/{lift}")).status_code == 404
    assert cast["second_parent"].get(circle.at()).status_code == 404
    assert "d.okafor@mail.example" not in text_of(cast, "caseworker", circle.staff("/circle"))
    for word in ("block", "Non-molestation", "Daniel"):
        assert word not in text_of(cast, "parent", circle.at("/timeline")), word
    with database.reading() as session:
        rule = session.exec(select(SharingRule)).one()
        assert rule.ended_at is not None
        kinds = {each.kind for each in session.exec(select(Event))}
    assert {"block.made", "block.lifted", "access.ended"} <= kinds


def test_a_carer_and_a_social_worker_are_adults_of_the_family_for_sharing(
    cast: Cast, circle: Circle, database: Database
) -> None:
    with database.unit() as session:
        child = session.get_one(Person, circle.person)
        kind = RelationshipKind.FOSTER_CARER
        tie = factories.relationship(session, cast.accounts["foster_carer"], child, kind=kind)
        circle.ties["foster_carer"] = tie.id
    assert cast["foster_carer"].get(her_form(circle)).status_code == 404
    assert shares(cast, circle, reader="foster_carer") == 303
    assert HERS in text_of(cast, "foster_carer", her_form(circle))


def test_a_blocked_address_is_not_let_in_by_a_request_for_access_either(
    cast: Cast, circle: Circle, database: Database
) -> None:
    with database.unit() as session:
        asked = factories.access_request(session, cast.accounts["stranger"]).id
    address = {"email": cast.accounts["stranger"].email, "reason": "Court order"}
    cast["caseworker"].post(circle.staff("/blocks"), address)
    fields = {
        "answer": "approve", "child": circle.person, "_version": "1", "relationship": "parent",
        "parental_responsibility": "yes", "verified_how": "Called back",
    }  # fmt: skip
    answer = cast["caseworker"].post(f"/council/access-requests/{asked}/decision", fields)
    assert answer.status_code == 422
    assert "blocked for this child" in answer.get_data(as_text=True)
    assert cast["stranger"].get(circle.at()).status_code == 404
