// Nothing typed is lost: what a form that keeps (data-keeps) gets when it is entered.
import "./behaviors/autosave.js";
import "./behaviors/kept-form.js";
import "./behaviors/restore.js";
import "./behaviors/write-keys.js";
import "./behaviors/sent.js"; // so that it is there when the connection is not
