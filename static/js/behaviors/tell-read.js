// <ol data-tell="/diaries/7/read/">: when the page is left it tells, once, what of the new was never on the screen, and what was folded.
import { waiting } from "./arrive.js";
import { folds } from "./fold.js";
import { fresh } from "./pill.js";
const thread = document.querySelector("[data-tell]");
const seen = new WeakSet(), watched = new WeakSet();
let told = "", scrolled = Date.now();

document.cookie = "tells=1; path=/; max-age=604800; samesite=lax"; // so that a visit need not be noted before it is over

const watch = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) if (isIntersecting) seen.add(target);
});

function look() {
  for (const article of fresh()) if (!watched.has(article)) watched.add(article), watch.observe(article);
}

function tell() {
  const all = fresh(), number = ({ id }) => id.slice(1);
  if (!all.length && !folds.size) return;
  const last = Math.max(thread.dataset.last, ...[...thread.querySelectorAll("article.comment")].map(number));
  const left = [...all.filter((article) => !seen.has(article)).map(number), ...waiting().map((id) => id.slice(1))];
  const form = new FormData(document.getElementById("act"));
  form.set("seen", last);
  form.set("unread", left.join());
  for (const [name, folded] of folds) form.append(folded ? "fold" : "unfold", name);
  const words = new URLSearchParams(form).toString();
  if (words !== told && navigator.sendBeacon(thread.dataset.tell, form)) told = words;
}

if (thread) {
  look();
  new MutationObserver(look).observe(thread, { childList: true, subtree: true });
  document.addEventListener("visibilitychange", () => document.hidden && tell());
  addEventListener("pagehide", tell);
  addEventListener("scroll", () => (scrolled = Date.now()), { passive: true });
  setInterval(() => Date.now() - scrolled > 180000 && tell(), 30000); // an abandoned page has been left too
}
