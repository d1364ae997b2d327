// When a form opens, words that only this browser has come back into it, the newest; all others go to the server.
import { fieldsOf, note, notes, says } from "./notes.js";
import { save, send } from "./autosave.js";
import { show } from "./saved-words.js";

const forget = (each) => localStorage.removeItem(each.key);

export async function push(each) {
  const answer = await send(each.action, each.fields).catch(() => ({ status: 0 }));
  if (answer.ok) forget(each);
  return answer;
}

async function fill(form, each) {
  forget(each);
  for (const name of Object.keys(fieldsOf(form))) if (name in each.fields) form.elements[name].value = each.fields[name];
  form.dispatchEvent(new Event("filled", { bubbles: true }));
  note(form);
  await save(form);
  if (!form.querySelector(".trouble")) show(form, { words: "These words were kept in this browser only; they are saved now." });
}

function restore(form) {
  form.dataset.keeping = "yes";
  let since = 1000 * (form.dataset.changed ?? 0);
  for (const each of notes(false).filter(({ action }) => action === form.getAttribute("action"))) {
    if (says(form, each.fields)) forget(each);
    else if (each.at > since) fill(form, each);
    else push(each);
    since = Infinity;
  }
}

const FORMS = "form[data-keeps]";
document.addEventListener("htmx:load", ({ detail: { elt } }) => (elt.matches(FORMS) ? [elt] : elt.querySelectorAll(FORMS)).forEach(restore));

// Another tab may still be typing what is younger than a minute.
const isOpen = ({ action }) => document.querySelector(`${FORMS}[action="${action}"]`);
setTimeout(() => notes(false).forEach((each) => each.at > Date.now() - 60_000 || isOpen(each) || push(each)), 3000);

// Whoever logs out leaves nothing behind that the server has.
document.addEventListener("submit", ({ target: form }) => form.action.endsWith("/logout/") && notes(true).forEach(forget));
