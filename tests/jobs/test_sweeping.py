"""Files that a killed program left without a row go away; nothing else does."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

from time_machine import travel

from ehcportal import storage
from ehcportal.jobs import sweeping
from ehcportal.portal import Portal
from ehcportal.queries import doctor
from ehcportal.storage import Storage
from tests import factories

TOMORROW = datetime.now(UTC) + timedelta(days=2)


def kept(portal: Portal) -> Storage:
    return storage.from_url(portal.settings.storage_url, portal.settings.instance)


def finding(portal: Portal) -> doctor.Check:
    return next(each for each in doctor.examine(portal.settings) if each.what == "stored files")


def test_a_file_without_a_row_goes_when_it_is_a_day_old(portal: Portal) -> None:
    store = kept(portal)
    lost, known = (store.put(BytesIO(each)).key for each in (b"lost", b"known"))
    with portal.database.unit() as session:
        row = factories.stored_file(session)
        row.storage_key = known
    assert sweeping.sweep(portal) == 0, "something may be writing its row now"
    with travel(TOMORROW, tick=False):
        assert "1 without a row" in finding(portal).finding
        assert sweeping.sweep(portal) == 1
        assert sweeping.sweep(portal) == 0
    assert (store.exists(lost), store.exists(known)) == (False, True)


def test_beside_the_wrong_database_nothing_is_removed(portal: Portal) -> None:
    store = kept(portal)
    for number in range(60):
        store.put(BytesIO(str(number).encode()))
    with travel(TOMORROW, tick=False):
        assert sweeping.sweep(portal) == 0
        assert not finding(portal).ok
    assert len(list(store.keys())) == 60
