"""Where the demo's professionals work: settings, services, teams; and where the children learn."""

from sqlmodel import select

from ehcportal.demo.cast import PLACED, POSTS, TEAMS
from ehcportal.demo.stage import Stage, day
from ehcportal.models.person import Placement
from ehcportal.models.setting import Setting, SettingMembership
from ehcportal.models.staff import Team, TeamMembership


def make(stage: Stage) -> None:
    """Give everybody their post, and every child that has one a setting."""
    settings = {each.urn: each for each in stage.session.exec(select(Setting))}
    for post in POSTS:
        stage.add(
            SettingMembership(
                setting_id=settings[post.urn].id,
                account_id=stage.accounts[post.member].id,
                role=post.role,
                from_on=day(300),
                to_on=day(20) if post.has_ended else None,
            )
        )
    for child, urn in PLACED.items():
        setting = settings[urn]
        stage.add(
            Placement(
                person_id=stage.people[child].id,
                setting_id=setting.id,
                name=setting.name,
                from_on=day(700),
            )
        )
    _teams(stage)


def _teams(stage: Stage) -> None:
    made = [(stage.add(Team(name=name)), members) for name, members in TEAMS.items()]
    stage.session.flush()
    for team, members in made:
        for member in members:
            stage.add(
                TeamMembership(
                    team_id=team.id, account_id=stage.accounts[member].id, from_on=day(400)
                )
            )
    stage.team_id = made[0][0].id
