"""Commands about forms: is a council's own form sound, before anybody is asked to fill it in."""

import sys

import click

from ehcportal.commands.portal import chosen_settings
from ehcportal.forms.catalogue import PACKAGED, catalogue
from ehcportal.forms.faults import FaultyForms
from ehcportal.services import effects


@click.group(help="The forms of the portal.")
def forms() -> None:
    """Stand before every command about forms."""


@forms.command(help="Read every form, the council's own in instance/forms too; a line each fault.")
def check() -> None:
    """End with status 1 if a form is faulty, with file, page, question and what is wrong.

    A sound form is used from the next start of the portal on.
    """
    own_folder = chosen_settings().instance / "forms"
    try:
        found = catalogue(own_folder.parent)
        wrong = effects.faults(found)
    except FaultyForms as faulty:
        found, wrong = None, str(faulty).splitlines()
    for line in wrong:
        click.echo(line)
    if wrong or found is None:
        click.echo(f"Faults: {len(wrong)}. Mend them, then run this again.")
        sys.exit(1)
    packaged = {path.stem for path in PACKAGED.glob("*.toml")}
    own = {path.stem for path in own_folder.glob("*.toml")}
    for form in found:
        kind = "yours" if form.id in own - packaged else "ours"
        kind = "yours, in place of ours" if form.id in own & packaged else kind
        click.echo(f"{form.id}: {form.title} ({len(form.pages)} pages, {kind})")
    click.echo("Every form is sound. The portal uses them from its next start on.")
