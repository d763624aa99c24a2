// What the page can say by itself, and what every request of ours carries.
const live = document.getElementById("live");
const POLL = "X-Portal-Poll";

const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const on = (type, selector, does) =>
  document.addEventListener(type, (event) => {
    const found = event.target.closest?.(selector);
    if (found) does(found, event);
  });

/** Tell screen readers, without moving the focus. */
const say = (words) => { if (live) live.textContent = words; };

/** Tell everybody: the line then stands at the foot of the window until the next request works. */
const warn = (words) => {
  if (!live) return;
  live.className = "lost";
  live.textContent = words;
};
const unwarn = () => {
  if (live?.className === "lost") { live.className = "unseen"; live.textContent = ""; }
};

const token = () => one("meta[name=csrf-token]")?.content ?? "";
const headers = () => ({ "HX-Request": "true", "X-CSRFToken": token(), Accept: "text/html" });

/**
 * Put each element of an answer in the place of the one that has its id. Returns how many.
 * A whole page, such as an error, takes no place: it would wipe out what was typed.
 */
const place = (html) => {
  if (/^\s*<!doctype/i.test(html)) return 0;
  const parts = all("[id]", new DOMParser().parseFromString(html, "text/html").body);
  let placed = 0;
  for (const part of parts) {
    const old = document.getElementById(part.id);
    if (!old || !part.isConnected || part.parentElement.closest("[id]")) continue;
    placed += 1;
    if (old.isEqualNode(part)) continue;
    // A line that speaks keeps its element, or screen readers would not hear it.
    if (old.getAttribute("role") === "status") old.replaceChildren(...part.childNodes);
    else old.replaceWith(part);
  }
  return placed;
};
