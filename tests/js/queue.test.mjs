// What is sent, in which order and how often, and what becomes of an answer that is not taken.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { Queue, send } from "../../kiosk/static/survey/queue.js";
import { Database } from "./indexeddb.mjs";

const NOW = Date.parse("2024-05-31T01:12:00Z");
const DOOR = "/api/responses";
const OURS = "ours"; // the headers by which the kiosk's own answers are known, with the request's mark

let sent; // the bodies of the requests, in order
let serve; // what the server answers to a body: [status, receipt]; throws while there is no network

beforeEach(() => {
  mock.timers.enable({ apis: ["Date", "setTimeout"], now: NOW });
  mock.method(Math, "random", () => 1);
  globalThis.indexedDB = new Database();
  sent = [];
  serve = (body) => [201, { id: body.id }];
  mock.method(globalThis, "fetch", async (_, { body, headers: asked }) => {
    sent.push(JSON.parse(body));
    const [status, receipt, given = OURS] = serve(sent.at(-1));
    const headers = given === OURS ? { "Ikm-Kiosk": "1", "Ikm-Mark": asked["Ikm-Mark"] } : given;
    const content = typeof receipt === "string" ? receipt : JSON.stringify(receipt);
    return new Response(content, { status, headers });
  });
});

afterEach(() => {
  mock.restoreAll();
  mock.timers.reset();
  delete globalThis.indexedDB;
});

function offline() {
  throw new TypeError("no network");
}

const idsSent = () => sent.map(({ id }) => id);

/** Resolves once a queue has nothing to do but wait. */
async function settled(queue) {
  await queue.flush();
  await queue.list();
}

/** Let time pass for a queue that waits to try again. */
async function pass(queue, milliseconds) {
  mock.timers.tick(milliseconds);
  for (let turn = 0; turn < 20; turn += 1) await queue.list();
}

for (const [words, status, receipt, expected] of [
  ["a receipt with its id", 201, { id: "a" }, { outcome: "stored" }],
  ["the receipt of an answer that was there", 200, { id: "a" }, { outcome: "stored" }],
  ["the log-in page of a hotspot", 200, "<html>", { outcome: "unsent" }],
  ["a receipt for another answer", 201, { id: "b" }, { outcome: "unsent" }],
  ["a server in trouble", 503, {}, { outcome: "unsent" }],
  ["a request to come back later", 429, {}, { outcome: "unsent" }],
  [
    "a refusal with detail",
    409,
    { error: "beda", detail: "isi" },
    { outcome: "refused", reason: "beda: isi" },
  ],
  [
    "a refusal of fields",
    422,
    { error: "salah", fields: { waktu: "5" } },
    { outcome: "refused", reason: "salah: 5" },
  ],
  ["a refusal without words", 404, "<html>", { outcome: "refused", reason: "" }],
]) {
  test(`${words} means ${expected.outcome}`, async () => {
    serve = () => [status, receipt];
    assert.deepEqual(await send(DOOR, { id: "a" }, 0), { status, ...expected });
  });
}

for (const status of [400, 401, 403, 404, 407, 409, 410, 413, 422, 451]) {
  test(`${status} from a proxy means later`, async () => {
    serve = () => [status, "<html>", {}];
    assert.deepEqual(await send(DOOR, { id: "a" }, 0), { outcome: "unsent", status });
  });
}

test("a refusal with the headers of an earlier answer means later", async () => {
  serve = () => [410, { error: "tutup" }, { "Ikm-Kiosk": "1", "Ikm-Mark": "1-2-3-4" }];
  assert.deepEqual(await send(DOOR, { id: "a" }, 0), { outcome: "unsent", status: 410 });
  serve = () => [410, { error: "tutup" }, { "Ikm-Kiosk": "1" }];
  assert.deepEqual(await send(DOOR, { id: "a" }, 0), { outcome: "unsent", status: 410 });
});

test("a stuck answer can be removed, whether it waits or was refused", async () => {
  const queue = new Queue();
  serve = ({ id }) => (id === "a" ? [422, {}] : [403, "<html>", {}]);
  for (const id of ["a", "b", "c"]) await queue.add({ id }, DOOR, 0);
  await settled(queue);
  await queue.remove("a");
  await queue.remove("b");
  const { waiting, rejected } = await queue.list();
  assert.deepEqual([waiting.map(({ id }) => id), rejected], [["c"], []]);
});

test("without a network an answer is unsent", async () => {
  serve = offline;
  assert.deepEqual(await send(DOOR, { id: "a" }, 0), { outcome: "unsent", status: 0 });
});

test("an answer goes with the device's time, corrected", async () => {
  await send(DOOR, { id: "a", comment: "ramah" }, 3_600_000);
  assert.deepEqual(sent, [{ id: "a", comment: "ramah", clock: "2024-05-31T02:12:00.000Z" }]);
});

