// Reply, edit, hide and delete open below their comment; cancel closes them; what they answer replaces the comment.
const itemOf = (element) => element.closest("li");

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
    if (open && open.dataset.from === link.pathname) return open.querySelector("textarea, input, button")?.focus();
    open?.remove();
    const place = fresh(item);
    place.dataset.from = link.pathname;
    await window.htmx.ajax("GET", link.pathname, { target: place, swap: "innerHTML" });
    place.querySelector("textarea, input:not([type=hidden]), button")?.focus();
  }
});

function panel(item) {
  const place = document.createElement("div");
  place.className = "panel-place";
  item.querySelector("article").after(place);
  return place;
}

// <form data-replaces="#c7">: a good answer takes the comment's place, a bad one (422 …) the form's.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { requestConfig, xhr } = event.detail;
  const replaces = requestConfig.elt?.dataset?.replaces;
  if (!replaces) return;
  if (xhr.status < 300) {
    event.detail.target = document.querySelector(replaces);
    event.detail.swapOverride = "outerHTML";
    requestConfig.elt.closest(".panel-place")?.remove();
  } else {
    event.detail.target = requestConfig.elt;
    event.detail.swapOverride = xhr.status === 422 || xhr.status === 409 || xhr.status === 429 ? "outerHTML" : "beforebegin";
  }
});

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt;
  if (form.id === "new-comment" && event.detail.successful) {
    form.reset();
    form.querySelector("[name=token]").value = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
    form.querySelector(".errors")?.remove();
  }
});
