// The staff menu ("Menu petugas"): a long press on the office's name and the PIN open it. For staff, so in Indonesian.

import { pair } from "./pair.js";
import { matches } from "./pin.js";

const PRESS_MS = 1_500;
const GUESSES = 5;
const REST_MS = 5 * 60_000;

export class Corner {
  #survey;
  #heart;
  #press;

  constructor(survey, heart) {
    this.#survey = survey;
    this.#heart = heart;
    document.addEventListener("pointerdown", ({ target }) => {
      if (target.closest(".office")) this.#press = setTimeout(() => this.#open(), PRESS_MS);
    });
    for (const end of ["pointerup", "pointercancel"])
      document.addEventListener(end, () => clearTimeout(this.#press));
    document.addEventListener("click", ({ target }) =>
      this.#do(target.closest("[data-corner]")?.dataset.corner),
    );
    document.addEventListener("submit", (event) => {
      if (!event.target.closest("dialog.corner")) return;
      event.preventDefault();
      if (event.target.matches(".pin")) this.#check(event.target);
      else this.#pair(event.target);
    });
    survey.queue.addEventListener("change", () => this.#dialog.open && this.#show());
  }

  get #dialog() {
    return document.querySelector("dialog.corner");
  }

  #say(text) {
    this.#dialog.querySelector("[role=status]").textContent = text;
  }

  /** An unpaired tablet has no PIN to check: it shows the numbers only, and where to pair. */
  async #open() {
    const pairing = await this.#survey.queue.recall("pairing").catch(() => undefined);
    this.#say("");
    this.#dialog.dataset.stage = pairing?.pin ? "pin" : "facts";
    this.#dialog.toggleAttribute("data-trusted", false);
    this.#dialog.querySelector("form.pin").reset();
    await this.#show();
    this.#dialog.showModal();
  }

  async #check(form) {
    const { queue } = this.#survey;
    const { pin } = await queue.recall("pairing");
    const wrong = ((await queue.recall("guesses")) ?? []).filter(
      (time) => Math.abs(Date.now() - time) < REST_MS,
    );
    if (wrong.length >= GUESSES) return this.#say("Terlalu banyak PIN salah. Tunggu lima menit.");
    if (!matches(form.elements.pin.value, pin)) {
      await queue.remember("guesses", [...wrong, Date.now()]);
      form.reset();
      return this.#say("PIN salah.");
    }
    await queue.remember("guesses", undefined);
    this.#say("");
    this.#dialog.dataset.stage = "facts";
    this.#dialog.toggleAttribute("data-trusted", true);
    this.#dialog.querySelector("h2").focus();
  }

  async #pair(form) {
    try {
      const pairing = await pair(this.#survey.queue, form);
      this.#say(`Tablet ini dipasangkan sebagai ${pairing.name}.`);
      if (pairing.collector !== this.#survey.steps.form.dataset.collector)
        return location.assign(`/s/${pairing.collector}`);
      await this.#heart.beat();
      await this.#show();
    } catch (error) {
      this.#say(error.message);
    }
  }

  async #show() {
    const { queue, steps } = this.#survey;
    const dialog = this.#dialog;
    const pairing = await queue.recall("pairing").catch(() => undefined);
    const { waiting, rejected } = await queue.list().catch(() => ({ waiting: [], rejected: [] }));
    const facts = {
      name: pairing
        ? pairing.name + (pairing.revoked ? " (dicabut)" : "")
        : `${steps.form.dataset.collector} (belum dipasangkan)`,
      waiting: waiting.length,
      oldest: waiting.length ? age(waiting[0].finished_at) : "–",
      contact: pairing?.contact ? `${age(pairing.contact)} yang lalu` : "–",
      rejected: rejected.length,
      version: document.documentElement.dataset.version,
    };
    for (const [name, value] of Object.entries(facts))
      dialog.querySelector(`[data-fact=${name}]`).textContent = value;
    const reasons = rejected.map(({ finished_at: time, status, reason }) => {
      const line = document.createElement("li");
      line.textContent = `${new Date(time).toLocaleString("id-ID")}: ${reason || `HTTP ${status}`}`;
      return line;
    });
    dialog.querySelector("ul").replaceChildren(...reasons);
    dialog.querySelector("[data-corner=retry]").hidden = rejected.length === 0;
    dialog.querySelector("form.pairing").hidden = Boolean(pairing);
  }

  async #do(action) {
    const { queue } = this.#survey;
    if (action === "close") this.#dialog.close();
    else if (action === "retry") await queue.retry();
    else if (action === "export") this.#export(await queue.list());
    else if (action === "send") {
      this.#say("Mengirim …");
      await queue.hurry();
      await this.#heart.beat();
      const { waiting } = await queue.list();
      this.#say(
        waiting.length
          ? "Server belum terhubung. Jawaban tetap tersimpan di tablet ini."
          : "Semua jawaban sudah terkirim.",
      );
      await this.#show();
    }
  }

  /** Save everything in the queue to a file; the queue stays as it is. */
  #export({ waiting, rejected }) {
    const link = document.createElement("a");
    const content = JSON.stringify({ waiting, rejected }, null, 1);
    link.href = URL.createObjectURL(new Blob([content], { type: "application/json" }));
    link.download = `ikm-antrean-${this.#survey.steps.form.dataset.collector}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }
}

/** How long ago, in short words. */
function age(time) {
  const minutes = Math.max(0, Math.round((Date.now() - time) / 60_000));
  if (minutes < 1) return "kurang dari 1 menit";
  if (minutes < 120) return `${minutes} menit`;
  return minutes < 2880 ? `${Math.round(minutes / 60)} jam` : `${Math.round(minutes / 1440)} hari`;
}
