"""Commands for the council's own people."""

import click

from ehcportal.commands.portal import fail, open_portal
from ehcportal.models.staff import StaffRole
from ehcportal.services.invitations import links
from ehcportal.services.invitations import staff as staff_invitations


@click.group(help="The council's own people.")
def staff() -> None:
    """Stand before the commands for staff."""


@staff.command(help="Invite a member of staff by e-mail.")
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in StaffRole]), required=True)
def add(email: str, role: str) -> None:
    """Send an invitation link, and print it for the operator."""
    invite(email, role)


def invite(email: str, role: str) -> None:
    """Invite ``email`` with ``role``; the link goes by e-mail and is shown once here."""
    portal = open_portal()
    try:
        with portal.database.unit() as session:
            token = staff_invitations.invite(
                session, portal.keyring, portal.settings.base_url, email, StaffRole(role)
            )
    except links.InvalidAddress as error:
        fail(str(error))
        raise
    click.echo(f"Invited {email} as {role.replace('_', ' ')}. The link works once, for 14 days:")
    click.echo(f"{portal.settings.base_url}{links.PATH}{token}")
