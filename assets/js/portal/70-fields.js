// Pasting: 3/3/2020 into the boxes of a date, a code with whatever stands around it.
const fill = (input, value) => {
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
};

on("paste", "[data-date] input", (input, event) => {
  const text = event.clipboardData.getData("text").trim();
  const british = text.match(/^(\d{1,2})[\s./-]+(\d{1,2}|[A-Za-z]{3,9})[\s./-]+(\d{4})$/);
  const iso = text.match(/^(\d{4})-(\d{2})-(\d{2})$/);
  const parts = british?.slice(1) ?? iso?.slice(1).reverse();
  if (!parts) return;
  event.preventDefault();
  all("input", input.closest("[data-date]")).forEach((box, index) => fill(box, parts[index]));
});

on("paste", "[data-code]", (input, event) => {
  const digits = event.clipboardData.getData("text").replace(/\D/g, "");
  const length = Number(input.dataset.code);
  if (digits.length !== length) return;
  event.preventDefault();
  fill(input, length === 8 ? `${digits.slice(0, 4)} ${digits.slice(4)}` : digits);
});
