// For browsers that do not know `:has`: what is checked is marked by classes that the style sheet knows as well.

/** The tiles and switches as they are, and on the page itself the look that was chosen. */
function mark() {
  for (const input of document.querySelectorAll(".tile input, .switch input")) {
    input.parentElement.classList.toggle("checked", input.checked);
  }
  for (const look of document.querySelectorAll(".switch input")) {
    document.documentElement.classList.toggle(look.id, look.checked);
  }
}

for (const happening of ["change", "screen"]) document.addEventListener(happening, mark);
// Its fields are empty only after the event.
document.addEventListener("reset", () => setTimeout(mark));
mark();
