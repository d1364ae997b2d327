// The toolbar over each text: one stop for Tab (writing-keys.js has the others).
import { surfaceOf } from "./surfaces.js";

export const barOf = (area) => area.closest(".field").querySelector(".tools");
export const areaOfBar = (bar) => document.getElementById(bar.getAttribute("aria-controls"));
export const seen = (bar) => [...bar.querySelectorAll("button:not([hidden])")];

function refresh(area) {
  const [bar, surface] = [barOf(area), surfaceOf(area)];
  if (surface.waits) return; // the tools stand as they will be in a moment
  for (const button of bar.querySelectorAll("button")) {
    button.hidden = !surface.can(button.dataset.tool);
    if (surface.way !== "markdown") button.setAttribute("aria-pressed", surface.is(button.dataset.tool));
    else button.removeAttribute("aria-pressed");
  }
  stop(bar, seen(bar).find((button) => button.tabIndex === 0) ?? seen(bar)[0]);
}

export const stop = (bar, one) => bar.querySelectorAll("button").forEach((button) => (button.tabIndex = button === one ? 0 : -1));

export function use(area, tool) {
  if (["link", "picture", "source"].includes(tool)) area.dispatchEvent(new CustomEvent(`ask-${tool}`, { bubbles: true }));
  else if (surfaceOf(area).can(tool)) surfaceOf(area).run(tool);
  refresh(area);
}

document.addEventListener("surface", ({ target }) => {
  if (!surfaceOf(target).waits) stop(barOf(target)); // other tools: Tab comes to the first of them again
  refresh(target);
});
document.addEventListener("moved", ({ target }) => refresh(target));
document.addEventListener("mousedown", (event) => event.target.closest(".tools") && event.preventDefault()); // what is selected stays so
document.addEventListener("click", ({ target }) => target.closest("[data-tool]") && use(areaOfBar(target.closest(".tools")), target.closest("[data-tool]").dataset.tool));
