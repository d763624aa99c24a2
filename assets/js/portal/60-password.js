// What a password must be, ticked off while it is typed: .rules[data-password="field id"].
// Only shown here; the server holds the rules.
const SIGNS = { upper: /\p{Uppercase}/u, letter: /\p{L}/u, digit: /\p{Nd}/u, special: /[\p{P}\p{S}]/u };

const isMet = (rule, value, typed) => {
  if (!typed) return false;
  if (rule === "length") return [...typed].length >= Number(value);
  if (rule === "only") return [...typed].every((sign) => /[A-Za-z0-9]/.test(sign) || value.includes(sign));
  if (rule === "special" && value) return [...typed].some((sign) => value.includes(sign));
  if (rule === "same") return document.getElementById(value)?.value === typed;
  return SIGNS[rule].test(typed);
};

const password = (list) => {
  const field = document.getElementById(list.dataset.password);
  const lines = all("[data-rule]", list);
  const look = () => {
    for (const line of lines) {
      const met = isMet(line.dataset.rule, line.dataset.value ?? "", field.value);
      line.classList.toggle("is-met", met);
      one("[data-state]", line).textContent = met ? list.dataset.met : list.dataset.unmet;
    }
  };
  field.form.addEventListener("input", look);
  field.addEventListener("change", () => {
    const open = lines.filter((line) => !line.classList.contains("is-met"));
    say(field.value && open.length ? `${list.dataset.unmet}: ${open.map((line) => one("span", line).textContent).join(", ")}` : "");
  });
  look();
};
