// Finished responses wait in the browser's own database until the server has acknowledged them.

const KEEP_MS = 4_000;
const OPEN_MS = 3_000;
const TIMEOUT_MS = 15_000;
const LEASE_MS = 20_000; // longer than one sending can take
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;
const BUSY = new Set([408, 425, 429]); // refusals that only mean "later"

/** A mark for one request, sent as the header `Ikm-Mark`, which the kiosk repeats. */
export const newMark = () => crypto.getRandomValues(new Uint32Array(4)).join("-");

/** Whether the kiosk answered this very request: no proxy, hotspot, or copy of an earlier answer. */
export const isOurs = (answer, mark) =>
  answer.headers.get("Ikm-Kiosk") === "1" && answer.headers.get("Ikm-Mark") === mark;

/**
 * Send one response, and with it what its device's clock shows, corrected by `offset` milliseconds, and the
 * `token` of a paired tablet, from which any number of answers may come at once. Resolves
 * to `outcome` "stored" (also when it was there already), "unsent" (no network or a server error: try again)
 * or "refused" (it will not be accepted like this), with the HTTP `status` and, refused, the server's `reason`.
 */
export async function send(address, response, offset, token) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), TIMEOUT_MS);
  const mark = newMark();
  const headers = { "Content-Type": "application/json", "Ikm-Mark": mark };
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { ...headers, ...(token && { Authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ ...response, clock: new Date(Date.now() + offset).toISOString() }),
      credentials: "omit",
      redirect: "error",
      keepalive: true, // goes through even if the page is closed right after the thanks
      signal: patience.signal,
    });
    const { status } = answer;
    const receipt = await answer.json().catch(() => ({}));
    // A hotspot's log-in page also says 200: only the id in the receipt proves that the response is stored,
    // and only the kiosk's own refusal is one. Everything else means "later".
    if (status === 200 || status === 201)
      return { outcome: receipt.id === response.id ? "stored" : "unsent", status };
    if (!isOurs(answer, mark) || status < 400 || status > 499 || BUSY.has(status))
      return { outcome: "unsent", status };
    const fields = Object.values(receipt.fields ?? {}).join(" ");
    return {
      outcome: "refused",
      status,
      reason: [receipt.error, receipt.detail ?? fields].filter(Boolean).join(": "),
    };
  } catch {
    return { outcome: "unsent", status: 0 };
  } finally {
    clearTimeout(timer);
  }
}

/** Fires "change" whenever something was added, sent, put off or refused. */
export class Queue extends EventTarget {
  #opening;
  #flushing;
  #timer;
  #pause = FIRST_PAUSE_MS;
  #owner = crypto.getRandomValues(new Uint32Array(2)).join("-");

  /** Store a response and its clock correction; resolves once it is durable, rejects without storage. */
  async add(response, address, offset) {
    const entry = { id: response.id, response, address, offset, attempts: 0, finished_at: Date.now() };
    const tooSlow = new Promise((_, reject) =>
      setTimeout(() => reject(new Error("the database does not answer")), KEEP_MS),
    );
    await Promise.race([this.#run(["waiting"], (waiting) => waiting.put(entry)), tooSlow]);
    this.#changed();
    this.hurry();
  }

  /** Count a visit's start or end; dropped rather than delaying an answer. */
  async count(visit, address) {
    await this.#run(["visits"], (visits) => visits.add({ visit, address })).catch(() => {});
    this.flush();
  }

  /** Try now, whatever the current pause. */
  hurry() {
    this.#pause = FIRST_PAUSE_MS;
    return this.flush();
  }

  /** Send what waits, one after another, from one page at a time. */
  flush() {
    clearTimeout(this.#timer);
    this.#flushing ??= this.#sendAll()
      .finally(() => this.#release())
      .catch(() => true)
      .then((isLeft) => {
        this.#flushing = undefined;
        if (isLeft) this.#later();
      });
    return this.#flushing;
  }

  /** What waits and what was refused, the oldest first. Rejects without storage. */
  async list() {
    const [waiting, rejected] = await this.#run(["waiting", "rejected"], (...stores) =>
      stores.map((s) => s.getAll()),
    );
    const byAge = (one, other) => one.finished_at - other.finished_at;
    return { waiting: waiting.sort(byAge), rejected: rejected.sort(byAge) };
  }

  /** Queue the refused responses again. */
  async retry() {
    await this.#run(["waiting", "rejected"], (waiting, rejected) => {
      rejected.getAll().onsuccess = ({ target }) => {
        for (const { status, reason, ...entry } of target.result) waiting.put({ ...entry, attempts: 0 });
        rejected.clear();
      };
    });
    this.#changed();
    return this.hurry();
  }

  /** Delete one response, sent or not. */
  async remove(id) {
    await this.#run(["waiting", "rejected"], (...stores) => stores.map((store) => store.delete(id)));
    this.#changed();
  }

  /** A fact about this device, kept under `key`. */
  recall(key) {
    return this.#run(["device"], (device) => device.get(key));
  }

  /** Store a fact about this device; `undefined` deletes it. */
  remember(key, value) {
    return this.#run(["device"], (device) =>
      value === undefined ? device.delete(key) : device.put(value, key),
    );
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }

