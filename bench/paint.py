"""How long it takes until something stands on the screen of a slow phone on a slow network."""

import statistics

from playwright.sync_api import Browser

from tests.e2e.inside import COOKIE
from tests.e2e.portal import PHONE

SLOW_3G = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400 * 125,
    "uploadThroughput": 400 * 125,
}
SLOWER = 4
"""The phone's processor takes this many times as long as this one."""

REPEATS = 3
PAINTED = """() => new Promise((done) => {
  const found = () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
  const look = () => found() ? done(found()) : requestAnimationFrame(look);
  look();
})"""


def first_paint(browser: Browser, url: str, cookie: str = "") -> float:
    """Return the milliseconds until the first paint of a page that was never seen before."""
    return statistics.median(_once(browser, url, cookie) for _ in range(REPEATS))


def _once(browser: Browser, url: str, cookie: str) -> float:
    context = browser.new_context(viewport=PHONE)
    if cookie:
        context.add_cookies([{"name": COOKIE, "value": cookie, "url": url}])
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOW_3G)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(url, wait_until="domcontentloaded", timeout=60_000)
    took = float(page.evaluate(PAINTED))
    context.close()
    return took
