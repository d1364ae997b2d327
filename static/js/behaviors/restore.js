// When a form opens: words that only this browser has come back into it, the newest of them; all others go to the server.
import { drop, member, note, says, unsaved } from "./notes.js";
import { save, send } from "./autosave.js";
import { show } from "./saved-words.js";

const FRESH = 60_000; // ms: another tab may still be typing

async function push(each) {
  const answer = await send(each.action, each.fields).catch(() => ({}));
  if (answer.ok) localStorage.removeItem(each.key);
}

function fill(form, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const field = form.elements[name];
    if (field && "value" in field && name !== "writer") field.value = value;
  }
}

function restore(form) {
  form.dataset.keeping = "yes";
  const changed = 1000 * Number(form.dataset.changed ?? 0);
  let newest = true;
  for (const each of unsaved(form.getAttribute("action"))) {
    if (says(form, each.fields)) localStorage.removeItem(each.key);
    else if (newest && each.at > changed) {
      localStorage.removeItem(each.key);
      fill(form, each.fields);
      note(form);
      save(form).then(() => form.querySelector(".trouble") || show(form, { words: "These words were kept in this browser only; they are saved now." }));
    } else push(each);
    newest = false;
  }
}

const open = (element) => element.querySelectorAll("form[data-keeps]").forEach(restore);
document.addEventListener("htmx:load", ({ detail: { elt } }) => (elt.matches?.("form[data-keeps]") ? restore(elt) : open(elt)));
if (member) setTimeout(() => unsaved().filter((each) => each.at < Date.now() - FRESH && !isOpen(each)).forEach(push), 3000);
const isOpen = (each) => document.querySelector(`form[data-keeps][action="${each.action}"]`);

// Whoever logs out leaves nothing behind that the server has.
document.addEventListener("submit", ({ target: form }) => {
  if (!form.action.endsWith("/accounts/logout/")) return;
  Object.keys(localStorage).filter((key) => key.startsWith(`kept:${member}:`) && JSON.parse(localStorage[key]).saved).forEach((key) => localStorage.removeItem(key));
});
