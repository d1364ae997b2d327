// <dialog id="ask-picture">: asks what a picture shows, sends it, and puts it into the text. The form in it is that of /pictures/.
import { surfaceOf } from "./surfaces.js";
import { upload } from "./upload.js";

const dialog = document.getElementById("ask-picture");
const form = dialog.querySelector("form");
const words = form.querySelector("[data-words]");
let area, described;

const tell = (text) => ((words.textContent = text), (words.hidden = !text));

function ask(place, file) {
  form.reset();
  tell("");
  [area, described] = [place, !file && surfaceOf(place).picture?.()];
  for (const name of ["picture", "caption"]) form.elements[name].closest(".field").hidden = Boolean(described);
  form.elements.picture.required = !described;
  if (described) form.elements.alt.value = described.alt ?? "";
  const carried = new DataTransfer();
  if (file) carried.items.add(file);
  form.elements.picture.files = carried.files;
  form.elements.picture.dispatchEvent(new Event("change", { bubbles: true }));
  surfaceOf(area).leave?.();
  dialog.showModal();
  form.elements[file || described ? "alt" : "picture"].focus();
  return new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
}

dialog.addEventListener("close", () => surfaceOf(area).back?.());

export async function askPictures(place, files) {
  for (const file of files) await ask(place, file);
}

async function send() {
  tell("");
  const answer = await upload(form);
  if (answer.words) return tell(answer.words);
  dialog.addEventListener("close", () => surfaceOf(area).insert(answer), { once: true });
  dialog.close();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!described) return send();
  dialog.close();
  surfaceOf(area).describe(form.elements.decorative.checked ? "" : form.elements.alt.value);
});
document.addEventListener("ask-picture", ({ target }) => ask(target));
