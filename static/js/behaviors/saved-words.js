// "saved 3 s ago", quietly, in the form's [data-kept]; in plain words what could not be saved, and why.
const WHY = { 0: "no connection", 403: "log in again, or reload this page", 404: "this place is not there any more" };

export function age(since) {
  const seconds = Math.round((Date.now() - since) / 1000), [many, unit] = [[86_400, "d"], [3_600, "h"], [60, "min"], [1, "s"]].map(([of, name]) => [Math.floor(seconds / of), name]).find(([count]) => count) ?? [0];
  return seconds < 2 ? "just now" : `${many} ${unit} ago`;
}

const when = (since) => (Date.now() - since < 60_000 ? age(since) : `at ${new Date(since).toTimeString().slice(0, 5)}`);

function tick() {
  for (const place of document.querySelectorAll("[data-since]")) place.textContent = `saved ${when(+place.dataset.since)}`;
}
setInterval(tick, 5000);

// answer: what the server said to a save, {} for nothing; status 0 is no connection. going: what is being done just now.
export function show(form, answer) {
  const place = form.querySelector("[data-kept]");
  if (!place) return;
  delete place.dataset.since;
  const trouble = answer.words || ("status" in answer && !answer.ok);
  place.classList.toggle("trouble", trouble);
  place.setAttribute("role", trouble ? "alert" : "presentation");
  if (!trouble && answer.revision !== 0 && !answer.sent && answer.ok) {
    place.dataset.since = Date.now();
    return tick();
  }
  const why = WHY[answer.status] ?? `the site did not take it (${answer.status})`;
  place.textContent = answer.going ?? answer.words ?? (trouble ? `not ${answer.sent ? "sent" : "saved"}: ${why}; kept in this browser` : "");
  const add = (name, textContent, href) => place.append(" ", Object.assign(document.createElement(name), { textContent }, href && { href }));
  if (answer.other) add("a", "among your drafts", answer.other);
  if (answer.log_in) add("button", "Log in"); // it sends the form, which waits for the log-in
}
