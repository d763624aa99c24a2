"""What the family of Maya has given and may share, for the pages about who has access."""

from typing import TYPE_CHECKING

from sqlmodel import select

from ehcportal import clock
from ehcportal.models.access import AccessBlock, SharingRule
from ehcportal.models.invitation import InvitationKind
from ehcportal.models.person import Relationship
from ehcportal.models.voice import PieceKind, VoiceOf, VoicePiece
from ehcportal.services.invitations import links
from tests.policy.stories import stored

if TYPE_CHECKING:
    from tests.policy.stage import Stage


def leave_things(stage: "Stage") -> None:
    """The supporter is the mother's, one invitation of hers waits, and a carer reads her form."""
    maya, mother = stage.things["maya"], stage.id_of("parent")
    of_player = {stage.id_of(player): player for player in stage.accounts}
    for tie in stage.session.exec(
        select(Relationship).where(Relationship.person_id == maya["person_id"])
    ):
        maya[f"{of_player[tie.account_id]}_tie"] = tie.id
        if of_player[tie.account_id] == "supporter":
            tie.invited_by_id = mother
    _shared(stage, maya["person_id"], mother)
    row = links.blank(InvitationKind.ADVOCATE, "helper@mail.example", by=mother)
    row.person_id, row.case_id, row.link_sent_at = maya["person_id"], maya["case_id"], clock.now()
    links.write(stage.session, row)
    block = AccessBlock(
        person_id=maya["person_id"],
        email_folded="away@mail.example",
        reason="Safeguarding",
        made_by_id=stage.id_of("manager"),
    )
    stage.session.add(block)
    maya |= {"waiting": row.id, "block_id": block.id}
    _said(stage)


def _shared(stage: "Stage", person_id: str, mother: str) -> None:
    stage.session.add(
        SharingRule(
            person_id=person_id,
            from_account_id=mother,
            to_account_id=stage.id_of("foster_carer"),
            reason="She looks after Maya",
            made_by_id=stage.id_of("caseworker"),
        )
    )


def _said(stage: "Stage") -> None:
    """The mother has shown a drawing, and words that she may take away: no file goes with them."""
    maya = stage.things["maya"]
    file = stored(stage, "drawing")
    drawn, written = (
        VoicePiece(
            case_id=maya["case_id"],
            voice=VoiceOf.CHILD,
            topic="talk",
            kind=kind,
            file_id=file_id,
            seen_by=["council", "family", "setting", "professionals"],
            made_by_id=stage.id_of("parent"),
        )
        for kind, file_id in ((PieceKind.SCAN, file.id), (PieceKind.WORDS, None))
    )
    stage.session.add_all([drawn, written])
    maya |= {"piece_id": drawn.id, "written_piece": written.id}
