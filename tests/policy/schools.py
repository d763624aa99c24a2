"""What hangs on a school, a service and a piece of advice: invitations, places, a letter."""

from typing import TYPE_CHECKING

from sqlmodel import select

from ehcportal import clock
from ehcportal.domain.facts import Source
from ehcportal.models.assessment import AdviceEvidence, AdviceRequest, AdviserWish
from ehcportal.models.base import new_id
from ehcportal.models.case import Case, CaseContributor
from ehcportal.models.document import Document, DocumentAudience, DocumentVersion
from ehcportal.models.invitation import Invitation, InvitationKind
from ehcportal.models.setting import Service, ServiceMembership, SettingRole
from ehcportal.services.invitations import links
from tests import factories
from tests.policy import stories
from tests.policy.words import ALONG, INVOLVED

if TYPE_CHECKING:
    from tests.policy.stage import Stage


def leave_things(stage: "Stage") -> None:
    """Put them on stage, once the children, the school and the advisers are there."""
    _of_the_school(stage)
    _of_a_service(stage)
    for child in ("maya", "rhys", "rowan"):
        _of_advice(stage, child)
    _letter(stage)
    _papers_along(stage)
    _request_of_a_school(stage)


def _of_the_school(stage: "Stage") -> None:
    school = stage.things["millbrook"]
    row = _invitation(InvitationKind.SETTING, "colleague@millbrook.example", stage.id_of("head"))
    row.setting_id, row.role = school["setting_id"], SettingRole.STAFF.value
    school["invitation_id"] = _written(stage, row)


def _of_a_service(stage: "Stage") -> None:
    service = Service(name="Educational psychology")
    stage.session.add(service)
    stage.session.flush()
    place = ServiceMembership(
        service_id=service.id,
        account_id=stage.id_of("contributor"),
        from_on=factories.days_ago(90),
    )
    stage.session.add(place)
    row = _invitation(InvitationKind.CONTRIBUTOR, "adviser@service.example", stage.id_of("support"))
    row.service_id = service.id
    stage.things["psychology"] = {
        "service_id": service.id,
        "membership_id": place.id,
        "invitation_id": _written(stage, row),
    }


def _of_advice(stage: "Stage", child: str) -> None:
    """Invite an adviser, and name who is one already."""
    things, session = stage.things[child], stage.session
    row = _invitation(InvitationKind.CONTRIBUTOR, "adviser@service.example", None)
    row.case_id, row.advice_request_id = things["case_id"], things["advice_request_id"]
    things["adviser_invitation"] = _written(stage, row)
    held = select(CaseContributor.id).where(CaseContributor.case_id == things["case_id"])
    things["contributor_id"] = session.exec(held).first() or new_id()
    others = select(AdviceRequest.id).where(
        AdviceRequest.case_id == things["case_id"], AdviceRequest.id != things["advice_request_id"]
    )
    things["other_advice"] = session.exec(others).one()
    wish = AdviserWish(
        case_id=things["case_id"],
        role=f"Helper {INVOLVED[child]}",
        asked_on=factories.days_ago(3),
        asked_by_id=stage.id_of("caseworker"),
    )
    session.add(wish)
    session.flush()
    things["wish_id"] = wish.id


def _papers_along(stage: "Stage") -> None:
    """Let a paper go along with the ask for advice about Maya."""
    session, things = stage.session, stage.things["maya"]
    paper = Document(
        case_id=things["case_id"],
        title=f"Paper {ALONG}",
        kind="report",
        document_on=factories.days_ago(9),
    )
    session.add(paper)
    session.flush()
    file = stories.stored(stage, ALONG)
    session.add(DocumentVersion(document_id=paper.id, file_id=file.id, name="Paper.pdf"))
    ask_id = things["advice_request_id"]
    session.add(AdviceEvidence(advice_request_id=ask_id, document_id=paper.id))
    things["paper_along"] = paper.id


def _request_of_a_school(stage: "Stage") -> None:
    """Let Millbrook ask for an assessment of a child whom nobody has joined to a case."""
    sender = stage.accounts["senco"]
    sent = factories.submission(stage.session, sender, received=2)
    asked = factories.request(
        stage.session, sender, surname="Asked", received=2, sent=sent, source=Source.SETTING
    )
    stage.things["maya"]["school_request"] = asked.id


def _letter(stage: "Stage") -> None:
    """Publish a paper to Maya's school."""
    session, things = stage.session, stage.things["maya"]
    case = session.get_one(Case, things["case_id"])
    made = factories.published(
        session, case, f"Paper {INVOLVED['maya']}", audience=DocumentAudience.SETTING
    )
    shown = select(DocumentVersion).where(DocumentVersion.document_id == made.document_id)
    session.exec(shown).one().file_id = stories.stored(stage, INVOLVED["maya"]).id
    things["letter_to_school"] = made.id


def _invitation(kind: InvitationKind, email: str, by: str | None) -> Invitation:
    row = links.blank(kind, email, by=by)
    row.link_sent_at = clock.now()
    return row


def _written(stage: "Stage", row: Invitation) -> str:
    links.write(stage.session, row)
    stage.session.flush()
    return row.id
