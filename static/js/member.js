// What a member gets on top: acts and replies without a reload. Every one of them is a form or a link first.
import "./reader.js";
import "./behaviors/csrf.js";
import "./behaviors/ask-first.js";
import "./behaviors/keep-text.js";
import "./behaviors/keeps.js";
import "./behaviors/when-pressed.js";
import "./behaviors/tell-read.js";

// What few pages need.
document.addEventListener("mouseover", ({ target }) => target.closest?.("time[datetime]") && import("./behaviors/local-time.js"));
document.addEventListener("focusin", ({ target }) => target.matches("[data-suggest-tags]") && import("./behaviors/suggest-tags.js").catch(() => {}));
if (document.querySelector("[data-sends-itself]")) import("./behaviors/sends-itself.js");
if (document.querySelector("[data-only-here]")) import("./behaviors/only-here.js");
