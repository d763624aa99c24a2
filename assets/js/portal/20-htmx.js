// Around htmx: the token, quiet polling, and where the focus goes after a swap.
const isPoll = (ctx) => ctx.sourceEvent?.type === "every";

document.addEventListener("htmx:config:request", (event) => {
  const { ctx } = event.detail;
  ctx.request.headers["X-CSRFToken"] = token();
  if (!isPoll(ctx)) return;
  if (document.hidden) event.preventDefault();
  ctx.request.headers[POLL] = "1";
});

// What refreshes by itself must not change the address in the browser.
document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  if (isPoll(ctx)) delete ctx.hx.pushurl;
  lives(ctx.response.headers.get("Portal-Left"));
  if (ctx.response.status < 500) unwarn();
  else if (!isPoll(ctx)) warn(live.dataset.broken);
});
document.addEventListener("htmx:error", (event) => {
  const { ctx } = event.detail;
  if (ctx && !isPoll(ctx) && !ctx.response) warn(live.dataset.lost);
});

const focusOn = (element) => {
  if (!element.hasAttribute("tabindex")) element.tabIndex = -1;
  element.focus();
};

// To the summary of errors or a notice; else to the heading, when the swap brought a new page.
document.addEventListener("htmx:after:swap", (event) => {
  const { ctx } = event.detail;
  if (isPoll(ctx) || ctx.swap === "none") return;
  const target = ctx.target?.isConnected ? ctx.target : document.getElementById(ctx.target?.id) ?? document.body;
  const first = one("[data-focus]", target) ?? one("h1", target);
  if (first) {
    focusOn(first);
    if (first.localName === "h1") scrollTo(0, 0);
  }
});

const summary = one("[data-focus]");
if (summary && document.activeElement === document.body && !location.hash) focusOn(summary);

// A line of the summary leads into its field, with the field's words in sight.
on("click", ".govuk-error-summary a", (link, event) => {
  const field = document.getElementById(link.hash.slice(1));
  const input = field?.matches("input, select, textarea") ? field : field && one("input, select, textarea", field);
  if (!input) return;
  event.preventDefault();
  const shaped = one(".rich-text", input.closest(".govuk-form-group"));
  (input.closest("fieldset") ?? input.closest(".govuk-form-group") ?? input).scrollIntoView();
  (input.hidden && shaped ? shaped : input).focus({ preventScroll: true });
});
