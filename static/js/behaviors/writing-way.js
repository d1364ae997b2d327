// Markdown or rich text: the choice above the texts. Changing it converts them; the server does that, as it does without scripts.
import { convert } from "./convert.js";
import { markdownSurface } from "./markdown-surface.js";
import { isKnown, richSurface } from "./rich-surface.js";
import { areasOf, formOf, say, setSurface, surfaceOf, typed } from "./surfaces.js";

async function dress(area) {
  const [form, fits] = [area.form, isKnown(area.value)];
  const html = form.elements.markup.value === "html", rich = html && !area.dataset.source, plain = markdownSurface(area, html);
  setSurface(area, { ...plain, waits: rich && fits });
  if (!rich) return;
  if (!fits) return say(form, "This text holds HTML that rich text has no place for, so you see its source; nothing is lost.");
  try {
    const surface = await richSurface(area);
    if (form.elements.markup.value === "html") setSurface(area, surface);
    else surface.end();
  } catch {
    setSurface(area, plain);
    say(form, "The editor for rich text did not load, so you see the HTML. Reload the page to try again.");
  }
}
async function change(form, select) {
  const [to, areas] = [select.value, areasOf(form)];
  const hold = (held) => areas.forEach((area) => (area.closest(".field").inert = held)); // nothing is typed that would be lost
  areas.forEach((area) => surfaceOf(area)?.flush?.());
  hold(true);
  try {
    const found = await Promise.all(areas.map((area) => (area.value.trim() ? convert(form, { text: area.value, to }) : { text: "" })));
    areas.forEach((area, place) => (setSurface(area, markdownSurface(area)), delete area.dataset.source, typed(area, found[place].text)));
    say(form, [...new Set(found.map(({ loss }) => loss).filter(Boolean))].join(" "));
  } catch ({ message }) {
    select.value = to === "html" ? "markdown" : "html";
    return say(form, `The text stays as it is: ${message}`);
  } finally {
    hold(false);
  }
  areas.forEach(dress);
}
document.addEventListener("change", ({ target }) => target.name === "markup" && formOf(target) && change(target.form, target));
document.addEventListener("ask-source", ({ target: area }) => {
  surfaceOf(area).flush?.();
  surfaceOf(area).way === "rich" ? (area.dataset.source = "yes") : delete area.dataset.source;
  dress(area).then(() => surfaceOf(area).focus());
});
const isShown = (area) => surfaceOf(area)?.shows?.(area.value) && area.form.elements.markup.value === "html";
document.addEventListener("filled", ({ target: form }) => form.matches("[data-writer]") && areasOf(form).forEach((area) => isShown(area) || dress(area)));
const flush = () => document.querySelectorAll("form[data-writer]").forEach((form) => areasOf(form).forEach((area) => surfaceOf(area)?.flush?.()));
document.addEventListener("submit", flush, true);
addEventListener("pagehide", flush);
document.querySelectorAll("form[data-writer]").forEach((form) => areasOf(form).forEach(dress));
