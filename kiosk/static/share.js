// Buttons that copy a text to share; the links beside them, to WhatsApp and e-mail, work without script.

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const { copy } = button.dataset;
    // Plain HTTP has no clipboard interface: there the browser copies a selected text.
    const isCopied = navigator.clipboard
      ? await navigator.clipboard.writeText(copy).then(
          () => true,
          () => false,
        )
      : copySelected(copy);
    button.textContent = isCopied ? "Tersalin" : "Tidak dapat disalin";
  });
}

function copySelected(text) {
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand("copy");
  field.remove();
  return isCopied;
}
