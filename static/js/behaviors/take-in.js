// What is pasted or dropped on a text: pictures are asked about and sent, words from elsewhere arrive clean.
import { askPictures } from "./ask-picture.js";
import { convert } from "./convert.js";
import { areaOf, say, surfaceOf } from "./surfaces.js";

const FORMATTED = /<(a|b|strong|i|em|h[1-6]|li|blockquote|table|pre|sup|sub)\b|mso-list|font-weight:\s*(bold|[6-9]00)|font-style:\s*italic/i;
const PROGRAM = /white-space:\s*pre;/i; // from an editor of programs: its colours mean nothing, its spaces do
const pictures = (transfer) => [...(transfer?.files ?? [])].filter(({ type }) => type.startsWith("image/"));
const bare = (html) => html.replace(/<style[\s\S]*?<\/style>|<!--[\s\S]*?-->|<[^>]*>|&nbsp;/g, "").trim();

async function paste(area, html, plain) {
  const [form, surface] = [area.form, surfaceOf(area)];
  try {
    const { text, images } = await convert(form, { from: "clipboard", text: html, to: form.elements.markup.value });
    surface.paste(text);
    say(form, images ? `${images === 1 ? "A picture was" : `${images} pictures were`} left out: copy it by itself, or add it with the tool “Picture”.` : "");
  } catch {
    surface.paste(surface.way === "rich" ? plain.replace(/[&<]/g, (sign) => `&#${sign.charCodeAt()};`).replace(/\n+/g, "<br>") : plain);
  }
}

document.addEventListener("paste", (event) => {
  const [area, clipboard] = [areaOf(event.target), event.clipboardData];
  if (!area || !surfaceOf(area)) return;
  const [files, html, plain] = [pictures(clipboard), clipboard.getData("text/html"), clipboard.getData("text/plain")];
  if (files.length && !bare(html)) askPictures(area, files);
  else if (!html || html.includes("data-pm-slice") || !bare(html)) return;
  else if (surfaceOf(area).way !== "rich" && (!FORMATTED.test(html) || PROGRAM.test(html))) return;
  else paste(area, html, plain);
  event.preventDefault();
  event.stopPropagation();
}, true);

const carriesFiles = ({ dataTransfer }) => [...(dataTransfer?.types ?? [])].includes("Files");
document.addEventListener("dragover", (event) => areaOf(event.target) && carriesFiles(event) && event.preventDefault());
document.addEventListener("drop", (event) => {
  const area = carriesFiles(event) && areaOf(event.target);
  if (!area) return;
  event.preventDefault();
  event.stopPropagation();
  if (pictures(event.dataTransfer).length) askPictures(area, pictures(event.dataTransfer));
  else say(area.form, "Only pictures can be added to a text.");
}, true);
