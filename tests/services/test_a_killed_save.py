"""What was acknowledged is there after the process was killed (synchronous=FULL, one commit)."""

import signal
import subprocess
import sys
from pathlib import Path

from ehcportal.db import Database
from ehcportal.models.form import Draft

CHECKOUT = Path(__file__).parents[2]


def test_an_answer_that_was_acknowledged_survives_the_kill(
    database_url: str, tmp_path: Path
) -> None:
    program = [sys.executable, "-m", "tests.services.save_and_die", str(tmp_path), database_url]
    killed = subprocess.run(program, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    draft_id, status = killed.stdout.split()
    assert status == "303"
    database = Database(database_url)
    with database.reading() as session:
        assert session.get_one(Draft, draft_id).answers["child_name"]["first"] == "Tobi"
    database.engine.dispose()
