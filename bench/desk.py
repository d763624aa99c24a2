"""``make bench-desk``: what the council's pages cost with few cases and with many.

The same database is measured twice, and filled with synthetic cases in between. Processor time is
compared, of one process: it hardly minds who else is on the machine.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from ehcportal import create_app, migrations, settings
from ehcportal.demo.populate import load
from ehcportal.domain.names import fold
from ehcportal.models.account import Account
from ehcportal.models.case import Case, CaseAssignment
from ehcportal.models.person import PersonName
from ehcportal.portal import Portal
from ehcportal.queries.in_force import is_current_name
from tests.cast import sign_in
from tests.scans import scans

FEW, MANY = 1_000, 20_000
TIMES = 15
LIMIT = 2.0
"""How many times as long a page may take; the goal is 1.3."""

PAGES = {
    "tray, mine": "/council/tray",
    "tray, team": "/council/tray?show=team",
    "tray, all": "/council/tray?show=all",
    "tray, overdue": "/council/tray?show=all&when=overdue",
    "tray, by name": "/council/tray?show=all&order=name",
    "tray, one duty": "/council/tray?show=all&duty=final_plan",
    "tray, a name begins so": "/council/tray?show=all&words={name}",
    "list of cases": "/council/cases",
    "cases, a name begins so": "/council/cases?q={name}",
    "reviews that are due": "/council/reviews",
    "moves to the next school": "/council/reviews/transfers",
    "requests": "/council/requests",
    "messages": "/council/messages",
    "a case": "/council/cases/{case}",
    "a case's timeline": "/council/cases/{case}/timeline",
}


def opened(folder: Path) -> Flask:
    """Return a portal with an empty database."""
    url = f"sqlite:///{folder / 'ehcportal.db'}"
    migrations.migrate(url)
    return create_app(settings.load(instance=folder, database_url=url, log_level="ERROR"))


def fill(app: Flask, cases: int) -> None:
    """Add synthetic cases until there are so many."""
    load.load(Portal.of(app.extensions), cases, 1, lambda _there: None)


def somebody(app: Flask) -> tuple[FlaskClient, dict[str, str]]:
    """Sign in who coordinates the first case; return what stands in addresses."""
    with app.extensions["database"].unit() as session:
        account, values = _first(session)
    client = app.test_client()
    sign_in(app, client, account)
    return client, values


def _first(session: Session) -> tuple[Account, dict[str, str]]:
    case, name, account = session.exec(
        select(Case, PersonName, Account)
        .join(PersonName, is_current_name(Case.person_id))
        .join(CaseAssignment, col(CaseAssignment.case_id) == Case.id)
        .join(Account, col(Account.id) == CaseAssignment.account_id)
        .where(col(Case.ended_on).is_(None), col(CaseAssignment.to_at).is_(None))
        .order_by(col(Case.reference))
        .limit(1)
    ).one()
    beginning = fold(name.surname)[:1]  # a whole name has more hits in the larger database
    return account, {"case": case.id, "name": beginning}


def cost(client: FlaskClient, path: str) -> float:
    """Return the median of the milliseconds that the processor works for a page."""
    took = []
    for _ in range(TIMES):
        before = time.process_time()
        answer = client.get(path)
        took.append((time.process_time() - before) * 1000)
        assert answer.status_code == 200, f"{path}: {answer.status}"
    return statistics.median(took)


def costs(app: Flask) -> dict[str, float]:
    """Return the cost of every page."""
    client, values = somebody(app)
    return {name: cost(client, path.format(**values)) for name, path in PAGES.items()}


def read_whole(app: Flask) -> dict[str, set[str]]:
    """Return the tables that a page reads from end to end although they grow with the cases."""
    client, values = somebody(app)
    found = {}
    for name, path in PAGES.items():
        with scans(app.extensions["database"].engine) as seen:
            client.get(path.format(**values))
        found[name] = seen
    return found


def main() -> None:
    """Print the table; end with status 1 when a page takes too much longer with many cases."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    with tempfile.TemporaryDirectory(prefix="ehc-desk-") as folder:
        app = opened(Path(folder))
        fill(app, FEW)
        before = costs(app)
        fill(app, many)
        after, whole = costs(app), read_whole(app)
    print(f"\n  {'':26} {FEW:>10} {many:>10}   times")
    slower = {name: after[name] / before[name] for name in PAGES}
    for name, times in slower.items():
        mark = "!" if times > LIMIT or whole[name] else " "
        scanned = f"  reads all of {', '.join(sorted(whole[name]))}" if whole[name] else ""
        print(
            f"{mark} {name:26} {before[name]:7.2f} ms {after[name]:7.2f} ms {times:7.2f}{scanned}"
        )
    sys.exit(1 if max(slower.values()) > LIMIT else 0)


if __name__ == "__main__":
    main()
