// A diary that is just being saved by itself is sent when that is done, within five seconds: else it would be told that another tab had
// changed it. Without a connection it stays where it is, and says so: the browser's own page would take its place.
import { busy, save, unsure } from "./autosave.js";
import { show } from "./saved-words.js";

let clear = false;

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (!form.matches("[data-writer]")) return;
  if (!clear && (unsure.has(form) || !navigator.onLine)) save(form); // is there nobody?
  if (clear || !busy.has(form)) return submitter?.dataset.hxPost || show(form, { going: "sending …" });
  event.preventDefault();
  event.stopImmediatePropagation();
  const until = Date.now() + 5000;
  const again = () => {
    if (busy.has(form) && Date.now() < until) return setTimeout(again, 50);
    if (unsure.has(form) && !busy.has(form)) return show(form, { status: unsure.get(form).status, sent: true });
    clear = true, form.requestSubmit(submitter), clear = false;
  };
  again();
}, true);
// A browser that keeps the page as it was left would go on from a text that has changed since.
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
