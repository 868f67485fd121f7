// Turns the survey's one long page into one question per screen.

import { Queue, send } from "./queue.js";
import { Steps } from "./steps.js";

const CONFIRM_MS = 260; // how long a tapped answer is seen before the next question
const REST_MS = 150; // a new screen ignores taps, so that a double tap answers one question only
const SLOW_MS = 400; // storing an answer that takes longer gets a screen of its own
const CLOCK_TOLERANCE_MS = 30_000;
const REPEAT_SECONDS = 24 * 3600;

const queue = new Queue();
let steps = new Steps(document);
const isCorrection = document.querySelector(".summary") !== null;
const { channel } = steps.form.dataset;
const isPreview = steps.form.hasAttribute("data-preview"); // staff try the survey: nothing is stored or sent
const offset = clockOffset(new Date(steps.form.dataset.now) - Date.now());
let isEquipped = false;
let isResting = false;
let isFinishing = false;
let isVisiting = false;
let pending;
let returning;

/** What the other modules use. `home` restores the page a visitor starts with, if need be. */
export const survey = {
  queue,
  home: undefined,
  get steps() {
    return steps;
  },
  get isVisiting() {
    return isVisiting;
  },
  restart,
  /** Continue with the current page after its language was swapped. */
  adopt() {
    steps = new Steps(document);
    begin("start");
  },
};

/** Correct a clearly wrong device clock by the server's; a page stored for offline use has no time. */
function clockOffset(difference) {
  return Math.abs(difference) > CLOCK_TOLERANCE_MS ? difference : 0;
}

/** 128 random bits as 32 hex digits. (`crypto.randomUUID` does not exist on plain HTTP.) */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Ignore taps on the step for a while; a later call or a move cancels what was scheduled. */
function rest(milliseconds, then) {
  clearTimeout(pending);
  isResting = true;
  pending = setTimeout(() => {
    isResting = false;
    then?.();
  }, milliseconds);
}

function go(move) {
  move();
  rest(REST_MS);
}

/** The count of visits, without their answers: how many begin, finish, and where the others stop. */
function visit(outcome) {
  const { collector } = steps.form.dataset;
  const part = steps.form.querySelector(`[data-step="${steps.name}"]`)?.dataset.part;
  // The office's own questions are counted with the suggestion, which follows them.
  const place = part === "profile" ? part : steps.name.startsWith("extra_") ? "comment" : steps.name;
  const step = outcome === "abandoned" && steps.isAsking ? place : null;
  isVisiting = outcome === "started";
  return { collector, outcome, step };
}

function count(outcome) {
  const counted = visit(outcome);
  if (!isPreview) queue.count(counted, steps.form.dataset.visits);
}

/** Finish a visit: store the response on this device, then thank. */
async function finish() {
  if (isFinishing) return;
  isFinishing = true;
  const { api } = steps.form.dataset;
  const response = steps.collect(new Date(Date.now() + offset));
  const waiting = setTimeout(() => steps.show("sending"), SLOW_MS);
  let outcome = "stored";
  try {
    if (!isPreview) await queue.add(response, api, offset);
  } catch {
    // Without storage in this browser the visitor has to wait for the server's receipt.
    ({ outcome } = await send(api, response, offset));
  }
  clearTimeout(waiting);
  isFinishing = false;
  if (outcome !== "stored") return steps.show(outcome);
  count("completed");
  steps.clear();
  thank();
}

function thank() {
  steps.show("thanks");
  if (channel === "kiosk") return returnSoon();
  // No name, only that this phone has answered here today.
  document.cookie = `sudah=1; path=${location.pathname}; max-age=${REPEAT_SECONDS}; samesite=lax`;
  for (const note of document.querySelectorAll("[data-repeat]")) note.hidden = false;
}

function returnSoon() {
  returning = setTimeout(restart, steps.form.dataset.seconds * 1000);
}

/** Reset the survey; an unfinished visit is counted. */
function forget() {
  clearTimeout(returning);
  clearTimeout(pending);
  isResting = false;
  if (isVisiting) count("abandoned");
  wipe();
}

/** Wait for the next visitor. */
function restart() {
  forget();
  if (survey.home?.()) return;
  if (isCorrection) return location.replace(steps.form.dataset.start);
  steps.show("start");
  trail.leave();
}

function wipe() {
  steps.clear();
  if (channel === "kiosk") document.querySelector("form.comfort").reset();
}

/** The device's back gesture acts as the button "Kembali": one extra history entry represents the survey. */
const trail = {
  enter() {
    if (!history.state?.inside) history.pushState({ inside: true }, "");
  },
  leave() {
    if (history.state?.inside && channel !== "kiosk") history.back();
  },
};

