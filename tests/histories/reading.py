"""What everybody reads at the end of a history: the same dates, and nothing that is of staff."""

from datetime import date

from sqlmodel import col, select

from ehcportal.models.desk import CaseClock
from tests.histories.chances import ELSEWHERE
from tests.histories.council import Council
from tests.histories.stage import STAFF_ONLY, said

FAMILY = (
    *("", "/dates", "/timeline", "/stages", "/details", "/documents", "/plan", "/reviews"),
    *("/appeal", "/involvements", "/request", "/to-complete", "/access", "/seen"),
)


def all_pages(people: Council) -> None:
    """Look at every page and file that shows a date or tells of a step."""
    awaited = people.ledger.awaited(people.today)
    read = {page: _family(people, page) for page in FAMILY}
    for page, words in read.items():
        assert STAFF_ONLY not in words, f"{page} shows the family what staff wrote for themselves"
    if people.ledger.ended:
        return
    staff = _read(people, "caseworker", f"/council/cases/{people.case_id}")
    calendar = _family(people, "/dates.ics")
    for duty, on in sorted(awaited):
        told = f"{duty} by {on}"
        assert said(on) in staff, f"the page of staff does not say {told}"
        assert said(on) in read["/dates"], f"the family’s dates do not say {told}"
        assert f"DATE:{on:%Y%m%d}" in calendar, f"the calendar does not hold {told}"
    if awaited:
        first = min([on for _duty, on in awaited] + _elsewhere(people))
        tray = _read(people, "caseworker", "/council/tray?show=all")
        year = "" if first.year == people.today.year else f" {first.year}"
        assert f"{first.day} {first:%b}{year}" in tray, f"the tray misses {first}"


def _elsewhere(people: Council) -> list[date]:
    """The days of what the second book of the law leaves out: the tray begins with the first."""
    with people.stage.database.reading() as session:
        rows = session.exec(select(CaseClock).where(col(CaseClock.duty).in_(ELSEWHERE))).all()
        return [each.due_on for each in rows]


def _family(people: Council, page: str) -> str:
    return _read(people, "parent", f"/cases/{people.case_id}{page}")


def _read(people: Council, who: str, path: str) -> str:
    answer = people.stage.cast[who].get(path, follow_redirects=True)
    assert answer.status_code in {200, 404}, (path, answer.status_code)
    return answer.get_data(as_text=True).replace("\xa0", " ")
