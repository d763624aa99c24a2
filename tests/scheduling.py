"""Which tests go to one worker together: those that walk through the same running portal.

xdist's own ``loadgroup`` writes the group into the name of a test, which pytest 9 does not let it.
"""

import re

from xdist.scheduler import LoadScopeScheduling

RUNNING = re.compile(r"(?:sqlite|postgres)-with(?:out)?-scripts")


class ByPortal(LoadScopeScheduling):
    """Every test by itself, but those of a browser module by their module and portal."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.split("::", maxsplit=1)[0]
        if "/e2e/" not in module:
            return nodeid
        portal = RUNNING.search(nodeid)
        return f"{module} {portal.group()}" if portal else module
