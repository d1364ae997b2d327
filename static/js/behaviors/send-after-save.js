// A diary that is just being saved by itself is sent when that is done, within five seconds: else it would be told that another tab had changed it.
import { busy } from "./autosave.js";

const tired = new WeakSet();

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (!form.matches("[data-writer]") || !busy.has(form) || tired.has(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  setTimeout(() => tired.add(form), 5000);
  const again = () => (busy.has(form) && !tired.has(form) ? setTimeout(again, 50) : form.requestSubmit(submitter));
  again();
}, true);
