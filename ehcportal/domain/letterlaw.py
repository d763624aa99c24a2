"""What the law asks to stand in a letter: without one of these blocks it cannot go out."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class LegalBlock(StrEnum):
    """A part of a letter that the Act and the Regulations ask for; also the key of its text."""

    REASONS = "reasons"
    RIGHT_OF_APPEAL = "right_of_appeal"
    TIME_LIMIT = "time_limit"
    MEDIATION = "mediation"
    DISAGREEMENT = "disagreement_resolution"
    ADVICE = "impartial_advice"
    NOT_NAMED = "not_named"
    """Why a setting that the family asked for is not named (s39(4)), if there is one."""
    CHANGES = "changes"
    SUPPORT = "supporting_evidence"
    COMMENTS = "comments"
    MEETING = "meeting"
    PREFERENCE = "preference"
    SCHOOLS = "where_to_find_schools"
    RECONSIDER = "again"
    ASKING = "asking"
    WHY = "why"
    ANSWER = "answer"
    PLAN_CAME = "came"
    REVIEWED_WHEN = "review"
    REASSESSED_OR_NOT = "reassessment"
    NEXT = "next"
    MEANWHILE = "meanwhile"


ALL = (
    LegalBlock.REASONS,
    LegalBlock.RIGHT_OF_APPEAL,
    LegalBlock.TIME_LIMIT,
    LegalBlock.MEDIATION,
    LegalBlock.DISAGREEMENT,
    LegalBlock.ADVICE,
)
WITHOUT_REASONS = tuple(each for each in ALL if each is not LegalBlock.REASONS)
OF_A_PROPOSAL = (
    LegalBlock.COMMENTS,
    LegalBlock.MEETING,
    LegalBlock.PREFERENCE,
    LegalBlock.SCHOOLS,
    LegalBlock.ADVICE,
)
"""What a family is told with a draft or with proposed changes."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The blocks that a letter must have, and where that is written."""

    blocks: tuple[LegalBlock, ...]
    regulation: str


LETTERS: Mapping[str, Asked] = MappingProxyType(
    {
        "decision_to_assess_no": Asked(
            ALL, "Section 36(5) of the Act and Regulation 5(3), SEND Regulations 2014"
        ),
        "decision_to_issue_no": Asked(
            ALL, "Section 36(10) of the Act and Regulation 10(3), SEND Regulations 2014"
        ),
        "decision_to_reassess_no": Asked(ALL, "Regulation 25, SEND Regulations 2014"),
        "reassessment_kept": Asked(
            ALL, "Section 51(2)(f) of the Act and Regulation 27, SEND Regulations 2014"
        ),
        "draft_plan": Asked(
            OF_A_PROPOSAL,
            "Section 38(2) of the Act and Regulation 13(1), SEND Regulations 2014",
        ),
        "amendment_notice": Asked(
            (LegalBlock.CHANGES, LegalBlock.SUPPORT, *OF_A_PROPOSAL),
            "Regulation 22(2), SEND Regulations 2014",
        ),
        "final_plan": Asked(
            (LegalBlock.NOT_NAMED, *WITHOUT_REASONS),
            "Section 39(4) of the Act and Regulation 14, SEND Regulations 2014",
        ),
        "review_maintain": Asked(ALL, "Regulation 20(11), SEND Regulations 2014"),
        "review_kept": Asked(ALL, "Regulation 22(5), SEND Regulations 2014"),
        "review_amend": Asked(
            (LegalBlock.REASONS, LegalBlock.NEXT, LegalBlock.ADVICE),
            "Regulations 20(10) and 22(2), SEND Regulations 2014",
        ),
        "ceasing_asked": Asked(
            (LegalBlock.ASKING, LegalBlock.WHY, LegalBlock.ANSWER),
            "Regulation 31(1), SEND Regulations 2014",
        ),
        "ceasing": Asked(ALL, "Section 45 of the Act and Regulation 31, SEND Regulations 2014"),
        "payment_refused": Asked(
            (LegalBlock.REASONS, LegalBlock.RECONSIDER),
            "SI 2014/1652, the refusal of a direct payment",
        ),
        "payment_ended": Asked(
            (LegalBlock.REASONS, LegalBlock.RECONSIDER),
            "SI 2014/1652, the end of a direct payment",
        ),
        "payment_reconsidered_no": Asked(
            (LegalBlock.REASONS,), "SI 2014/1652, the answer to an ask to look again"
        ),
        "moved_here": Asked(
            (LegalBlock.PLAN_CAME, LegalBlock.REVIEWED_WHEN, LegalBlock.REASSESSED_OR_NOT),
            "Regulation 15(4), SEND Regulations 2014",
        ),
        "moved_meanwhile": Asked(
            (LegalBlock.MEANWHILE, LegalBlock.WHY, LegalBlock.NEXT),
            "Regulation 15(6), SEND Regulations 2014",
        ),
    }
)
"""By the key of the letter. A letter that is not named here says what the council wants to say."""


def asked(letter: str) -> Asked:
    """Return what the law asks of a letter; nothing, for most."""
    return LETTERS.get(letter, Asked((), ""))
