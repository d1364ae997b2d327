// Reply, edit, hide and delete open below their comment; cancel closes them. sent.js: what they answer.
import { ask, lay } from "./exchange.js";
import { quote } from "./quote.js";

const itemOf = (element) => element.closest("li");
const firstOf = (place) => place.querySelector("textarea") ?? place.querySelector("input:not([type=hidden]), button");

function replying(item) {
  let replies = item.querySelector(":scope > ol.replies");
  if (!replies) {
    replies = document.createElement("ol");
    replies.className = "replies";
    item.append(replies);
  }
  const place = document.createElement("li");
  place.className = "replying";
  replies.append(place);
  return place;
}

export async function open(link, selected) {
  document.dispatchEvent(new Event("whole")); // a reply stands behind those that a long thread still keeps back (whole.js)
  const item = itemOf(link);
  const there = item.querySelector(":scope > .panel-place, :scope > ol.replies > .replying");
  const begin = (at) => (quote(at.querySelector("form"), link, selected), firstOf(at)?.focus());
  if (there && there.dataset.from === link.pathname) return begin(there);
  there?.remove();
  const place = (link.matches("[data-reply]") ? replying : panel)(item);
  place.dataset.from = link.pathname;
  const [answer] = await Promise.all([ask(link.pathname), import("../keeping.js").catch(() => {})]); // no form without what keeps its words
  lay(answer, place, "innerHTML");
  begin(place);
}

document.addEventListener("click", (event) => {
  const place = event.target.closest("[data-cancel]")?.closest(".replying, .panel-place");
  if (!place || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  place.remove();
});

function panel(item) {
  const place = document.createElement("div");
  place.className = "panel-place";
  item.querySelector("article").after(place);
  return place;
}
