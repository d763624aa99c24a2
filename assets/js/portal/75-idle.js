// Two minutes before the session ends for want of a sign of life: <dialog id="idle" data-left="seconds">.
// What is left comes with every answer; tabs tell each other, so that the one in use keeps all alive.
const WARNING = 120_000;
const idle = document.getElementById("idle");
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("idle") : null;
let ends = 0, idleTimer, isTyped = false;

const lives = (seconds, isTold = false) => {
  if (!idle?.showModal || !seconds) return;
  ends = Date.now() + seconds * 1000;
  if (!isTold) tabs?.postMessage(Number(seconds));
  if (seconds * 1000 > WARNING && idle.open) idle.close();
  tick();
};

const tick = () => {
  clearTimeout(idleTimer);
  const left = ends - Date.now();
  if (left <= 0) { over(); return; }
  if (left <= WARNING && !idle.open) {
    document.dispatchEvent(new Event("portal:save"));
    idle.showModal();
  }
  idleTimer = setTimeout(tick, left > WARNING ? left - WARNING : left + 1000);
};

/** What was typed and not saved stays on the page: the server keeps it when it is sent. */
const over = () => {
  if (!isTyped) { location.assign(`/sign-in?next=${encodeURIComponent(location.pathname)}`); return; }
  one("p", idle).textContent = live.dataset.ended;
  one("button", idle).textContent = idle.dataset.close;
  if (!idle.open) idle.showModal();
};

const stay = async () => {
  if (Date.now() > ends) { idle.close(); return; }
  try {
    const answer = await fetch(idle.dataset.stay, { method: "POST", headers: headers() });
    const left = answer.headers.get("Portal-Left");
    if (!left) { ends = 0; tick(); return; }
    lives(left);
    if (left * 1000 <= WARNING) one("p", idle).textContent = idle.dataset.last;
  } catch {
    one("p", idle).textContent = live.dataset.lost;
  }
};

if (idle?.showModal) {
  one("button", idle).addEventListener("click", stay);
  idle.addEventListener("cancel", stay);
  tabs?.addEventListener("message", (event) => lives(event.data, true));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) tick(); });
  document.addEventListener("input", (event) => {
    if (event.target.form && !event.target.form.dataset.autosave) isTyped = true;
  });
  lives(idle.dataset.left);
}
