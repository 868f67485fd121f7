// The staff menu ("Menu petugas"): a long press on the office's name and the PIN open it. For staff, so in Indonesian.

import { pair } from "./pair.js";
import { matches } from "./pin.js";

const PRESS_MS = 1_500;
const GUESSES = 5;
const LISTED = 20; // waiting responses
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
    document.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-corner]");
      if (button) this.#do(button.dataset.corner, button);
    });
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
      const { collector, start } = this.#survey.steps.form.dataset;
      if (pairing.collector !== collector)
        return location.assign(start.slice(0, start.lastIndexOf("/") + 1) + pairing.collector);
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
    const stuck = waiting.filter(({ attempts }) => attempts > 0).slice(0, LISTED);
    dialog.querySelector("ul").replaceChildren(...[...rejected, ...stuck].map(asLine));
    dialog.querySelector("[data-corner=retry]").hidden = rejected.length === 0;
    dialog.querySelector("form.pairing").hidden = Boolean(pairing);
  }

  async #do(action, button) {
    const { queue } = this.#survey;
    if (action === "close") this.#dialog.close();
    else if (action === "retry") await queue.retry();
    else if (action === "export") this.#export(await queue.list());
    else if (action === "copy") await this.#copy();
    else if (action === "share") await navigator.share({ text: this.#exported.value }).catch(() => {});
    else if (action === "remove") await this.#remove(button);
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

  get #exported() {
    return this.#dialog.querySelector(".exported textarea");
  }

  /** Exported first, so that the answer can still be typed in: the second press deletes it. */
  async #remove(button) {
    const { queue } = this.#survey;
    if (button.dataset.armed) {
      await queue.remove(button.value);
      return this.#say("Satu jawaban dihapus dari tablet ini.");
    }
    const { waiting, rejected } = await queue.list();
    const only = (entries) => entries.filter(({ id }) => id === button.value);
    this.#export({ waiting: only(waiting), rejected: only(rejected) });
    button.dataset.armed = "1";
    button.textContent = "Hapus untuk selamanya";
    this.#say("Simpan dahulu isinya di bawah. Tekan sekali lagi untuk menghapusnya.");
  }

  async #copy() {
    const text = this.#exported;
    text.select();
    // HTTP has no clipboard for scripts; the older command works there.
    const isCopied = await (navigator.clipboard?.writeText(text.value) ?? Promise.reject())
      .then(() => true)
      .catch(() => document.execCommand("copy"));
    this.#say(isCopied ? "Disalin." : "Pilih teksnya, lalu salin.");
  }

  /**
   * Show everything in the queue as a text to copy or share, and save it to a file where the browser does
   * that (browsers built into kiosk apps do not); the queue stays as it is.
   */
  #export({ waiting, rejected }) {
    const link = document.createElement("a");
    const content = JSON.stringify({ waiting, rejected }, null, 1);
    this.#exported.value = content;
    this.#dialog.querySelector(".exported").hidden = false;
    this.#dialog.querySelector("[data-corner=share]").hidden = !navigator.share;
    link.href = URL.createObjectURL(new Blob([content], { type: "application/json" }));
    link.download = `ikm-antrean-${this.#survey.steps.form.dataset.collector}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }
}

/** A response that is stuck, with a button to remove it. */
function asLine({ id, finished_at: time, status, reason }) {
  const line = document.createElement("li");
  const why = reason || (status ? `HTTP ${status}` : "masih menunggu");
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "trusted", value: id, textContent: "Hapus" });
  button.dataset.corner = "remove";
  line.append(`${new Date(time).toLocaleString("id-ID")}: ${why} `, button);
  return line;
}

/** How long ago, in short words. */
function age(time) {
  const minutes = Math.max(0, Math.round((Date.now() - time) / 60_000));
  if (minutes < 1) return "kurang dari 1 menit";
  if (minutes < 120) return `${minutes} menit`;
  return minutes < 2880 ? `${Math.round(minutes / 60)} jam` : `${Math.round(minutes / 1440)} hari`;
}
