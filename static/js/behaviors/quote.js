// Select words in a comment and press its Reply: they arrive in the form as a Markdown quote.
let selected = "";

function words(link) {
  const selection = getSelection();
  const body = link.closest("[data-comment]")?.querySelector(".comment-body");
  return body?.contains(selection.anchorNode) && body.contains(selection.focusNode) ? String(selection).trim() : "";
}

// Pressing the button may take the selection away before the click arrives.
document.addEventListener("pointerdown", ({ target }) => {
  const link = target.closest("[data-reply]");
  selected = link ? words(link) : "";
}, true);
document.addEventListener("click", ({ target }) => {
  const link = target.closest("[data-reply]");
  if (!link) return;
  selected = words(link) || selected;
  const open = document.getElementById(`reply-${link.closest("[data-comment]")?.dataset.comment}`);
  if (open) quote(open);
}, true);
document.addEventListener("htmx:load", ({ detail: { elt } }) => {
  if (elt.matches("form[id^=reply-]")) quote(elt);
});

function quote(form) {
  const field = form.elements.body;
  const lines = selected && `${selected.replace(/^/gm, "> ").replace(/^> $/gm, ">")}\n\n`;
  selected = "";
  if (!lines || field.value.includes(lines.trim())) return;
  field.value += (field.value.trim() ? "\n\n" : "") + lines;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  setTimeout(() => field.setSelectionRange(field.value.length, field.value.length));
}
