// Turns the survey's one long page into one question per screen.

import { collect, newId, send } from "./send.js";
import { Steps } from "./steps.js";

const CONFIRM_MS = 260; // how long a tapped answer is seen before the next question
const REST_MS = 150; // a new screen takes no tap yet, so that a double tap answers one question only
const CLOCK_TOLERANCE_MS = 30_000;

const form = document.querySelector("form");
const steps = new Steps(document);
const isCorrection = document.querySelector(".summary") !== null;
const offset = clockOffset(new Date(form.dataset.now) - Date.now());
let isResting = false;
let pending;
let returning;

/** A device's clock that is plainly wrong is corrected by the server's. */
function clockOffset(difference) {
  return Math.abs(difference) > CLOCK_TOLERANCE_MS ? difference : 0;
}

/** Take no taps on the step for a while; a later call or a move replaces what was to come. */
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

async function finish() {
  const response = collect(form, new Date(Date.now() + offset));
  steps.show("sending");
  const outcome = await send(form.dataset.api, response);
  if (outcome !== "stored") return steps.show(outcome);
  form.reset();
  steps.show("thanks");
  if (form.dataset.channel === "kiosk") returning = setTimeout(restart, form.dataset.seconds * 1000);
}

/** Forget everything and wait for the next visitor, in the office's first language. */
function restart() {
  clearTimeout(returning);
  if (isCorrection || location.search) return location.replace(form.dataset.start);
  form.reset();
  steps.show("start");
}

const actions = {
  start() {
    form.elements.id.value = newId();
    go(() => steps.next());
  },
  next: () => go(() => steps.next()),
  back: () => go(() => steps.back()),
  cancel: () => go(restart),
  restart: () => go(restart),
  send: finish,
};

form.addEventListener(
  "click",
  (event) => {
    // Detail 0 is a key or a screen reader, which do not tap twice; moving on is never in the way.
    if (!isResting || event.detail === 0 || event.target.closest(".onward")) return;
    event.preventDefault();
    event.stopPropagation();
  },
  { capture: true },
);

document.addEventListener("click", (event) => {
  actions[event.target.closest("[data-do]")?.dataset.do]?.();
});

form.addEventListener("click", (event) => {
  if (event.target.type !== "radio") return;
  steps.update();
  // Arrow keys choose too, but only look around: they go on by Enter or by the button.
  if (event.detail > 0) rest(CONFIRM_MS, actions.next);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (steps.name === "comment") finish();
  else if (steps.chosen) actions.next();
});

// A page that comes back from the browser's memory belongs to somebody else.
addEventListener("pageshow", (event) => {
  if (event.persisted) restart();
});

if (!isCorrection) form.reset();
document.body.classList.replace("waiting", "paged");
const wrong = document.querySelector("form .step[aria-invalid], form .step:has([aria-invalid])");
steps.show(wrong?.dataset.step ?? (isCorrection ? "comment" : "start"), { focus: isCorrection });
