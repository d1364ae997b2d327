// What a toolbar works on: each textarea of a form[data-writer] has a surface, Markdown, rich text or plain HTML.
// A surface has run(tool), can(tool), is(tool), insert(picture), paste(text), link(), focus(), flush(), refill(), end().
const surfaces = new WeakMap();

export const surfaceOf = (area) => surfaces.get(area);
export const areasOf = (form) => [form.elements.intro, form.elements.body];
export const formOf = (element) => element?.closest?.("form[data-writer]");

export function setSurface(area, surface) {
  surfaces.get(area)?.end?.();
  surfaces.set(area, surface);
  area.dispatchEvent(new CustomEvent("surface", { bubbles: true }));
}

// The textarea whose text this element shows.
export function areaOf(element) {
  const form = formOf(element);
  return form && areasOf(form).find((area) => area.closest(".field").contains(element) && !element.closest(".tools"));
}

export function typed(area, text) {
  if (area.value === text) return;
  area.value = text;
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

// Words for the writer, quietly, above the texts.
export function say(form, words) {
  const place = form.querySelector("[data-way-words]");
  place.textContent = words;
  place.hidden = !words;
}
