// "Tampilkan kata sandi" shows the passwords typed into a form until it is sent; below a new one is a meter of its
// length. Without this script there is neither, and the form works.

for (const box of document.querySelectorAll("[data-reveal]")) {
  const fields = box.form.querySelectorAll("input[type=password]");
  const show = (shown) =>
    fields.forEach((field) => {
      field.type = shown ? "text" : "password";
    });
  box.addEventListener("change", () => show(box.checked));
  // Browsers remember what was sent as text, so passwords are hidden again before sending.
  box.form.addEventListener("submit", () => show(false));
  box.closest("label").hidden = false;
}

// Only its length is checked here. Whether it is a common password is checked by the server.
for (const field of document.querySelectorAll("input[type=password][minlength]")) {
  const meter = Object.assign(document.createElement("meter"), {
    max: 2 * field.minLength,
    low: field.minLength,
    high: 1.5 * field.minLength,
    optimum: 2 * field.minLength,
  });
  meter.setAttribute("aria-label", "Panjang kata sandi");
  const words = Object.assign(document.createElement("p"), { className: "hint" });
  field.addEventListener("input", () => {
    const letters = [...field.value.replace(/ +/g, " ")].length;
    meter.value = letters;
    if (letters < meter.low) words.textContent = `${letters} dari sedikitnya ${meter.low} karakter`;
    else if (letters < meter.high) words.textContent = `${letters} karakter: cukup panjang`;
    else words.textContent = `${letters} karakter: kuat, bila kata-katanya acak`;
  });
  field.after(meter, words);
}
