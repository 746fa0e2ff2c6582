// The index of the search: which records have the sought words and in what order, what is known of each record, and its
// words. Everything is fetched when it is first asked for. A large edition is in shards, which are searched beside each
// other; what is found in them is ranked as if there were one. A record is a number: the place of its shard's first
// record among all, and its own in the shard, where first the texts stand and then the pages.

window.peciaIndex = (() => {
  "use strict";

  const { WHOLE, bare } = window.peciaFound;
  const assets = new URL(".", document.currentScript.src);
  const place = new URL("../pagefind/", assets);
  const root = new URL("../", assets);

  /** `load` done once; after a failure it is tried again. */
  function once(load) {
    let loading;
    return () => (loading ??= load().catch((reason) => { loading = undefined; throw reason; }));
  }

  let abort = new AbortController(); // what is being fetched of the words is given up with it

  async function fetched(address, how) {
    const answer = await fetch(address, how);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer;
  }
  const json = async (address) => (await fetched(address, { cache: "no-cache" })).json(); // its name does not change when it does
  const numbers = (letters) => Uint16Array.from(letters, (letter) => letter.charCodeAt(0) - 97);

  // --- what is asked -----------------------------------------------------------------------------------
  const LONGEST = 256, MOST = 24;

  /** The terms of a query, {said, words, exact}, each once, and what is to be said about how it was read. */
  function termsOf(text) {
    const remarks = [], terms = [], seen = new Set();
    if (text.length > LONGEST) {
      remarks.push(`Only the first ${LONGEST} characters were used.`);
      const whole = text.slice(0, LONGEST).replace(/\s\S*$/, "");
      text = whole || text.slice(0, LONGEST);
    }
    const quotes = text.replace(/[“”„«»]/g, '"').replace(/(?<=\p{L})[—–―…]+(?=\p{L})/gu, " ");
    if (quotes.split('"').length % 2 === 0) remarks.push("The unmatched quotation mark was ignored.");
    for (const { 1: phrase, 2: word } of quotes.matchAll(/"([^"]*)"|([^\s"]+)/g)) {
      const exact = phrase !== undefined;
      const words = (exact ? phrase.split(/\s+/) : [word]).map(bare).filter(Boolean);
      const key = `${exact} ${words.join(" ")}`;
      if (!words.length || seen.has(key)) continue;
      seen.add(key);
      terms.push({ said: exact ? phrase.trim() : word, words, exact });
    }
    if (terms.length > MOST) remarks.push(`Only the first ${MOST} words were used.`);
    if (text.trim() && !terms.length) remarks.push("Enter at least one letter or digit.");
    return { terms: terms.slice(0, MOST), remarks };
  }

  // --- the shards --------------------------------------------------------------------------------------

  /** {shards, kinds, count, documents, rank}: `rank` has the place in the edition of each document. */
  const manifest = once(async () => {
    const listed = await json(new URL("records.json", place));
    if (!listed.shards) { // it is the only one
      const only = shard(place, 0, 0, listed.length.length, listed);
      return { shards: [only], kinds: listed.kinds, count: only.count, documents: listed.sizes.length, rank: null };
    }
    const order = numbers(listed.order);
    const sizes = new Uint32Array(listed.shards.length);
    for (const of of order) sizes[of]++;
    const firsts = sizes.map((_, n) => sizes.subarray(0, n).reduce((sum, size) => sum + size, 0));
    const rank = new Uint32Array(order.length), next = firsts.slice();
    order.forEach((of, n) => { rank[next[of]++] = n; });
    let count = 0;
    const shards = listed.shards.map(([folder, size], n) => shard(new URL(`${folder}/`, place), (count += size) - size, firsts[n], size));
    return { shards, kinds: listed.kinds, count, documents: order.length, rank };
  });

  /** A shard: where its files are, its first record and document among all, its number of records, and what it has. */
  function shard(folder, base, first, count, given) {
    const table = once(async () => {
      const read = given ?? (await json(new URL("records.json", folder)));
      const kind = numbers(read.kind), length = numbers(read.length);
      const document = new Uint32Array(kind.length), witness = new Uint16Array(kind.length);
      let at = 0;
      read.sizes.forEach((witnesses, number) => witnesses.forEach((size, which) => {
        document.fill(first + number, at, at + size);
        witness.fill(which, at, at + size);
        at += size;
      }));
      for (const chunk of read.chunks) chunk[2] = new URL(`index/${chunk[2]}.pf_index`, folder).href;
      made.table = { ...read, kind, length, document, witness, texts: kind.length, words: length.reduce((sum, letter) => sum + 2 ** letter, 0) };
      return made.table;
    });
    const documents = once(() => json(new URL("documents.json", folder)));
    const made = { folder, base, first, count, load: table, documents, facets: once(() => json(new URL("facets.json", folder))), files: new Map(), table: null };
    return made;
  }

  let known; // the manifest, when it is there

  /** The shard of the record `number`, and its place there. Something has been found, so the manifest is there. */
  function at(number) {
    let low = 0, high = known.shards.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (known.shards[middle].base <= number) low = middle; else high = middle - 1;
    }
    return [known.shards[low], number - known.shards[low].base];
  }

  /** The number of the document of a record that was found, or -1 of a page. */
  function documentOf(number) {
    const [{ table }, local] = at(number);
    return local < table.texts ? table.document[local] : -1;
  }

  /** Where a record stands in the edition, as a number to compare with that of others: the pages last. */
  function standing(number) {
    const document = documentOf(number);
    const rank = document < 0 ? known.documents : known.rank ? known.rank[document] : document;
    return rank * 2 ** 32 + number; // in a shard, records of a document are in the order of the text
  }

  /** {document, witness, kind} of a text that was found: {id, title, date, compared, witnesses}, its witness, a name. */
  async function about(number) {
    const [of, local] = at(number);
    const documents = await of.documents();
    const { document, witness, kinds, kind } = of.table;
    const found = documents[document[local] - of.first];
    return { document: found, witness: found.witnesses[witness[local]], kind: kinds[kind[local]] };
  }

  /** What is shown of a record: {anchor, text, speaker, corrections, …} of a text, {address, title, text} of a page. */
  async function words(number) {
    const [{ folder, files, table }, local] = at(number);
    const isText = local < table.texts;
    if (isText && table.recorded?.[local] === "b") return inRecord(await about(number));
    const path = isText ? `texts/${Math.floor(local / table.together)}.json` : `texts/page-${local - table.texts}.json`;
    if (!files.has(path)) files.set(path, once(() => json(new URL(path, folder))));
    const content = await files.get(path)();
    return isText ? content[local % table.together] : content;
  }

  const recorded = new Map(); // by address, what a result shows of a whole witness

  /** The words of a witness that is one record, from the script with its passages. */
  function inRecord({ document: { id }, witness: [siglum] }) {
    const address = new URL(`../downloads/${id}.${siglum}.js`, place);
    if (!recorded.has(address.href)) recorded.set(address.href, once(async () => {
      const script = await (await fetched(address, { cache: "no-cache" })).text();
      const [first, ...more] = JSON.parse(script.slice(script.indexOf("(") + 1, script.lastIndexOf(")"))).passages;
      return { anchor: first.id, text: first.text, more: more.map((passage) => [passage.id, passage.text]) };
    }));
    return recorded.get(address.href)();
  }

  // --- everything, for narrowing -----------------------------------------------------------------------

  /**
   * What a search is narrowed with: {all, order, documents, values, choices, sift}: the numbers of all records and of all
   * documents in the order of the edition, the documents, and see `narrowing`.
   */
  const everything = once(async () => {
    known = await manifest();
    const { shards, kinds, count } = known;
    const columns = ["document", "witness", "kind", "speaker"].map((name) => [name, new Int32Array(count).fill(-1)]);
    // of each record: its document, its witness there, who speaks, all of them -1 where there is none, and the entries named
    const made = { kinds, documents: [], named: Array.from({ length: count }, () => []), ...Object.fromEntries(columns) };
    const read = await inTurns(shards, async (of) => [await of.load(), await of.documents(), await of.facets()]);
    const byKey = new Map();
    for (const [, , { entries }] of read) for (const entry of entries) byKey.set(entry[0], entry);
    const less = (a, b) => (codes(a) < codes(b) ? -1 : 1);
    made.entries = [...byKey.values()].sort((a, b) => (a[3] === b[3] ? less(a[0], b[0]) : less(a[3], b[3])));
    const numberOf = new Map(made.entries.map(([key], number) => [key, number]));
    read.forEach(([table, documents, facets], n) => {
      const { base, first } = shards[n];
      const entry = facets.entries.map(([key]) => numberOf.get(key)), speaker = numbers(facets.speaker);
      documents.forEach((document, number) => { made.documents[first + number] = document; });
      for (let local = 0; local < table.texts; local++) {
        made.document[base + local] = table.document[local];
        made.witness[base + local] = table.witness[local];
        made.kind[base + local] = kinds.indexOf(table.kinds[table.kind[local]]);
        if (speaker[local]) made.speaker[base + local] = entry[facets.speakers[table.document[local] - first][speaker[local] - 1]];
      }
      facets.named.forEach((distances, which) => {
        let last = base;
        for (const distance of distances) made.named[last += distance].push(entry[which]);
      });
    });
    for (const of of made.named) of.sort((a, b) => a - b);
    made.all = inOrder(Array.from({ length: count }, (_, number) => number));
    made.order = made.documents.map((_, number) => number);
    if (known.rank) made.order.sort((a, b) => known.rank[a] - known.rank[b]);
    return { ...made, ...narrowing(made) };
  });

  function inOrder(found) {
    if (!known.rank) return found;
    const standings = new Map(found.map((number) => [number, standing(number)]));
    return found.sort((a, b) => standings.get(a) - standings.get(b));
  }

  // --- narrowing ---------------------------------------------------------------------------------------
  const FACETS = [["speaker", "Speaker"], ["kind", "Type of passage"], ["document", "Document"], ["witness", "Witness"], ["person", "Person named"], ["place", "Place or organisation named"]];
  const DATE = FACETS.length; // the date range counts as one more facet

  const DATES = /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?$/;
  const first = (date) => `${date}-01-01`.slice(0, 10).padEnd(10, "-01"), last = (date) => (date.length === 4 ? `${date}-12-31` : date.length === 7 ? `${date}-31` : date);

  /** `values`, for each facet its values, {key, name}, by number, and what chooses among them. */
  function narrowing({ documents, kinds, entries, document, witness, kind, speaker, named }) {
    const titles = new Map(); // by siglum
    for (const { witnesses } of documents) {
      for (const [siglum, title] of witnesses) titles.set(siglum, (titles.get(siglum) ?? new Set()).add(title));
    }
    const sigla = [...titles.keys()].sort(), number = new Map(sigla.map((siglum, n) => [siglum, n]));
    const siglumOf = documents.map(({ witnesses }) => witnesses.map(([siglum]) => number.get(siglum)));
    const registered = entries.map(([key, name]) => ({ key, name }));
    const values = [
      registered,
      [...kinds, "pages"].map((kind) => ({ key: kind, name: kind === "pages" ? "pages of the edition" : kind })),
      documents.map(({ id, title, date }) => ({ key: id, name: title.includes(date.slice(0, 4)) ? title : `${title}, ${date}` })),
      sigla.map((siglum) => ({ key: siglum, name: titles.get(siglum).size === 1 ? `${siglum}: ${[...titles.get(siglum)][0]}` : siglum })),
      registered,
      registered,
    ];

    /** The numbers of the values of a record in the facet `which`. */
    function valuesOf(record, which) {
      const isPage = document[record] < 0;
      switch (FACETS[which][0]) {
        case "kind": return [isPage ? kinds.length : kind[record]];
        case "document": return isPage ? [] : [document[record]];
        case "witness": return isPage ? [] : [siglumOf[document[record]][witness[record]]];
        case "speaker": return speaker[record] < 0 ? [] : [speaker[record]];
        case "person": return named[record].filter((entry) => entries[entry][2] === "person");
        default: return named[record].filter((entry) => entries[entry][2] !== "person");
      }
    }

    /** What `asked` chooses in each facet, a Set of numbers or null for all; the date range; and what is unknown in it. */
    function choices(asked) {
      const unknown = [];
      const sets = FACETS.map(([name, title], which) => {
        const known = asked[name].map((key) => [key, values[which].findIndex((value) => value.key === key)]);
        for (const [key, number] of known) if (number < 0) unknown.push(`${title.toLowerCase()} “${key.slice(0, 60)}”`);
        const numbers = known.map(([, number]) => number).filter((number) => number >= 0);
        return numbers.length ? new Set(numbers) : null;
      });
      const bad = ["from", "to"].filter((end) => asked[end].trim() && !DATES.test(asked[end].trim()));
      const [from, to] = ["from", "to"].map((end) => (bad.includes(end) ? "" : asked[end].trim()));
      const inside = from || to
        ? documents.map(({ date }) => date && (!from || last(date) >= first(from)) && (!to || first(date) <= last(to)))
        : null;
      return { sets, inside, from, to, unknown, bad, isVain: Boolean(from && to && first(from) > last(to)) };
    }

    /** The records of `found` that all facets let through; their counts by facet and value; how many more without a facet. */
    function sift(found, { sets, inside }) {
      const through = [], counts = values.map((list) => new Uint32Array(list.length)), without = new Uint32Array(DATE + 1);
      const active = [...sets.keys()].filter((which) => sets[which]);
      for (const record of found) {
        let refused = -1, times = 0;
        const refuse = (which) => { refused = which; times++; };
        for (const which of active) if (!valuesOf(record, which).some((value) => sets[which].has(value))) refuse(which);
        if (inside && !inside[document[record]]) refuse(DATE);
        if (times > 1) continue;
        if (times) without[refused]++;
        else through.push(record);
        for (let which = 0; which < FACETS.length; which++) {
          if (!times || refused === which) for (const value of valuesOf(record, which)) counts[which][value]++;
        }
      }
      return { through, counts, without };
    }

    return { values, choices, sift };
  }

  // --- the words of the index --------------------------------------------------------------------------
  const SIGNATURE = "pagefind_dcd".length;
  const decoder = new TextDecoder();
  /** A string that compares as the index sorts its words, by code points, where JavaScript goes by UTF-16. */
  const codes = (text) => text.replace(/[\u{10000}-\u{10ffff}]/gu, "\uffff$&");

  const held = new Map(), HELD = 256; // the last chunks, by address

  function bytesOf(address) {
    const bytes = held.get(address) ?? unpacked(address).catch((reason) => { held.delete(address); throw reason; });
    held.delete(address);
    held.set(address, bytes);
    if (held.size > HELD) held.delete(held.keys().next().value);
    return bytes;
  }

  async function unpacked(address) {
    const answer = await fetched(address, { signal: abort.signal });
    const packed = new Uint8Array(await answer.arrayBuffer());
    if (packed[0] !== 0x1f) return packed; // the host has unpacked it
    return new Uint8Array(await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
  }

  /**
   * Goes through a chunk of the index: CBOR (RFC 8949), [[[word, places, [[form, places], …]], …]], where `places` are
   * [[record, less the last one, [place, less the last one, … or -1 - weight of what follows], the same of what is said
   * about the record, with -1 - number of the field]]. Calls what `want` gives for a word with each record, place and weight.
   */
  function read(bytes, want) {
    let at = SIGNATURE;
    const head = () => { // the number of an item, whatever its kind
      const short = bytes[at++] & 31;
      if (short < 24) return short;
      let number = 0;
      for (let width = 1 << (short - 24); width; width--) number = number * 256 + bytes[at++];
      return number;
    };
    const text = () => { const size = head(); return decoder.decode(bytes.subarray(at, (at += size))); };
    const list = (each) => { for (let left = head(); left; left--) each(); };
    const places = (tell) => {
      let record = 0;
      list(() => {
        const parts = head();
        record += head();
        let weight = 24, last = 0, field = 0;
        list(() => {
          const isSign = bytes[at] >> 5 === 1, number = head();
          if (isSign) { weight = number; last = 0; } else { last += number; tell?.(record, last, weight); }
        });
        last = 0;
        if (parts > 2) list(() => {
          const isSign = bytes[at] >> 5 === 1, number = head();
          if (isSign) { field = number; last = 0; } else { last += number; tell?.(record, (field + 1) * ABOUT + last, 24); }
        });
      });
    };
    head();
    list(() => {
      const parts = head(), tell = want(text());
      places(tell);
      if (parts > 2) list(() => { head(); text(); places(tell); });
    });
  }
  const ABOUT = 2 ** 26; // places in what is said about a record are above it

  /** The chunks that may have `word`, or with `begins` words that begin with it; their first and last words are cut short. */
  function chunksOf({ chunks }, word, begins) {
    const sought = codes(word);
    return chunks.filter(([first, last]) => (codes(first) <= sought || (begins && first.startsWith(word))) && (codes(last) >= sought || word.startsWith(last)));
  }

  /** The records of a shard that have a term, a Map of their places in the shard and weights. */
  async function having(table, { words: sought, exact }) {
    const found = await Promise.all(sought.map(async (word) => {
      const begins = !exact && word.length >= WHOLE;
      const weights = new Map(), placed = new Map();
      for (const [, , address] of chunksOf(table, word, begins)) {
        read(await bytesOf(address), (key) => {
          if (begins ? !key.startsWith(word) : key !== word) return null;
          const share = word.length / key.length / 24; // a whole word counts more than a part of a longer one
          return (record, at, weight) => {
            weights.set(record, (weights.get(record) ?? 0) + weight * share);
            if (sought.length < 2) return;
            if (!placed.has(record)) placed.set(record, new Set());
            placed.get(record).add(at);
          };
        });
      }
      return { weights, placed };
    }));
    if (found.length < 2) return found[0].weights;
    const together = new Map();
    for (const [record, starts] of found[0].placed) {
      const times = [...starts].filter((at) => found.every(({ placed }, n) => placed.get(record)?.has(at + n))).length;
      if (times) together.set(record, times);
    }
    return together;
  }

  // --- finding and ranking -----------------------------------------------------------------------------
  const AT_ONCE = 6, LONG = 500, KEPT = 20;

  /** `work` on all `items`, some at a time; the results in order. */
  async function inTurns(items, work) {
    const results = [];
    let next = 0;
    const go = async () => { while (next < items.length) { const n = next++; results[n] = await work(items[n]); } };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, go));
    return results;
  }

  /** BM25 (Robertson and Zaragoza 2009) with the usual parameters: rare terms, often, in short records come first. */
  function ranked(parts, terms) {
    const K = 1.4, B = 0.75;
    const records = parts.reduce((sum, { of }) => sum + of.count, 0);
    const average = parts.reduce((sum, { of }) => sum + of.table.words, 0) / records;
    const rarity = terms.map((_, n) => {
      const having = parts.reduce((sum, { maps }) => sum + maps[n].size, 0);
      return Math.log(1 + (records - having + 0.5) / (having + 0.5));
    });
    const scores = new Map(), standings = new Map();
    for (const { of, maps } of parts) {
      const [least] = [...maps].sort((a, b) => a.size - b.size);
      for (const local of least.keys()) {
        if (!maps.every((map) => map.has(local))) continue;
        const length = K * (1 - B + (B * 2 ** of.table.length[local]) / average);
        const score = maps.reduce((sum, map, n) => sum + (rarity[n] * (K + 1) * map.get(local)) / (map.get(local) + length), 0);
        scores.set(of.base + local, score);
        standings.set(of.base + local, standing(of.base + local));
      }
    }
    return [...scores.keys()].sort((a, b) => scores.get(b) - scores.get(a) || standings.get(a) - standings.get(b));
  }

  const answers = new Map(); // by terms, the last ones
  const open = new Map(); // those that are asked for, with when they were

  /**
   * The records that have all of `terms` ({words, exact}), the best first. `tell(done, total, found)` is called as shards
   * are done; `found()` are the records of those.
   */
  function search(terms, tell = () => {}) {
    const key = JSON.stringify(terms);
    if (!answers.has(key)) answers.set(key, once(() => ask(key, terms, tell)));
    if (answers.size > KEPT) answers.delete(answers.keys().next().value);
    return answers.get(key)();
  }

  async function ask(key, terms, tell) {
    const mine = { since: performance.now() };
    open.set(key, mine);
    try {
      known = await manifest();
      const parts = [];
      await inTurns(known.shards, async (of) => {
        if (open.get(key) !== mine) throw new Error("given up");
        const table = await of.load();
        parts.push({ of, maps: await Promise.all(terms.map((term) => having(table, term))) });
        if (open.get(key) === mine) tell(parts.length, known.shards.length, () => ranked(parts, terms));
      });
      return ranked(parts, terms);
    } finally {
      if (open.get(key) === mine) open.delete(key);
    }
  }

  /** Gives up what is asked for: shards not begun are left, and what has been fetched for long is not waited for. */
  function giveUp() {
    if ([...open.values()].some(({ since }) => performance.now() - since > LONG)) {
      abort.abort();
      abort = new AbortController();
    }
    for (const key of open.keys()) answers.delete(key);
    open.clear();
  }

  /** What one result is called: several passages may be found as one. */
  const unit = () => (known.shards.some(({ table }) => table?.joined) ? "result" : "passage");
  const shards = async () => (await manifest()).shards.length;

  return { FACETS, DATE, termsOf, root, shards, unit, search, giveUp, documentOf, about, words, everything };
})();
