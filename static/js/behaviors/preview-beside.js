// <button data-beside>: on wide screens the page as readers will see it, beside the text; made by the server, and kept in its place.
import { formOf } from "./surfaces.js";
import { token } from "./csrf.js";

const WIDE = matchMedia("(width >= 1100px)");
const main = document.querySelector("main");
const button = document.querySelector("[data-beside]");
const pane = document.getElementById("preview");
const isOn = () => WIDE.matches && main.matches(".beside");
let [waiting, asked] = [0, 0];

async function show() {
  const [form, turn] = [button.form, ++asked];
  const body = new FormData(form);
  body.set("do", "preview");
  body.set("csrfmiddlewaretoken", token());
  const response = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
  if (turn !== asked || !isOn() || ![200, 422].includes(response?.status) || response.headers.has("HX-Redirect")) return;
  const { scrollTop } = pane;
  pane.innerHTML = await response.text();
  pane.scrollTop = scrollTop;
}

function turn(on) {
  button.setAttribute("aria-pressed", on);
  main.classList.toggle("beside", on);
  pane.setAttribute("aria-live", isOn() ? "off" : "polite"); // nobody wants every word read out again
  if (isOn()) show();
  else pane.replaceChildren();
}

const layout = () => turn(main.matches(".beside"));

button.addEventListener("click", () => {
  turn(!isOn());
  document.cookie = `beside=${isOn() ? "yes; max-age=31536000" : "; max-age=0"}; path=/diaries/; samesite=lax`; // so that the page comes as it was left
});
document.addEventListener("input", ({ target }) => {
  if (!formOf(target) || !isOn()) return;
  clearTimeout(waiting);
  waiting = setTimeout(show, 700);
});
WIDE.addEventListener("change", layout);
layout();
