// The hairline folds its branch, "Fold" its comment alone. A line with its words stands there instead and opens it.
// Members: tell-read.js keeps it on the server. Visitors: the address does, so that a reload or a copied address has it.
const kind = (name) => (name[0] === "b" ? "folded" : "folded-one");

function fold(item, name, said) {
  item.classList.add(kind(name));
  const line = Object.assign(document.createElement("p"), { className: "fold-line" });
  const button = Object.assign(document.createElement("button"), { name: "unfold", value: name, textContent: said });
  button.setAttribute("form", "fold");
  button.setAttribute("aria-expanded", "false");
  line.append(button);
  item.prepend(line);
  button.focus({ preventScroll: true });
  if (item.getBoundingClientRect().top < 0) item.scrollIntoView();
}

function unfold(item, line) {
  item.classList.remove(kind(line.firstElementChild.value));
  line.remove();
  const article = item.querySelector(":scope > article");
  article.tabIndex = -1;
  article.focus({ preventScroll: true });
}

// "subject - name - 12 replies, 3 new": as the handle says it, with what has arrived since.
function words(item, { value, title }) {
  if (value[0] === "c") return `${item.querySelector(".subject a")?.textContent ?? ""} - ${item.querySelector(".by a")?.textContent ?? ""}`;
  const [, said, count] = title.match(/^Fold: ([^]* - )(\d+) repl/), below = (what) => item.querySelectorAll(`:scope > ol ${what}`).length;
  const all = Math.max(count, below("article")), fresh = below(".is-new");
  return `${said}${all} ${all === 1 ? "reply" : "replies"}${fresh ? `, ${fresh} new` : ""}`;
}

function keepInAddress(name, folded) {
  const address = new URL(location), all = address.searchParams.getAll("fold").filter((each) => each !== name);
  address.searchParams.delete("fold");
  for (const each of folded ? [...all, name] : all) address.searchParams.append("fold", each);
  history.replaceState(null, "", address);
}

export function press(button) {
  const visitor = document.getElementById("fold").method === "get", branch = button.matches(".hairline"), item = (branch ? button.closest("ol") : button).closest("li"), folded = button.name === "fold";
  if (folded) fold(item, button.value, words(item, button));
  else unfold(item, button.closest(".fold-line"));
  if (visitor) keepInAddress(button.value, folded);
  else document.dispatchEvent(new CustomEvent("folded", { detail: [button.value, folded] }));
}
