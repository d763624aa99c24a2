"""Commands about texts: are a council's own words sound, before a family reads them."""

import sys

import click

from ehcportal.commands.portal import chosen_settings
from ehcportal.content.council_texts import CONTENT, MARK, examine


@click.group(help="What families read.")
def texts() -> None:
    """Stand before every command about texts."""


@texts.command(help="Read the council's own texts in instance/content; a line for each fault.")
def check() -> None:
    """End with status 1 if a text is faulty, with file, situation, part and what is wrong.

    Sound texts are used from then on, by a portal that runs too. With a fault in any of them the
    product's own texts are shown at the next start.
    """
    instance = chosen_settings().instance
    found = examine(instance)
    for line in found.faults:
        click.echo(line)
    if found.faults:
        click.echo(f"Faults: {len(found.faults)}. Mend them, then run this again.")
        sys.exit(1)
    for name in found.own:
        click.echo(f"{name}: yours")
    for line in found.hints:
        click.echo(line)
    if (instance / CONTENT).is_dir():
        (instance / CONTENT / MARK).touch()
    click.echo("Every text is sound, and in use from now on.")
