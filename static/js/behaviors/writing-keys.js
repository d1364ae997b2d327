// Keys in the texts and their toolbars: arrows, Home and End in a toolbar, Escape from the text to it and back, and Ctrl with a letter.
import { areaOf, formOf, surfaceOf, typed } from "./surfaces.js";
import { areaOfBar, barOf, seen, stop, use } from "./writing-tools.js";

const KEYS = { b: "bold", i: "italic", e: "code", k: "link" };
const SHIFTED = { Digit8: "list", Digit7: "numbers", KeyB: "quote" };
const OTHER = { Digit2: "heading", KeyP: "picture" };

document.addEventListener("keydown", (event) => {
  const bar = event.target.closest?.(".tools");
  if (bar) return walk(event, bar);
  if (event.key === "Enter" && event.target.matches("[data-writer] input")) return enter(event, event.target);
  const area = !event.isComposing && formOf(event.target) && areaOf(event.target);
  if (!area || !surfaceOf(area)) return;
  const { ctrlKey, metaKey, shiftKey, altKey, key, code } = event;
  const mod = ctrlKey || metaKey;
  const tool = mod && (altKey ? OTHER[code] : shiftKey ? SHIFTED[code] : KEYS[key]);
  if (key === "Escape") seen(barOf(area)).find((button) => button.tabIndex === 0).focus();
  else if (tool && surfaceOf(area).can(tool) && (surfaceOf(area).way !== "rich" || ["link", "picture", "code"].includes(tool))) use(area, tool);
  else return;
  event.preventDefault();
});

// Enter sends no diary: from the title it goes on to the text, after a tag it begins the next.
function enter(event, line) {
  if (event.isComposing || line.hasAttribute("aria-activedescendant")) return;
  event.preventDefault();
  if (line.name === "title") surfaceOf(line.form.elements.intro)?.focus();
  if (line.name === "tags" && /[^,\s]\s*$/.test(line.value)) typed(line, `${line.value.trimEnd()}, `);
}

function walk(event, bar) {
  const [buttons, here] = [seen(bar), seen(bar).indexOf(event.target)];
  const to = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: -1 }[event.key];
  if (event.key === "Escape") surfaceOf(areaOfBar(bar)).focus();
  else if (to === undefined) return;
  else stop(bar, buttons.at(to % buttons.length)), buttons.at(to % buttons.length).focus();
  event.preventDefault();
}
