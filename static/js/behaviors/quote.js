// Select words in a comment and press its Reply: they arrive in the form as a Markdown quote.

// The words, if they all stand in the comment of this link. selected: { words, from, to } as when-pressed.js saw it.
function said(link, { words, from, to }) {
  const body = link.closest("[data-comment]")?.querySelector(".comment-body");
  return body?.contains(from) && body.contains(to) ? words.trim() : "";
}

export function quote(form, link, selected) {
  const [field, words] = [form?.elements.body, said(link, selected)];
  const lines = words && `${words.replace(/^/gm, "> ").replace(/^> $/gm, ">")}\n\n`;
  if (!lines || !field || field.value.includes(lines.trim())) return;
  field.value += (field.value.trim() ? "\n\n" : "") + lines;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  setTimeout(() => field.setSelectionRange(field.value.length, field.value.length));
}
