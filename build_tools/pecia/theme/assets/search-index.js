// The index of the search: what is known of each record, which records have the sought words, and the words of each.
// Everything is fetched when it is first asked for. A record is a number: first the passages, then the pages.

window.peciaIndex = (() => {
  "use strict";

  const { WHOLE, bare, fits } = window.peciaFound;
  const assets = new URL(".", document.currentScript.src);
  const place = new URL("../pagefind/", assets);
  const root = new URL("../", assets);

  /** `load` done once; after a failure it is tried again. */
  function once(load) {
    let loading;
    return () => (loading ??= load().catch((reason) => { loading = undefined; throw reason; }));
  }

  async function json(path) {
    const answer = await fetch(new URL(path, place), { cache: "no-cache" }); // its name does not change when it does
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.json();
  }

  const numbers = (letters) => Uint16Array.from(letters, (letter) => letter.charCodeAt(0) - 97);

  // --- what is known of each record --------------------------------------------------------------------

  /** {documents, kinds, passages, count, kind, document, witness}: the last three have a number for each passage. */
  const records = once(async () => {
    const table = await json("records.json");
    const kind = numbers(table.kind);
    const document = new Uint32Array(kind.length), witness = new Uint16Array(kind.length);
    let at = 0;
    table.documents.forEach(({ witnesses }, number) => {
      witnesses.forEach(([, , , size], which) => {
        document.fill(number, at, at + size);
        witness.fill(which, at, at + size);
        at += size;
      });
    });
    return { ...table, passages: kind.length, count: table.length.length, kind, document, witness };
  });

  /** {entries, speaker, named}: of each passage the number of the entry that speaks (-1: none) and those it names. */
  const facets = once(async () => {
    const [table, { document, passages }] = await Promise.all([json("facets.json"), records()]);
    const speaker = Int32Array.from(numbers(table.speaker), (letter, n) => (letter ? table.speakers[document[n]][letter - 1] : -1));
    const named = Array.from({ length: passages }, () => []);
    table.named.forEach((distances, entry) => {
      let at = 0;
      for (const distance of distances) named[at += distance].push(entry);
    });
    return { entries: table.entries, speaker, named };
  });

  // --- the words ---------------------------------------------------------------------------------------
  const files = new Map();

  /** What is shown of a record: {anchor, text, speaker, corrections} of a passage, {address, title, text} of a page. */
  async function words(number) {
    const { passages, together } = await records();
    const path = number < passages ? `texts/${Math.floor(number / together)}.json` : `texts/page-${number - passages}.json`;
    if (!files.has(path)) files.set(path, once(() => json(path)));
    const content = await files.get(path)();
    return number < passages ? content[number % together] : content;
  }

  // --- Pagefind ----------------------------------------------------------------------------------------
  let worker;
  let waiting = new Map();
  let calls = 0;
  let since; // when what is waiting was asked for

  function fail(reason) {
    worker?.terminate();
    worker = undefined;
    for (const { reject } of waiting.values()) reject(new Error(reason));
    waiting = new Map();
  }

  function call(method, ...args) {
    return new Promise((resolve, reject) => {
      const id = `pecia-${calls++}`;
      if (!waiting.size) since = performance.now();
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, instanceId: "pecia", method, args });
    });
  }

  /** Pagefind's list of the records (CBOR), each a pair of its number and its length in words. */
  function listed({ before, after, length }) {
    const bytes = (base64) => Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
    const head = new TextEncoder().encode("pagefind_dcd");
    const made = [...head, ...bytes(before), 0x9a, ...[24, 16, 8, 0].map((by) => (length.length >>> by) & 255)];
    numbers(length).forEach((letter, number) => {
      const name = String(number), size = 2 ** letter;
      made.push(0x82, 0x60 + name.length);
      for (const digit of name) made.push(digit.charCodeAt(0));
      made.push(0x1a, size >>> 24, (size >>> 16) & 255, (size >>> 8) & 255, size & 255);
    });
    for (const byte of bytes(after)) made.push(byte);
    return Uint8Array.from(made);
  }

  async function engine() {
    if (worker) return;
    const list = listed(await records());
    if (worker) return;
    worker = new Worker(new URL("search-worker.js", assets));
    worker.addEventListener("error", (event) => { event.preventDefault(); fail("The worker of the search could not be loaded."); });
    worker.addEventListener("message", ({ data }) => {
      if (data.missing) { fail(`not there: ${data.missing}`); return; }
      const { resolve, reject } = waiting.get(data.id) ?? {};
      waiting.delete(data.id);
      data.error ? reject?.(new Error(data.error)) : resolve?.(data.result);
    });
    worker.postMessage({ list });
    call("init", { basePath: place.pathname, language: "und" }).catch(() => {});
    // then Pagefind says which words it has taken a word for: it searches for "n" where it does not know "naval"
    call("enterPlaygroundMode").catch(() => {});
  }

  /** Whether every one of `sought` (words, bare) is in a result, and not only what Pagefind has instead. */
  function isFound(result, sought) {
    const meta = (result.verbose_meta_scores ?? []).flatMap(({ matched_terms: terms }) => terms);
    const found = [...(result.scores ?? []).map(({ search_term: term }) => term), ...meta].map(bare);
    return sought.every((word) => found.some((term) => fits(term, word, false)));
  }

  const LONG = 500, KEPT = 20;
  const answers = new Map();

  /** The records that have all of `terms` ({said, words, exact}), as a Map of their numbers and scores. */
  function search(terms) {
    const key = JSON.stringify(terms);
    if (!answers.has(key)) answers.set(key, once(() => ask(terms)));
    if (answers.size > KEPT) answers.delete(answers.keys().next().value);
    return answers.get(key)();
  }

  /** Gives up what is asked for and takes long: a word that is in most of 100,000 passages keeps Pagefind for a minute. */
  function giveUp() {
    if (waiting.size && performance.now() - since > LONG) fail("given up");
  }

  async function ask(terms) {
    const { count } = await records();
    if (!count) return new Map();
    await engine();
    const single = terms.filter(({ exact, words: [word] }) => !exact && word.length >= WHOLE);
    const sought = single.flatMap(({ words: of }) => of);
    const asked = terms.filter((term) => !single.includes(term)).map(({ words: of }) => call("search", `"${of.join(" ")}"`, {}));
    if (sought.length) asked.unshift(call("search", single.map(({ said }) => said).join(" "), {}));
    const [first, ...others] = await Promise.all(asked);
    const also = others.map(({ results }) => new Set(results.map(({ id }) => id)));
    const all = first.results.filter((result) => also.every((ids) => ids.has(result.id)) && (!sought.length || isFound(result, sought)));
    return new Map(all.map(({ id, score }) => [Number(id), score]));
  }

  return { root, records, facets, words, search, giveUp };
})();
