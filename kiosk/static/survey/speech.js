// Reads a step aloud, where the device itself has a voice of the page's language.

import { dress } from "./dress.js";

export function equip(survey) {
  const speech = globalThis.speechSynthesis;
  if (!speech) return;
  dress("speech.css");
  let spoken = 0;

  /** A voice on the device: one from the network would tell another server what is asked here. */
  function voice() {
    const { lang } = document.documentElement;
    const speaks = (one) =>
      one.localService && one.lang.replace("_", "-").toLowerCase().split("-")[0] === lang;
    return speech.getVoices().find(speaks);
  }

  /** A button at every step while there is a voice, and none without. */
  function refresh() {
    stop();
    const hasVoice = voice() !== undefined;
    for (const tools of document.querySelectorAll(".tools:not([data-sound])")) {
      const button = tools.querySelector(".speak");
      tools.parentElement.toggleAttribute("data-spoken", hasVoice);
      if (!hasVoice) button?.remove();
      else if (!button) tools.prepend(speaker(survey.steps.form.dataset.speak));
    }
  }

  function stop() {
    spoken += 1;
    speech.cancel();
    for (const part of document.querySelectorAll(".reading")) part.classList.remove("reading");
    for (const button of document.querySelectorAll(".speak")) button.setAttribute("aria-pressed", "false");
  }

  /** The question, its plainer line if that is open, then each answer, each marked while it is read. */
  async function read(button) {
    stop();
    const turn = spoken;
    button.setAttribute("aria-pressed", "true");
    const step = button.closest(".step");
    for (const part of [
      step.querySelector("h2"),
      ...step.querySelectorAll(".help[open] p, .hint, .tile:not([hidden])"),
    ]) {
      if (turn !== spoken) return;
      part.classList.add("reading");
      await say(part.innerText);
      part.classList.remove("reading");
    }
    if (turn === spoken) stop();
  }

  function say(text) {
    return new Promise((resolve) => {
      const words = new SpeechSynthesisUtterance(text);
      words.voice = voice();
      words.lang = words.voice?.lang ?? document.documentElement.lang;
      words.rate = 0.95;
      words.onend = words.onerror = resolve;
      speech.speak(words);
    });
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest(".speak:not(.recorded)");
    if (!button) return target.type === "radio" && stop();
    if (button.getAttribute("aria-pressed") === "true") stop();
    else read(button);
  });
  document.addEventListener("screen", refresh);
  speech.addEventListener?.("voiceschanged", refresh);
  addEventListener("pagehide", stop);
  refresh();
}

/** A button that reads a step aloud. */
export function speaker(label) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "tool speak";
  button.setAttribute("aria-label", label);
  button.setAttribute("aria-pressed", "false");
  button.innerHTML = `<svg class="icon" viewBox="0 0 64 64" aria-hidden="true"><g class="stroke thin"><path d="M10 25h10l15-12v38L20 39H10z"/><path d="M44 23c5 5 5 13 0 18M51 15c10 10 10 24 0 34"/></g></svg>`;
  return button;
}
