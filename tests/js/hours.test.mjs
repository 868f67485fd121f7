// When the start screen gives way to the calm one outside opening hours.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { Hours } from "../../kiosk/static/survey/hours.js";

const WEEKDAYS = Object.fromEntries([0, 1, 2, 3, 4].map((day) => [day, ["08:00", "16:00"]]));
const MAKASSAR = "Asia/Makassar";

let listeners;
let pattern;

/** A survey whose start screen shows, at `moment`, in an office with these hours. */
function survey({ moment, hours = WEEKDAYS, timezone = MAKASSAR, holidays = "" }) {
  mock.timers.setTime(Date.parse(moment));
  const asleep = {
    dataset: { step: "asleep", awake: "60", timezone, holidays, hours: JSON.stringify(hours) },
    querySelector: () => pattern,
  };
  const steps = {
    all: [{ dataset: { step: "start" } }, asleep],
    name: "start",
    show(name) {
      this.name = name;
    },
  };
  new Hours({ steps });
  return steps;
}

beforeEach(() => {
  mock.timers.enable({ apis: ["Date", "setInterval"] });
  pattern = { dataset: { pattern: "Buka lagi {day} pukul {time}." }, textContent: "" };
  listeners = {};
  globalThis.document = {
    documentElement: { lang: "id" },
    addEventListener: (name, listener) => {
      listeners[name] = listener;
    },
  };
});

afterEach(() => {
  mock.timers.reset();
  delete globalThis.document;
});

for (const [words, moment, when] of [
  ["before opening", "2024-05-31T07:59:00+08:00", "Jumat pukul 08.00"],
  ["on Friday after closing", "2024-05-31T16:00:00+08:00", "Senin pukul 08.00"],
  ["on a day without hours", "2024-06-02T10:00:00+08:00", "Senin pukul 08.00"],
  ["while another time zone is open", "2024-05-31T08:30:00+07:00", undefined],
]) {
  test(`${words} the screen says when the office opens`, () => {
    const steps = survey({ moment });
    assert.equal(steps.name, when ? "asleep" : "start");
    assert.equal(pattern.textContent, when ? `Buka lagi ${when}.` : "");
  });
}

test("an office that opens once a week is said to open in seven days", () => {
  survey({ moment: "2024-05-31T17:00:00+08:00", hours: { 4: ["08:00", "16:00"] } });
  assert.equal(pattern.textContent, "Buka lagi Jumat pukul 08.00.");
});

for (const [words, holidays, when] of [
  ["is closed on a holiday", "2024-05-31", "Senin pukul 08.00"],
  ["skips a row of holidays", "2024-05-31 2024-06-03 2024-06-04", "Rabu pukul 08.00"],
]) {
  test(`the office ${words}`, () => {
    const steps = survey({ moment: "2024-05-31T10:00:00+08:00", holidays });
    assert.equal(steps.name, "asleep");
    assert.equal(pattern.textContent, `Buka lagi ${when}.`);
  });
}

test("after more than a week of holidays the date is said too", () => {
  const days = [31].map((day) => `2024-05-${day}`);
  for (let day = 3; day <= 7; day += 1) days.push(`2024-06-0${day}`);
  survey({ moment: "2024-05-31T10:00:00+08:00", holidays: days.join(" ") });
  assert.equal(pattern.textContent, "Buka lagi Senin, 10 Juni pukul 08.00.");
});

test("an office without hours is always open", () => {
  assert.equal(survey({ moment: "2024-06-02T03:00:00+08:00", hours: {} }).name, "start");
});

test("the screen goes to sleep and wakes up by itself", () => {
  const steps = survey({ moment: "2024-05-31T15:59:50+08:00" });
  assert.equal(steps.name, "start");
  mock.timers.tick(20_000);
  assert.equal(steps.name, "asleep");
  mock.timers.tick(64 * 3_600_000);
  assert.equal(steps.name, "start");
});

test("a visitor who answers is not interrupted", () => {
  const steps = survey({ moment: "2024-05-31T15:59:50+08:00" });
  steps.name = "persyaratan";
  mock.timers.tick(60_000);
  assert.equal(steps.name, "persyaratan");
});

test("a visitor who is served late wakes the screen for a minute", () => {
  const steps = survey({ moment: "2024-05-31T17:00:00+08:00" });
  listeners.click({ target: { closest: () => true } });
  assert.equal(steps.name, "start");
  mock.timers.tick(40_000);
  assert.equal(steps.name, "start");
  mock.timers.tick(40_000);
  assert.equal(steps.name, "asleep");
});
