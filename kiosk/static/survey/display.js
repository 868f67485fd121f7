// Keeps a tablet's screen fit for the next visitor: on, full, at its own size, without the browser's menus.

const CONTROLS = "[data-do], label"; // what a visitor taps on purpose
const WIDER_MS = 300; // how long the page is wider than the window, to be zoomed out

export function keepDisplay(survey) {
  let lock;

  /** Keep the screen on while the office is open. HTTPS and localhost only; elsewhere the tablet's own setting. */
  async function stayOn() {
    const isOff = survey.steps.name === "asleep" || document.hidden;
    if (isOff) return lock?.release();
    if (lock && !lock.released) return undefined;
    lock = await navigator.wakeLock?.request("screen").catch(() => undefined);
    return undefined;
  }

  document.addEventListener("visibilitychange", stayOn);
  document.addEventListener("screen", ({ detail }) => {
    stayOn();
    if (detail === "start") unzoom();
  });
  stayOn();
  // A long press would open "copy", "search" or "download", which lead out of the survey.
  for (const name of ["contextmenu", "dragstart"])
    document.addEventListener(name, (event) => event.preventDefault());
  document.addEventListener("click", ({ target, pointerType }) => {
    if (pointerType === "touch" && target.closest(CONTROLS)) fill();
  });
}

/** Full screen, which browsers grant on a tap only; not again where the survey is opened as an app. */
function fill() {
  const isFull =
    document.fullscreenElement ||
    matchMedia("(display-mode: fullscreen), (display-mode: standalone)").matches;
  if (!isFull && document.fullscreenEnabled)
    document.documentElement.requestFullscreen({ navigationUI: "hide" }).catch(() => {});
}

/** Undo the last visitor's pinch zoom: Chromium applies a largest scale once the width changes, too. */
function unzoom() {
  if (!(visualViewport?.scale > 1)) return;
  const viewport = document.querySelector("meta[name=viewport]");
  const { content } = viewport;
  viewport.content = `width=${document.documentElement.clientWidth + 1}, initial-scale=1, maximum-scale=1`;
  setTimeout(() => {
    viewport.content = content;
  }, WIDER_MS);
}
