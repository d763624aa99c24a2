"""Commands that make a portal ready: instance, schema, demo, keys."""

import sys
from pathlib import Path

import click

from ehcportal import migrations
from ehcportal.commands import people
from ehcportal.commands.portal import chosen_settings, fail, open_portal
from ehcportal.security import keyring


@click.command(help="Make the instance folder, the key, the schema and the first administrator.")
@click.option("--administrator", "email", prompt="E-mail address of the first administrator")
def init(email: str) -> None:
    """Make a new portal ready for its first administrator."""
    found = chosen_settings()
    found.instance.mkdir(parents=True, exist_ok=True)
    _migrate()
    people.invite(email, "administrator")


@click.command(help="Bring the schema up to the newest version; say what was done.")
def migrate() -> None:
    """Run the migrations that this database has not seen."""
    _migrate()


def _migrate() -> None:
    found = chosen_settings()
    found.instance.mkdir(parents=True, exist_ok=True)
    before, after = migrations.migrate(found.sqlalchemy_url)
    if before == after:
        click.echo(f"The schema is at the newest version, {after}.")
    else:
        click.echo(f"The schema went from {before or 'nothing'} to {after}.")


@click.command(help="Load the fictional council and its cast; twice changes nothing.")
@click.option("--json", "file", type=click.Path(dir_okay=False, path_type=Path))
def demo(file: Path | None) -> None:
    """Load the demo, and say how to sign in as each of the cast."""
    from ehcportal.demo import load as demo_load

    portal = open_portal()
    try:
        loaded = demo_load.load(portal)
    except demo_load.OtherData as error:
        fail(str(error))
        raise
    click.echo("The demo council is loaded." if loaded else "The demo council was loaded before.")
    if file is not None:
        file.write_text(demo_load.as_json(portal), "utf-8")
        click.echo(f"The cast is in {file.name}.")


@click.command(help="Add synthetic cases for load tests; the same seed gives the same cases.")
@click.option("--cases", "wanted", type=click.IntRange(min=1), required=True)
@click.option("--seed", type=int, default=1, show_default=True)
def populate(wanted: int, seed: int) -> None:
    """Add the cases of a seed that are not there yet, and say how many."""
    from ehcportal.demo.populate import load as populate_load

    portal = open_portal()
    try:
        with click.progressbar(length=wanted, label="Cases", file=sys.stderr) as bar:
            added = populate_load.load(portal, wanted, seed, lambda now: bar.update(now - bar.pos))
    except populate_load.OtherData as error:
        fail(str(error))
        raise
    click.echo(f"{added} cases were added." if added else "These cases were there before.")


@click.group(help="The key ring.")
def keys() -> None:
    """Stand before the commands of the key ring."""


@keys.command(help="Put a new key into the ring; old ones still read.")
def rotate() -> None:
    """Make a new key for whatever is sealed from now on."""
    found = chosen_settings()
    try:
        key = keyring.rotate(found.inside(found.secret_key_file))
    except keyring.KeyRingError as error:
        fail(str(error))
        raise
    click.echo(f"Key {key.id} is the newest now. Restart the portal so that it uses it.")
