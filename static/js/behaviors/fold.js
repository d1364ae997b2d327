// The hairline folds its branch, "Fold" its comment alone; the line that stands there then opens it. Kept when the page is left.
export const folds = new Map(); // "b7" or "c7", and whether it is folded now

function fold(item, name, said) {
  item.classList.add(name[0] === "b" ? "folded" : "folded-one");
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
  item.classList.remove("folded", "folded-one");
  line.remove();
  const article = item.querySelector(":scope > article");
  article.tabIndex = -1;
  article.focus({ preventScroll: true });
}

function words(item, button) {
  if (button.value[0] === "c") return `${item.querySelector(".subject a")?.textContent ?? ""} - ${item.querySelector(".by a")?.textContent ?? ""}`;
  const fresh = item.querySelectorAll(".is-new").length;
  return button.title.replace(/^Fold: |, \d+ new$/g, "") + (fresh ? `, ${fresh} new` : "");
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[form=fold]");
  if (!button) return;
  event.preventDefault();
  const branch = button.matches(".hairline"), item = (branch ? button.closest("ol") : button).closest("li");
  if (button.name === "fold") fold(item, button.value, words(item, button));
  else unfold(item, button.closest(".fold-line"));
  folds.set(button.value, button.name === "fold");
});
