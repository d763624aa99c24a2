// Text with a little shape: .rich[data-rich]. The text area stays the field that is posted; its value
// then begins with a tag, so that the server can tell it from plain text.
const tidy = (editor) => {
  if (!editor.textContent.trim()) return "";
  const html = editor.innerHTML.trim();
  return /^<(p|ul|ol)[ >]/.test(html) ? html : `<p>${html}</p>`;
};

/** Browsers make a list inside the paragraph; a list stands by itself. The caret stays where it was. */
const freeLists = (editor) => {
  const { anchorNode, anchorOffset, focusNode, focusOffset } = getSelection();
  const held = all("p > ul, p > ol", editor);
  for (const list of held) list.parentElement.replaceWith(...list.parentElement.childNodes);
  if (held.length) getSelection().setBaseAndExtent(anchorNode, anchorOffset, focusNode, focusOffset);
};

const rich = (box) => {
  const area = one("textarea", box), bar = one(".rich-bar", box), given = one("template", box);
  const editor = document.createElement("div");
  editor.className = "govuk-textarea rich-text";
  editor.contentEditable = "true";
  editor.setAttribute("role", "textbox");
  editor.setAttribute("aria-multiline", "true");
  const label = one("label", box);
  label.id ||= `${area.id}-label`;
  editor.setAttribute("aria-labelledby", label.id);
  for (const name of ["aria-describedby", "required"]) {
    const value = area.getAttribute(name);
    if (value !== null) editor.setAttribute(name === "required" ? "aria-required" : name, value || "true");
  }

  if (given?.innerHTML.trim()) editor.append(given.content.cloneNode(true));
  else for (const line of area.value.split(/\n+/).filter(Boolean)) {
    const paragraph = document.createElement("p");
    paragraph.textContent = line;
    editor.append(paragraph);
  }
  if (!editor.firstChild) editor.innerHTML = "<p><br></p>";
  area.hidden = true;
  area.required = false;
  bar.hidden = false;
  area.before(editor);
  document.execCommand("defaultParagraphSeparator", false, "p");
  document.execCommand("styleWithCSS", false, false);

  const buttons = all("button", bar);
  const sync = () => {
    area.value = tidy(editor);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const show = () => {
    if (!editor.contains(getSelection().anchorNode)) return;
    for (const button of buttons) {
      if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", document.queryCommandState(button.dataset.command));
    }
  };

  label.addEventListener("click", () => editor.focus());
  editor.addEventListener("input", (event) => { event.stopPropagation(); sync(); });
  editor.addEventListener("paste", (event) => {
    event.preventDefault();
    document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
  });
  document.addEventListener("selectionchange", show);
  bar.addEventListener("mousedown", (event) => event.preventDefault());
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (!editor.contains(getSelection().anchorNode)) editor.focus();
    document.execCommand(button.dataset.command);
    freeLists(editor);
    show();
    sync();
  });
  // One stop of the Tab key, arrows within (the toolbar pattern of ARIA's practices guide).
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = buttons.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    const next = buttons[(at + step + buttons.length) % buttons.length];
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  });
};
