"""What the portal takes into memory when it starts: a server with a hundred megabytes is full."""

import subprocess
import sys

WHEN_NEEDED = {
    "PIL",
    "alembic",
    "authlib",
    "av",
    "docx",
    "email_validator",
    "filetype",
    "holidays",
    "icalendar",
    "lxml",
    "notifications_python_client",
    "phonenumbers",
    "pypdf",
    "qrcode",
    "requests",
    "typst",
}
"""Libraries that only some requests need: the first of them takes them into memory."""

LISTING = """
import sys
from ehcportal import __main__
light = len(sys.modules)
from ehcportal import application, commands
print(light, *sys.modules)
"""


def test_what_few_requests_need_is_not_loaded_at_the_start() -> None:
    """Each of these costs every start some time, and each process some megabytes for good."""
    done = subprocess.run(
        [sys.executable, "-c", LISTING], capture_output=True, text=True, check=True
    )
    light, *loaded = done.stdout.split()
    assert set(loaded) & WHEN_NEEDED == set()
    assert "sqlalchemy" in loaded
    assert int(light) < 150, "nothing large stands before the search for garbage is put off"
