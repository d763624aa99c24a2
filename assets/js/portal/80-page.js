// Menus that close again, printing, and no look back at a page after logging out.
const drops = () => all("details.drop[open]");

document.addEventListener("click", (event) => {
  for (const menu of drops()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of drops()) {
    menu.open = false;
    one("summary", menu).focus();
  }
});
on("click", "[data-print]", (_link, event) => {
  event.preventDefault();
  print();
});
addEventListener("pageshow", (event) => {
  if (event.persisted && one("form[action='/sign-out']")) location.reload();
});

// Each part of a page is begun once, whether it came with the page or with a swap.
const begun = new WeakSet();
const begin = (selector, does) => {
  for (const box of all(selector)) if (!begun.has(box)) { begun.add(box); does(box); }
};
const beginAll = () => {
  begin("form[data-autosave]", autosave);
  begin("[data-upload]", upload);
  begin("[data-record]", record);
  begin("[data-rich]", rich);
  begin("[data-password]", password);
};

beginAll();
document.addEventListener("htmx:after:swap", beginAll);
