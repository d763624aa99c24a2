// Two minutes before the session ends for want of a sign of life: one press to stay. What is left comes
// with the page (data-left of the live line) and every answer; tabs tell each other, so that the one in
// use keeps all alive.
const WARNING = 120;
const DEVICES = "/account/sessions";
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("idle") : null;
let ends = 0, idleTimer, isTyped = false;

const dialog = () => document.getElementById("idle");
const isAsking = () => dialog()?.open;

const lives = (seconds, isTold = false) => {
  if (!seconds || !live.dataset.left) return;
  ends = Date.now() + seconds * 1000;
  if (!isTold) tabs?.postMessage(Number(seconds));
  if (seconds > WARNING && isAsking()) dialog().close();
  tick();
};

const tick = () => {
  clearTimeout(idleTimer);
  if (!ends) return;
  const left = ends - Date.now();
  if (left <= 0) { over(); return; }
  const isLast = left <= WARNING * 1000;
  idleTimer = setTimeout(tick, isLast ? left + 1000 : left - WARNING * 1000);
  if (isLast && !isAsking()) ask();
};

/** What was typed and not saved stays on the page: the server keeps it when it is sent. */
const over = () => {
  ends = 0;
  dialog()?.close();
  if (isTyped) warn(live.dataset.ended);
  else location.assign(`/sign-in?next=${encodeURIComponent(location.pathname)}`);
};

/** The question comes from the server, which knows best whether it must be asked. */
const ask = async () => {
  document.dispatchEvent(new Event("portal:save"));
  try {
    const answer = await fetch(DEVICES, { headers: { ...headers(), [POLL]: "1", "HX-Target": "idle" } });
    const left = Number(answer.headers.get("Portal-Left"));
    if (left > WARNING) { lives(left); return; }
    if (!left) { over(); return; }
    show(await answer.text());
  } catch {
    warn(live.dataset.lost);
  }
};

const show = (html) => {
  dialog()?.remove();
  document.body.insertAdjacentHTML("beforeend", html);
  one("button", dialog()).addEventListener("click", stay);
  dialog().addEventListener("cancel", stay);
  dialog().showModal();
};

const stay = async () => {
  try {
    const answer = await fetch(`${DEVICES}/stay`, { method: "POST", headers: headers() });
    const left = Number(answer.headers.get("Portal-Left"));
    if (!left) { over(); return; }
    lives(left);
    if (left <= WARNING) one("p", dialog()).textContent = dialog().dataset.last;
  } catch {
    one("p", dialog()).textContent = live.dataset.lost;
  }
};

if (live?.dataset.left && "HTMLDialogElement" in window) {
  tabs?.addEventListener("message", (event) => lives(event.data, true));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) tick(); });
  document.addEventListener("input", (event) => {
    if (event.target.form && !event.target.form.dataset.autosave) isTyped = true;
  });
  lives(live.dataset.left);
}
