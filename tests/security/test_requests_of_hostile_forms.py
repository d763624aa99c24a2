"""What a sender types can never stop staff from dealing with a family's request."""

import pytest
from flask import Flask

from ehcportal.models.request import Request
from tests import factories, paper
from tests.cast import Cast

ANSWERS = {
    "on_behalf": "someone_else",
    "relationship": "mother",
    "child_name": {"first": "Tobi", "last": "Marsh"},
    "birth_date": "2018-03-03",
    "setting": {"name": "A nursery not on the list", "setting_id": "not-listed"},
}
JOIN = {
    "child": "new",
    "access": "no",
    "relationship": "parent",
    "parental_responsibility": "yes",
    "verified_how": "Called the family",
    "view": "full",
    "described_as": "Mother",
}


@pytest.mark.parametrize("form", ["access-request", "assessment-request"])
def test_a_school_that_is_not_on_the_list_does_not_block_the_request(
    app: Flask, cast: Cast, form: str
) -> None:
    who = cast.accounts
    definition = factories.FORMS.get(form)
    assert definition is not None
    settings = [q.id for _, q in definition.questions() if q.fill_from == "person.setting"]
    answers = {**ANSWERS, **dict.fromkeys(settings, ANSWERS["setting"])}
    with app.extensions["database"].unit() as session:
        sent = factories.submission(session, who["stranger"], form, answers=answers)
        asked: Request = factories.request(
            session, who["stranger"], forename="Tobi", surname="Marsh", sent=sent
        )
        request_id, version = asked.id, asked.version
    answer = cast["caseworker"].post(
        f"/council/requests/{request_id}/join",
        {**JOIN, "coordinator": who["caseworker"].id, "_version": str(version)},
    )
    assert answer.status_code == 303, answer.get_data(as_text=True)[:2000]
    assert cast["caseworker"].get(answer.headers["Location"]).status_code == 200


def test_a_pupil_number_with_hyphens_does_not_stop_the_form_from_being_sent(cast: Cast) -> None:
    child = {**paper.CHILD, "upn": "A8012-34516-001"}
    assert "Thank" in paper.send(cast["stranger"], child=child).text
