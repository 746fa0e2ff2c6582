// What the pages cannot do without a script: search, the choice of dark or light, and a few memories. Nothing is fetched
// before the reader searches, and then only from the edition's own folder. A plain script, not a module: browsers refuse
// modules to pages that are opened from a file, and those readers are to be told why they cannot search.

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
    const anchor = document.getElementById(location.hash.slice(1))?.querySelector(":scope > .pc-number") ? location.hash.slice(1) : "";
    for (const one of section.querySelectorAll(".pc-of-page")) one.hidden = Boolean(anchor);
    for (const one of section.querySelectorAll(".pc-of-passage")) one.hidden = !anchor;
    for (const place of section.querySelectorAll(".pc-cited-locator")) place.textContent = anchor && `${section.dataset.place} ${anchor}`;
    for (const place of section.querySelectorAll(".pc-cited-fragment")) place.textContent = anchor && `#${anchor}`;
  }
  addEventListener("hashchange", citePassage);
  citePassage();

  // --- search ------------------------------------------------------------------------------------------
  const dialog = document.getElementById("pc-search");
  const query = document.getElementById("pc-query");
  const status = document.getElementById("pc-search-status");
  const list = document.getElementById("pc-results");
  const more = document.getElementById("pc-more");
  const root = new URL(dialog.dataset.root.replace(/\/?$/, "/"), location.href);
  const PAGE = 10;
  let engine;
  let found = [];
  let shown = 0;

  function load() {
    engine ??= import(new URL("pagefind/pagefind.js", root).href).then(async (pagefind) => {
      await pagefind.options({ baseUrl: root.pathname, excerptLength: 30 });
      await pagefind.init();
      return pagefind;
    });
    return engine;
  }

  function openSearch() {
    if (!dialog.open) dialog.showModal();
    query.select();
    if (location.protocol === "file:") {
      status.textContent = "Search does not work in pages opened from a file. Put the folder on a web server, or open the published edition.";
      return;
    }
    load().catch(() => {
      engine = undefined;
      status.textContent = "The search index could not be loaded. Check the connection and search again; every text is also listed under Documents.";
    });
  }

  async function search() {
    const words = query.value.trim();
    if (location.protocol === "file:") return;
    if (!words) { present([], ""); return; }
    try {
      const pagefind = await load();
      const answer = await pagefind.debouncedSearch(words, {}, 150);
      if (answer === null) return; // a later search has taken its place
      const count = answer.results.length;
      const said = count === 1 ? "1 result" : `${count} results`;
      await present(answer.results, count ? `${said} for “${words}”.` : `Nothing found for “${words}”. Try fewer words, or another spelling.`);
    } catch {
      engine = undefined;
      present([], "The search index could not be loaded. Check the connection and search again; every text is also listed under Documents.");
    }
  }

  async function present(results, said) {
    found = results;
    shown = 0;
    const first = await Promise.all(found.slice(0, PAGE).map((result) => result.data()));
    if (found !== results) return;
    list.replaceChildren();
    status.textContent = said;
    append(first);
  }

  function append(items) {
    list.append(...items.map(item));
    shown += items.length;
    more.hidden = shown >= found.length;
  }

  function item({ url, excerpt, meta }) {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = url;
    link.textContent = meta.title ?? url;
    link.addEventListener("click", () => dialog.close());
    const about = document.createElement("p");
    about.className = "pc-about";
    about.textContent = [meta.document, meta.witness && `witness ${meta.witness}`].filter(Boolean).join(", ");
    const words = document.createElement("p");
    // Pagefind marks hits with <mark> and writes < and > of the text as entities; everything goes in as text.
    for (const part of excerpt.split(/(<mark>.*?<\/mark>)/)) {
      const plain = part.replace(/<\/?mark>/g, "").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
      const node = part.startsWith("<mark>") ? document.createElement("mark") : document.createTextNode("");
      node.textContent = plain;
      words.append(node);
    }
    line.append(link, about, words);
    return line;
  }

  document.querySelector('[data-pc="search"]').addEventListener("click", openSearch);
  query.addEventListener("input", search);
  more.addEventListener("click", async () => {
    const results = found;
    const next = await Promise.all(results.slice(shown, shown + PAGE).map((result) => result.data()));
    if (found === results) append(next);
  });
})();
