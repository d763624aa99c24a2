"""Puts everybody and everything on stage: three children, a school, and what belongs to each."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from sqlmodel import Session

from ehcportal import clock
from ehcportal.demo import people as cast
from ehcportal.demo.cast import PASSWORD, SETTINGS
from ehcportal.domain.names import fold
from ehcportal.models.access import CaseOpening
from ehcportal.models.account import Account, AccountState, EmailChange, FactorLoss
from ehcportal.models.case import CaseAssignment, CaseContributor, CasePart
from ehcportal.models.invitation import InvitationChild, InvitationKind
from ehcportal.models.person import Person, RelationshipKind, View
from ehcportal.models.setting import Setting, SettingMembership, SettingRole
from ehcportal.models.sign_in import PasswordReset
from ehcportal.models.staff import StaffMember, StaffRole, Team, TeamMembership
from ehcportal.queries.people import token_hash
from ehcportal.security.audit import SYSTEM
from ehcportal.security.links import new_token
from ehcportal.services import calendars
from ehcportal.services.invitations import links
from tests import factories
from tests.cast import hashed
from tests.policy import (
    asked_forms,
    circles,
    endings,
    held_reviews,
    plans,
    schools,
    served_plans,
    stories,
)
from tests.policy.players import SIGNED_IN
from tests.policy.words import HER_HOME, HIS_HOME, HIS_NAME

Things = dict[str, dict[str, str]]
"""Of each child, school and player: the ids that stand in addresses, by the name in the rule."""

KIND = RelationshipKind
FAMILY = (
    ("parent", "maya", KIND.PARENT, {}),
    ("second_parent", "maya", KIND.PARENT, {"protected": True}),
    ("foster_carer", "maya", KIND.FOSTER_CARER, {}),
    ("social_worker", "maya", KIND.SOCIAL_WORKER, {}),
    ("supporter", "maya", KIND.SUPPORTER, {}),
    ("advocate", "maya", KIND.ADVOCATE, {"view": View.LIMITED}),
    ("former_advocate", "maya", KIND.ADVOCATE, {"to_on": factories.days_ago(1)}),
    ("former_parent", "maya", KIND.PARENT, {"to_on": factories.days_ago(1)}),
    ("young_person", "rhys", KIND.YOUNG_PERSON, {}),
    ("grown_parent", "rhys", KIND.PARENT, {}),
    ("trusted_parent", "rhys", KIND.PARENT, {"once_grown": View.FULL}),
    ("unseen_parent", "rhys", KIND.PARENT, {"once_grown": View.NONE}),
    ("parent_of_two", "rowan", KIND.PARENT, {}),
)
"""Who is tied to which child, as what, and what else stands in the row."""

POSTS = (
    ("senco", "100001", SettingRole.SENCO, None),
    ("head", "100001", SettingRole.LEAD, None),
    ("former_senco", "100001", SettingRole.SENCO, 1),
    ("other_senco", "100004", SettingRole.SENCO, None),
)
TEAMS = {"Brookton": ("caseworker", "support"), "Northbrook": ("other_caseworker", "coordinator")}
HIRED = {
    "coordinator": StaffRole.CASEWORKER,
    "cover": StaffRole.CASEWORKER,
    "former_cover": StaffRole.CASEWORKER,
    "administrator_with_reason": StaffRole.ADMINISTRATOR,
    "former_staff": StaffRole.MANAGER,
}


@dataclass
class Stage:
    """What is made while the stage is set."""

    app: Flask
    session: Session
    accounts: dict[str, Account]
    things: Things

    def id_of(self, player: str) -> str:
        """Return the id of a player's account."""
        return self.accounts[player].id


def set_stage(app: Flask) -> tuple[dict[str, Account], Things]:
    """Put all on stage; return the accounts, and the ids of what belongs to whom."""
    with app.extensions["database"].unit() as session:
        accounts = cast.make(session, app.extensions["keyring"], hashed(PASSWORD))
        stage = Stage(app, session, accounts, {})
        _more_people(stage)
        _schools(stage)
        team = _teams(stage)
        children = stories.tell(stage, team)
        for player, child, kind, more in FAMILY:
            tie = factories.relationship(session, accounts[player], children[child], kind=kind)
            for name, value in more.items():
                setattr(tie, name, value)
        _parts(stage)
        _invited(stage, children["maya"])
        stories.leave_things_of_the_mother(stage)
        schools.leave_things(stage)
        circles.leave_things(stage)
        endings.leave_things(stage)
        asked_forms.leave_things(stage)
        held_reviews.leave_things(stage)
        served_plans.leave_things(stage)
        plans.leave_things(stage)
        _lost(stage)
    return accounts, stage.things


def _lost(stage: Stage) -> None:
    """Let somebody have lost the phone that they get their codes with."""
    token = new_token()
    row = FactorLoss(account_id=stage.id_of("stranger"), stop_token_hash=token_hash(token))
    stage.session.add(row)
    stage.things["lost"] = {"loss_id": row.id, "token": token}


