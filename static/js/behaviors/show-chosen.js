// A form with [data-shown] shows there the picture that is chosen in it. (As data: the page's policy allows no other address.)
document.addEventListener("change", ({ target: { type, form, files } }) => {
  const place = type === "file" && form?.querySelector("[data-shown]");
  if (!place) return;
  place.hidden = !files.length;
  if (!files.length) return;
  const reader = new FileReader();
  reader.onload = () => place.replaceChildren(Object.assign(new Image(), { src: reader.result, alt: "" }));
  reader.readAsDataURL(files[0]);
});
