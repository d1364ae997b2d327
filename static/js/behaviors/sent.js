// <form data-hx-post="/diaries/7/tags/" data-hx-target="#tags-7" data-hx-swap="outerHTML">, or a button that has these: sent in place.
// data-replaces="#c7": a good answer takes that comment's place, a bad one the form's.
import { ask, found, lay } from "./exchange.js";

const going = new WeakMap(); // what is on its way: pressing again what is pressed sends nothing twice

async function exchange(form, button) {
  const { hxPost, hxTarget, hxSwap = "innerHTML" } = (button?.dataset.hxPost ? button : form).dataset;
  const [body, [how, show], { replaces }] = [new FormData(form, button), hxSwap.split(" show:"), form.dataset];
  form.setAttribute("aria-busy", "true");
  const answer = await ask(hxPost, new URLSearchParams(body));
  form.removeAttribute("aria-busy");
  const good = answer.status === 200, elsewhere = answer.headers.has("HX-Retarget");
  form.dispatchEvent(new CustomEvent("answered", { bubbles: true, detail: { ...answer, wish: body.get("do") } }));
  if (!good && form.querySelector(".kept-words.trouble")) return; // it has been said there
  if (replaces && good && !elsewhere) {
    lay(answer, document.querySelector(replaces), "outerHTML");
    return form.closest(".panel-place")?.remove();
  }
  const target = replaces ? form : found(form, hxTarget);
  lay(answer, target, replaces ? "outerHTML" : how, form);
  if (show) target.scrollIntoView();
}

export function send(form, button) {
  const before = going.get(form);
  if (before?.button === button) return;
  const now = Promise.resolve(before?.now).then(() => form.isConnected && exchange(form, button)).finally(() => going.get(form)?.now === now && going.delete(form));
  going.set(form, { button, now });
}
