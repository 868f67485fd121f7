// Renews the waiting room's screen; while the server is away it keeps showing the last state.

const RENEW_MS = 60_000;

async function renew() {
  const answer = await fetch(location.href, { cache: "no-store", credentials: "omit" }).catch(
    () => undefined,
  );
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const { version } = page.documentElement.dataset;
  // Another server may answer in its place, such as a hotspot's log-in: that is not shown.
  if (!version) return;
  if (version !== document.documentElement.dataset.version) location.reload();
  else document.querySelector("main").replaceWith(document.importNode(page.querySelector("main"), true));
}

// Only HTTPS and localhost have service workers; one of them shows the last state when the screen is reloaded
// without a network.
const { worker } = document.documentElement.dataset;
const scope = location.pathname.slice(0, location.pathname.lastIndexOf("/") + 1);
navigator.serviceWorker?.register(worker, { scope }).catch(() => {});
setInterval(renew, RENEW_MS);
addEventListener("online", renew);
// Only HTTPS and localhost can keep a screen on; elsewhere the television's own setting does.
navigator.wakeLock?.request("screen").catch(() => {});