test("an answer that is kept is sent once and then gone", async () => {
  const queue = new Queue();
  let changes = 0;
  queue.addEventListener("change", () => {
    changes += 1;
  });
  await queue.add({ id: "a" }, DOOR, 0);
  await settled(queue);
  assert.deepEqual(idsSent(), ["a"]);
  assert.deepEqual(await queue.list(), { waiting: [], rejected: [] });
  assert.equal(changes, 2);
});

test("what cannot be sent waits twice as long each time, a minute at most", async () => {
  const queue = new Queue();
  serve = offline;
  await queue.add({ id: "a" }, DOOR, 0);
  await settled(queue);
  sent = [];
  const waits = [];
  for (let waited = 0; waits.length < 6 && waited < 300; waited += 1) {
    const before = sent.length;
    await pass(queue, 1_000);
    if (sent.length > before) waits.push(waited);
  }
  const gaps = waits.map((second, index) => second - (waits[index - 1] ?? -1));
  assert.deepEqual(gaps.slice(1), [4, 8, 16, 32, 60].slice(-gaps.length + 1));
  const [entry] = (await queue.list()).waiting;
  assert.equal(entry.attempts, sent.length + 1);
});

test("once there is a network again nothing waits for the pause to end", async () => {
  const queue = new Queue();
  serve = offline;
  await queue.add({ id: "a" }, DOOR, 0);
  await settled(queue);
  serve = ({ id }) => [201, { id }];
  await queue.hurry();
  assert.deepEqual((await queue.list()).waiting, []);
});

test("an answer that the server stumbles over does not hold up the others", async () => {
  const queue = new Queue();
  serve = ({ id }) => (id === "a" ? [500, {}] : [201, { id }]);
  await queue.add({ id: "a" }, DOOR, 0);
  await settled(queue);
  mock.timers.tick(1);
  await queue.add({ id: "b" }, DOOR, 0);
  await settled(queue);
  assert.deepEqual(
    (await queue.list()).waiting.map(({ id }) => id),
    ["a"],
  );
});

test("a refused answer is kept with the reason, and sent again when asked", async () => {
  const queue = new Queue();
  serve = () => [422, { error: "salah" }];
  await queue.add({ id: "a" }, DOOR, 0);
  await settled(queue);
  const { waiting, rejected } = await queue.list();
  assert.deepEqual(waiting, []);
  assert.deepEqual([rejected[0].id, rejected[0].status, rejected[0].reason], ["a", 422, "salah"]);
  serve = ({ id }) => [201, { id }];
  await queue.retry();
  assert.deepEqual(await queue.list(), { waiting: [], rejected: [] });
});

test("of two pages only the one with the lease sends", async () => {
  const [one, other] = [new Queue(), new Queue()];
  await one.remember("lease", { owner: "a third page", until: NOW + 20_000 });
  await other.add({ id: "a" }, DOOR, 0);
  await settled(other);
  assert.deepEqual(idsSent(), []);
  mock.timers.tick(20_000);
  await Promise.all([one.flush(), other.flush()]);
  assert.deepEqual(idsSent(), ["a"]);
});

test("a lease from before the clock was set back holds nothing up", async () => {
  const queue = new Queue();
  await queue.remember("lease", { owner: "another page", until: NOW + 20_001 });
  await queue.add({ id: "a" }, DOOR, 0);
  await settled(queue);
  assert.deepEqual(idsSent(), ["a"]);
});

test("visits are counted after the answers, and lost where the server wants none", async () => {
  const queue = new Queue();
  serve = offline;
  await queue.count({ step: "start" }, "/api/visits");
  await queue.add({ id: "a" }, DOOR, 0);
  await settled(queue);
  sent = [];
  serve = ({ id }) => (id ? [201, { id }] : [404, {}]);
  await queue.hurry();
  await queue.hurry();
  assert.deepEqual(
    sent.map(({ id, step }) => id ?? step),
    ["a", "start"],
  );
});

test("facts about the device are kept until they are forgotten", async () => {
  const queue = new Queue();
  await queue.remember("name", "loket 1");
  assert.equal(await queue.recall("name"), "loket 1");
  await queue.remember("name", undefined);
  assert.equal(await queue.recall("name"), undefined);
});

test("where the browser keeps nothing, adding fails instead of hanging", async () => {
  globalThis.indexedDB = { open: () => ({}) };
  const adding = new Queue().add({ id: "a" }, DOOR, 0);
  mock.timers.tick(3_000);
  await Promise.resolve();
  mock.timers.tick(3_000);
  await assert.rejects(adding, /does not (open|answer)/);
});
