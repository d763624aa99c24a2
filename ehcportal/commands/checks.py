"""Commands that look and change nothing: routes, policy, dates, doctor, verify, audit."""

import json
import sys
from datetime import datetime

import click

from ehcportal import create_app
from ehcportal.commands.portal import chosen_settings, open_portal
from ehcportal.domain import timescales as law
from ehcportal.policy import Action, document
from ehcportal.queries import case_invariants, invariants
from ehcportal.queries import doctor as diagnosis
from ehcportal.security import audit_chain
from ehcportal.web import access


@click.command(help="Every rule of the portal: methods, endpoint, policy, public or not.")
@click.option("--json", "as_json", is_flag=True)
def routes(*, as_json: bool) -> None:
    """Print every route with the policy it stands behind."""
    app = create_app(chosen_settings())
    rows = access.table(app)
    app.extensions["database"].engine.dispose()
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        methods = ",".join(row["methods"])
        click.echo(f"{methods:12} {row['rule']:60} {row['policy']:20} {row['endpoint']}")


@click.command(help="Who may do what, from the rules themselves.")
@click.option("--markdown", is_flag=True, help="The document that stands in docs/access.md.")
def policy(*, markdown: bool) -> None:
    """Print each action with everybody who may do it."""
    if markdown:
        click.echo(document.markdown(), nl=False)
        return
    for action in Action:
        click.echo(f"{action.value:18} {'; '.join(document.who_may(action))}")


@click.command(help="Every duty that follows from a request received on a day.")
@click.option("--received", type=click.DateTime(["%Y-%m-%d"]), required=True)
@click.option("--json", "as_json", is_flag=True)
def timescales(received: datetime, *, as_json: bool) -> None:
    """Print the dates by law, each with its regulation and how it was counted."""
    portal = open_portal()
    rows = law.rows(law.timescales(received.date(), portal.profile.law.counting))
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        click.echo(
            f"{row['due_on']}  {row['name']}\n            {row['regulation']}\n"
            f"            {row['how']}"
        )


@click.command(help="Check invariants, stored files, audit chain and outbox; a line each fault.")
def verify() -> None:
    """End with status 1 if anything is wrong with what is stored."""
    portal = open_portal()
    with portal.database.reading() as session:
        faults = invariants.faults(session, portal.settings, portal.keyring)
        faults += case_invariants.faults(session, portal.profile)
    _report(faults, "Everything that is stored is as it should be.")


@click.command(help="Check settings, database, storage, mail, clock and key; one line each.")
def doctor() -> None:
    """End with status 1 if anything in the set-up is wrong."""
    checks = diagnosis.examine(chosen_settings())
    for check in checks:
        click.echo(f"{'ok   ' if check.ok else 'WRONG'}  {check.what}: {check.finding}")
    sys.exit(0 if all(check.ok for check in checks) else 1)


@click.group(help="The audit.")
def audit() -> None:
    """Stand before the commands of the audit."""


@audit.command("verify", help="Walk the audit chain and say whether it is whole.")
def verify_audit() -> None:
    """End with status 1 and the broken row, if there is one."""
    portal = open_portal()
    with portal.database.reading() as session:
        _report(audit_chain.verify(session), "The audit chain is whole.")


def _report(faults: list[str], otherwise: str) -> None:
    for fault in faults:
        click.echo(fault)
    if faults:
        sys.exit(1)
    click.echo(otherwise)
