// <form data-replaces="#c7">: a good answer takes the comment's place, a bad one (422 …) the form's.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { requestConfig, xhr } = event.detail;
  const replaces = requestConfig.elt?.dataset?.replaces;
  if (!replaces || xhr.getResponseHeader("HX-Retarget")) return;
  if (xhr.status < 300) {
    event.detail.target = document.querySelector(replaces);
    event.detail.swapOverride = "outerHTML";
    requestConfig.elt.closest(".panel-place")?.remove();
  } else {
    event.detail.target = requestConfig.elt;
    event.detail.swapOverride = xhr.status === 422 || xhr.status === 409 || xhr.status === 429 ? "outerHTML" : "beforebegin";
  }
});
