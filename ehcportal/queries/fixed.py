"""Statements that never change but for their parameters: built once, and known by their place.

SQLAlchemy looks through a statement each time that it runs, to find what it made of it before.
For the large ones of every page that takes longer than the database does.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import sqlalchemy as sa


def fixed(build: Callable[[], Any]) -> Callable[[], Any]:
    """Make the function that builds a statement return it as one that never changes.

    Whatever a page puts in must be a parameter: the function is asked once for all pages.
    """

    @cache
    def statement() -> Any:
        return sa.lambda_stmt(build, enable_tracking=False)

    return statement