  #later() {
    this.#timer = setTimeout(() => this.flush(), this.#pause * (0.5 + Math.random() / 2));
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS);
  }

  /** Resolves to whether something is left to try later. */
  async #sendAll() {
    while (await this.#lease()) {
      const next = await this.#first();
      if (!next) return this.#sendVisits();
      const pairing = await this.recall("pairing");
      const answer = await send(next.address, next.response, next.offset ?? 0, pairing?.token);
      await this.#settle(next, answer);
      this.#changed();
      if (answer.outcome === "unsent") return true;
      this.#pause = FIRST_PAUSE_MS;
    }
    return true;
  }

  /** Acquire or renew the lease to send; false while another page has it. HTTP lacks `navigator.locks`. */
  #lease() {
    return this.#run(["device"], (device) => {
      const outcome = {};
      device.get("lease").onsuccess = ({ target }) => {
        const now = Date.now();
        const { owner = this.#owner, until = 0 } = target.result ?? {};
        // A lease that ends too far ahead dates from before the clock was set back.
        outcome.result = owner === this.#owner || until <= now || until > now + LEASE_MS;
        if (outcome.result) device.put({ owner: this.#owner, until: now + LEASE_MS }, "lease");
      };
      return outcome;
    });
  }

  #release() {
    return this.#run(["device"], (device) => {
      device.get("lease").onsuccess = ({ target }) =>
        target.result?.owner === this.#owner && device.delete("lease");
    });
  }

  /** The least tried, then the oldest: one that makes the server fail does not hold up the others. */
  #first() {
    return this.#run(["waiting"], (waiting) => {
      const outcome = {};
      waiting.index("turn").openCursor().onsuccess = ({ target }) => {
        outcome.result = target.result?.value;
      };
      return outcome;
    });
  }

  /** Update an entry after a try: deleted once acknowledged, else moved to its list. */
  #settle(entry, { outcome, status, reason }) {
    return this.#run(["waiting", "rejected"], (waiting, rejected) => {
      if (outcome === "unsent") return waiting.put({ ...entry, attempts: entry.attempts + 1 });
      if (outcome === "refused") rejected.put({ ...entry, status, reason });
      return waiting.delete(entry.id);
    });
  }

  async #sendVisits() {
    const [keys, visits] = await this.#run(["visits"], (store) => [store.getAllKeys(), store.getAll()]);
    for (const [index, { visit, address }] of visits.entries()) {
      const mark = newMark();
      const answer = await fetch(address, {
        method: "POST",
        headers: { "Content-Type": "application/json", "Ikm-Mark": mark },
        body: JSON.stringify(visit),
        credentials: "omit",
        signal: AbortSignal.timeout?.(TIMEOUT_MS),
      }).catch(() => undefined);
      if (!answer || !isOurs(answer, mark) || answer.status >= 500) return true;
      await this.#run(["visits"], (store) => store.delete(keys[index]));
    }
    return (await this.#first()) !== undefined;
  }

  /** `work` in one transaction over `names`; resolves after the commit to its request's results. */
  async #run(names, work) {
    const transaction = await this.#begin(names);
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    const request = work(...names.map((name) => transaction.objectStore(name)));
    await done;
    return Array.isArray(request) ? request.map(({ result }) => result) : request?.result;
  }

  async #begin(names) {
    const options = [names, "readwrite", { durability: "strict" }];
    try {
      return (await this.#open()).transaction(...options);
    } catch {
      // A phone that slept may have closed the connection without an event.
      this.#opening = undefined;
      return (await this.#open()).transaction(...options);
    }
  }

  #open() {
    this.#opening ??= new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error("the database does not open")), OPEN_MS);
      const request = indexedDB.open("ikm", 1);
      request.onupgradeneeded = () => {
        const database = request.result;
        database
          .createObjectStore("waiting", { keyPath: "id" })
          .createIndex("turn", ["attempts", "finished_at"]);
        database.createObjectStore("rejected", { keyPath: "id" });
        database.createObjectStore("visits", { autoIncrement: true });
        database.createObjectStore("device");
      };
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const database = request.result;
        database.onclose = () => {
          this.#opening = undefined;
        };
        database.onversionchange = () => {
          database.close();
          this.#opening = undefined;
        };
        resolve(database);
      };
    }).catch((error) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }
}
