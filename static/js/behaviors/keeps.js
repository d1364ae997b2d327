// Forms that keep what is typed: what does it is loaded as soon as somebody is seen at a page with one (a connection may be lost before the
// first word), and where words are left in this browser.
const FORMS = "form[data-keeps]";
const mine = `kept:${document.documentElement.dataset.member}:`;
const notes = () => Object.entries(localStorage).filter(([key]) => key.startsWith(mine));
const load = () => document.querySelector("[data-writer]") ?? import("../keeping.js").catch(() => {}); // without it leaving the page asks (keep-text.js)

const signs = ["pointermove", "pointerdown", "keydown", "scroll", "focusin"];
if (document.querySelector(FORMS)) for (const sign of signs) addEventListener(sign, load, { once: true, passive: true, capture: true });
document.addEventListener("arrived", ({ target }) => (target.matches(FORMS) || target.querySelector(FORMS)) && load());

try {
  if (notes().some(([, note]) => note.includes('"saved":false'))) load();
} catch {
  // without storage nothing was left here
}

// Whoever logs out leaves nothing behind that the server has.
document.addEventListener("submit", ({ target: form }) => {
  if (form.action.endsWith("/logout/")) for (const [key, note] of notes()) if (note.includes('"saved":true')) localStorage.removeItem(key);
});
