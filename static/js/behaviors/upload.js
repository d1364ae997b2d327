// Sends the form of a picture and shows how far it is; resolves to what the site answers, with `words` where it did not take it, or to
// nothing once `signal` says that nobody waits for it. What is large is sent smaller: readers are never shown more (core/pictures.py).
import { token } from "./csrf.js";

const WHY = {
  0: "The picture did not arrive: the connection was lost. Your text is kept; try again.",
  403: "The site did not take the picture. Your text is kept; reload the page and add it again.",
  413: "This picture is too large. Your text is kept.",
};
const OTHER = "The site could not take the picture just now. Your text is kept; try again in a moment.";
const [LARGE, WIDEST, TALLEST] = [1_000_000, 1600, 6000];

async function smaller(file) {
  const picture = await createImageBitmap(file), shrink = Math.min(1, WIDEST / picture.width, TALLEST / picture.height);
  const canvas = Object.assign(document.createElement("canvas"), { width: shrink * picture.width, height: shrink * picture.height });
  Object.assign(canvas.getContext("2d"), { imageSmoothingQuality: "high" }).drawImage(picture, 0, 0, canvas.width, canvas.height);
  const made = await new Promise((resolve) => canvas.toBlob(resolve, "image/webp", 0.95));
  return made?.size < file.size ? made : file;
}

export async function upload(form, signal) {
  const [request, button, progress, body] = [new XMLHttpRequest(), form.querySelector(".primary"), form.querySelector("progress"), new FormData(form)];
  const wait = (on) => ((button.disabled = on), (progress.hidden = !on), (progress.value = 0));
  wait(true);
  signal.addEventListener("abort", () => (request.abort(), wait(false))); // at once: the next picture may be asked about meanwhile
  const file = body.get("picture");
  if (file.size > LARGE) body.set("picture", await smaller(file).catch(() => file), file.name); // the site says what is no picture
  body.set("csrfmiddlewaretoken", token());
  if (signal.aborted) return;
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.responseType = "json";
  request.upload.onprogress = ({ loaded, total }) => (progress.value = loaded / total);
  request.send(body);
  await new Promise((resolve) => (request.onloadend = resolve));
  if (signal.aborted) return;
  wait(false);
  return request.status === 201 ? request.response : { words: request.response?.words ?? WHY[request.status] ?? OTHER };
}
