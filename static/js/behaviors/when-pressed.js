// What members do without a reload: loaded when it is first pressed. Where it cannot be, forms and links go as they go without scripts.
const OFFLINE = "There is no connection, so nothing was sent. Try again when there is one.";
let plainly = false;

function instead(event, loading, then, otherwise) {
  event.preventDefault();
  loading.then(then, () => (navigator.onLine ? ((plainly = true), otherwise()) : alert(OFFLINE)));
}

document.addEventListener("submit", (event) => {
  const { target: form, submitter: button } = event;
  if (event.defaultPrevented || plainly) return;
  if (form.id === "act" && button) instead(event, import("./acts.js"), ({ press }) => press(button), () => form.requestSubmit(button));
  else if (form.dataset.hxPost) instead(event, import("./sent.js"), ({ send }) => send(form, button), () => form.requestSubmit(button));
});

document.addEventListener("click", (event) => {
  const { target, metaKey, ctrlKey, shiftKey } = event;
  const button = target.closest("button[data-hx-post]"), link = target.closest(".thread :is([data-reply], [data-in-place])");
  if (metaKey || ctrlKey || shiftKey || plainly) return;
  const arrow = target.closest("[data-step]"), act = target.closest("[aria-pressed][formaction]:not([form])"); // let in by whole.js
  if (button) instead(event, import("./sent.js"), ({ send }) => send(button.form, button), () => button.form.requestSubmit(button));
  else if (act) instead(event, import("./acts.js"), ({ press }) => press(act), () => (act.setAttribute("form", "act"), act.click()));
  else if (arrow) instead(event, next(), ({ step }) => step(+arrow.dataset.step), () => location.assign(arrow.href));
  else if (link) look(), instead(event, import("./in-place.js"), ({ open }) => open(link, selected), () => location.assign(link.href));
});

// What is selected goes along into a reply; pressing the button may take the selection away before the click arrives.
let selected = {};
function look() {
  const selection = getSelection();
  if (!selection.isCollapsed) selected = { words: String(selection), from: selection.anchorNode, to: selection.focusNode };
}
document.addEventListener("pointerdown", ({ target }) => target.closest("[data-reply]") && ((selected = {}), look()), true);

// n and p, and the arrows of the pill, lead to what is new.
const next = () => import("./next-new.js");
document.addEventListener("keydown", ({ key, ctrlKey, metaKey, altKey, target }) => {
  if (!"np".includes(key) || ctrlKey || metaKey || altKey || target.closest("input, textarea, select, [contenteditable]")) return;
  if (document.querySelector("[data-pill]")) next().then(({ step }) => step(key === "n" ? 1 : -1));
});
