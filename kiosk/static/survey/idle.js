// A tablet without input asks whether the visitor is still answering and, unanswered, resets the survey.

const SIGNS = ["pointerdown", "keydown", "input", "wheel", "touchmove"];
const LAST_CALL = 5; // seconds

export class Idle {
  #survey;
  #timer;
  #left;

  constructor(survey) {
    this.#survey = survey;
    for (const sign of SIGNS)
      addEventListener(sign, () => this.#dialog.open || this.#wait(), { passive: true });
    document.addEventListener("screen", () => this.#wait());
    // A tap anywhere means yes; so does the Escape key, which closes the dialog itself.
    document.addEventListener("click", () => this.#dialog.open && this.#dialog.close());
    document.addEventListener(
      "close",
      ({ target }) => target === this.#dialog && this.#left > 0 && this.#wait(),
      true,
    );
    this.#wait();
  }

  get #dialog() {
    return document.querySelector("dialog.still");
  }

  #wait() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), this.#dialog.dataset.idle * 1000);
  }

  #ask() {
    const { name } = this.#survey.steps;
    // Thanks, the closing screen and sleep end by themselves; an unchanged start screen has nothing to reset.
    if (["thanks", "young", "sending", "asleep"].includes(name)) return this.#wait();
    if (name === "start") return isTouched() && this.#survey.restart();
    this.#dialog.showModal();
    this.#left = Number(this.#dialog.dataset.countdown);
    this.#say("");
    this.#count();
  }

  #say(words) {
    this.#dialog.querySelector("[role=status]").textContent = words;
  }

  #count() {
    this.#dialog.querySelector("[data-left]").textContent = this.#left;
    // A screen reader announces it when the dialog opens and once more in time, not every second.
    if (this.#left === LAST_CALL) this.#say(this.#dialog.querySelector("#still-text").textContent);
    this.#timer = setTimeout(() => {
      this.#left -= 1;
      if (this.#left > 0) return this.#count();
      this.#dialog.close();
      this.#survey.restart();
    }, 1000);
  }
}

/** Whether the last visitor changed anything on the start screen: its language or the look of the page. */
function isTouched() {
  const isSet = document.querySelector("input[form=comfort]:checked") !== null;
  return isSet || document.documentElement.lang !== document.documentElement.dataset.home;
}
