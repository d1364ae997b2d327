// The page's token may be older than the log-in of another tab; the cookie's never is.
export function token() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie ? cookie[1] : document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
}

document.addEventListener("submit", ({ target: form }) => {
  const field = form.querySelector("input[name=csrfmiddlewaretoken]");
  if (field) field.value = token();
}, true);
