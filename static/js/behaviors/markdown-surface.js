// Tools on a textarea: signs round what is selected, or before its lines. The browser's Undo takes them back.
const SIGNS = { bold: "**", italic: "*", code: "`" };
const STARTS = { quote: "> ", list: "- ", numbers: "1. ", heading: "## " };
const TABLE = "| Heading | Heading |\n| --- | --- |\n| Cell | Cell |";

function put(area, text, from = area.selectionStart, to = area.selectionEnd) {
  area.focus(), area.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, text)) area.setRangeText(text, from, to, "end"), area.dispatchEvent(new Event("input", { bubbles: true }));
}

function wrap(area, sign) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const [words, size] = [value.slice(from, to), sign.length];
  const worn = value.slice(from - size, from) === sign && value.slice(to, to + size) === sign;
  worn ? put(area, words, from - size, to + size) : put(area, sign + words + sign);
  const start = worn ? from - size : from + size;
  area.setSelectionRange(start, start + words.length);
}

function begin(area, mark) {
  const { value, selectionStart, selectionEnd } = area;
  const [from, next] = [value.lastIndexOf("\n", selectionStart - 1) + 1, value.indexOf("\n", selectionEnd)];
  const to = next < 0 ? value.length : next;
  const [lines, worn] = [value.slice(from, to).split("\n"), mark === "1. " ? /^\d+\. / : new RegExp(`^${mark}`)];
  const all = lines.every((line) => worn.test(line));
  const changed = lines.map((line, place) => (all ? line.replace(worn, "") : (mark === "1. " ? `${place + 1}. ` : mark) + line)).join("\n");
  put(area, changed, from, to);
  if (selectionStart < selectionEnd) area.setSelectionRange(from, from + changed.length);
}

// A block of its own: with a blank line before and after it.
function putBlock(area, text) {
  const [before, after] = [area.value.slice(0, area.selectionEnd), area.value.slice(area.selectionEnd)];
  const gap = (side, edge) => (!side.trim() || edge.test(side) ? "" : "\n\n");
  put(area, gap(before, /\n\n$/) + text + gap(after, /^\n\n/), area.selectionEnd);
}
let caret; // a dialog makes the browser forget it
export const markdownSurface = (area, html = false) => ({
  leave: () => (caret = [area.selectionStart, area.selectionEnd]),
  back: () => area.setSelectionRange(...caret),
  way: html ? "source" : "markdown",
  can: (tool) => ["link", "picture", html ? "source" : "table"].includes(tool) || (!html && (tool in SIGNS || tool in STARTS)),
  is: (tool) => html && tool === "source",
  run: (tool) => (tool in SIGNS ? wrap(area, SIGNS[tool]) : tool in STARTS ? begin(area, STARTS[tool]) : tool === "table" && putBlock(area, TABLE)),
  words: () => area.value.slice(area.selectionStart, area.selectionEnd),
  link: ({ address, words }) => put(area, html ? `<a href="${address}">${words || address}</a>` : `[${words || address}](${/[\s()]/.test(address) ? `<${address}>` : address})`),
  insert: (picture) => putBlock(area, html ? picture.html : picture.markdown),
  paste: (text) => put(area, text),
  focus: () => area.focus(),
});
