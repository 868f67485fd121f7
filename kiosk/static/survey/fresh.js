// A tablet shows the same page for weeks: it is loaded again once the office asks another questionnaire.

const LOOK_MS = 10 * 60_000;

export class Fresh {
  #survey;

  constructor(survey) {
    this.#survey = survey;
    setInterval(() => this.#look(), LOOK_MS);
  }

  get #isWaiting() {
    return ["start", "asleep"].includes(this.#survey.steps.name);
  }

  async #look() {
    const { form } = this.#survey.steps;
    if (!this.#isWaiting) return;
    const answer = await fetch(form.dataset.start, { credentials: "omit" }).catch(() => undefined);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const asked = page.querySelector("form.survey input[name=instrument]")?.value;
    if (asked && asked !== form.elements.instrument.value && this.#isWaiting) location.reload();
  }
}
