// Many services: a field to search them, and pages of a screenful instead of scrolling.

import { dress } from "./dress.js";

const PER_PAGE = 12;

export function equip(survey) {
  dress("services.css");
  const prepare = () => {
    const finder = document.querySelector(".finder");
    if (finder && finder.hidden) new Finder(finder, survey);
  };
  document.addEventListener("screen", prepare);
  prepare();
}

class Finder {
  #tiles;
  #finder;
  #page = 0;

  constructor(finder, survey) {
    const step = finder.closest(".step");
    this.#finder = finder;
    this.#tiles = [...step.querySelectorAll(".tile:not(.quiet)")];
    finder.hidden = false;
    this.#search.addEventListener("input", () => this.#turn(0));
    // Enter in the field would send the form.
    this.#search.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    finder.querySelector("[data-more]").addEventListener("click", () => this.#turn(this.#page + 1));
    finder.querySelector("[data-fewer]").addEventListener("click", () => this.#turn(this.#page - 1));
    survey.steps.form.addEventListener("reset", () => setTimeout(() => this.#turn(0)));
    this.#turn(0);
  }

  get #search() {
    return this.#finder.querySelector("input");
  }

  #turn(page) {
    const words = this.#search.value.toLowerCase().split(/\s+/);
    const found = this.#tiles.filter((tile) => words.every((word) => tile.textContent.toLowerCase().includes(word)));
    const pages = Math.max(1, Math.ceil(found.length / PER_PAGE));
    this.#page = Math.min(Math.max(page, 0), pages - 1);
    const shown = new Set(found.slice(this.#page * PER_PAGE, (this.#page + 1) * PER_PAGE));
    for (const tile of this.#tiles) tile.hidden = !shown.has(tile);
    const { none, pattern } = this.#finder.dataset;
    const place = pattern.replace("{number}", this.#page + 1).replace("{total}", pages);
    this.#finder.querySelector("[role=status]").textContent = found.length ? (pages > 1 ? place : "") : none;
    this.#finder.querySelector("[data-fewer]").disabled = this.#page === 0;
    this.#finder.querySelector("[data-more]").disabled = this.#page === pages - 1;
  }
}
