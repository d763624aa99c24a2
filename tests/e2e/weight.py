"""What a page costs on the wire, and in which order its parts come, as Chromium counts it."""

from dataclasses import dataclass, field, replace
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page

WATCH = """
window.__shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.__shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
FETCHED = 'performance.getEntriesByType("resource").filter((one) => one.name.endsWith(".js"))'
SCRIPTS = f"""() => {{
  const loaded = performance.getEntriesByType("navigation")[0].loadEventStart;
  return {FETCHED}.map((one) => ({{
    url: one.name, bytes: one.encodedBodySize,
    isEarly: one.startTime < loaded, blocks: one.renderBlockingStatus !== "non-blocking",
  }}));
}}"""
SCRIPTS_HAVE_COME = f"""() => !document.querySelector("script[data-then]")
  || {FETCHED}.length >= 2"""
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
MOST_LOOKS = 200


@dataclass
class Fetched:
    """One thing that the browser asked for."""

    url: str
    kind: str
    """As in the DevTools protocol: Document, Stylesheet, Script, Font, Fetch and so on."""
    status: int = 0
    bytes: int = 0
    """Headers and compressed body, as they came over the wire; 0 from a cache."""
    from_cache: bool = False


@dataclass
class Wire:
    """Everything a browser window has asked for since it was last cleared."""

    session: CDPSession
    by_id: dict[str, Fetched] = field(default_factory=dict)

    @classmethod
    def of(cls, context: BrowserContext, page: Page) -> "Wire":
        """Listen to a page."""
        wire = cls(context.new_cdp_session(page))
        wire.session.on("Network.requestWillBeSent", wire._asked)
        wire.session.on("Network.requestServedFromCache", wire._kept)
        wire.session.on("Network.responseReceived", wire._answered)
        wire.session.on("Network.loadingFinished", wire._arrived)
        wire.session.send("Network.enable")
        return wire

    def clear(self) -> None:
        """Forget what was fetched so far."""
        self.by_id.clear()

    @property
    def fetched(self) -> list[Fetched]:
        """What came over the wire, in the order in which it was asked for."""
        return [replace(one) for one in self.by_id.values() if not one.from_cache]

    @property
    def is_complete(self) -> bool:
        """Whether everything that was asked for has come."""
        return all(one.bytes for one in self.fetched)

    def bytes(self, *kinds: str) -> int:
        """Bytes over the wire of these kinds, or of everything."""
        return sum(one.bytes for one in self.fetched if not kinds or one.kind in kinds)

    def _asked(self, event: dict[str, Any]) -> None:
        url = event["request"]["url"]
        if not url.startswith(("data:", "blob:")):
            self.by_id[event["requestId"]] = Fetched(url, event.get("type", "Other"))

    def _kept(self, event: dict[str, Any]) -> None:
        self._one(event).from_cache = True

    def _answered(self, event: dict[str, Any]) -> None:
        one = self._one(event)
        one.status = event["response"]["status"]
        one.from_cache = one.from_cache or bool(event["response"].get("fromDiskCache"))

    def _arrived(self, event: dict[str, Any]) -> None:
        self._one(event).bytes = int(event["encodedDataLength"])

    def _one(self, event: dict[str, Any]) -> Fetched:
        return self.by_id.get(event["requestId"]) or Fetched("", "")


@dataclass(frozen=True)
class Script:
    """A script: its compressed bytes, and whether it came before the page had loaded."""

    url: str
    bytes: int
    is_early: bool
    blocks: bool


@dataclass(frozen=True)
class Visit:
    """A page as it was loaded: what it fetched, when its scripts came, how much moved."""

    url: str
    fetched: tuple[Fetched, ...]
    scripts: tuple[Script, ...]
    shift: float

    def bytes(self, *kinds: str) -> int:
        """Bytes over the wire of these kinds, or of everything."""
        return sum(one.bytes for one in self.fetched if not kinds or one.kind in kinds)

    @property
    def asked(self) -> int:
        """Requests; the favicon, which browsers ask for by themselves and late, is not counted."""
        return len([one for one in self.fetched if not one.url.endswith("/favicon.ico")])

    @property
    def table(self) -> str:
        """One line for each thing fetched, for a test that fails."""
        return "\n".join(f"{one.bytes:>8} {one.kind:<11} {one.url}" for one in self.fetched)


def visit(page: Page, wire: Wire, path: str) -> Visit:
    """Load ``path`` and say what it took.

    It is over when the scripts have come, all that was asked for is there, and the page has been
    painted twice more.
    """
    wire.clear()
    page.goto(path, wait_until="load")
    page.wait_for_function(SCRIPTS_HAVE_COME)
    page.evaluate(PAINTED)
    for _ in range(MOST_LOOKS):
        if wire.is_complete:
            break
        page.evaluate(PAINTED)
    return Visit(
        url=page.url,
        fetched=tuple(wire.fetched),
        scripts=tuple(
            Script(one["url"], one["bytes"], one["isEarly"], one["blocks"])
            for one in page.evaluate(SCRIPTS)
        ),
        shift=page.evaluate("window.__shift"),
    )


class Scales:
    """A window in which pages are visited one after the other, each with an empty cache."""

    def __init__(self, context: BrowserContext) -> None:
        context.add_init_script(WATCH)
        self.context = context
        self.page = context.new_page()
        self.wire = Wire.of(context, self.page)

    def twice(self, path: str) -> tuple[Visit, Visit]:
        """Visit a page with an empty cache and then again."""
        self.wire.session.send("Network.clearBrowserCache")
        return visit(self.page, self.wire, path), visit(self.page, self.wire, path)
