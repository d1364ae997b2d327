// What a member gets on top: acts and replies without a reload. Every one of them is a form or a link first.
import "./reader.js";
import "./behaviors/csrf.js";
import "./behaviors/acts.js";
import "./behaviors/in-place.js";
import "./behaviors/replaces.js";
import "./behaviors/quote.js";
import "./behaviors/write-keys.js";
import "./behaviors/autosave.js";
import "./behaviors/kept-form.js";
import "./behaviors/restore.js";
import "./behaviors/sends-itself.js";
import "./behaviors/ask-first.js";
import "./behaviors/keep-text.js";
import "./behaviors/local-time.js";
import "./behaviors/next-new.js";
import "./behaviors/tell-read.js";

// What few pages need.
document.addEventListener("focusin", ({ target }) => target.matches("[data-suggest-tags]") && import("./behaviors/suggest-tags.js"));
if (document.querySelector("[data-only-here]")) import("./behaviors/only-here.js");
