// For browsers without `:has`: sets classes on checked tiles that the style sheet knows as well.

/** Mark the checked tiles and switches, and on the page itself the chosen display settings. */
function mark() {
  for (const input of document.querySelectorAll(".tile input, .switch input")) {
    input.parentElement.classList.toggle("checked", input.checked);
  }
  for (const look of document.querySelectorAll(".switch input")) {
    document.documentElement.classList.toggle(look.id, look.checked);
  }
}

for (const happening of ["change", "screen"]) document.addEventListener(happening, mark);
// The form is reset only after this event.
document.addEventListener("reset", () => setTimeout(mark));
mark();
