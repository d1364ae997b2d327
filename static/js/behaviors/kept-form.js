// What the server's answers mean for a form.
import { drop } from "./notes.js";
import { save } from "./autosave.js";
import { show } from "./saved-words.js";

document.addEventListener("kept", ({ target: form, detail }) => {
  for (const name of ["token", "revision", "known"]) if (name in detail && form.elements[name]) form.elements[name].value = detail[name];
  if (!detail.address || detail.address === form.getAttribute("action")) return;
  drop(form); // a new diary has become a draft, with an address of its own
  form.setAttribute("action", detail.address);
  history.replaceState(null, "", detail.address);
});

document.addEventListener("submit", ({ target: form }) => form.matches("[data-keeps]") && (form.dataset.sending = "yes"), true);

document.addEventListener("answered", ({ target: form, detail: { status, wish, headers } }) => {
  if (!form.matches("[data-keeps]")) return;
  delete form.dataset.sending;
  if ([0, 404, 500, 502, 503].includes(status)) show(form, { status, sent: true });
  if (status !== 200 || wish || headers.has("HX-Redirect")) return;
  drop(form);
  if (form.id === "new-comment") emptied(form);
});

// The form under the thread stays for the next comment.
function emptied(form) {
  for (const field of form.querySelectorAll("input:not([type=hidden]), textarea")) field.value = field.defaultValue = "";
  form.elements.token.value = String(Math.random()).slice(2);
  form.elements.revision.value = 0;
  form.querySelectorAll(".errors, .began, .preview").forEach((element) => element.remove());
  show(form, {});
}

// Cancel and Escape throw nothing away.
document.addEventListener("click", ({ target }) => {
  const form = target.closest("[data-cancel]")?.closest("[data-keeps]");
  if (form && form.dataset.typed) save(form);
}, true);