def _more_people(stage: Stage) -> None:
    """Make accounts for players that the demo does not have, and put words into some."""
    for key in SIGNED_IN:
        if key not in stage.accounts:
            stage.accounts[key] = _account(stage.session, key)
    for key, role in HIRED.items():
        left = factories.days_ago(1) if key == "former_staff" else None
        hired = StaffMember(
            account_id=stage.id_of(key), role=role, from_on=factories.days_ago(90), to_on=left
        )
        stage.session.add(hired)
    stage.accounts["parent"].street = HER_HOME
    stage.accounts["second_parent"].street = HIS_HOME
    stage.accounts["second_parent"].forename = HIS_NAME
    stage.accounts["second_parent"].email = f"{HIS_NAME}@mail.example"
    stage.session.flush()


def _account(session: Session, key: str) -> Account:
    address = f"{key.replace('_', '.')}@mail.example"
    made = Account(
        email=address,
        email_folded=address,
        state=AccountState.ACTIVE,
        forename=key.partition("_")[0].title(),
        surname="Onstage",
        email_confirmed_at=clock.now(),
    )
    session.add(made)
    session.flush()
    return made


def _schools(stage: Stage) -> None:
    by_urn = {}
    for urn, name, kind, town in SETTINGS:
        school = Setting(urn=urn, name=name, name_folded=fold(name), kind=kind, town=town)
        by_urn[urn] = school
        stage.session.add(school)
    stage.session.flush()
    for player, urn, role, ended in POSTS:
        post = SettingMembership(
            setting_id=by_urn[urn].id,
            account_id=stage.id_of(player),
            role=role,
            from_on=factories.days_ago(90),
            to_on=None if ended is None else factories.days_ago(ended),
        )
        stage.session.add(post)
        stage.session.flush()
        stage.things.setdefault("millbrook", {}).setdefault("membership_id", post.id)
    stage.things["millbrook"]["setting_id"] = by_urn["100001"].id


def _teams(stage: Stage) -> Team:
    made = {name: Team(name=name) for name in TEAMS}
    stage.session.add_all(made.values())
    stage.session.flush()
    for name, members in TEAMS.items():
        for member in members:
            stage.session.add(
                TeamMembership(
                    team_id=made[name].id,
                    account_id=stage.id_of(member),
                    from_on=factories.days_ago(90),
                )
            )
    colleague = {"account_id": stage.id_of("cover"), "team_id": made["Northbrook"].id}
    stage.things["colleague"] = colleague
    return made["Brookton"]


def _parts(stage: Stage) -> None:
    """Give staff and advisers their part in a case."""
    maya, rowan = stage.things["maya"], stage.things["rowan"]
    ended = clock.now() - timedelta(minutes=1)
    for player, part, to_at in (
        ("coordinator", CasePart.COORDINATOR, None),
        ("cover", CasePart.COVER, None),
        ("former_cover", CasePart.COVER, ended),
    ):
        who = stage.id_of(player)
        stage.session.add(
            CaseAssignment(case_id=maya["case_id"], account_id=who, part=part, to_at=to_at)
        )
    for player, of, to_at in (
        ("contributor", maya, None),
        ("former_contributor", maya, ended),
        ("other_contributor", rowan, None),
    ):
        stage.session.add(
            CaseContributor(
                case_id=of["case_id"],
                account_id=stage.id_of(player),
                advice_request_id=of["advice_request_id"],
                to_at=to_at,
            )
        )
    opening = CaseOpening(
        case_id=maya["case_id"],
        account_id=stage.id_of("administrator_with_reason"),
        reason="A complaint",
        until=clock.now() + timedelta(hours=1),
    )
    stage.session.add(opening)
    stage.things["opening"] = {"opening_id": opening.id}


def _invited(stage: Stage, maya: Person) -> None:
    """Invite somebody to Maya's case who is not let in yet."""
    row = links.blank(
        InvitationKind.FAMILY, stage.accounts["invited"].email, by=stage.id_of("caseworker")
    )
    row.link_sent_at = clock.now()
    links.write(stage.session, row)
    stage.session.flush()
    stage.session.add(InvitationChild(invitation_id=row.id, person_id=maya.id))
    stage.things["maya"]["invitation_id"] = row.id
    staff = links.blank(InvitationKind.STAFF, "newcomer@brookshire.example", by=None)
    staff.role, staff.link_sent_at = StaffRole.CASEWORKER.value, clock.now()
    stage.things["newcomer"] = {"token": links.write(stage.session, staff)}
    stage.things.setdefault("colleague", {})["invitation_id"] = staff.id
    _links_of_accounts(stage)


def _links_of_accounts(stage: Stage) -> None:
    """Let the stranger's account wait for a new password and for a change to be taken back."""
    account_id, now = stage.id_of("stranger"), clock.now()
    resetting, moved = new_token(), new_token()
    until = now + timedelta(minutes=30)
    stage.session.add(
        PasswordReset(
            account_id=account_id,
            token_hash=token_hash(new_token()),
            link_hash=token_hash(resetting),
            expires_at=until,
        )
    )
    stage.session.add(
        EmailChange(
            account_id=account_id,
            old_email="old@mail.example",
            new_email=stage.accounts["stranger"].email,
            expires_at=now,
            confirmed_at=now,
            undo_token_hash=token_hash(moved),
            undo_until=until,
        )
    )
    feed = calendars.make(stage.session, SYSTEM, stage.id_of("parent"))
    stage.things["feed"] = {"token": feed}
    stage.things["resetting"], stage.things["moved"] = {"token": resetting}, {"token": moved}
