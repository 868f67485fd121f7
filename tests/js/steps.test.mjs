// One step on the screen at a time, and the answers collected from the form. The few elements are stand-ins.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Steps } from "../../kiosk/static/survey/steps.js";

let page;
let chosen;
let texts;
let announced;
let focused;

/** A section of the survey; `part` says where its answer belongs. */
function section(step, { part } = {}) {
  return {
    dataset: { step, part },
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
  texts = [];
  announced = [];
  focused = [];
  const inside = [
    section("start"),
    section("service", { part: "service" }),
    section("waktu", { part: "answers" }),
    section("sex", { part: "profile" }),
  ];
  const thanks = section("thanks");
  page = {
    help: { open: true },
    meter: {},
    bar: { hidden: false, dataset: { pattern: "{number} dari {total}" } },
    status: { textContent: "" },
    button: { hidden: false },
    body: { dataset: {} },
  };
  const form = {
    hidden: false,
    dataset: { collector: "kode" },
    elements: {
      id: { value: "0123" },
      instrument: { value: "skm-online-2026" },
      comment: { value: "  ramah \n" },
    },
    contains: (step) => inside.includes(step),
    querySelector: (selector) => inside.find(({ dataset }) => selector === `[data-step="${dataset.step}"]`),
    querySelectorAll: (selector) =>
      ({ details: [page.help], "textarea[name^=extra_]": texts })[selector] ?? chosen,
  };
  const onward = { hidden: false, firstElementChild: page.button };
  const found = {
    "form.survey": form,
    ".bar": page.bar,
    "#progress": page.status,
    ".progress progress": page.meter,
    ".onward": onward,
  };
  page.form = form;
  page.onward = onward;
  page.inside = inside;
  page.querySelector = (selector) => found[selector];
  page.querySelectorAll = () => [...inside, thanks];
  globalThis.document = { dispatchEvent: ({ detail }) => announced.push(detail) };
  globalThis.scrollTo = () => {};
});

test("exactly the step that is shown is not hidden, and the page is told its name", () => {
  const steps = new Steps(page);
  steps.show("waktu");
  assert.deepEqual(
    steps.all.map(({ hidden }) => hidden),
    [true, true, false, true, true],
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
  steps.show("start");
  assert.equal(steps.isAsking, false);
  steps.back();
  assert.equal(steps.name, "start");
  steps.next();
  steps.next();
  steps.next();
  steps.next();
  assert.equal(steps.name, "sex");
  assert.equal(steps.isAsking, true);
  steps.back();
  assert.equal(steps.name, "waktu");
});

test("the bar counts every step to the last one and is hidden outside the questions", () => {
  const steps = new Steps(page);
  steps.show("waktu");
  assert.equal(page.bar.hidden, false);
  assert.equal(page.status.textContent, "2 dari 3");
  assert.deepEqual(page.meter, { max: 3, value: 2 });
  steps.show("sex");
  assert.equal(page.status.textContent, "3 dari 3");
  steps.show("start");
  assert.equal(page.bar.hidden, true);
  assert.equal(page.form.hidden, false);
  steps.show("thanks");
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
    instrument: "skm-online-2026",
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
  assert.deepEqual(Object.keys(others), ["id", "collector", "instrument", "answered_at"]);
});

test("the office's own questions are collected apart, by their ids", () => {
  page.inside.push(section("extra_7", { part: "extras" }), section("extra_8", { part: "extras" }));
  chosen = [
    { name: "extra_7", value: "ya" },
    { name: "extra_8", value: "" },
  ];
  texts = [
    { name: "extra_9", value: " Parkir \n" },
    { name: "extra_10", value: " " },
  ];
  assert.deepEqual(new Steps(page).collect(new Date(0)).extras, { 7: "ya", 9: "Parkir" });
});
