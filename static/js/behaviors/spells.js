// <select name="language" data-usual="en">: the texts are spelled in the diary's language while they are written.
function spell({ elements: { language, title, intro, body, tip } }) {
  for (const area of [title, intro, body, tip]) {
    const rich = area.closest(".field")?.querySelector(".ProseMirror");
    area.lang = language.value || language.dataset.usual;
    if (rich) rich.lang = area.lang;
  }
}

document.addEventListener("change", ({ target }) => target.matches("[data-usual]") && spell(target.form));
document.addEventListener("surface", ({ target: { form } }) => spell(form));
