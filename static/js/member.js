// What a member gets on top: acts and replies without a reload. Every one of them is a form or a link first.
import "./reader.js";
import "./behaviors/csrf.js";
import "./behaviors/acts.js";
import "./behaviors/in-place.js";
import "./behaviors/ask-first.js";
import "./behaviors/keep-text.js";
import "./behaviors/local-time.js";
import "./behaviors/next-new.js";
