// What is typed is noted in this browser at once: a note for every form and tab, marked when the server has it too.
// A note: { action, fields, at, saved }. Notes of another member are never looked at.
export const member = document.documentElement.dataset.member;
const prefix = `kept:${member}:`;
const once = () => String(Math.random()).slice(2);
let tab = once();
try {
  tab = sessionStorage.tab ??= tab;
} catch {
  // without storage only the server keeps it
}
const key = (form) => `${prefix}${tab}:${form.getAttribute("action")}`;
const same = (a, b) => [...new Set([...Object.keys(a), ...Object.keys(b)])].every((name) => IDENTITY.has(name) || norm(a[name]) === norm(b[name]));
const IDENTITY = new Set(["token", "revision", "known", "writer", "do", "sure"]);
const norm = (text) => (text ?? "").replaceAll("\r\n", "\n");

export const fieldsOf = (form) => {
  const fields = Object.fromEntries(new FormData(form));
  delete fields.csrfmiddlewaretoken;
  return fields;
};

export const says = (form, fields) => same(fieldsOf(form), fields);

export function note(form, saved = false) {
  try {
    localStorage[key(form)] = JSON.stringify({ action: form.getAttribute("action"), fields: fieldsOf(form), at: Date.now(), saved });
  } catch {
    form.dataset.unnoted = "yes"; // full or forbidden: leaving the page asks first
  }
}

export const drop = (form) => localStorage.removeItem(key(form));
export const isNoted = (form) => JSON.parse(localStorage[key(form)] ?? "{}").saved === false;

// All notes that the server does not have, newest first, each with its key.
export function unsaved(action) {
  if (!member) return [];
  const keys = Object.keys(localStorage).filter((each) => each.startsWith(prefix));
  const found = keys.map((each) => ({ key: each, ...JSON.parse(localStorage[each]) })).filter((each) => !each.saved);
  return found.filter((each) => !action || each.action === action).sort((a, b) => b.at - a.at);
}
