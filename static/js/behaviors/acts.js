// <button form="act" formaction="/comments/7/recommend/">: the answer is the comment as it is now, put in its place.
const busy = new WeakSet();

document.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (event.target.id !== "act" || !button || !window.htmx) return;
  event.preventDefault();
  if (busy.has(button)) return;
  busy.add(button);
  const comment = button.closest("[data-comment]");
  const pressed = button.getAttribute("aria-pressed") === "true";
  await window.htmx.ajax("POST", button.getAttribute("formaction"), { target: comment, swap: "outerHTML" });
  busy.delete(button);
  // Focus stays on the same act, so that a keyboard does not lose its place.
  const again = document.getElementById(comment.id)?.querySelector(`[aria-pressed="${!pressed}"]`);
  if (again) again.focus({ preventScroll: true });
});
