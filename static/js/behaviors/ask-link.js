// <dialog id="ask-link">: where a link leads, and its words. Cancel and Escape change nothing; the focus goes back to where it was.
import { surfaceOf } from "./surfaces.js";

const dialog = document.getElementById("ask-link");
const form = dialog.querySelector("form");
const unlink = form.querySelector("[data-unlink]");
let area, said;

const whole = (address) => (/^[\w-]+(\.[\w-]+)+([/?#]|$)/.test(address) ? `https://${address}` : address);

document.addEventListener("ask-link", ({ target }) => {
  area = target;
  const [words, address] = [surfaceOf(area).words(), surfaceOf(area).address?.() ?? ""];
  form.elements.address.value = address || (/^https?:\S+$/.test(words) ? words : "");
  form.elements.words.value = words;
  form.elements.words.closest(".field").hidden = Boolean(address || (words && surfaceOf(area).way === "rich"));
  unlink.hidden = !address;
  said = null;
  surfaceOf(area).leave?.();
  dialog.showModal();
  form.elements.address.focus();
});

form.addEventListener("submit", () => (said = { address: whole(form.elements.address.value.trim()), words: form.elements.words.value.trim() }));
unlink.addEventListener("click", () => ((said = { address: "" }), dialog.close()));
dialog.addEventListener("close", () => {
  surfaceOf(area).back?.();
  if (said) surfaceOf(area).link(said);
});
document.addEventListener("click", ({ target }) => target.closest("[data-close]")?.closest("dialog").close());
