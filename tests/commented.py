"""A served draft of the demo with comments from the portal and from paper, and a consultation."""

from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.demo.cast import CHILDREN
from ehcportal.models.account import Account
from ehcportal.models.assessment import AdviceAnswer
from ehcportal.models.case import Case
from ehcportal.models.person import Person
from ehcportal.models.plan import (
    Consultation,
    Plan,
    PlanComment,
    PlanCommentFile,
    PlanLine,
    PlanVersion,
    Representation,
    Section,
    Verdict,
)
from ehcportal.models.review import Review, ReviewGuest
from ehcportal.models.setting import Setting
from tests import factories
from tests.cast import Cast

SCHOOL = "100001"


def comment(cast: Cast) -> dict[str, str]:
    """Let things be said of Wren's draft; return the ids that stand in addresses."""
    with cast.app.extensions["database"].unit() as session:
        version = _draft(session)
        case_id = session.get_one(Plan, version.plan_id).case_id
        sent = Representation(
            plan_version_id=version.id,
            account_id=cast.accounts["parent_of_two"].id,
            overall="More help at lunch, please.",
            meeting="video",
            sent_at=clock.now(),
            sent_on=clock.today(),
        )
        paper = Representation(
            plan_version_id=version.id, entered_by_id=cast.accounts["caseworker"].id
        )
        school = session.exec(select(Setting).where(Setting.urn == SCHOOL)).one()
        asked = Consultation(
            plan_version_id=version.id,
            case_id=case_id,
            setting_id=school.id,
            is_preference=True,
            sent_on=clock.today(),
        )
        wish_id = _wish(session, cast.accounts["parent_of_two"], case_id)
        session.add_all([sent, paper, asked])
        session.flush()
        said = _said(session, sent.id)
        _say_more(session, sent)
        return {
            "listed_advice": _listed(session, cast, case_id, version.id),
            "read_case": case_id,
            "plan_comment": said.id,
            "plan_paper": paper.id,
            "plan_meeting": sent.id,
            "plan_wish": wish_id,
            "consultation": asked.id,
            "asked_setting": school.id,
            "final_case": _of(session, "rhys"),
            **_reviewed(session),
        }


def _wish(session: Session, who: Account, case_id: str) -> str:
    """Let the family name a place with form 8; return the id of what was sent."""
    answers = {"stay": "change", "places": [{"name": "The Orchard Rooms", "why": "Small."}]}
    wish = factories.submission(session, who, "parental-preference", answers=answers)
    wish.case_id = case_id
    session.flush()
    return wish.id


def _said(session: Session, representation_id: str) -> PlanComment:
    """Let them say that one line is wrong."""
    said = PlanComment(
        representation_id=representation_id,
        line_key="therapy",
        section=Section.F,
        verdict=Verdict.WRONG,
        text="Once a week is too little.",
        proposed="twice a week",
    )
    session.add(said)
    session.flush()
    return said


def _say_more(session: Session, sent: Representation) -> None:
    """Let them begin to say something more, with a file that shows it."""
    more = Representation(plan_version_id=sent.plan_version_id, account_id=sent.account_id)
    session.add(more)
    session.flush()
    said = PlanComment(
        representation_id=more.id,
        line_key="therapy",
        section=Section.F,
        verdict=Verdict.UNCLEAR,
        text="Who comes when the therapist is ill?",
        evidence="The letter, page 2",
    )
    session.add(said)
    session.flush()
    letter = factories.stored_file(session)
    session.add(PlanCommentFile(comment_id=said.id, file_id=letter.id, name="letter.pdf"))


def _listed(session: Session, cast: Cast, case_id: str, version_id: str) -> str:
    """List a piece of advice in section K; return the ask that it answers."""
    asked = factories.advice(
        session, session.get_one(Case, case_id), "Music therapist", asked=50, received=20
    )
    author = cast.accounts["contributor"]
    told = {"known": "yes", "way": "here", "strengths": "Wren hums every tune after one hearing."}
    sent = factories.submission(session, author, "professional-advice", answers=told)
    sent.case_id, sent.about = case_id, "Wren Hale"
    session.add_all(
        [
            AdviceAnswer(
                advice_request_id=asked.id,
                submission_id=sent.id,
                plain_summary="Music helps Wren to wait.",
                sent_by_id=author.id,
                sent_on=factories.days_ago(20),
            ),
            PlanLine(
                plan_version_id=version_id,
                key="music",
                section=Section.K,
                place=90_000,
                text="Music therapist",
                details={"advice_request_id": asked.id, "role": "Music therapist"},
            ),
        ]
    )
    session.flush()
    return asked.id


def _reviewed(session: Session) -> dict[str, str]:
    """Return the newest review of the demo, with a guest who has no account."""
    wanted = select(Review.case_id, Review.id, ReviewGuest.id).join(
        ReviewGuest, col(ReviewGuest.review_id) == Review.id
    )
    newest = wanted.where(col(ReviewGuest.account_id).is_(None)).order_by(
        col(Review.created_at).desc()
    )
    case_id, review_id, guest_id = session.exec(newest).all()[0]
    return {"reviewed": case_id, "review": review_id, "outsider": guest_id}


def _draft(session: Session) -> PlanVersion:
    case_id = _of(session, "wren")
    of_case = select(PlanVersion).join(Plan, col(Plan.id) == PlanVersion.plan_id)
    return session.exec(of_case.where(Plan.case_id == case_id)).one()


def _of(session: Session, key: str) -> str:
    upn = next(child.upn for child in CHILDREN if child.key == key)
    wanted = select(Case.id).join(Person, col(Person.id) == Case.person_id)
    return session.exec(wanted.where(Person.upn == upn)).one()
