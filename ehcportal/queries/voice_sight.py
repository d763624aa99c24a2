"""Which pieces of a child's and a parent's own voice somebody may see (guide row S03).

Who made a piece always sees it. Another adult of the family sees it where the maker ticked the
family and staff made a sharing rule between the two; what a young person made and ticked needs no
rule. An advocate sees what whoever asked them in ticked for the family. The young person sees what
anybody else may see on their own page, About Me, and may take it away. The others see what was
ticked for them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import and_, col, or_, select

from ehcportal import clock
from ehcportal.models.person import Person, Relationship, RelationshipKind
from ehcportal.models.voice import VoiceOf, VoicePiece
from ehcportal.queries.in_force import in_force
from ehcportal.queries.sharing import WITH_THE_CHILD, rules_to
from ehcportal.queries.standing import Standing
from ehcportal.queries.ties import HELPERS

NOBODY = "[]"
"""What stands in a row that only its maker sees."""


class Audience(StrEnum):
    """Who may see a piece besides who made it."""

    FAMILY = "family"
    SETTING = "setting"
    PROFESSIONALS = "professionals"
    COUNCIL = "council"


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks at the pieces of which case, and as what."""

    case_id: str
    person_id: str
    account_id: str
    audience: Audience
    since: datetime | None = None
    """A school sees what was added since the child came to it, as with documents."""

    @classmethod
    def at(
        cls,
        standing: Standing,
        account_id: str,
        audience: Audience,
        since: datetime | None = None,
    ) -> "Looking":
        """Return it for a case that was opened."""
        return cls(standing.case.id, standing.case.person_id, account_id, audience, since)


def visible(looking: Looking) -> list[Any]:
    """Conditions on ``VoicePiece``."""
    ticked = _is_ticked(looking.audience)
    if looking.audience is Audience.FAMILY:
        shared = or_(
            col(VoicePiece.made_by_id).in_(rules_to(looking.person_id, looking.account_id)),
            col(VoicePiece.made_by_id).in_(_young_person_for(looking)),
            col(VoicePiece.made_by_id).in_(_who_asked_in(looking)),
        )
        ticked = or_(may_remove(looking), and_(ticked, shared))
    conditions = [
        col(VoicePiece.case_id) == looking.case_id,
        col(VoicePiece.removed_at).is_(None),
        ticked,
    ]
    if looking.since is not None:
        conditions.append(col(VoicePiece.made_at) >= looking.since)
    return conditions


def may_remove(looking: Looking) -> Any:
    """Whether a piece is the reader's own, or stands on the reader's own page About Me."""
    young: Any = aliased(Relationship)
    is_young_person = sa.exists().where(
        young.person_id == looking.person_id,
        young.account_id == looking.account_id,
        young.kind == RelationshipKind.YOUNG_PERSON,
        in_force(young, clock.today()),
    )
    anybody = sa.cast(col(VoicePiece.seen_by), sa.String) != NOBODY
    on_own_page = and_(col(VoicePiece.voice) == VoiceOf.CHILD, anybody, is_young_person)
    return or_(col(VoicePiece.made_by_id) == looking.account_id, on_own_page)


def _is_ticked(audience: Audience) -> Any:
    """Whether the list in the row names this audience: one of four plain words, in quotes."""
    return sa.cast(col(VoicePiece.seen_by), sa.String).contains(f'"{audience.value}"')


def _young_person_for(looking: Looking) -> Any:
    """Return the young person's account, unless they are hidden and the reader is not with them."""
    today = clock.today()
    young: Any = aliased(Relationship)
    reader: Any = aliased(Relationship)
    knows_where = or_(col(Person.protected).is_(False), reader.kind.in_(WITH_THE_CHILD))
    return (
        select(young.account_id)
        .join(Person, and_(Person.id == young.person_id))
        .join(reader, and_(reader.person_id == young.person_id, in_force(reader, today)))
        .where(
            young.person_id == looking.person_id,
            young.kind == RelationshipKind.YOUNG_PERSON,
            in_force(young, today),
            reader.account_id == looking.account_id,
            knows_where,
        )
    )


def _who_asked_in(looking: Looking) -> Any:
    """Return who of the family asked this advocate in and is still tied to the child."""
    today = clock.today()
    helper: Any = aliased(Relationship)
    above: Any = aliased(Relationship)
    return (
        select(above.account_id)
        .join(
            helper,
            and_(
                helper.invited_by_id == above.account_id,
                helper.person_id == above.person_id,
                helper.kind.in_(HELPERS),
                in_force(helper, today),
            ),
        )
        .where(
            above.person_id == looking.person_id,
            above.kind.not_in(HELPERS),
            in_force(above, today),
            helper.account_id == looking.account_id,
        )
    )
