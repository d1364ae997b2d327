// Leaving a page with unsent text asks first; a form that is being sent does not.
let sending = false;
document.addEventListener("submit", () => (sending = true));
document.addEventListener("htmx:afterRequest", () => (sending = false));

addEventListener("beforeunload", (event) => {
  const typed = [...document.querySelectorAll("form textarea")].some((area) => area.value.trim() !== area.defaultValue.trim());
  if (typed && !sending) event.preventDefault();
});
