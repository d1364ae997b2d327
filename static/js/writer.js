// What only the editor of diaries gets. Without it there are two plain textareas, and everything works.
import "./behaviors/count-words.js";
import "./behaviors/writing-tools.js";
import "./behaviors/writing-keys.js";
import "./behaviors/writing-way.js";
import "./behaviors/send-after-save.js";
import "./behaviors/ask-link.js";
import "./behaviors/take-in.js";
import "./behaviors/preview-beside.js";
import "./behaviors/spells.js";
import "./keeping.js"; // last: words that come back are shown by what stands above
