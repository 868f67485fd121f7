// A question's sign-language clip and its recorded sound. Nothing is loaded before the visitor asks for it;
// on tablets the service worker keeps the files with the page.

import { dress } from "./dress.js";
import { speaker } from "./speech.js";

const HAND = `<svg class="icon" viewBox="0 0 64 64" aria-hidden="true"><path class="stroke thin" d="M20 36V16a4 4 0 0 1 8 0v14-20a4 4 0 0 1 8 0v20-17a4 4 0 0 1 8 0v19-11a4 4 0 0 1 8 0v19c0 12-8 18-18 18-9 0-13-4-17-11l-6-11c-2-4 4-7 7-3z"/></svg>`;

export function equip(survey) {
  dress("speech.css");
  dress("media.css");
  let playing;

  function stop() {
    playing?.pause();
    playing = undefined;
    for (const button of document.querySelectorAll(".recorded")) button.setAttribute("aria-pressed", "false");
  }

  /** The buttons of every question that has a clip or a sound; the page's language may have changed. */
  function refresh() {
    stop();
    for (const tools of document.querySelectorAll(".tools[data-clip]")) {
      if (tools.querySelector(".sign")) continue;
      tools.append(hand(survey.steps.form.dataset.sign));
      tools.parentElement.toggleAttribute("data-signed", true);
    }
    for (const tools of document.querySelectorAll(".tools[data-sound]")) {
      if (tools.querySelector(".recorded")) continue;
      tools.querySelector(".speak")?.remove();
      const button = speaker(survey.steps.form.dataset.speak);
      button.classList.add("recorded");
      tools.prepend(button);
      tools.parentElement.toggleAttribute("data-spoken", true);
    }
  }

  /** A tablet's question whether someone is still there must not interrupt what is watched. */
  function keepAwake(element) {
    element.addEventListener("timeupdate", () =>
      document.dispatchEvent(new Event("input", { bubbles: true })),
    );
  }

  function play(button) {
    const wasPlaying = button.getAttribute("aria-pressed") === "true";
    stop();
    if (wasPlaying) return;
    playing = new Audio(button.closest(".tools").dataset.sound);
    keepAwake(playing);
    playing.addEventListener("ended", stop);
    playing.addEventListener("error", stop);
    button.setAttribute("aria-pressed", "true");
    playing.play().catch(stop);
  }

  function watch(button) {
    stop();
    const { sign, close } = survey.steps.form.dataset;
    const dialog = document.createElement("dialog");
    dialog.className = "clip";
    dialog.setAttribute("aria-label", sign);
    const video = document.createElement("video");
    Object.assign(video, {
      src: button.closest(".tools").dataset.clip,
      controls: true,
      playsInline: true,
      muted: true,
    });
    keepAwake(video);
    const end = document.createElement("button");
    Object.assign(end, { type: "button", className: "primary", textContent: close });
    end.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      video.removeAttribute("src");
      video.load();
      dialog.remove();
      button.focus();
    });
    dialog.append(video, end);
    document.querySelector("main").append(dialog);
    dialog.showModal();
    video.play().catch(() => {});
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest(".recorded, .sign");
    if (button?.matches(".sign")) watch(button);
    else if (button) play(button);
  });
  document.addEventListener("screen", () => {
    document.querySelector("dialog.clip")?.close();
    refresh();
  });
  addEventListener("pagehide", stop);
  refresh();
}

function hand(label) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "tool sign";
  button.setAttribute("aria-label", label);
  button.innerHTML = HAND;
  return button;
}
