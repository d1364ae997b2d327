// Reply, edit, hide and delete open below their comment; cancel closes them. replaces.js: what they answer.
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

document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-reply], [data-in-place]");
  const cancel = event.target.closest("[data-cancel]");
  if (event.metaKey || event.ctrlKey || event.shiftKey || !window.htmx) return;
  if (cancel && cancel.closest(".replying, .panel-place")) {
    event.preventDefault();
    cancel.closest(".replying, .panel-place").remove();
  } else if (link && link.closest(".thread")) {
    event.preventDefault();
    const item = itemOf(link);
    const open = item.querySelector(":scope > .panel-place, :scope > ol.replies > .replying");
    const fresh = link.matches("[data-reply]") ? replying : panel;
    if (open && open.dataset.from === link.pathname) return firstOf(open)?.focus();
    open?.remove();
    const place = fresh(item);
    place.dataset.from = link.pathname;
    await window.htmx.ajax("GET", link.pathname, { target: place, swap: "innerHTML" });
    firstOf(place)?.focus();
  }
});

function panel(item) {
  const place = document.createElement("div");
  place.className = "panel-place";
  item.querySelector("article").after(place);
  return place;
}
