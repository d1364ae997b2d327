// <a data-copy-link href="/comments/7/">Link</a>: a click copies the address; without clipboard it is followed.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-copy-link]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || !navigator.clipboard) return;
  event.preventDefault();
  try {
    await navigator.clipboard.writeText(link.href);
    const before = link.textContent;
    link.textContent = "Copied";
    setTimeout(() => (link.textContent = before), 1500);
  } catch {
    location.assign(link.href);
  }
});
