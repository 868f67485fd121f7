// Outside opening hours a "closed" screen replaces the start screen.

const LOOK_MS = 20_000;
const MONDAY = Date.UTC(2024, 0, 1); // any Monday: for the weekday's name

export class Hours {
  #survey;
  #awakeUntil = 0;

  constructor(survey) {
    this.#survey = survey;
    document.addEventListener("click", ({ target }) => target.closest("[data-wake]") && this.#wake());
    document.addEventListener("screen", () => this.#look());
    setInterval(() => this.#look(), LOOK_MS);
    this.#look();
  }

  get #screen() {
    return this.#survey.steps.all.find(({ dataset }) => dataset.step === "asleep");
  }

  #look() {
    const { steps } = this.#survey;
    if (steps.name !== "start" && steps.name !== "asleep") return;
    const opening = Date.now() < this.#awakeUntil ? undefined : this.#nextOpening();
    if (opening && steps.name === "start") {
      const { pattern } = this.#screen.querySelector("[data-pattern]").dataset;
      this.#screen.querySelector("[data-pattern]").textContent = pattern
        .replace("{day}", opening.day)
        .replace("{time}", opening.time);
      steps.show("asleep", { focus: false });
    } else if (!opening && steps.name === "asleep") {
      steps.show("start", { focus: false });
    }
  }

  /** Let a visitor who is served after hours answer. */
  #wake() {
    this.#awakeUntil = Date.now() + this.#screen.dataset.awake * 1000;
    this.#survey.steps.show("start");
  }

  /** The weekday and the time at which a closed office opens again, in words; undefined while it is open. */
  #nextOpening() {
    const hours = JSON.parse(this.#screen.dataset.hours);
    if (Object.keys(hours).length === 0) return undefined;
    const [today, time] = officeTime(this.#screen.dataset.timezone);
    for (let ahead = 0; ahead <= 7; ahead += 1) {
      const day = (today + ahead) % 7;
      const [opens, closes] = hours[day] ?? [];
      if (!opens || (ahead === 0 && time >= closes)) continue;
      if (ahead === 0 && time >= opens) return undefined;
      return { day: weekday(day), time: opens.replace(":", ".") };
    }
    return undefined;
  }
}

/** The weekday (0 is Monday) and the time ("08:00") in the office's time zone. */
function officeTime(timeZone) {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
  const {
    weekday: name,
    hour,
    minute,
  } = Object.fromEntries(parts.formatToParts(Date.now()).map(({ type, value }) => [type, value]));
  return [["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(name), `${hour}:${minute}`];
}

function weekday(day) {
  const { lang } = document.documentElement;
  return new Intl.DateTimeFormat(lang, { weekday: "long", timeZone: "UTC" }).format(
    MONDAY + day * 86_400_000,
  );
}
