"""``ehcportal`` as a council has it on SQLite: without packages that only developers install.

Libraries look for these by themselves and would load them: huey every database driver that it
finds, structlog the library that draws coloured traces. Together 13 MB and a tenth of a second.
"""

import sys

from ehcportal.__main__ import main

NOT_THERE = ("psycopg", "rich")

if __name__ == "__main__":
    sys.modules.update(dict.fromkeys(NOT_THERE))  # type: ignore[arg-type]
    main()
