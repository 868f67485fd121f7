// Keying paper without a mouse: each key goes to the next box, Enter stores the sheet and empties them.
// Without this script the same form works with Tab and Enter.

const form = document.getElementById("sheet");
const number = form.elements.number;
const texts = [...form.querySelectorAll("textarea")];
const status = document.getElementById("status");
const login = document.getElementById("login");
const boxes = [...form.querySelectorAll("[data-keys]")];
const answers = [...form.querySelectorAll(".answers [data-keys]")];
let sending = false;

const isBlank = (value) => value === "0" || value === "-";
const total = () => answers.reduce((sum, box) => sum + (Number(box.value) || 0), 0);

function showSum() {
  document.getElementById("sum").textContent = answers.some((box) => box.value) ? total() : "–";
}

function say(text, bad = false) {
  status.textContent = text;
  status.classList.toggle("bad", bad);
}

function mark(box, message) {
  box.closest(".box")?.classList.toggle("wrong", Boolean(message));
  box.toggleAttribute("aria-invalid", Boolean(message));
  const error = document.getElementById(`${box.name}-error`);
  if (error) error.textContent = message;
}

function goTo(box) {
  box.focus();
  box.select?.();
}

function isFull(box) {
  return box.value.length >= (box.name === "age_band" && !isBlank(box.value) ? 2 : lengthInList(box));
}

// One digit is enough for a place in a list unless the number of another place begins with it.
function lengthInList(box) {
  const listed = document.querySelectorAll(`[data-legend="${box.name}"] li`).length;
  return !isBlank(box.value) && listed && Number(box.value) * 10 <= listed ? 2 : 1;
}

function typed(box) {
  const value = box.value.toUpperCase().replace(/ /g, "0");
  const kept = [...value].filter((key) => box.dataset.keys.includes(key)).join("");
  if (kept !== value) say(`“${value}” tidak dikenal: ketik ${box.dataset.hint}, atau 0 bila kosong.`, true);
  else if (status.classList.contains("bad")) say("");
  box.value = kept.slice(0, box.maxLength);
  mark(box, "");
  box.closest(".box").classList.toggle("wrong", kept !== value);
  showSum();
  if (box.value && kept === value && isFull(box))
    goTo(boxes[boxes.indexOf(box) + 1] ?? form.querySelector("button"));
}

for (const box of boxes) {
  box.addEventListener("input", () => typed(box));
  box.addEventListener("focus", () => box.select());
  box.addEventListener("keydown", (event) => {
    const place = boxes.indexOf(box);
    if (event.key === "Backspace" && !box.value && place > 0) {
      event.preventDefault();
      boxes[place - 1].value = "";
      showSum();
      goTo(boxes[place - 1]);
    } else if (event.key === "ArrowLeft" && place > 0) {
      event.preventDefault();
      goTo(boxes[place - 1]);
    } else if (event.key === "ArrowRight" && place < boxes.length - 1) {
      event.preventDefault();
      goTo(boxes[place + 1]);
    }
  });
}

for (const text of texts) {
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") clear();
  if (event.key === "z" && (event.ctrlKey || event.metaKey) && boxes.every((box) => !box.value)) {
    const undo = document.querySelector("#recent form");
    if (undo) {
      event.preventDefault();
      undo.requestSubmit();
    }
  }
});

function clear() {
  for (const box of boxes) {
    box.value = "";
    mark(box, "");
  }
  for (const text of texts) text.value = "";
  form.elements.replace.value = "";
  sessionStorage.removeItem(waiting);
  login.hidden = true;
  showSum();
  goTo(answers[0]);
}

function addRow(digits, stored) {
  const row = document.getElementById("row").content.cloneNode(true);
  row.querySelector("th").textContent = stored.number;
  row.querySelector(".digits").textContent = digits;
  row.querySelector(".number").textContent = stored.total;
  const field = row.querySelector("input[name=number]");
  if (field) field.value = stored.number;
  document.getElementById("recent").prepend(row);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const empty = answers.find((box) => !box.value);
  if (empty) {
    say("Belum lengkap: ketik 0 atau spasi untuk jawaban yang kosong.", true);
    goTo(empty);
    return;
  }
  if (sending) return;
  sending = true;
  say("Menyimpan …");
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
    });
    // The session ended, or the token belongs to the session before.
    if (response.status === 401 || response.status === 400) keepForLogin();
    else if (response.ok) stored(await response.json());
    else refused(await response.json());
  } catch {
    say("Belum tersimpan: sambungan terputus atau server sibuk. Tekan Enter untuk mencoba lagi.", true);
  } finally {
    sending = false;
  }
});

function stored(answer) {
  addRow(answers.map((box) => (isBlank(box.value) ? "·" : box.value)).join(""), answer);
  number.value = answer.next;
  form.elements.id.value = answer.id;
  say(`Lembar ${answer.number} tersimpan, jumlah ${answer.total}.`);
  clear();
}

// Keeps a sheet while its petugas logs in again: in this tab only, until it is stored or cleared.
const waiting = `lembar ${location.pathname}`;

function keepForLogin() {
  const values = Object.fromEntries(new FormData(form));
  delete values.csrf_token;
  sessionStorage.setItem(waiting, JSON.stringify(values));
  say("Belum tersimpan: sesi berakhir. Lembar ini tidak hilang.", true);
  login.hidden = false;
  login.focus();
}

function bringBack() {
  const values = JSON.parse(sessionStorage.getItem(waiting) ?? "null");
  if (!values) return;
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
  say(`Lembar ${values.number} tadi belum tersimpan. Tekan Enter untuk menyimpannya.`, true);
}

function refused({ errors = {}, id, replace }) {
  if (id) form.elements.id.value = id;
  form.elements.replace.value = replace ?? "";
  const [first] = Object.keys(errors);
  for (const [name, message] of Object.entries(errors))
    if (form.elements[name]) mark(form.elements[name], message);
  say(errors[first] ?? "Ditolak.", true);
  const box = form.elements[first];
  if (box && box.type !== "hidden") goTo(box);
}

bringBack();
showSum();
goTo(answers.find((box) => !box.value) ?? form.querySelector("button"));
