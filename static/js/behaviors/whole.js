// <div id="later"> of <noscript>: the rest of a long thread, which browsers with scripts leave unread (comments/nesting.py). It takes its
// place part by part while the page is read and used; what needs the whole thread at once dispatches "whole" on document.
const parts = [...document.querySelectorAll("#later > noscript")];
const FORM = /(<button[^>]*?) form="\w+"/g; // looking for its form, each button would go through the whole page
const [visit] = performance.getEntriesByType("navigation");

function enter(list, more) {
  const further = more.firstElementChild;
  if (further.matches(".on")) {
    const item = document.getElementById(further.dataset.on).closest("li"), replies = item.querySelector(":scope > ol.replies");
    if (replies) enter(replies, further.lastElementChild);
    else item.append(...further.childNodes);
    further.remove();
  }
  list.append(...more.children);
}

function take() {
  const part = parts.shift(), markup = part.textContent.replace(FORM, "$1");
  enter(document.getElementById("thread"), document.createRange().createContextualFragment(markup).firstElementChild);
  part.remove();
  if (!parts.length) document.querySelector("#later > p").hidden = true;
}

const whole = () => { while (parts.length) take(); };

const isSettled = (place) => !parts.length || place?.compareDocumentPosition(parts[0]) & Node.DOCUMENT_POSITION_FOLLOWING;

// Where the address points must be there, and must not move any more; a page that one comes back to is as high as it was.
function aim() {
  if (!location.hash || isSettled(document.querySelector(":target"))) return;
  whole();
  location.replace(location.hash);
}

async function arrive() {
  while (parts.length) {
    await new Promise((go) => requestAnimationFrame(() => setTimeout(go)));
    if (parts.length) take();
  }
}

if (visit.type !== "navigate" || visit.name.includes(":~:")) whole();
else aim();
arrive();
for (const sign of ["whole", "visibilitychange"]) document.addEventListener(sign, whole); // put away, a page has no frames to wait for
const leads = (link) => link && !isSettled(document.getElementById(link.hash.slice(1)));
document.addEventListener("click", ({ target }) => leads(target.closest("a[href^='#']")) && whole(), true);
addEventListener("beforeprint", whole);
addEventListener("hashchange", aim);
