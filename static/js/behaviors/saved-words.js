// "saved 3 s ago", quietly, in the form's [data-kept]; and in plain words when something could not be saved.
const places = () => document.querySelectorAll("[data-kept][data-since]");
const WHY = { 0: "no connection", 403: "log in again, or reload this page", 404: "this place is not there any more" };

function age(since) {
  const seconds = Math.round((Date.now() - since) / 1000);
  return seconds < 2 ? "just now" : seconds < 60 ? `${seconds} s ago` : `${Math.floor(seconds / 60)} min ago`;
}

const tick = () => places().forEach((place) => (place.textContent = `saved ${age(Number(place.dataset.since))}`));
setInterval(tick, 5000);

// answer: what the server said to a save, or {} for nothing; status 0 is no connection.
export function show(form, answer) {
  const place = form.querySelector("[data-kept]");
  if (!place) return;
  delete place.dataset.since;
  const trouble = Boolean(answer.words) || "status" in answer && !answer.ok;
  place.classList.toggle("trouble", trouble);
  place.setAttribute("role", trouble ? "alert" : "presentation");
  if (answer.ok && !answer.words && answer.revision !== 0 && !answer.sent) {
    place.dataset.since = Date.now();
    return tick();
  }
  const why = WHY[answer.status] ?? `the site did not take it (${answer.status})`;
  place.textContent = answer.words ?? (trouble ? `not ${answer.sent ? "sent" : "saved"}: ${why}; kept in this browser` : "");
  if (answer.other) place.append(" ", link(answer.other, "among your drafts"), ".");
  if (answer.log_in) place.append(" ", button("Log in"));
}

function link(address, words) {
  const element = document.createElement("a");
  element.href = address;
  element.textContent = words;
  return element;
}

// It sends the form: the text waits for the log-in, and goes where it was going.
function button(words) {
  const element = document.createElement("button");
  element.textContent = words;
  return element;
}
