// What a tablet adds to the survey: idle timeout, opening hours, heartbeat, display and other languages.

import { Corner } from "./corner.js";
import { keepDisplay } from "./display.js";
import { Fresh } from "./fresh.js";
import { Heart } from "./heart.js";
import { Hours } from "./hours.js";
import { Idle } from "./idle.js";
import { Languages } from "./languages.js";

const SEND_MS = 30_000;

export function equip(survey) {
  const heart = new Heart(survey);
  new Languages(survey);
  new Idle(survey);
  new Hours(survey);
  new Fresh(survey);
  new Corner(survey, heart);
  keepDisplay(survey);
  heart.start();
  setInterval(() => survey.queue.flush(), SEND_MS);
  // Request persistent storage: otherwise a browser may delete the queue when its disk fills up.
  navigator.storage?.persist?.();
}
