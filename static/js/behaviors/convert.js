// The server turns one way of writing into the other, and what lies in a clipboard into either; it keeps nothing.
import { token } from "./csrf.js";

export async function convert(form, fields) {
  const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken: token() });
  const response = await fetch(form.dataset.convert, { method: "POST", body });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.words);
  return answer;
}
