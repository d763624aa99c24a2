"""Makes an archive of so many megabytes, and prints its size and how far memory rose (both MB)."""

import resource
import sys
from io import RawIOBase
from pathlib import Path
from typing import Any, BinaryIO, cast

from sqlmodel import select

from ehcportal import create_app, storage
from ehcportal.jobs import archiving
from ehcportal.migrations import migrate
from ehcportal.models.document import StoredFile
from ehcportal.models.voice import CaseArchive
from ehcportal.portal import Portal
from ehcportal.security.audit import Trace
from ehcportal.services.archives import asking
from tests import factories
from tests.cast import Cast
from tests.kept import Kept

MEGABYTE = 1024 * 1024


class Zeros(RawIOBase):
    """So many bytes without having them."""

    def __init__(self, left: int) -> None:
        self.left = left

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, room: Any) -> int:
        """Give as many as there are."""
        count = min(len(room), self.left)
        room[:count] = bytes(count)
        self.left -= count
        return count


def main(instance: str, megabytes: int) -> None:
    """Publish one file of that size, ask for everything, and let the worker make it."""
    url = f"sqlite:///{instance}/large.db"
    migrate(url)
    app = create_app(Kept(Path(instance), url, "standard").settings)
    portal, cast_ = Portal.of(app.extensions), Cast.enter(app)
    kept = storage.from_url(portal.settings.storage_url, portal.settings.instance)
    film = kept.put(cast(BinaryIO, Zeros(megabytes * MEGABYTE)))
    parent = cast_.accounts["parent"]
    with portal.database.unit() as session:
        child = factories.person(session)
        factories.relationship(session, parent, child)
        case = factories.case(session, child, opened=10)
        factories.published(session, case, "Film")
        file = session.exec(select(StoredFile)).one()
        file.storage_key, file.size, file.mime = film.key, film.size, "video/mp4"
        asked = asking.ask(session, Trace(parent.id), case.id, parent.id)
    before = _peak()
    archiving.make_archives(portal)
    with portal.database.session() as session:
        size = session.get_one(CaseArchive, asked).size or 0
    print(size // MEGABYTE + 1, _peak() - before)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
