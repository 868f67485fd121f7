// Other languages without a network: their pages are fetched once and swapped in.

export class Languages {
  #survey;
  #pages = new Map();
  #parser = new DOMParser();
  #home;

  constructor(survey) {
    this.#survey = survey;
    const root = document.documentElement;
    this.#home = survey.steps.form.dataset.start;
    root.dataset.home ??= root.lang;
    for (const link of document.querySelectorAll(".languages a")) this.#fetch(link.href);
    this.#fetch(this.#home).then((page) => {
      if (page) root.dataset.home = page.documentElement.lang;
    });
    document.addEventListener("click", (event) => {
      const link = event.target.closest(".languages a");
      if (!link || !this.#pages.has(link.href)) return;
      event.preventDefault();
      this.#show(this.#pages.get(link.href));
    });
    survey.home = () => this.#goHome();
  }

  async #fetch(address) {
    const { href } = new URL(address, location);
    const answer = await fetch(href).catch(() => undefined);
    if (!answer?.ok) return undefined;
    const page = this.#parser.parseFromString(await answer.text(), "text/html");
    this.#pages.set(href, page);
    return page;
  }

  /** Return to the office's language; false when the page is in it already. */
  #goHome() {
    const page = this.#pages.get(new URL(this.#home, location).href);
    if (!page || document.documentElement.lang === page.documentElement.lang) return false;
    this.#show(page);
    return true;
  }

  #show(page) {
    const chosen = [...document.querySelectorAll("input[form=comfort]:checked")].map(({ id }) => id);
    document.documentElement.lang = page.documentElement.lang;
    document.title = page.title;
    document.body.replaceChildren(
      ...[...page.body.children].map((child) => document.importNode(child, true)),
    );
    for (const id of chosen) document.getElementById(id).checked = true;
    this.#survey.adopt();
  }
}
