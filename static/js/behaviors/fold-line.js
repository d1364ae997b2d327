// What has arrived in a folded branch is counted on the line that stands for it.
export function oneMore(item) {
  const fresh = Number(item.querySelector("article").matches(".is-new"));
  for (let branch = item; (branch = branch.parentElement.closest(".folded")); ) {
    const line = branch.querySelector(".fold-line > button");
    const [, said, all, , news = 0] = line.textContent.match(/^([^]*- )(\d+) repl\w+(, (\d+) new)?$/);
    line.textContent = `${said}${+all + 1} replies${+news + fresh ? `, ${+news + fresh} new` : ""}`;
  }
}
