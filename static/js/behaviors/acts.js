// <button form="act" formaction="/comments/7/recommend/">: the answer is the comment as it is now, put in its place.
import { ask, lay } from "./exchange.js";

const busy = new WeakSet();

export async function press(button) {
  if (busy.has(button)) return;
  busy.add(button);
  const { id } = button.closest("[data-comment]");
  const pressed = button.getAttribute("aria-pressed") === "true";
  const answer = await ask(button.getAttribute("formaction"), new URLSearchParams());
  busy.delete(button);
  lay(answer, document.getElementById(id), "outerHTML"); // by its name: news may have renewed the comment meanwhile
  // Focus stays on the same act, so that a keyboard does not lose its place.
  document.getElementById(id)?.querySelector(`[aria-pressed="${!pressed}"]`)?.focus({ preventScroll: true });
}
