// Recording sound or film on the page: .recorder[data-record] holds the picker that serves without
// scripts. What was recorded becomes its file. It ends by itself at the limit of the council.
const record = (box) => {
  if (!window.MediaRecorder || !navigator.mediaDevices) return box.classList.add("plain");
  const { record: kind, most, ...words } = box.dataset;
  const input = one("input", box), button = one("button", box), line = one("[role=status]", box), view = one("video", box);
  let recorder;
  box.classList.add("recording");
  button.hidden = false;

  const begin = (stream) => {
    const parts = [];
    let size = 0;
    if (view) { view.hidden = false; view.srcObject = stream; view.play(); }
    recorder = new MediaRecorder(stream, { audioBitsPerSecond: 64e3, videoBitsPerSecond: 1e6 });
    recorder.ondataavailable = ({ data }) => {
      parts.push(data);
      size += data.size;
      button.textContent = `${words.stop} (${parts.length})`;
      if (size > 0.95 * most && recorder.state === "recording") recorder.stop();
    };
    recorder.onstop = () => {
      for (const track of stream.getTracks()) track.stop();
      if (view) view.hidden = true;
      const type = recorder.mimeType, made = new DataTransfer();
      made.items.add(new File(parts, `recording.${type.includes("mp4") ? "mp4" : "webm"}`, { type }));
      input.files = made.files;
      button.textContent = words.again;
      line.textContent = words.done.replace("{}", parts.length);
    };
    recorder.start(1000);
    button.textContent = words.stop;
    line.textContent = words.running;
  };

  button.addEventListener("click", async () => {
    if (recorder?.state === "recording") return recorder.stop();
    try {
      begin(await navigator.mediaDevices.getUserMedia({ audio: true, video: kind === "film" && { width: 640 } }));
    } catch {
      line.textContent = words.refused;
    }
  });
};

// A file that is too large is not even sent: that would take long on a phone, and for nothing.
on("change", "input[data-most]", (input) => {
  unwarn();
  if (!input.files[0] || input.files[0].size <= input.dataset.most) return;
  input.value = "";
  warn(input.dataset.large);
});
