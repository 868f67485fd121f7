// Many services, or long names: a field to search them, and pages of a screenful instead of scrolling.

import { dress } from "./dress.js";

const PER_PAGE = 12;
const FEWEST = 4;

export function equip(survey) {
  dress("services.css");
  const prepare = () => {
    const finder = document.querySelector(".finder");
    if (finder?.hidden) new Finder(finder, survey);
  };
  document.addEventListener("screen", prepare);
  prepare();
}

class Finder {
  #tiles;
  #finder;
  #found;
  #pages; // each from its first tile to the next page's
  #page = 0;

  constructor(finder, survey) {
    const step = finder.closest(".step");
    this.#finder = finder;
    this.#tiles = [...step.querySelectorAll(".tile:not(.quiet)")];
    finder.hidden = false;
    this.#search.addEventListener("input", () => this.#fit());
    // Enter in the field would send the form.
    this.#search.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    finder.querySelector("[data-more]").addEventListener("click", () => this.#turn(this.#page + 1));
    finder.querySelector("[data-fewer]").addEventListener("click", () => this.#turn(this.#page - 1));
    survey.steps.form.addEventListener("reset", () => setTimeout(() => this.#fit()));
    document.addEventListener("screen", () => this.#fit(this.#page));
    addEventListener("resize", () => this.#fit(this.#page));
    this.#fit();
  }

  get #search() {
    return this.#finder.querySelector("input");
  }

  /** Find what is searched for, and on a tablet show so many at once that no page scrolls. */
  #fit(page = 0) {
    const words = this.#search.value.toLowerCase().split(/\s+/);
    this.#found = this.#tiles.filter((tile) =>
      words.every((word) => tile.textContent.toLowerCase().includes(word)),
    );
    this.#pages = [];
    let end = 0;
    do {
      const first = end;
      end = Math.min(first + PER_PAGE, this.#found.length);
      while (end > first + FEWEST && !this.#fits(first, end)) end -= 1;
      this.#pages.push([first, end]);
    } while (end < this.#found.length);
    this.#turn(page);
  }

  #fits(...page) {
    this.#show(page);
    return document.documentElement.scrollHeight <= innerHeight || !matchMedia("(min-width: 700px)").matches;
  }

  #show([first, end]) {
    const shown = new Set(this.#found.slice(first, end));
    for (const tile of this.#tiles) tile.hidden = !shown.has(tile);
  }

  #turn(page) {
    const pages = this.#pages.length;
    this.#page = Math.min(Math.max(page, 0), pages - 1);
    this.#show(this.#pages[this.#page]);
    const { none, pattern } = this.#finder.dataset;
    const place = pattern.replace("{number}", this.#page + 1).replace("{total}", pages);
    this.#finder.querySelector("[role=status]").textContent = this.#found.length
      ? pages > 1
        ? place
        : ""
      : none;
    this.#finder.querySelector("[data-fewer]").disabled = this.#page === 0;
    this.#finder.querySelector("[data-more]").disabled = this.#page === pages - 1;
  }
}
