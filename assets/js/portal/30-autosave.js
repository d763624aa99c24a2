// Answers are saved while they are typed: <form data-autosave="URL">. The server answers with the
// parts that changed, #saved among them. Whatever goes wrong, what was typed stays where it is.
const PAUSE = 1500;

const tellSaved = (words) => {
  const line = document.getElementById("saved");
  if (line) line.textContent = words; else warn(words);
};

const autosave = (form) => {
  let timer, isSaving = false, isStale = false, isLeaving = false, isLost = false;

  const answers = () => {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.append(name, value);
    return fields;
  };

  const save = async (keepalive = false, isQuiet = false) => {
    clearTimeout(timer);
    if (isSaving || isLeaving) return;
    isSaving = true;
    isStale = isLost = false;
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: answers(), headers: isQuiet ? { ...headers(), [POLL]: "1" } : headers(), keepalive,
      });
      lives(answer.headers.get("Portal-Left"));
      if (isLeaving) return;
      if (answer.redirected || answer.headers.has("HX-Redirect") || answer.status === 401) tellSaved(live.dataset.ended);
      else if (!place(await answer.text())) tellSaved(live.dataset.broken);
    } catch {
      if (!isLeaving) tellSaved(live.dataset.lost);
      isLost = true;
    } finally {
      isSaving = false;
      if (isStale) wait();
    }
  };

  const wait = () => {
    isStale = true;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };

  form.addEventListener("input", (event) => { if (event.target.type !== "file") wait(); });
  form.addEventListener("submit", () => { isLeaving = true; clearTimeout(timer); });
  addEventListener("pageshow", () => { isLeaving = false; });
  // The last chance before the session ends; it is not the person who asks, so it keeps nothing alive.
  document.addEventListener("portal:save", () => { if (isStale || isLost) save(false, true); });
  document.addEventListener("visibilitychange", () => { if (document.hidden && isStale) save(true); });
};
