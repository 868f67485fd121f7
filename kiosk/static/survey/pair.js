// Pairing a tablet: a short code from the office's page, once, for a long token that stays here.

import { isOurs, newMark } from "./queue.js";

/** Pair with the code in `form`. Resolves to the pairing; rejects with a message for the staff. */
export async function pair(queue, form) {
  const mark = newMark();
  let answer;
  try {
    answer = await fetch(form.dataset.pair, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Ikm-Mark": mark },
      body: JSON.stringify({ code: form.elements.code.value }),
      credentials: "omit",
    });
  } catch {
    throw new Error("Server tidak terhubung. Periksa jaringan, lalu coba lagi.");
  }
  if (!isOurs(answer, mark)) throw new Error("Yang menjawab bukan kiosk. Periksa jaringan, lalu coba lagi.");
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(body.error ?? `Tidak berhasil (HTTP ${answer.status}).`);
  const pairing = { token: body.token, collector: body.collector, name: body.name };
  await queue.remember("pairing", pairing).catch(() => {
    throw new Error("Peramban ini tidak mengizinkan penyimpanan, jadi tidak dapat dipasangkan.");
  });
  return pairing;
}
