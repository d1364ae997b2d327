// <form data-keeps>: kept on the server as it is typed, at most every two seconds, one request at a time.
import { drop, fieldsOf, isNoted, note } from "./notes.js";
import { show } from "./saved-words.js";
import { token } from "./csrf.js";

// unsure: what was sent and never answered. It may have come, so it is sent again before anything newer.
export const [waiting, busy, unsure] = [new WeakMap(), new WeakSet(), new WeakMap()];
const packed = (fields) => new URLSearchParams({ ...fields, csrfmiddlewaretoken: token() });

export async function send(action, fields) {
  const response = await fetch(`${action}keep/`, { method: "POST", body: packed(fields), redirect: "manual", signal: AbortSignal.timeout(60_000) });
  return { ok: response.ok, status: response.status, ...(await response.json().catch(() => ({}))) };
}

function later(form, wait = 2000) {
  if (!waiting.has(form)) waiting.set(form, setTimeout(() => save(form), wait));
}

export async function save(form) {
  clearTimeout(waiting.get(form));
  waiting.delete(form);
  if (busy.has(form) || document.activeElement === form.elements.tags) return later(form); // half a tag is none yet
  busy.add(form);
  const [before, began, slow] = [unsure.get(form)?.fields, Date.now(), setTimeout(show, 1000, form, { going: "saving …" })];
  const fields = before && before.token === form.elements.token?.value ? before : fieldsOf(form);
  const answer = await send(form.getAttribute("action"), fields).catch(() => ({ status: 0 }));
  clearTimeout(slow), busy.delete(form);
  [0, 502, 503, 504].includes(answer.status) ? unsure.set(form, { fields, status: answer.status }) : unsure.delete(form);
  if (form.elements.token?.value !== fields.token) return; // posted meanwhile: the form is another one now
  if (!answer.ok) return show(form, answer), form.isConnected && [0, 429, 500, 502, 503, 504].includes(answer.status) && later(form, 10_000);
  const typedOn = JSON.stringify(fieldsOf(form)) !== JSON.stringify(fields);
  form.dispatchEvent(new CustomEvent("kept", { bubbles: true, detail: answer }));
  if (answer.sent && !typedOn) drop(form);
  else note(form, !typedOn);
  if (typedOn) later(form, Math.max(2000, 4 * (Date.now() - began)));
  show(form, answer);
}

document.addEventListener("input", ({ target: { form } }) => {
  if (!form?.matches("[data-keeps]")) return;
  form.dataset.typed = "yes";
  note(form);
  later(form);
});
addEventListener("online", () => document.querySelectorAll("[data-keeps]").forEach((form) => isNoted(form) && save(form)));
addEventListener("pagehide", () => {
  for (const form of document.querySelectorAll("[data-keeps]:not([data-sending])"))
    if (isNoted(form)) navigator.sendBeacon(`${form.getAttribute("action")}keep/`, packed(fieldsOf(form)));
});
