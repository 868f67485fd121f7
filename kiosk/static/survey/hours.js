// Outside opening hours a "closed" screen replaces the start screen.

const LOOK_MS = 20_000;
const DAY_MS = 86_400_000;
const FARTHEST = 30; // days: no row of holidays is longer

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
    const holidays = (this.#screen.dataset.holidays ?? "").split(" ");
    const [today, time, date] = officeTime(this.#screen.dataset.timezone);
    for (let ahead = 0; ahead <= FARTHEST; ahead += 1) {
      const day = (today + ahead) % 7;
      const moment = new Date(Date.parse(date) + ahead * DAY_MS);
      const isHoliday = holidays.includes(moment.toISOString().slice(0, 10));
      const [opens, closes] = (!isHoliday && hours[day]) || [];
      if (!opens || (ahead === 0 && time >= closes)) continue;
      if (ahead === 0 && time >= opens) return undefined;
      return { day: nameOf(moment, ahead), time: opens.replace(":", ".") };
    }
    return undefined;
  }
}

/** The weekday (0 is Monday), the time ("08:00") and the date in the office's time zone. */
function officeTime(timeZone) {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  const {
    weekday: name,
    hour,
    minute,
    year,
    month,
    day,
  } = Object.fromEntries(parts.formatToParts(Date.now()).map(({ type, value }) => [type, value]));
  return [
    ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(name),
    `${hour}:${minute}`,
    `${year}-${month}-${day}`,
  ];
}

/** The weekday's name; after more than a week, such as a row of holidays, with its date. */
function nameOf(moment, ahead) {
  const { lang } = document.documentElement;
  const shown = ahead > 7 ? { weekday: "long", day: "numeric", month: "long" } : { weekday: "long" };
  return new Intl.DateTimeFormat(lang, { ...shown, timeZone: "UTC" }).format(moment);
}
