// The server turns one way of writing into the other, and what lies in a clipboard into either; it keeps nothing.
import { token } from "./csrf.js";

export async function convert(form, fields) {
  const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken: token() });
  const response = await fetch(form.dataset.convert, { method: "POST", body }).catch(() => ({ json: async () => ({ words: "there is no connection." }) }));
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.words ?? `the site could not do it (${response.status}).`);
  return answer;
}
