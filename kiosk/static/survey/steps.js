// Shows one step at a time, with the progress bar above it and the button to continue.

const EXTRA = "extra_"; // begins the name of a question outside the index

export class Steps {
  /** @param {Document} page a survey page whose steps are elements with `data-step` */
  constructor(page) {
    this.all = [...page.querySelectorAll("[data-step]")];
    this.form = page.querySelector("form.survey");
    this.path = this.all.filter((step) => this.form.contains(step));
    this.bar = page.querySelector(".bar");
    this.status = page.querySelector("#progress");
    this.meter = page.querySelector(".progress progress");
    this.onward = page.querySelector(".onward");
    this.body = page.body;
  }

  get name() {
    return this.current.dataset.step;
  }

  /** Whether a visitor is somewhere between "Mulai" and "Kirim". */
  get isAsking() {
    return this.path.indexOf(this.current) > 0;
  }

  /** Show the step called `name`; its heading takes the focus so that a screen reader starts there. */
  show(name, { focus = true } = {}) {
    this.current = this.all.find((step) => step.dataset.step === name);
    for (const step of this.all) step.hidden = step !== this.current;
    for (const help of this.form.querySelectorAll("details")) help.open = false;
    this.form.hidden = !this.form.contains(this.current);
    this.body.dataset.screen = name;
    this.#drawBar();
    this.onward.hidden = !this.current.matches("[role=radiogroup]");
    this.update();
    scrollTo(0, 0);
    if (focus) this.current.querySelector("h2").focus({ preventScroll: true });
    document.dispatchEvent(new CustomEvent("screen", { detail: name }));
  }

  /** The button to continue appears once the step has a choice. */
  update() {
    this.onward.firstElementChild.hidden = !this.chosen;
  }

  get chosen() {
    return this.current.querySelector("input:checked") !== null;
  }

  next() {
    this.#move(1);
  }

  back() {
    this.#move(-1);
  }

  /** Empty every answer. Text fields are replaced: "undo" would bring the last visitor's words back. */
  clear() {
    this.form.reset();
    for (const text of this.form.querySelectorAll("textarea")) {
      const empty = text.cloneNode(true);
      text.replaceWith(empty);
      empty.value = text.defaultValue;
    }
  }

  /** The response in the form as `POST /api/responses` takes it, answered at `moment` (a Date). */
  collect(moment) {
    const { collector } = this.form.dataset;
    const { id, instrument, comment, tiket } = this.form.elements;
    const extras = {};
    const response = {
      id: id.value,
      collector,
      instrument: instrument.value,
      answered_at: moment.toISOString(),
      answers: {},
      profile: {},
    };
    for (const { name, value } of this.form.querySelectorAll("input[type=radio]:checked")) {
      const part = this.form.querySelector(`[data-step="${name}"]`).dataset.part;
      if (part === "answers") response.answers[name] = Number(value);
      else if (value && part === "profile") response.profile[name] = value;
      else if (value && part === "extras") extras[name.slice(EXTRA.length)] = value;
      else if (value) response[name] = value;
    }
    for (const { name, value } of this.form.querySelectorAll(`textarea[name^=${EXTRA}]`))
      if (value.trim()) extras[name.slice(EXTRA.length)] = value.trim();
    if (Object.keys(extras).length > 0) response.extras = extras;
    if (comment.value.trim()) response.comment = comment.value.trim();
    if (tiket) response.ticket = tiket.value;
    return response;
  }

  #move(by) {
    const step = this.path[this.path.indexOf(this.current) + by];
    if (step) this.show(step.dataset.step);
  }

  /** Every step after the start counts, so that the last one is the number that was promised. */
  #drawBar() {
    const number = this.path.indexOf(this.current);
    const total = this.path.length - 1;
    this.bar.hidden = number < 1;
    this.status.textContent =
      number < 1 ? "" : this.bar.dataset.pattern.replace("{number}", number).replace("{total}", total);
    this.meter.max = total;
    this.meter.value = Math.max(number, 0);
  }
}
