"""Pages of schools and of those who are asked for advice."""

from tests.policy.table import Route

ROUTES: tuple[Route, ...] = ()
