// Sends the form of a picture and shows how far it is; resolves to what the site answers, with `words` where it did not take it.
const WHY = { 0: "The picture did not arrive. Your text is kept; try again.", 413: "This picture is too large." };

export function upload(form) {
  const [request, button, progress] = [new XMLHttpRequest(), form.querySelector(".primary"), form.querySelector("progress")];
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.responseType = "json";
  request.upload.onprogress = ({ loaded, total }) => (progress.value = loaded / total);
  button.disabled = !(progress.hidden = false);
  request.send(new FormData(form));
  return new Promise((resolve) => (request.onloadend = () => {
    progress.hidden = !(button.disabled = false);
    resolve(request.status === 201 ? request.response : { words: request.response?.words ?? WHY[request.status] ?? WHY[0] });
  }));
}