addEventListener("popstate", () => {
  if (history.state?.inside) return;
  if (steps.isAsking) go(() => steps.back());
  else if (steps.name === "unsent") steps.show("comment");
  else if (steps.name === "thanks" || steps.name === "young") restart();
  // On a tablet the back gesture never leaves the survey.
  if (steps.isAsking || steps.name === "sending" || channel === "kiosk") trail.enter();
});

const actions = {
  start() {
    steps.clear();
    steps.form.elements.id.value = newId();
    trail.enter();
    equip();
    count("started");
    go(() => steps.next());
  },
  next: () => go(() => steps.next()),
  back: () => go(() => steps.back()),
  cancel: () => go(restart),
  restart: () => go(restart),
  young() {
    forget();
    go(() => steps.show("young"));
    if (channel === "kiosk") returnSoon();
  },
  privacy: () => go(() => steps.show("privacy")),
  send: finish,
  again: () => queue.retry(),
};

document.addEventListener(
  "click",
  (event) => {
    // Detail 0 is a key or a screen reader, which do not tap twice.
    if (
      !isResting ||
      event.detail === 0 ||
      !steps.form.contains(event.target) ||
      event.target.closest(".onward")
    )
      return;
    event.preventDefault();
    event.stopPropagation();
  },
  { capture: true },
);

document.addEventListener("click", (event) => {
  const action = actions[event.target.closest("[data-do]")?.dataset.do];
  if (!action) return;
  event.preventDefault(); // the notice's link leads to its page only where no script runs
  action();
});

document.addEventListener("click", (event) => {
  if (event.target.type !== "radio" || !steps.form.contains(event.target)) return;
  steps.update();
  // Arrow keys choose too, but only to look: Enter or the button moves on.
  if (event.detail > 0) rest(CONFIRM_MS, actions.next);
});

document.addEventListener("submit", (event) => {
  // If the script failed before its first step, the page is a plain form that the browser sends.
  if (event.target !== steps.form || !steps.current) return;
  event.preventDefault();
  if (steps.name === "comment") finish();
  else if (steps.chosen) actions.next();
});

// Leaving the page resets the answers; a page restored from memory may have another visitor.
addEventListener("pagehide", () => {
  if (isVisiting && !isPreview)
    navigator.sendBeacon?.(steps.form.dataset.visits, JSON.stringify(visit("abandoned")));
  if (!isCorrection) wipe();
});
addEventListener("pageshow", (event) => {
  if (event.persisted) restart();
});

/** On a phone: what still waits here or was refused, because only the visitor can see it. */
async function showOutbox() {
  const box = document.querySelector(".outbox");
  if (!box) return;
  const { waiting, rejected } = await queue.list().catch(() => ({ waiting: [], rejected: [] }));
  const isWaiting = waiting.some(({ attempts }) => attempts > 0);
  box.querySelector("[data-waiting]").hidden = !isWaiting;
  box.querySelector("[data-rejected]").hidden = rejected.length === 0;
  const reasons = rejected.map(({ status, reason }) => {
    const line = document.createElement("li");
    line.textContent = reason || `HTTP ${status}`;
    return line;
  });
  box.querySelector("ul").replaceChildren(...reasons);
}

/**
 * Load what makes the survey more comfortable: on a tablet with the page, on a phone once the visitor begins,
 * because the first load has to be small. The survey works without it when the network is gone.
 */
function equip(...first) {
  if (isEquipped) return;
  isEquipped = true;
  for (const name of [...first, ...steps.form.dataset.extras.split(" ")]) {
    import(`./${name}.js`).then(({ equip: add }) => add(survey)).catch(() => {});
  }
  if (isPreview) return;
  // Only HTTPS and localhost have service workers; one of them makes reloading work without a network.
  const { start, worker } = steps.form.dataset;
  const scope = start.slice(0, start.lastIndexOf("/") + 1);
  navigator.serviceWorker?.register(worker, { scope }).catch(() => {});
}

function begin(step, { focus = false } = {}) {
  document.body.classList.replace("waiting", "paged");
  steps.show(step, { focus });
  showOutbox();
}

queue.addEventListener("change", showOutbox);
addEventListener("online", () => queue.hurry());
document.addEventListener("visibilitychange", () => document.hidden || queue.hurry());

if (!isCorrection) wipe();
const wrong = document.querySelector(".survey [aria-invalid]")?.closest("[data-step]");
begin(wrong?.dataset.step ?? (isCorrection ? "comment" : "start"), { focus: isCorrection });
queue.hurry();
// Not in a preview: opening hours, idle time and heartbeat are a tablet's on its counter.
if (channel === "kiosk" && !isPreview) equip("kiosk");
if (!CSS.supports("selector(:has(*))")) import("./marks.js");
