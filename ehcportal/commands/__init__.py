"""The command line, ``ehcportal``: what operators and developers run."""

import click

from ehcportal.commands import checks, forms, people, server, setting_up, texts


@click.group(help="The portal for Education, Health and Care plans that a council hosts itself.")
@click.version_option(package_name="ehcportal")
def main() -> None:
    """Stand before every command."""


for command in (
    setting_up.init,
    setting_up.migrate,
    setting_up.demo,
    setting_up.populate,
    setting_up.keys,
    people.staff,
    server.serve,
    server.worker,
    checks.routes,
    checks.policy,
    checks.timescales,
    checks.verify,
    checks.doctor,
    checks.audit,
    forms.forms,
    texts.texts,
):
    main.add_command(command)
