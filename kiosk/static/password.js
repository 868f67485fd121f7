// "Lihat sandi": shows what is typed into the passwords of a form, until it is sent. Without this script
// there is no such box.

for (const box of document.querySelectorAll("[data-reveal]")) {
  const fields = box.form.querySelectorAll("input[type=password]");
  const show = (shown) => fields.forEach((field) => { field.type = shown ? "text" : "password"; });
  box.addEventListener("change", () => show(box.checked));
  // Browsers keep what was sent as text to offer it again.
  box.form.addEventListener("submit", () => show(false));
  box.closest("label").hidden = false;
}
