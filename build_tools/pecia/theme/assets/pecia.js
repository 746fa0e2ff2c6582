// What the pages cannot do without a script, beside the search, which has a page and scripts of its own: the choice of
// dark or light, and a few memories. A plain script, not a module: browsers refuse modules to pages opened from a file.

/** The id that the address names; letters that are not ASCII stand there percent-encoded. */
function namedAnchor() {
  const anchor = location.hash.slice(1);
  try { return decodeURIComponent(anchor); } catch { return anchor; }
}

(() => {
  "use strict";

  const kept = {
    get: (key) => { try { return localStorage.getItem(`pecia.${key}`); } catch { return null; } },
    set: (key, value) => { try { localStorage.setItem(`pecia.${key}`, value); } catch { /* storage is refused */ } },
  };

  // --- dark and light ----------------------------------------------------------------------------------
  const scheme = document.querySelector('[data-pc="scheme"]');
  const isDark = () => document.documentElement.dataset.mdColorScheme === "slate";
  const nameScheme = () => { scheme.querySelector("span").textContent = isDark() ? "Light" : "Dark"; };
  scheme.addEventListener("click", () => {
    const chosen = isDark() ? "default" : "slate";
    document.documentElement.dataset.mdColorScheme = chosen;
    kept.set("scheme", chosen);
    nameScheme();
  });
  nameScheme();

  // --- as printed or corrected -------------------------------------------------------------------------
  for (const choice of document.querySelectorAll('input[name="pc-reading"]')) {
    if (kept.get("reading") === choice.value) choice.checked = true;
    choice.addEventListener("change", () => kept.set("reading", choice.value));
  }

  // --- explanations go away on Escape and come back with the next mark ---------------------------------
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.documentElement.classList.add("pc-quiet");
  });
  for (const event of ["focusin", "pointerover"]) {
    addEventListener(event, ({ target }) => {
      if (target.closest?.(".pc-mark")) document.documentElement.classList.remove("pc-quiet");
    });
  }

  // --- the citation follows the passage that the address names -----------------------------------------
  function citePassage() {
    const section = document.querySelector(".pc-cite[data-place]");
    if (!section) return;
    const anchor = document.getElementById(namedAnchor())?.querySelector(":scope > .pc-number") ? namedAnchor() : "";
    for (const one of section.querySelectorAll(".pc-of-page")) one.hidden = Boolean(anchor);
    for (const one of section.querySelectorAll(".pc-of-passage")) one.hidden = !anchor;
    for (const place of section.querySelectorAll(".pc-cited-locator, .pc-cited-place")) place.textContent = anchor && `${section.dataset.place} ${anchor}`;
    const speakers = document.getElementById(anchor)?.closest(".pc-turn")?.querySelectorAll(".pc-speaker .pc-person") ?? [];
    const speaker = speakers.length === 1 ? `${speakers[0].textContent}, in ` : "";
    for (const place of section.querySelectorAll(".pc-cited-speaker, .pc-cited-surname")) place.textContent = speaker;
    for (const place of section.querySelectorAll(".pc-cited-fragment")) place.textContent = anchor && `#${encodeURIComponent(anchor)}`;
  }
  addEventListener("hashchange", citePassage);
  citePassage();

  // --- words that a search led to are marked -----------------------------------------------------------
  const script = new URL("found.js", document.currentScript.src).href;
  let sought = null;
  try { sought = sessionStorage.getItem("pecia.sought"); } catch { /* storage is refused */ }
  if (sought && !document.querySelector('script[src$="found.js"]')) {
    document.head.append(Object.assign(document.createElement("script"), { src: script }));
  }
})();
