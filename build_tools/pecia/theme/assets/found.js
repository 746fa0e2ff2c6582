// What a word is to the search, and where sought words stand in a text (pecia/search/words.py has the same rules). The
// search page marks its excerpts with this; a page that a result led to loads it (pecia.js sees to that) to mark the words
// there. Those marks are no part of the page's text (CSS Custom Highlight API), so that citing and selecting are as ever.
// Escape takes them away.

window.peciaFound = (() => {
  "use strict";

  const KEY = "pecia.sought";
  const WHOLE = 3; // a word of fewer letters is not taken as the beginning of others
  const SAME = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ħ: "h", ı: "i", ς: "σ", "’": "'", "‘": "'", "ʼ": "'", "＇": "'", "‐": "-", "‑": "-", "־": "-" };

  /** `text` without capitals, accents and divisions at line ends, each letter as readers look for it. */
  const folded = (text) => text.replace(/[¬⸗][ \n]*/g, "").normalize("NFKD").toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/[ßæœøłđðþħıς’‘ʼ＇‐‑־\u00ad]/gu, (letter) => SAME[letter] ?? "");

  const PAIRED = "\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}々";
  const LETTER = `(?:(?![${PAIRED}])[\\p{L}\\p{N}\\p{M}])`;
  const WORD = new RegExp(`[${PAIRED}]|${LETTER}+(?:(?:['’‘ʼ＇\\-‐‑־\\[\\u00ad]|[¬⸗][ \\n]*)${LETTER}+)*`, "gu");
  const IS_PAIRED = new RegExp(`^[${PAIRED}]$`, "u");

  /** The words of `text` as {start, end, word, place}, as the index has them: of what signs join the whole and its parts. */
  function words(text) {
    const found = [];
    let place = 0, run = null; // the last character of a run of those that are not parted
    for (const { 0: whole, index } of text.matchAll(WORD)) {
      const end = index + whole.length;
      if (IS_PAIRED.test(whole)) {
        if (run?.end === index) { run.word += folded(whole); run.end = end; }
        found.push((run = { start: index, end, word: folded(whole), place: place++ }));
        continue;
      }
      const parts = folded(whole).split(/['\-[⁄]/);
      const isWhole = parts.length > 1;
      if (isWhole) found.push({ start: index, end, word: parts.join(""), place, isWhole });
      let at = index; // signs that join are as long in the text as in the folded form, but for those that divide
      const pieces = parts.length > 1 ? whole.split(/['’‘ʼ＇\-‐‑־[]/) : [whole];
      parts.forEach((word, n) => {
        const piece = pieces.length === parts.length ? pieces[n] : whole;
        found.push({ start: at, end: pieces.length === parts.length ? at + piece.length : end, word, place: place++, isPart: isWhole });
        if (pieces.length === parts.length) at += piece.length + 1;
      });
    }
    return found;
  }

  const fits = (found, { word, begins }) => (begins ? found.startsWith(word) : found === word);

  /**
   * Where `terms` stand in `text`: [start, end, number of the term], in order, none inside another. A term is
   * {words: [{word, begins}, …]}: one word, or several next to each other.
   */
  function places(text, terms) {
    const having = words(text), at = new Map();
    for (const one of having) at.set(one.place, [...(at.get(one.place) ?? []), one]);
    const found = [];
    terms.forEach(({ words: sought }, number) => {
      for (const first of having) {
        if (!fits(first.word, sought[0])) continue;
        let last = first;
        if (sought.slice(1).every((word, n) => (last = at.get(first.place + n + 1)?.find((one) => fits(one.word, word))))) found.push([first.start, last.end, number]);
      }
    });
    found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    let reached = 0;
    return found.filter(([start, end]) => start >= reached && (reached = end));
  }

  // --- on the page that a result led to ----------------------------------------------------------------
  const NOT_TEXT = ".pc-number, .pc-cite-button, .pc-quote-bar, .pc-tip, .pc-ref, .pc-steps, .pc-other, .pc-version-notice";

  /** The ranges of `terms` in what is shown of `block`. */
  function ranges(block, terms) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    const nodes = [];
    let text = "";
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest(NOT_TEXT) || !node.parentElement.getClientRects().length) continue;
      nodes.push({ node, from: text.length });
      text += node.data;
    }
    const at = (offset, isEnd) => {
      const { node, from } = nodes.findLast((one) => (isEnd ? one.from < offset : one.from <= offset));
      return [node, offset - from];
    };
    return places(text, terms).map(([start, end]) => {
      const range = new Range();
      range.setStart(...at(start, false));
      range.setEnd(...at(end, true));
      return range;
    });
  }

  /** Leaves word for the page at `link` which terms led there. */
  function remember(link, terms) {
    const { pathname, hash } = link;
    try { sessionStorage.setItem(KEY, JSON.stringify({ pathname, hash, terms })); } catch { /* then nothing is marked there */ }
  }

  function markHere() {
    let sought;
    try { sought = JSON.parse(sessionStorage.getItem(KEY)); } catch { return; }
    if (!sought || sought.hash !== location.hash || !Array.isArray(sought.terms)) return;
    // a page of contents leads on to the part of the text that has the passage
    if (sought.pathname !== location.pathname && !(location.hash && location.pathname.startsWith(sought.pathname))) return;
    const block = document.getElementById(location.hash ? namedAnchor() : "content");
    if (!block) return;
    sessionStorage.removeItem(KEY);
    if (!globalThis.Highlight) return;
    const mark = () => {
      const found = ranges(block, sought.terms);
      CSS.highlights.set("pc-found", new Highlight(...found));
      return found;
    };
    const [first] = mark();
    if (!location.hash) first?.startContainer.parentElement.scrollIntoView({ block: "center" });
    for (const choice of document.querySelectorAll('input[name="pc-reading"]')) {
      choice.addEventListener("change", () => { if (CSS.highlights.has("pc-found")) mark(); });
    }
    addEventListener("keydown", ({ key }) => { if (key === "Escape") CSS.highlights.delete("pc-found"); });
  }

  markHere();
  return { WHOLE, folded, words, places, remember };
})();
