// What few visits need is loaded when it is first asked for; where it cannot be, the form goes as it goes without scripts.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=fold], button[name=unfold]");
  if (!button) return;
  event.preventDefault();
  import("./fold.js").then(({ press }) => press(button), () => {
    button.setAttribute("form", "fold"); // whole.js lets buttons in without their form
    button.form.requestSubmit(button);
  });
});
