// <input data-suggest-tags>: what others have typed already, for the tag that is being typed. Arrows choose, Enter takes, Escape closes.
let timer, field;
const list = Object.assign(document.createElement("ul"), { id: "tag-suggestions", className: "suggestions" });
list.setAttribute("role", "listbox"), list.setAttribute("aria-label", "Tags");

const last = (input) => input.value.slice(input.value.lastIndexOf(",") + 1).trim();
const chosen = () => list.querySelector("[aria-selected=true]");

function close() {
  list.remove();
  field?.setAttribute("aria-expanded", "false"), field?.removeAttribute("aria-activedescendant");
}
function choose(option) {
  chosen()?.setAttribute("aria-selected", "false");
  option.setAttribute("aria-selected", "true");
  field.setAttribute("aria-activedescendant", option.id);
}
function take(option) {
  field.value = `${field.value.slice(0, field.value.lastIndexOf(",") + 1)} ${option.dataset.name}, `.trimStart();
  close();
}
async function suggest(input) {
  const asked = last(input);
  const answer = asked ? await fetch(`/tags/suggestions/?q=${encodeURIComponent(asked)}`) : null;
  const { tags } = answer?.ok ? await answer.json() : { tags: [] };
  if (last(input) !== asked || document.activeElement !== input) return;
  list.replaceChildren(...tags.map(({ name, uses }, at) => Object.assign(document.createElement("li"), { id: `suggestion-${at}`, textContent: `${name} (${uses})` })));
  [...list.children].forEach((option, at) => (option.setAttribute("role", "option"), option.setAttribute("aria-selected", "false"), (option.dataset.name = tags[at].name)));
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": String(tags.length > 0) })) input.setAttribute(name, value);
  tags.length ? input.after(list) : close();
}
document.addEventListener("input", (event) => {
  if (!event.target.matches?.("[data-suggest-tags]")) return;
  clearTimeout(timer);
  timer = setTimeout(suggest, 150, (field = event.target));
});
document.addEventListener("keydown", (event) => {
  if (event.target !== field || !list.isConnected) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const options = [...list.children];
  if (step) choose(options.at((options.indexOf(chosen()) + step + (chosen() || step > 0 ? 0 : 1)) % options.length));
  else if (event.key === "Escape") close();
  else if (event.key !== "Enter" || !chosen()) return;
  else take(chosen());
  event.preventDefault();
});
document.addEventListener("mousedown", (event) => list.contains(event.target) && (event.preventDefault(), take(event.target)));
document.addEventListener("focusout", (event) => event.target === field && close());
const now = document.activeElement; // this module comes when a field is entered, perhaps after the first letters
if (now?.matches("[data-suggest-tags]") && now.value !== now.defaultValue) suggest((field = now));
