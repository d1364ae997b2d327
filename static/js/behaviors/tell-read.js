// <ol data-tell="/diaries/7/read/">: when the page is left or put away it tells, once, what of the new was never on the screen and what
// is folded: the next device has both.
import { token } from "./csrf.js";
const thread = document.querySelector("[data-tell]");
const seen = new WeakSet(), watched = new WeakSet(), folds = new Map(); // "b7" or "c7", and whether it is folded now
let told = "", scrolled = Date.now();

const fresh = () => [...document.querySelectorAll(".comment.is-new")];
document.cookie = "tells=1; path=/; max-age=604800; samesite=lax"; // so that a visit need not be noted before it is over

const watch = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) if (isIntersecting) seen.add(target);
});

function look() {
  for (const article of thread.querySelectorAll(".is-new")) if (!watched.has(article)) watched.add(article), watch.observe(article);
}

function tell() {
  document.dispatchEvent(new Event("whole")); // what a long thread still keeps back is not read (whole.js)
  const all = fresh(), number = ({ id }) => id.slice(1);
  if (!all.length && !folds.size) return;
  const last = Math.max(thread.dataset.last, ...[...thread.querySelectorAll("article.comment")].map(number));
  const left = [...all.filter((article) => !seen.has(article)).map(number), ...(thread.dataset.waits ? thread.dataset.waits.split(",") : [])];
  const form = new FormData();
  form.set("csrfmiddlewaretoken", token());
  form.set("seen", last);
  form.set("unread", left.join());
  const read = `${last}:${left}`;
  for (const [name, folded] of folds) form.append(folded ? "fold" : "unfold", name);
  if ((read === told && !folds.size) || !navigator.sendBeacon(thread.dataset.tell, form)) return;
  told = read;
  folds.clear();
}

if (thread) {
  look();
  new MutationObserver(look).observe(thread, { childList: true, subtree: true });
  document.addEventListener("visibilitychange", () => document.hidden && tell());
  addEventListener("pagehide", tell);
  document.addEventListener("folded", ({ detail }) => folds.set(...detail));
  addEventListener("scroll", () => (scrolled = Date.now()), { passive: true });
  setInterval(() => Date.now() - scrolled > 180000 && tell(), 30000); // an abandoned page has been left too
}
