// In a comment's form: Ctrl+Enter (Cmd+Enter) posts, Escape closes it and keeps the text.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.(".comment-form");
  if (!form || event.isComposing) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector(".primary"));
  } else if (event.key === "Escape") {
    const place = form.closest(".replying, .panel-place");
    if (!place) return event.target.blur();
    const opener = document.querySelector(`a[href="${place.dataset.from}"]`);
    form.querySelector("[data-cancel]").click();
    opener?.focus({ preventScroll: true });
  }
});
