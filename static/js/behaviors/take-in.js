// What is pasted or dropped on a text: pictures are asked about and sent, words from elsewhere arrive clean.
import { convert } from "./convert.js";
import { areaOf, say, surfaceOf } from "./surfaces.js";

const FORMATTED = /<(a|b|strong|i|em|h[1-6]|li|blockquote|table|pre|sup|sub)\b|mso-list|font-weight:\s*(bold|[6-9]00)|font-style:\s*italic/i;
const PROGRAM = /white-space:\s*pre;/i; // from an editor of programs: its colours mean nothing, its spaces do
const LATER = "No picture can be added just now: there is no connection. Your text is kept; reload the page when there is one.";
const ask = (area, files = [null]) => import("./ask-picture.js").then(({ askPictures }) => askPictures(area, files), () => say(area.form, LATER));
const pictures = (transfer) => [...(transfer?.files ?? [])].filter(({ type }) => type.startsWith("image/"));
const bare = (html) => html.replace(/<style[\s\S]*?<\/style>|<!--[\s\S]*?-->|<[^>]*>|&nbsp;/g, "").trim();

async function paste(area, html, plain) {
  const [form, surface] = [area.form, surfaceOf(area)];
  try {
    const { text, images } = await convert(form, { from: html ? "clipboard" : "mail", text: html || plain, to: form.elements.markup.value });
    surface.paste(text);
    say(form, images ? `${images === 1 ? "A picture was" : `${images} pictures were`} left out: copy it by itself, or add it with the tool “Picture”.` : "");
  } catch ({ message }) {
    surface.paste(surface.way === "rich" ? plain.replace(/[&<]/g, (sign) => `&#${sign.charCodeAt()};`).replace(/\n+/g, "<br>") : plain);
    say(form, `Pasted without its formatting: ${message}`);
  }
}

document.addEventListener("paste", (event) => {
  const [area, clipboard] = [areaOf(event.target), event.clipboardData];
  if (!area || !surfaceOf(area)) return;
  const [files, html, plain, rich] = [pictures(clipboard), clipboard.getData("text/html"), clipboard.getData("text/plain"), surfaceOf(area).way === "rich"];
  if (files.length && !bare(html)) ask(area, files);
  else if (rich && surfaceOf(area).is("code")) return;
  else if (html ? html.includes("data-pm-slice") || !bare(html) : !rich || !plain.includes("\n")) return;
  else if (html && !rich && (!FORMATTED.test(html) || PROGRAM.test(html))) return;
  else paste(area, html, plain);
  event.preventDefault(), event.stopPropagation();
}, true);

// Beside a text a file would open in the page's place.
const carriesFiles = ({ dataTransfer }) => [...(dataTransfer?.types ?? [])].includes("Files");
document.addEventListener("dragover", (event) => {
  if (!carriesFiles(event) || event.target.matches("[type=file]")) return;
  event.preventDefault();
  if (!areaOf(event.target)) event.dataTransfer.dropEffect = "none";
});
document.addEventListener("drop", (event) => {
  const area = carriesFiles(event) && areaOf(event.target);
  if (!area) return;
  event.preventDefault(), event.stopPropagation();
  if (pictures(event.dataTransfer).length < event.dataTransfer.files.length) say(area.form, "Only pictures can be added to a text.");
  ask(area, pictures(event.dataTransfer));
}, true);
document.addEventListener("ask-picture", ({ target }) => ask(target));
