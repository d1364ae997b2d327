// What has arrived takes its place where nothing in sight moves; else it waits.
import { oneMore } from "./fold-line.js";
const held = new Map(), thread = document.getElementById("thread");
const byId = (id) => document.getElementById(id);

function mark(fresh) {
  if (fresh.matches(".own, .stub, .tombstone, .is-new")) return;
  fresh.classList.add("is-new");
  fresh.querySelector("header").insertAdjacentHTML("beforeend", ' <span class="mark new">new</span>');
}

function renewed(old, fresh) {
  const box = old.getBoundingClientRect();
  const figures = fresh.querySelector(".figures");
  if (box.bottom > 0 && box.top < innerHeight) return figures && void old.querySelector(".figures")?.replaceWith(figures.cloneNode(true));
  if (old.contains(document.activeElement)) return;
  if (old.matches(".is-new")) mark(fresh);
  const height = old.offsetHeight;
  old.replaceWith(fresh);
  if (box.bottom > 0 || fresh.offsetHeight === height) return true;
  fresh.replaceWith(old); // above the eye nothing grows and nothing shrinks: it waits until it lies below
}

function entered(item, fresh, asked) {
  const parent = !thread.dataset.flat && fresh.querySelector("footer .parent")?.hash.slice(1);
  const above = parent && byId(parent)?.closest("li");
  if (above === undefined && parent) return asked && location.reload();
  const first = !parent && thread.dataset.newest;
  const list = above ? above.querySelector(":scope > ol.replies") : thread;
  const edge = list ?? above, seen = edge.getClientRects().length;
  const { top, bottom } = edge.getBoundingClientRect();
  if (!asked && seen && (first ? top : bottom) < innerHeight) return;
  mark(fresh);
  if (list) list[first ? "prepend" : "append"](item);
  else above.insertAdjacentHTML("beforeend", '<ol class="replies"></ol>'), above.lastElementChild.append(item);
  oneMore(item);
  return true;
}

export function settle(asked, list = []) {
  document.dispatchEvent(new Event("whole")); // of a long thread (whole.js)
  for (const item of list) held.set(item.querySelector("article").id, item);
  for (const [id, item] of held) {
    const old = byId(id), fresh = item.querySelector("article");
    if (old ? renewed(old, fresh) : entered(item, fresh, asked)) held.delete(id);
  }
  const waiting = [...held.keys()].filter((id) => !byId(id));
  thread.dataset.waits = waiting.map((id) => id.slice(1)); // tell-read.js: these have not been read
  return waiting;
}
