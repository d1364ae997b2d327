// A member's own time zone, as a hint on every moment: the page keeps the site's zone, which everybody shares.
const zone = document.documentElement.dataset.zone || undefined;
const spoken = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short", timeZone: zone });

function tell(time) {
  if (time && !time.title) time.title = `${spoken.format(new Date(time.dateTime))} ${zone ? `(${zone})` : "(your clock)"}`;
}

document.addEventListener("mouseover", ({ target }) => tell(target.closest?.("time[datetime]")));
tell(document.querySelector("time[datetime]:hover"));
