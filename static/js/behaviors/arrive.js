// What has arrived takes its place where nothing in sight moves; else it waits.
const held = new Map();
const thread = document.getElementById("thread");
const byId = (id) => document.getElementById(id);

function mark(fresh) {
  if (fresh.matches(".own, .stub, .tombstone, .is-new")) return;
  fresh.classList.add("is-new");
  fresh.querySelector("header").insertAdjacentHTML("beforeend", ' <span class="mark new">new</span>');
}

function renewed(old, fresh) {
  const box = old.getBoundingClientRect();
  if (box.bottom > 0 && box.top < innerHeight) {
    const figures = fresh.querySelector(".figures");
    if (figures) old.querySelector(".figures")?.replaceWith(figures.cloneNode(true));
  } else if (!old.contains(document.activeElement)) {
    if (old.matches(".is-new")) mark(fresh);
    old.replaceWith(fresh);
    return true;
  }
}

function entered(item, fresh, asked) {
  const parent = !thread.dataset.flat && fresh.querySelector("footer .parent")?.hash.slice(1);
  const above = parent && byId(parent)?.closest("li");
  if (above === undefined && parent) return asked && location.reload();
  const first = !parent && thread.dataset.newest;
  const list = above ? above.querySelector(":scope > ol") : thread;
  const edge = (list ?? above).getBoundingClientRect();
  if (!asked && (first ? edge.top : edge.bottom) < innerHeight) return;
  mark(fresh);
  if (list) list[first ? "prepend" : "append"](item);
  else above.insertAdjacentHTML("beforeend", '<ol class="replies"></ol>'), above.lastElementChild.append(item);
  return true;
}

export const waiting = () => [...held.keys()].filter((id) => !byId(id));

export function settle(asked, list = []) {
  for (const item of list) held.set(item.firstElementChild.id, item);
  for (const [id, item] of held) {
    const old = byId(id), fresh = item.firstElementChild;
    if (old ? renewed(old, fresh) : entered(item, fresh, asked)) held.delete(id);
  }
  return waiting();
}
