"""What ``serve`` prints at its start: the address and, with the demo, how to sign in."""

import click

from ehcportal.demo import marks
from ehcportal.demo.cast import MEMBERS
from ehcportal.portal import Portal


def say(portal: Portal, host: str, port: int, *, demo: bool) -> None:
    """Print where the portal is and who can sign in."""
    address = f"http://{host}:{port}"
    click.echo(f"The portal is at {address}")
    if not demo:
        return
    click.echo(f"\nThe demo council. Everybody's password is: {marks.password_for(portal)}\n")
    for member in MEMBERS:
        second = "app code" if member.totp_secret else "code by e-mail"
        click.echo(f"  {member.email:32} {member.what:30} {second}")
    click.echo(f"\nMail is captured: {address}/demo/mail")
    click.echo(f"App codes of the cast: {address}/demo/people\n")
