// The pill says how much is new, leads to it, and lets in what waits.
import { settle } from "./arrive.js";
const pill = document.querySelector("[data-pill]");
let waiting = [];

export const fresh = () => (document.dispatchEvent(new Event("whole")), [...document.querySelectorAll(".comment.is-new")]);

// ids: what waits because it would move what is in sight; here: the new one that the reader has been led to.
export function say(ids = waiting, here) {
  const all = fresh(), place = all.indexOf(here) + 1, [button, next] = pill.querySelectorAll("[data-step='1'], button");
  const words = `${place ? `${place} of ` : ""}${all.length + ids.length} new`;
  waiting = ids;
  for (const said of document.querySelectorAll("[data-said]")) if (said.textContent !== words) said.textContent = words;
  button.querySelector("b").textContent = ids.length;
  next.hash = all[place]?.id ?? "";
  button.hidden = !ids.length;
  pill.hidden = !all.length && !ids.length;
}

pill?.querySelector("button").addEventListener("click", () => {
  const [first] = waiting;
  say(settle(true));
  const to = document.getElementById(first);
  if (to) to.scrollIntoView();
  else location.reload();
});
