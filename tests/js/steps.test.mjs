// One step on the screen at a time, and the answers collected from the form. The few elements are stand-ins.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Steps } from "../../kiosk/static/survey/steps.js";

let page;
let chosen;
let announced;
let focused;

/** A section of the survey; `part` says where its answer belongs. */
function section(step, { part, done, short = done } = {}) {
  return {
    dataset: { step, part, short, done },
    hidden: false,
    matches: () => part !== undefined,
    querySelector: (selector) =>
      selector === "h2"
        ? { focus: () => focused.push(step) }
        : (chosen.find(({ name }) => name === step) ?? null),
  };
}

beforeEach(() => {
  chosen = [];
  announced = [];
  focused = [];
  const inside = [
    section("service", { part: "service", done: "0", short: "Layanan" }),
    section("waktu", { part: "answers", done: "1", short: "1 dari 2" }),
    section("sex", { part: "profile", done: "2", short: "2 dari 2" }),
  ];
  const start = section("start");
  const dot = () => ({
    isDone: false,
    classList: {
      toggle(_, isDone) {
        this.isDone = isDone;
      },
    },
  });
  page = {
    help: { open: true },
    dots: [dot(), dot()],
    bar: { hidden: false },
    status: { textContent: "" },
    button: { hidden: false },
    body: { dataset: {} },
  };
  const form = {
    hidden: false,
    dataset: { collector: "kode" },
    elements: { id: { value: "0123" }, comment: { value: "  ramah \n" } },
    contains: (step) => inside.includes(step),
    querySelector: (selector) => inside.find(({ dataset }) => selector === `[data-step="${dataset.step}"]`),
    querySelectorAll: (selector) => (selector === "details" ? [page.help] : chosen),
  };
  const onward = { hidden: false, firstElementChild: page.button };
  const found = { "form.survey": form, ".bar": page.bar, "#progress": page.status, ".onward": onward };
  page.form = form;
  page.onward = onward;
  page.querySelector = (selector) => found[selector];
  page.querySelectorAll = (selector) => (selector === "[data-step]" ? [start, ...inside] : page.dots);
  globalThis.document = { dispatchEvent: ({ detail }) => announced.push(detail) };
  globalThis.scrollTo = () => {};
});

test("exactly the step that is shown is not hidden, and the page is told its name", () => {
  const steps = new Steps(page);
  steps.show("waktu");
  assert.deepEqual(
    steps.all.map(({ hidden }) => hidden),
    [true, true, false, true],
  );
  assert.equal(page.body.dataset.screen, "waktu");
  assert.deepEqual(announced, ["waktu"]);
  assert.deepEqual(focused, ["waktu"]);
  assert.equal(page.help.open, false);
});

test("the focus stays where it is when asked so", () => {
  new Steps(page).show("waktu", { focus: false });
  assert.deepEqual(focused, []);
});

test("the way leads through the form and ends at its ends", () => {
  const steps = new Steps(page);
  steps.show("service");
  assert.equal(steps.isAsking, false);
  steps.back();
  assert.equal(steps.name, "service");
  steps.next();
  steps.next();
  steps.next();
  assert.equal(steps.name, "sex");
  assert.equal(steps.isAsking, true);
  steps.back();
  assert.equal(steps.name, "waktu");
});

test("the bar counts the steps that are done and is hidden outside the form", () => {
  const steps = new Steps(page);
  steps.show("waktu");
  assert.equal(page.bar.hidden, false);
  assert.equal(page.status.textContent, "1 dari 2");
  assert.deepEqual(
    page.dots.map(({ classList }) => classList.isDone),
    [true, false],
  );
  steps.show("start");
  assert.equal(page.bar.hidden, true);
  assert.equal(page.form.hidden, true);
});

test("the way on is offered once there is a choice", () => {
  const steps = new Steps(page);
  steps.show("waktu");
  assert.equal(page.button.hidden, true);
  chosen = [{ name: "waktu", value: "3" }];
  steps.update();
  assert.equal(page.button.hidden, false);
  steps.show("start");
  assert.equal(page.onward.hidden, true);
});

test("answers are collected as numbers, with the profile and the trimmed comment", () => {
  chosen = [
    { name: "service", value: "kartu-keluarga" },
    { name: "waktu", value: "3" },
    { name: "sex", value: "P" },
  ];
  assert.deepEqual(new Steps(page).collect(new Date("2024-05-31T01:12:00Z")), {
    id: "0123",
    collector: "kode",
    answered_at: "2024-05-31T01:12:00.000Z",
    service: "kartu-keluarga",
    answers: { waktu: 3 },
    profile: { sex: "P" },
    comment: "ramah",
  });
});

test("what was passed over and a blank comment are left out; a ticket goes along", () => {
  chosen = [
    { name: "service", value: "" },
    { name: "sex", value: "" },
  ];
  page.form.elements.comment.value = " \n";
  page.form.elements.tiket = { value: "sekali" };
  const { answers, profile, ticket, ...others } = new Steps(page).collect(new Date(0));
  assert.deepEqual([answers, profile, ticket], [{}, {}, "sekali"]);
  assert.deepEqual(Object.keys(others), ["id", "collector", "answered_at"]);
});
