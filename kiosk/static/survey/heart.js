// A paired tablet's heartbeat, once a minute: what waits on it, and what its clock shows.

import { isOurs, newMark } from "./queue.js";

const BEAT_MS = 60_000;

export class Heart {
  #survey;
  #timer;

  constructor(survey) {
    this.#survey = survey;
  }

  start() {
    this.beat();
    this.#timer ??= setInterval(() => this.beat(), BEAT_MS);
  }

  /** Report once; the server's answer is kept for the staff corner. */
  async beat() {
    const { queue, steps } = this.#survey;
    try {
      const pairing = await queue.recall("pairing");
      if (!pairing) return;
      const { waiting, rejected } = await queue.list();
      const report = {
        queue: waiting.length,
        oldest: waiting.length ? new Date(waiting[0].finished_at).toISOString() : null,
        rejected: rejected.length,
        version: document.documentElement.dataset.version,
        clock: new Date().toISOString(),
      };
      const mark = newMark();
      const headers = { "Content-Type": "application/json", "Ikm-Mark": mark };
      const answer = await fetch(document.querySelector("dialog.corner").dataset.beat, {
        method: "POST",
        headers: { ...headers, Authorization: `Bearer ${pairing.token}` },
        body: JSON.stringify(report),
        credentials: "omit",
      });
      if (!isOurs(answer, mark)) return;
      if (answer.status === 401) await queue.remember("pairing", undefined);
      if (!answer.ok) return;
      const { pin_hash: pin, name, revoked } = await answer.json();
      await queue.remember("pairing", { ...pairing, name, pin, revoked, contact: Date.now() });
      // With nothing left to send, the page says that it is closed: answers would be refused.
      if (revoked && !waiting.length && ["start", "asleep"].includes(steps.name)) location.reload();
    } catch {
      // No network, or no storage in this browser: the next heartbeat tries again.
    }
  }
}
