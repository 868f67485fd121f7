// A new tablet's first page: the pairing code leads to the survey.

import { pair } from "./pair.js";
import { Queue } from "./queue.js";

document.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const status = document.querySelector("[role=status]");
  status.textContent = "";
  try {
    const { collector } = await pair(new Queue(), event.target);
    location.replace(document.querySelector("[data-survey]").dataset.survey + collector);
  } catch (error) {
    status.textContent = error.message;
  }
});
