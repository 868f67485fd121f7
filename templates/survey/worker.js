{# A template, as a new version of the page's files has to be a new version of this script. #}
// Reload without a network: the files by version, the last page of each survey with its logo, and the last
// state of each screen in a waiting room.

const VERSION = "{{ version }}";
const FILES = {{ files | tojson }};
const SURVEYS = {{ surveys | tojson }};
const SCREENS = {{ screens | tojson }};
const PAGE_MS = 4_000; // a network that takes longer counts as none

const isOurs = ({ headers }) => headers.get("Ikm-Kiosk") === "1";
const isIn = (folder, path) => path.startsWith(folder) && !path.slice(folder.length).includes("/");
const isScreen = ({ pathname }) => isIn(SCREENS, pathname);
const isPage = (address) => isScreen(address) || isIn(SURVEYS, address.pathname);
const isFile = ({ pathname }) => FILES.includes(pathname);

addEventListener("install", (event) => {
  event.waitUntil(caches.open(VERSION).then((cache) => cache.addAll(FILES)));
  skipWaiting();
});

addEventListener("activate", (event) => event.waitUntil(takeOver()));

/** Forget other versions only now that this one is complete, and keep the pages that are open. */
async function takeOver() {
  await clients.claim();
  for (const name of await caches.keys()) if (name !== VERSION) await caches.delete(name);
  for (const client of await clients.matchAll()) await keep(new URL(client.url)).catch(() => {});
}

async function keep(address) {
  if (!isPage(address)) return;
  // The page without ticket and language, which are one visitor's.
  const answer = await fetch(address.pathname, { credentials: "omit" });
  await store(address.pathname, answer);
}

/** Keep a page of this version only, without its time: that is past when it is read. */
async function store(path, answer) {
  if (!answer.ok || !isOurs(answer)) return;
  const text = await answer.text();
  if (!text.includes(`data-version="${VERSION}"`)) return;
  const timeless = text.replace(/data-now="[^"]*"/, 'data-now=""');
  const headers = new Headers(answer.headers);
  const cache = await caches.open(VERSION);
  await cache.put(path, new Response(timeless, { headers }));
  const logo = text.match(/<img class="logo" src="([^"]+)"/)?.[1];
  if (logo) await cache.add(logo);
  const colour = text.match(/<link rel="stylesheet" href="([^"]*\/warna\/[^"]+)"/)?.[1];
  if (colour) await cache.add(colour);
  // A phone loads clips and sounds only when they are asked for.
  if (text.includes('data-channel="kiosk"'))
    for (const [, media] of text.matchAll(/data-(?:clip|sound)="([^"]+)"/g)) if (!(await caches.match(media))) await cache.add(media);
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (isFile(address) || ["image", "style", "video", "audio"].includes(request.destination)) event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  // A screen fetches its page to renew itself: what it shows then is kept as well.
  else if (isScreen(address) || (request.mode === "navigate" && isPage(address))) event.respondWith(page(event, address));
});

async function page(event, address) {
  const kept = await caches.match(address.pathname);
  const fresh = fetch(event.request);
  // Also a page that comes too late is kept, for the next time.
  if (!address.search) event.waitUntil(fresh.then((answer) => store(address.pathname, answer.clone())).catch(() => {}));
  if (!kept) return fresh;
  const late = new Promise((resolve) => setTimeout(resolve, PAGE_MS));
  const answer = await Promise.race([fresh.then((it) => it.clone()).catch(() => undefined), late]);
  // 5xx: the server cannot just now. Everything else it says is meant, if the kiosk says it and no hotspot.
  return answer && isOurs(answer) && answer.status < 500 ? answer : kept;
}
