// Fields for a day show dd/mm/yyyy in every browser; a button beside each opens the browser's own calendar.

for (const field of document.querySelectorAll("[data-day]")) equip(field);

function equip(field) {
  const calendar = document.createElement("input");
  if (!calendar.showPicker) return;
  calendar.type = "date";
  calendar.className = "calendar";
  calendar.tabIndex = -1;
  calendar.setAttribute("aria-hidden", "true");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.setAttribute(
    "aria-label",
    `Kalender: ${document.querySelector(`[for="${field.id}"]`)?.textContent ?? ""}`,
  );
  const holder = document.createElement("span");
  holder.className = "dated";
  field.replaceWith(holder);
  holder.append(field, button, calendar);
  button.addEventListener("click", () => {
    const [, day, month, year] = field.value.match(/^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/) ?? [];
    if (day) calendar.value = [year, month.padStart(2, "0"), day.padStart(2, "0")].join("-");
    calendar.showPicker();
  });
  calendar.addEventListener("change", () => {
    field.value = calendar.value.split("-").reverse().join("/");
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
