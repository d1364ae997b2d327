// Rich text over a textarea, which goes on keeping the HTML: the library's editor without its own toolbar and styles.
import { typed } from "./surfaces.js";
import { ACTIVE, extensions, RUN } from "./rich-tools.js";

const KNOWN = "p,h1,h2,h3,h4,h5,ul,ol,li,blockquote,pre,code,strong,b,em,i,s,del,u,sub,sup,a,br,hr,img,figure,figcaption,table,thead,tbody,tr,th,td";
const TWO_BLOCKS = /(<\/(?:p|h\d|ul|ol|li|blockquote|figure|pre|tr|table)>)(?=<[^/])/g; // a line each, so that versions can be compared

// Can it hold this text, or would something be lost? (The page's policy would complain about styles.)
export function isKnown(html) {
  const text = new DOMParser().parseFromString(html.replace(/\sstyle\s*=/gi, " data-was="), "text/html");
  return !text.body.querySelector(`:not(${KNOWN})`);
}

const NOISE = / (?:colspan|rowspan)="1"| data-type="decimal"|(?:<p><\/p>)+$/g;
const lines = (html) => html.replace(NOISE, "").replace(TWO_BLOCKS, "$1\n");
export async function richSurface(area) {
  const library = await import(area.form.dataset.rich);
  const [place, label] = [document.createElement("div"), area.closest(".field").querySelector("label")];
  place.className = "rich prose";
  label.id ||= `${area.id}_label`;
  let [waiting, shown] = [0, area.value];
  const flush = () => ((waiting = clearTimeout(waiting)), editor.isDestroyed || typed(area, (shown = editor.isEmpty ? "" : lines(editor.getHTML()))));
  const later = () => (clearTimeout(waiting), (waiting = setTimeout(flush, 300)));
  const attributes = { role: "textbox", "aria-multiline": "true", "aria-labelledby": label.id, dir: "auto", "aria-describedby": area.getAttribute("aria-describedby") ?? label.id };
  const options = { element: place, injectCSS: false, content: area.value, extensions: extensions(library), editorProps: { attributes }, onUpdate: later };
  const editor = new library.Editor(options);
  const hold = (size) => (editor.view.dom.style.blockSize = size);
  hold(`${area.offsetHeight}px`), editor.on("focus", () => hold("")), area.before(place); // nothing moves until somebody comes
  if (document.activeElement === area) editor.commands.setTextSelection(editor.state.doc.content.size), editor.view.focus(); // at once: no key is lost
  area.hidden = true;
  label.onclick = () => editor.commands.focus();
  editor.on("transaction", () => area.dispatchEvent(new Event("moved", { bubbles: true })));
  place.addEventListener("focusout", () => waiting && flush());
  const chain = () => editor.chain().focus();
  return {
    way: "rich", flush: () => waiting && flush(), shows: (html) => html === shown,
    can: (tool) => !/row|column|no-|caption/.test(tool) || (tool === "caption" ? ["figure", "image"] : ["table"]).some((name) => editor.isActive(name)),
    is: (tool) => (ACTIVE[tool] ?? []).some((name) => editor.isActive(name)),
    run: (tool) => RUN[tool](chain(), editor).run(),
    words: () => editor.state.doc.textBetween(editor.state.selection.from, editor.state.selection.to, " "),
    address: () => editor.getAttributes("link").href ?? "",
    link: (link) => RUN.link(chain(), editor, link).run(),
    picture: () => editor.isActive("image") && editor.getAttributes("image"),
    describe: (alt) => chain().updateAttributes("image", { alt }).run(),
    insert: (picture) => chain().insertContent(`${picture.html}<p></p>`).run(),
    paste: (html) => (editor.commands.focus(), editor.view.pasteHTML(html)),
    focus: () => editor.commands.focus(),
    end: () => (clearTimeout(waiting), editor.destroy(), place.remove(), (area.hidden = false), (label.onclick = null)),
  };
}
