"""The statement behind every opening of a case: all that ties one account to it today."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import and_, col

from ehcportal.models.access import AccessBlock, CaseOpening
from ehcportal.models.account import Account
from ehcportal.models.case import Case, CaseAssignment, CaseContributor
from ehcportal.models.person import Person, Placement, Relationship, RelationshipKind
from ehcportal.models.setting import Setting, SettingMembership, SettingRole
from ehcportal.models.staff import TeamMembership
from ehcportal.queries.fixed import fixed
from ehcportal.queries.in_force import in_force, placed

WHO: Any = sa.bindparam("who")
TODAY: Any = sa.bindparam("today")
NOW: Any = sa.bindparam("now")

HELPERS = frozenset({RelationshipKind.ADVOCATE, RelationshipKind.SUPPORTER})
INVITER: Any = aliased(Relationship)
"""The tie of whoever of the family asked an advocate or supporter in."""


@fixed
def ties_to_case() -> Any:
    """Return the statement with parameters case, who, today and now.

    Each tie is an outer join, so an account with several has several rows. Built once, since a
    statement that is built anew is many times slower.
    """
    return (
        sa.select(
            Case,
            col(Person.birth_date),
            col(Person.lacks_capacity),
            col(Relationship.id).label("tie_id"),
            col(Relationship.kind),
            col(Relationship.view),
            col(Relationship.once_grown),
            col(Relationship.invited_by_id),
            INVITER.kind.label("inviter_kind"),
            INVITER.once_grown.label("inviter_once_grown"),
            col(CaseAssignment.part),
            col(CaseContributor.id).label("contributor_id"),
            col(CaseContributor.advice_request_id),
            col(TeamMembership.id).label("team_post_id"),
            col(CaseOpening.id).label("opening_id"),
            _is_senco().label("is_senco"),
        )
        .join(Person, and_(Person.id == Case.person_id))
        .join(Relationship, _is_tied(), isouter=True)
        .join(INVITER, invited_by(TODAY), isouter=True)
        .join(CaseAssignment, _takes_part(CaseAssignment), isouter=True)
        .join(CaseContributor, _takes_part(CaseContributor), isouter=True)
        .join(TeamMembership, _is_in_team(), isouter=True)
        .join(CaseOpening, _gave_reason(), isouter=True)
        .where(col(Case.id) == sa.bindparam("case"))
    )


def _is_tied() -> Any:
    return and_(
        Relationship.person_id == Case.person_id,
        col(Relationship.account_id) == WHO,
        in_force(Relationship, TODAY),
    )


def invited_by(today: Any) -> Any:
    """Whether ``INVITER`` is the current tie to the child of who asked the helper in."""
    return and_(
        INVITER.account_id == Relationship.invited_by_id,
        INVITER.person_id == Relationship.person_id,
        *(INVITER.kind != each for each in sorted(HELPERS)),
        in_force(INVITER, today),
    )


def _takes_part(part: type[CaseAssignment] | type[CaseContributor]) -> Any:
    return and_(
        part.case_id == Case.id,
        col(part.account_id) == WHO,
        col(part.to_at).is_(None),
    )


def _is_in_team() -> Any:
    return and_(
        TeamMembership.team_id == Case.team_id,
        col(TeamMembership.account_id) == WHO,
        in_force(TeamMembership, TODAY),
    )


def _gave_reason() -> Any:
    return and_(
        CaseOpening.case_id == Case.id,
        col(CaseOpening.account_id) == WHO,
        col(CaseOpening.until) > NOW,
    )


def _is_senco() -> Any:
    """Whether the account is SENCo of the setting where the child learns today."""
    return sa.exists().where(
        col(Placement.person_id) == Case.person_id,
        placed(TODAY),
        col(Setting.id) == Placement.setting_id,
        col(Setting.closed_on).is_(None),
        col(SettingMembership.setting_id) == Placement.setting_id,
        col(SettingMembership.account_id) == WHO,
        col(SettingMembership.role) == SettingRole.SENCO,
        in_force(SettingMembership, TODAY),
        ~is_shut_out(WHO),
    )


def is_shut_out(account_id: Any) -> Any:
    """Whether staff keep the address of an account away from the child of a case (a block).

    A block ends family ties and asks for advice as rows. The tie of a school has no row of its
    own that could end: somebody may work where the child learns.
    """
    blocked = sa.exists().where(
        col(AccessBlock.person_id) == Case.person_id,
        col(AccessBlock.lifted_at).is_(None),
        col(AccessBlock.email_folded) == Account.email_folded,
        col(Account.id) == account_id,
    )
    return blocked.correlate(Case)
