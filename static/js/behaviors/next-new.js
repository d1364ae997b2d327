// n and p, and the pill's arrows: to the next and the previous new comment in the order of the page.
import { fresh, say } from "./pill.js";
let here;
const top = (one) => one.getBoundingClientRect().top;
const inSight = (one) => one?.isConnected && top(one) < innerHeight && one.getBoundingClientRect().bottom > 0;

function step(by) {
  const all = fresh(), place = all.indexOf(here);
  const to = inSight(here) ? all[place + by] : by > 0 ? all.find((one) => top(one) > 0) ?? all[0] : all.findLast((one) => top(one) < 0);
  if (!to) return;
  here = to;
  if (!to.getClientRects().length) location.replace(`#${to.id}`); // folded, or too deep for the screen: an address opens it
  to.tabIndex = -1;
  to.focus({ preventScroll: true });
  to.scrollIntoView();
  say(undefined, here);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (event.key === "n" || event.key === "p") step(event.key === "n" ? 1 : -1);
});

document.addEventListener("click", (event) => {
  const arrow = event.target.closest("[data-step]");
  if (!arrow) return;
  event.preventDefault();
  step(+arrow.dataset.step);
});
for (const arrow of document.querySelectorAll("[data-step='-1']")) arrow.hidden = false;
