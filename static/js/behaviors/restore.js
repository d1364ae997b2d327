// When a form opens, words that only this browser has come back into it, the newest; all others go to the server.
import { fieldsOf, note, notes, said, says } from "./notes.js";
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
// A form may be typed in before all this has been loaded.
const typedIn = ({ elements }) => [...elements].find(({ type, value, defaultValue }) => type !== "hidden" && defaultValue !== undefined && value !== defaultValue);

// Under a name of its own: what is being typed is noted under the form's.
function aside(each) {
  localStorage[`${each.key}#${each.at}`] = localStorage[each.key];
  forget(each);
  return { ...each, key: `${each.key}#${each.at}` };
}

function restore(form) {
  if (form.dataset.keeping) return;
  form.dataset.keeping = "yes";
  const typed = typedIn(form);
  let since = typed ? Infinity : 1000 * (form.dataset.changed ?? 0);
  for (const each of notes(false).filter(({ action }) => action === form.getAttribute("action"))) {
    if (says(form, each.fields) || says(form, each.fields, said(form))) forget(each); // a word sent in leaving has come
    else if (each.at > since) fill(form, each);
    else push(typed ? aside(each) : each);
    since = Infinity;
  }
  typed?.dispatchEvent(new Event("input", { bubbles: true }));
}

const FORMS = "form[data-keeps]";
const look = (place) => (place.matches?.(FORMS) ? [place] : place.querySelectorAll(FORMS)).forEach(restore);
document.addEventListener("arrived", ({ target }) => look(target));
look(document);
// Another tab may still be typing what is younger than a minute.
const isOpen = ({ action }) => document.querySelector(`${FORMS}[action="${action}"]`);
setTimeout(() => notes(false).forEach((each) => each.at > Date.now() - 60_000 || isOpen(each) || push(each)), 3000);
