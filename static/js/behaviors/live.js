// <ol data-live="/diaries/7/" …>: an open page asks for news; hidden or idle, it does not.
const thread = document.querySelector("[data-live]");
let touched = Date.now(), timer, arrive, pill; // these two are loaded when something has arrived
const idle = (minutes) => Date.now() - touched > 60000 * minutes;

async function ask() {
  clearTimeout(timer);
  if (document.hidden || idle(15)) return;
  const { live, version, query, every } = thread.dataset;
  try {
    const now = await fetch(`${live}version/`, { credentials: "omit" });
    if (!now.ok) return;
    let list;
    if ((await now.text()) !== version) {
      const answer = await fetch(`${live}since/${version}/${query}`);
      list = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-version]");
      [arrive, pill] = await Promise.all([import("./arrive.js"), import("./pill.js")]);
      if ("renew" in list.dataset) return pill.say(["renew"]);
      thread.dataset.version = list.dataset.version;
    }
    if (arrive) pill.say(arrive.settle(false, list && [...list.children]));
  } catch {}
  timer = setTimeout(ask, every * (idle(5) ? 3000 : 1000));
}

if (thread) {
  timer = setTimeout(ask, thread.dataset.every * 1000);
  document.addEventListener("visibilitychange", ask);
  for (const sign of ["scroll", "keydown", "pointermove"]) {
    document.addEventListener(sign, () => (idle(15) && setTimeout(ask), (touched = Date.now())), { passive: true });
  }
}
