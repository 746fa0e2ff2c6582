// Where sought words stand in a text, by the rules of the search: a word is found in words that begin with it, one of
// one or two letters as a whole word only, words in quotation marks as they are and next to each other; accents and
// capitals make no difference. The search page marks its excerpts with this; a page that a result led to loads it
// (pecia.js sees to that) to mark the words there. Those marks are no part of the page's text (CSS Custom Highlight
// API), so that citing and selecting are as ever. Escape takes them away.

window.peciaFound = (() => {
  "use strict";

  const KEY = "pecia.sought";
  const WHOLE = 3; // a word of fewer letters is not taken as the beginning of others

  /** Letters and figures of `text` without accents and capitals, as the index has a word. */
  const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

  const fits = (found, sought, exact) => (exact || sought.length < WHOLE ? found === sought : found.startsWith(sought));

  /** The words of `text` as {start, end, bare}: what white space parts, or with `parts` what any other sign parts. */
  function* words(text, parts) {
    for (const { 0: word, index } of text.matchAll(parts ? /[\p{L}\p{N}\p{M}]+/gu : /\S+/gu)) {
      const folded = bare(word);
      if (!folded) continue;
      const before = word.search(/[\p{L}\p{N}]/u), after = word.match(/[^\p{L}\p{N}\p{M}]*$/u)[0].length;
      yield { start: index + before, end: index + word.length - after, bare: folded };
    }
  }

  /**
   * Where `terms` stand in `text`: [start, end, number of the term], in order, none inside another. A term is
   * {words, exact}: one word, or with `exact` one or several next to each other; all as `bare` gives them.
   */
  function places(text, terms) {
    const found = [];
    for (const list of [[...words(text, false)], [...words(text, true)]]) {
      terms.forEach(({ words: sought, exact }, number) => {
        for (let at = 0; at + sought.length <= list.length; at++) {
          if (sought.every((word, n) => fits(list[at + n].bare, word, exact))) found.push([list[at].start, list[at + sought.length - 1].end, number]);
        }
      });
    }
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

  /** Leaves word for the page at `link` which terms led there, and in which passages they may stand as well. */
  function remember(link, terms, also = []) {
    const { pathname, hash } = link;
    try { sessionStorage.setItem(KEY, JSON.stringify({ pathname, hash, terms, also })); } catch { /* then nothing is marked there */ }
  }

  function markHere() {
    let sought;
    try { sought = JSON.parse(sessionStorage.getItem(KEY)); } catch { return; }
    if (!sought || sought.hash !== location.hash || !Array.isArray(sought.terms)) return;
    // a page of contents leads on to the part of the text that has the passage
    if (sought.pathname !== location.pathname && !(location.hash && location.pathname.startsWith(sought.pathname))) return;
    const anchors = location.hash ? [namedAnchor(), ...(Array.isArray(sought.also) ? sought.also : [])] : ["content"];
    const blocks = anchors.map((anchor) => document.getElementById(anchor));
    if (!blocks[0]) return;
    sessionStorage.removeItem(KEY);
    if (!globalThis.Highlight) return;
    const mark = () => {
      const found = blocks.flatMap((block) => (block ? ranges(block, sought.terms) : []));
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
  return { WHOLE, bare, fits, places, remember };
})();
