// Without a connection the reader gets a page that says so. Nothing else: no page of anybody is ever kept here, no form is touched,
// and what is not a page being opened goes its way as if this were not here. SERVICE_WORKER=0 takes it back (docs/operating.md).
const NAME = "rostrum-{{ version }}", OFFLINE = "{{ kept.0 }}";
const KEPT = [{% for address in kept %}"{{ address }}"{% if not forloop.last %}, {% endif %}{% endfor %}];

self.addEventListener("install", (event) => event.waitUntil((async () => {
  const cache = await caches.open(NAME);
  await Promise.all(KEPT.map(async (address) => { // nobody's session: the same for everybody
    const answer = await fetch(address, { credentials: "omit", cache: "no-cache" });
    if (answer.ok) await cache.put(address, answer);
  }));
  await self.skipWaiting();
})()));

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== NAME) await caches.delete(name);
  await self.registration.navigationPreload?.enable(); // a page never waits for this to wake up
  await self.clients.claim();
})()));

self.addEventListener("fetch", (event) => {
  const { request } = event, path = new URL(request.url).pathname;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (KEPT.includes(path)) event.respondWith(fetch(request).catch(() => caches.match(path, { cacheName: NAME })));
});

async function page(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch (gone) {
    const kept = await caches.match(OFFLINE, { cacheName: NAME });
    if (kept) return kept;
    throw gone;
  }
}
