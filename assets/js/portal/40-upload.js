// Files go one after another, each with its progress: .upload[data-upload="URL"]. The server answers
// every one with the list (#<field>-files), saying why if it refused. Without scripts it is a form.
const post = (url, body, onProgress) =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value);
    if (onProgress) request.upload.onprogress = (event) => onProgress(Math.round((100 * event.loaded) / event.total));
    request.onloadend = () => {
      lives(request.getResponseHeader("Portal-Left"));
      if (request.getResponseHeader("HX-Redirect")) warn(live.dataset.ended);
      resolve(request.status > 0 && place(request.responseText) > 0);
    };
    request.send(body);
  });

const fieldsOf = (input) => {
  const body = new FormData();
  for (const hidden of all("input[type=hidden]", input.form)) body.append(hidden.name, hidden.value);
  return body;
};

const row = (file) => {
  const line = document.createElement("li");
  const name = document.createElement("span");
  const bar = document.createElement("progress");
  name.className = "file-name";
  name.textContent = file.name;
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  line.append(name, bar);
  return line;
};

const upload = (box) => {
  const input = one("input[type=file]", box);
  const waiting = document.createElement("ul");
  const list = document.createElement("div");
  list.className = "files";
  list.append(waiting);
  box.append(list);
  one("button[formaction]", box).hidden = true;
  let queue = Promise.resolve();

  const send = async (file, line) => {
    const body = fieldsOf(input);
    body.append(input.name, file);
    const bar = one("progress", line);
    if (await post(box.dataset.upload, body, (percent) => { bar.value = percent; })) {
      line.remove();
      say(box.dataset.done.replace("{}", file.name));
    } else {
      bar.remove();
      line.append(box.dataset.failed);
      say(`${file.name} ${box.dataset.failed}`);
    }
  };

  input.addEventListener("change", () => {
    waiting.replaceChildren();
    for (const file of input.files) {
      const line = row(file);
      waiting.append(line);
      queue = queue.then(() => send(file, line));
    }
    input.value = "";
  });
};

on("click", "[data-remove]", async (button, event) => {
  const box = button.closest("[data-upload]");
  if (!box) return;
  event.preventDefault();
  const input = one("input[type=file]", box);
  button.disabled = true;
  if (await post(button.formAction, fieldsOf(input))) input.focus();
  else { button.disabled = false; warn(live.dataset.lost); }
});
