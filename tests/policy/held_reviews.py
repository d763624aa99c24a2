"""A review of each child's plan: held yesterday, with somebody of each kind invited to it."""

from datetime import timedelta
from typing import TYPE_CHECKING

from ehcportal import clock
from ehcportal.models.case import Case
from ehcportal.models.form import SubmissionFile
from ehcportal.models.review import (
    GuestRole,
    PaperKind,
    Review,
    ReviewGuest,
    ReviewMeeting,
    ReviewPaper,
)
from ehcportal.queries.people import token_hash
from ehcportal.security.links import new_token
from tests import factories
from tests.policy import stories

if TYPE_CHECKING:
    from tests.policy.stage import Stage

GUESTS = {
    "maya": (
        ("parent", GuestRole.PARENT),
        ("senco", GuestRole.SETTING),
        ("contributor", GuestRole.OTHER),
    ),
    "rhys": (("young_person", GuestRole.YOUNG_PERSON),),
}


def leave_things(stage: "Stage") -> None:
    """Leave a review with its meeting, its guests and advice that went round."""
    for child, guests in GUESTS.items():
        case = stage.session.get_one(Case, stage.things[child]["case_id"])
        review = _held(stage, child, case)
        for player, role in guests:
            row = ReviewGuest(
                review_id=review.id,
                account_id=stage.id_of(player),
                role=role,
                invited_on=factories.days_ago(20),
            )
            stage.session.add(row)
            stage.session.flush()
            stage.things[child].setdefault("guest_id", row.id)
        stage.things[child]["paper_id"] = _advice(stage, case, review).id
    stage.things["guest"] = {"token": _outsider(stage)}


def _outsider(stage: "Stage") -> str:
    """Return the link of somebody without an account who is invited to Maya's review."""
    token = new_token()
    row = ReviewGuest(
        review_id=stage.things["maya"]["review_id"],
        role=GuestRole.HEALTH,
        name="Dr Ash",
        link_hash=token_hash(token),
        link_until=clock.now() + timedelta(days=1),
    )
    stage.session.add(row)
    stage.session.flush()
    return token


def _held(stage: "Stage", child: str, case: Case) -> Review:
    place = stage.things["millbrook"]["setting_id"] if child == "maya" else None
    review = Review(case_id=case.id, setting_id=place, meeting_on=factories.days_ago(1))
    stage.session.add(review)
    stage.session.flush()
    yesterday = factories.days_ago(1)
    stage.session.add(ReviewMeeting(review_id=review.id, on=yesterday, held_on=yesterday))
    stage.things[child]["review_id"] = review.id
    return review


def _advice(stage: "Stage", case: Case, review: Review) -> ReviewPaper:
    writer = stage.accounts["contributor"]
    answers = {"strengths": "Good with numbers"}
    sent = factories.submission(stage.session, writer, "review-advice", answers=answers)
    sent.case_id = case.id
    paper = ReviewPaper(
        review_id=review.id,
        kind=PaperKind.ADVICE,
        submission_id=sent.id,
        sent_by_id=writer.id,
        received_on=factories.days_ago(20),
        circulated_on=factories.days_ago(20),
    )
    stage.session.add(paper)
    file = stories.stored(stage, "Numbers")
    attached = SubmissionFile(
        submission_id=sent.id, question_id="documents", file_id=file.id, name="Numbers.pdf"
    )
    stage.session.add(attached)
    stage.session.flush()
    child = next(key for key, each in stage.things.items() if each.get("case_id") == case.id)
    stage.things[child]["review_file"] = file.id
    return paper
