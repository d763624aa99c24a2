"""Every route of the portal with who may use it: one line each, in a file for each area.

A route that is not here fails ``test_every_route.py``. Add its line to the file of its area.
"""

from tests.policy.routes import (
    account,
    case_forms,
    circle,
    council,
    decisions,
    endings,
    family,
    forms,
    open_to_all,
    plan_editor,
    plan_served,
    professionals,
    reviews,
    second_steps,
    staff,
)
from tests.policy.table import Route

AREAS = (
    open_to_all,
    second_steps,
    account,
    forms,
    family,
    circle,
    professionals,
    council,
    decisions,
    plan_editor,
    plan_served,
    endings,
    reviews,
    case_forms,
    staff,
)

TABLE: tuple[Route, ...] = tuple(route for area in AREAS for route in area.ROUTES)
