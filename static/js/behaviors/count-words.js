// How long a diary is, in [data-count] of a form[data-writer]: words, and minutes to read at 230 words a minute.
const WORDS = /[\p{L}\p{N}]+(?:['’\-.][\p{L}\p{N}]+)*/gu;
const WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;

// Signs, addresses and tags are no words.
const bare = (text) => text.replace(/<[^>]*>|\]\([^)]*\)|https?:\S+|&\w+;/g, " ");

export function count(text) {
  const signs = bare(text).match(WITHOUT_SPACES)?.length ?? 0;
  return Math.round(signs / 2) + (bare(text).replace(WITHOUT_SPACES, " ").match(WORDS)?.length ?? 0);
}

function say(form) {
  const words = count(`${form.elements.intro.value}\n${form.elements.body.value}`);
  const minutes = Math.max(1, Math.round(words / 230));
  form.querySelector("[data-count]").textContent = words ? `${words} ${words === 1 ? "word" : "words"} · ${minutes} min to read` : "No words yet";
}

let waiting;
document.addEventListener("input", ({ target: { form } }) => {
  if (!form?.matches("[data-writer]")) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => say(form), 300);
});
document.querySelectorAll("form[data-writer]").forEach(say);
