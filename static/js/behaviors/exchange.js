// One exchange with the server while the page stays: asks as htmx would, and puts the answer into its place.
// The answer may name another place (HX-Retarget, HX-Reswap) or page (HX-Redirect); "arrived" tells of each new element.
import { token } from "./csrf.js";

const WHY = { 0: "There is no connection, so nothing was sent. Try again.", 429: "Too fast. Wait a moment and try again." };

// body: what is posted; without one the address is read. Resolves to { status, html, headers }, status 0 without a connection.
export async function ask(address, body) {
  const headers = { "HX-Request": "true", ...(body && { "X-CSRFToken": token() ?? "" }) };
  try {
    const answer = await fetch(address, { method: body ? "POST" : "GET", body, headers });
    return { status: answer.status, headers: answer.headers, html: await answer.text() };
  } catch {
    return { status: 0, headers: new Headers(), html: "" };
  }
}

const parsed = (html) => Object.assign(document.createElement("template"), { innerHTML: html }).content;

function put(content, target, how) {
  const [fresh, had] = [[...content.children], document.activeElement];
  if (how === "outerHTML") target.replaceWith(content);
  else if (how === "innerHTML") target.replaceChildren(content);
  else target[how === "beforeend" ? "append" : "before"](content);
  for (const each of fresh) each.dispatchEvent(new CustomEvent("arrived", { bubbles: true }));
  if (had.isConnected) return;
  const again = (had.id && document.getElementById(had.id)) || fresh[0]?.querySelector("button:enabled, a, input:not([type=hidden]), summary");
  again?.focus({ preventScroll: true }); // a keyboard does not lose its place
  if (had.matches("textarea")) again?.setSelectionRange?.(had.selectionStart, had.selectionEnd);
}

export function found(form, said = "this") {
  const [word, selector] = said.split(/^(find|closest) /).slice(-2);
  return said === "this" ? form : word === "find" ? form.querySelector(selector) : word === "closest" ? form.closest(selector) : document.querySelector(said);
}

// target: where an answer belongs; how: outerHTML, innerHTML or beforeend; near: what asked, before which a mere sentence of refusal stands.
export function lay({ status, headers, html }, target, how, near = target) {
  const [elsewhere, leads] = [headers.get("HX-Retarget"), headers.get("HX-Redirect")];
  if (leads) return location.assign(leads);
  const good = status >= 200 && status < 300, content = parsed(html), first = content.firstElementChild;
  if (good || (!first?.matches(".notice") && [403, 409, 422, 429].includes(status)))
    return put(content, elsewhere ? found(near, elsewhere) : target, headers.get("HX-Reswap") ?? how);
  const words = first?.matches(".notice") ? first : Object.assign(document.createElement("p"), { className: "notice error", role: "alert", textContent: WHY[status] ?? `That did not work (${status}). Try again in a minute.` });
  if (near.previousElementSibling?.matches(".notice.error")) near.previousElementSibling.remove();
  how === "innerHTML" ? target.replaceChildren(words) : near.before(words);
}
