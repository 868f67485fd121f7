// Loads a module's style sheet together with the module, not with the page.

/** Add the style sheet called `name` that lies beside this module. */
export function dress(name) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL(name, import.meta.url);
  document.head.append(link);
}
