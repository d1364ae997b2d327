// n and p, and the pill's arrows: to the next and the previous new comment in the order of the page.
import { fresh, say } from "./pill.js";
let here;
const top = (one) => one.getBoundingClientRect().top;
const inSight = (one) => one?.isConnected && top(one) < innerHeight && one.getBoundingClientRect().bottom > 0;

export function step(by) {
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
