// A list whose rows are dragged into another order, which a form then sends. Without this script, and for the
// keyboard, each row has buttons that move it.

for (const list of document.querySelectorAll("[data-arrange]")) arrange(list);

function arrange(list) {
  const form = document.getElementById(list.dataset.arrange);
  const before = order(list);
  let dragged;

  list.addEventListener("pointerdown", (event) => {
    const row = event.target.closest("li[data-id]");
    // Controls keep their own clicks, and a finger that starts elsewhere than on the handle scrolls.
    if (!row || event.target.closest("button, a, input")) return;
    if (event.pointerType !== "mouse" && !event.target.closest(".handle")) return;
    dragged = row;
    row.classList.add("dragged");
    list.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  list.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    const over = document.elementFromPoint(event.clientX, event.clientY)?.closest("li[data-id]");
    if (!over || over === dragged || over.parentElement !== list) return;
    const { top, height } = over.getBoundingClientRect();
    over.parentElement.insertBefore(dragged, event.clientY < top + height / 2 ? over : over.nextSibling);
  });
  for (const end of ["pointerup", "pointercancel"])
    list.addEventListener(end, () => {
      dragged?.classList.remove("dragged");
      const isMoved = dragged && order(list).join() !== before.join();
      dragged = undefined;
      if (isMoved) send(form, order(list));
    });
  for (const row of list.querySelectorAll("li[data-id]")) {
    const handle = document.createElement("span");
    handle.className = "handle";
    handle.textContent = "≡";
    handle.setAttribute("aria-hidden", "true");
    row.prepend(handle);
  }
}

function order(list) {
  return [...list.querySelectorAll("li[data-id]")].map((row) => row.dataset.id);
}

function send(form, ids) {
  for (const id of ids) {
    const field = Object.assign(document.createElement("input"), {
      type: "hidden",
      name: "urutan",
      value: id,
    });
    form.append(field);
  }
  form.submit();
}
