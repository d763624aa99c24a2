"""Commands about forms: is a council's own form sound, before anybody is asked to fill it in."""

import sys
from pathlib import Path

import click

from ehcportal.commands.portal import chosen_settings
from ehcportal.forms.catalogue import PACKAGED, Catalogue, forms_in_use, own_files
from ehcportal.services.effects import EFFECTS
from ehcportal.web.own_forms import MARK


@click.group(help="The forms of the portal.")
def forms() -> None:
    """Stand before every command about forms."""


@forms.command(help="Read every form, the council's own in instance/forms too; a line each fault.")
def check() -> None:
    """End with status 1 if a form is faulty, with file, line, page, question and what to do.

    Sound forms are used from then on, by a portal that runs too. A faulty file is left out.
    """
    instance = chosen_settings().instance
    found = forms_in_use(instance, frozenset(EFFECTS))
    for fault in found.faults:
        click.echo(str(fault))
    if found.faults:
        click.echo(f"Faults: {len(found.faults)}. Mend them, then run this again.")
        click.echo("Until then the portal leaves these files out and goes on with its other forms.")
        sys.exit(1)
    _list(found.catalogue, instance)
    if own_files(instance):
        (instance / "forms" / MARK).touch()
    click.echo("Every form is sound, and in use from now on.")


def _list(found: Catalogue, instance: Path) -> None:
    packaged = {path.stem for path in PACKAGED.glob("*.toml")}
    own = {path.stem for path in own_files(instance)}
    for form in found:
        kind = "yours" if form.id in own - packaged else "ours"
        kind = "yours, in place of ours" if form.id in own & packaged else kind
        click.echo(f"{form.id}: {form.title} ({len(form.pages)} pages, {kind})")
