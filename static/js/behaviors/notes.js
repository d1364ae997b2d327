// What is typed is noted in this browser at once, a note a form and tab: { action, fields, at, page, saved: on the server too }.
export const member = document.documentElement.dataset.member;
const prefix = `kept:${member}:`;
const IDENTITY = /^(token|revision|known|writer|do|sure|tags_seen)$/;
let tab = String(Math.random());
try {
  tab = sessionStorage.tab ??= tab;
} catch {
  // without storage only the server keeps it
}
const key = (form) => `${prefix}${tab}:${form.getAttribute("action")}`;
const words = (fields) => JSON.stringify(Object.entries(fields).filter(([name, value]) => value && !IDENTITY.test(name)).sort());

export const fieldsOf = (form) => {
  const { csrfmiddlewaretoken, ...fields } = Object.fromEntries(new FormData(form));
  return fields;
};

// Does the form say what the note does, as far as it asks for it? (A published diary asks for no poll any more.)
export function says(form, fields, own = fieldsOf(form)) {
  return words(own) === words(Object.fromEntries(Object.entries(fields).filter(([name]) => name in own)));
}

// What the form said when it came, whatever has been typed since.
export function said(form) {
  const own = fieldsOf(form);
  for (const name in own) own[name] = form.elements[name].defaultValue ?? own[name];
  return own;
}

export function note(form, saved = false) {
  try {
    localStorage[key(form)] = JSON.stringify({ action: form.getAttribute("action"), fields: fieldsOf(form), at: Date.now(), page: document.title, saved });
  } catch {
    form.dataset.unnoted = "yes"; // full or forbidden: leaving the page asks first
  }
}

export const drop = (form) => localStorage.removeItem(key(form));
export const isNoted = (form) => JSON.parse(localStorage[key(form)] ?? "{}").saved === false;

// This member's notes, newest first, each with its key: those that the server does not have, or those it has.
export function notes(saved) {
  const keys = Object.keys(localStorage).filter((each) => member && each.startsWith(prefix));
  const all = keys.map((each) => ({ key: each, ...JSON.parse(localStorage[each]) }));
  return all.filter((each) => each.saved === saved).sort((a, b) => b.at - a.at);
}
