// Leaving a page with unsent text asks first, where nothing keeps it (forms that keep by themselves do not ask).
let sending = false;
addEventListener("submit", (event) => (sending = !event.defaultPrevented));

addEventListener("beforeunload", (event) => {
  const areas = [...document.querySelectorAll("form:not([data-keeping]) textarea, form[data-unnoted] textarea")];
  if (!sending && areas.some((area) => area.value.trim() !== area.defaultValue.trim())) event.preventDefault();
});
