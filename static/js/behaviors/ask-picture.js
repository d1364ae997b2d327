// <dialog id="ask-picture">: asks what a picture shows, sends it, and puts it into the text. The form in it is that of /pictures/.
import { surfaceOf } from "./surfaces.js";
import { upload } from "./upload.js";
import "./show-chosen.js";

const dialog = document.getElementById("ask-picture");
const form = dialog.querySelector("form");
const [words, title, button] = ["[data-words]", "h2", ".primary"].map((place) => form.querySelector(place));
const [usual, add] = [title.textContent, button.textContent];
let area, described, taken, asking;

const tell = (text) => ((words.textContent = text), (words.hidden = !text), button.scrollIntoView({ block: "nearest" }));

function ask(place, file, which = usual) {
  form.reset();
  [area, described, taken, asking] = [place, !file && surfaceOf(place).picture?.(), null, new AbortController()];
  [title.textContent, button.textContent] = [which, described ? "Keep these words" : add];
  for (const name of ["picture", "caption"]) form.elements[name].closest(".field").hidden = Boolean(described);
  form.elements.picture.required = !described;
  if (described) form.elements.alt.value = described.alt ?? "";
  const carried = new DataTransfer();
  if (file) carried.items.add(file);
  form.elements.picture.files = carried.files;
  form.elements.picture.dispatchEvent(new Event("change", { bubbles: true }));
  surfaceOf(area).leave?.();
  dialog.showModal();
  tell("");
  form.elements[file || described ? "alt" : "picture"].focus();
  return new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
}
// What was taken is in the text before the next is asked about.
dialog.addEventListener("close", () => (asking.abort(), surfaceOf(area).back?.(), taken && surfaceOf(area).insert(taken)));

export async function askPictures(place, files) {
  for (const [at, file] of files.entries()) await ask(place, file, files.length > 1 ? `Picture ${at + 1} of ${files.length}` : usual);
}

async function send() {
  tell("");
  const answer = await upload(form, asking.signal);
  if (answer?.words) tell(answer.words);
  else if (answer) (taken = answer), dialog.close();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!described) return send();
  dialog.close();
  surfaceOf(area).describe(form.elements.decorative.checked ? "" : form.elements.alt.value);
});
