// From the filled form to a response the server has acknowledged.

const TIMEOUT_MS = 15_000;

/** 128 random bits as 32 hex digits. (`crypto.randomUUID` does not exist on plain HTTP.) */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The response in `form` as the JSON door wants it, answered at `moment` (a Date). */
export function collect(form, moment) {
  const response = {
    id: form.elements.id.value,
    collector: form.dataset.collector,
    answered_at: moment.toISOString(),
    answers: {},
    profile: {},
  };
  for (const { name, value } of form.querySelectorAll("input[type=radio]:checked")) {
    const part = form.querySelector(`[data-step="${name}"]`).dataset.part;
    if (part === "answers") response.answers[name] = Number(value);
    else if (value && part === "profile") response.profile[name] = value;
    else if (value) response[name] = value;
  }
  const comment = form.elements.comment.value.trim();
  if (comment) response.comment = comment;
  return response;
}

/**
 * Send one response. Resolves to "stored" (also when it was there already), "unsent" (no network, or
 * the server cannot just now: try again) or "refused" (it never will be accepted like this).
 */
export async function send(address, response) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), TIMEOUT_MS);
  try {
    const { status } = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(response),
      credentials: "omit",
      signal: patience.signal,
    });
    if (status === 200 || status === 201) return "stored";
    return status >= 400 && status < 500 ? "refused" : "unsent";
  } catch {
    return "unsent";
  } finally {
    clearTimeout(timer);
  }
}
