// <section data-only-here>: among the drafts, words that no save has reached yet, or none will: their place and age, the way back, and out.
import { notes } from "./notes.js";
import { push } from "./restore.js";
import { age } from "./saved-words.js";

const section = document.querySelector("[data-only-here]");
const PLACES = [
  [/^\/diaries\/write\/$/, "a new diary", (action) => action],
  [/^\/diaries\/(\d+)\/edit\/$/, "a diary, from its editor", (action) => action],
  [/^\/diaries\/(\d+)\/comments\/$/, "comment on", (action) => action.replace("comments/", "#new-comment")],
  [/^\/comments\/(\d+)\/reply\/$/, "reply in", (action) => action],
  [/^\/comments\/(\d+)\/edit\/$/, "change to your comment in", (action) => action],
];
const make = (name, properties, ...inside) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...inside);
  return element;
};

function row({ key, action, fields, at, page }, why) {
  const [, place, back] = PLACES.find(([form]) => form.test(action)) ?? ["", "a form on", () => action];
  const text = [fields.title, fields.subject, fields.intro, fields.body].filter(Boolean).join("\n\n");
  const discard = make("button", { className: "button", type: "button", textContent: "Discard" });
  const item = make("li", { className: "diary-row" },
    make("h3", { className: "row-title" }, make("a", { href: back(action), dir: "auto", textContent: text.trim().split("\n")[0].slice(0, 80) || "Without words" })),
    make("p", { className: "row-figures", textContent: `${place}${/ (on|in)$/.test(place) ? ` ${page}` : ""} · typed ${age(at)}${why ? ` · ${why}` : ""}` }),
    make("details", { className: "row-acts" }, make("summary", { textContent: "Read it" }), make("div", { className: "field" }, make("textarea", { readOnly: true, rows: 6, dir: "auto", value: text, ariaLabel: "What you typed" }))),
    make("p", { className: "form-acts" }, discard));
  discard.addEventListener("click", () => {
    if (!confirm("Discard these words? Nobody else has them, not even this site.")) return;
    localStorage.removeItem(key);
    item.remove();
    section.hidden = !section.querySelector("li");
  });
  return item;
}

async function look() {
  let [sent, left] = [0, []];
  for (const each of notes(false)) {
    const answer = each.at > Date.now() - 60_000 ? {} : await push(each); // what is younger may be being typed in another tab
    if (answer.ok) sent += 1;
    else left.push(row(each, answer.words ?? (answer.status === 0 ? "no connection" : "")));
  }
  if (sent) return location.reload(); // they stand among the others now
  section.querySelector("ul").replaceChildren(...left);
  section.hidden = !left.length;
}
look();
addEventListener("online", look);
