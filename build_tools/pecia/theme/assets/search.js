// The page of the search. Its state is the fragment of the address (#q=…&speaker=…), so that a search has an address and
// Back works. The index is read as scripts (pecia/search), which works from a server and from disk, and only when the
// reader searches. What comes from the address or the index goes into the page as text, never as markup.

(() => {
  "use strict";

  const byId = (id) => document.getElementById(id);
  const form = byId("pc-search-form");
  if (!form) return;
  const { WHOLE, folded, words: wordsOf, places, remember } = window.peciaFound;
  const root = new URL("../", new URL(".", document.currentScript.src)), base = new URL("search-index/", root);
  const query = byId("pc-query"), status = byId("pc-search-status"), notes = byId("pc-search-notes"), chosen = byId("pc-search-chosen");
  const narrow = byId("pc-narrow"), facetsBox = byId("pc-facets"), box = byId("pc-results"), help = byId("pc-search-help"), tools = byId("pc-search-tools"), order = byId("pc-order");

  /** An element with `attributes` and `children`; strings become text. */
  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value) made.setAttribute(key, value === true ? "" : value);
    made.append(...children);
    return made;
  }
  const button = (words, press, attributes = {}) => {
    const made = element("button", { type: "button", class: "pc-button", ...attributes }, words);
    made.addEventListener("click", press);
    return made;
  };
  const counted = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
  const joined = (parts) => (parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`);

  // --- the files of the index ----------------------------------------------------------------------------
  const loading = new Map(), waiting = new Map();
  window.peciaSearch = (path, content) => waiting.get(path)?.(content);
  let version = ""; // after the address of each file but the first: its name does not change when the edition does

  const pending = new Map(), LONG = 500; // when each file was asked for that is not there yet; milliseconds
  let again = ""; // browsers put off a second request for an address that has not been answered

  /** Asks again, when it is next needed, for what has not come for long. */
  function giveUp() {
    for (const [path, since] of pending) if (performance.now() - since > LONG) { pending.delete(path); loading.delete(path); again += "&"; }
  }

  function load(path) {
    if (!loading.has(path)) {
      const loaded = new Promise((done, fail) => {
        const script = element("script", { src: new URL(`${path}.js`, base).href + (version || again ? `?${version}${again}` : "") });
        pending.set(path, performance.now());
        waiting.set(path, (content) => { pending.delete(path); done(content); });
        script.onload = script.onerror = () => { script.remove(); fail(new Error(path)); }; // after `done` this does nothing
        document.head.append(script);
      });
      loading.set(path, loaded.catch((reason) => { pending.delete(path); loading.delete(path); throw reason; }));
    }
    return loading.get(path);
  }

  const VALUE = new Map([..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].map((sign, value) => [sign, value]));
  function numbers(digits) {
    const read = [];
    let number = 0;
    for (const sign of digits) {
      const value = VALUE.get(sign);
      number = number * 32 + (value & 31);
      if (value < 32) { read.push(number); number = 0; }
    }
    return read;
  }

  let known; // what the first file says: records, bases of the shards, documents, pairs
  async function manifest() {
    const [first, ...lines] = await load("index");
    if (known?.first === first) return known;
    if (location.protocol !== "file:") version = first.made;
    const bases = [], documents = [], pair = new Map(), back = new Map(), of = [];
    let count = 0;
    lines.forEach(({ sizes = "", pairs = "" }, shard) => {
      bases.push(count);
      const read = numbers(sizes);
      let record = count;
      for (let at = 0; at < read.length; at += 1 + read[at]) {
        const witnesses = read.slice(at + 1, at + 1 + read[at]);
        documents.push({ shard, first: record, place: of.filter((one) => one === shard).length, bounds: witnesses.map((size) => (record += size)) });
      }
      for (let at = 0, from = count, read = numbers(pairs); at < read.length; at += 2) {
        from += read[at];
        pair.set(from, { other: from + (read[at + 1] >> 1), same: read[at + 1] % 2 === 1 });
        back.set(from + (read[at + 1] >> 1), from);
      }
      count += first.records[shard];
    });
    const inShard = new Map();
    for (const document of documents) {
      const list = inShard.get(document.shard) ?? [];
      document.place = list.length;
      inShard.set(document.shard, [...list, document]);
    }
    const next = new Map();
    const letters = [...first.order];
    letters.forEach((letter, rank) => {
      const shard = VALUE.get(letter) ?? letter.codePointAt(0) - 0x100, n = next.get(shard) ?? 0;
      inShard.get(shard)[n].rank = rank;
      next.set(shard, n + 1);
    });
    known = { first, lines, bases, documents, pair, back, count, pages: bases.at(-1), texts: bases.at(-1) };
    return known;
  }

  /** Where `number` belongs in `starts`, which rise: the last that is not above it. */
  function within(starts, number) {
    let low = 0, high = starts.length - 1;
    while (low < high) { const middle = (low + high + 1) >> 1; if (starts[middle] <= number) low = middle; else high = middle - 1; }
    return low;
  }
  const isPage = (record) => record >= known.pages;
  const documentOf = (record) => known.documents[within((known.starts ??= known.documents.map(({ first }) => first)), record)];
  const siglumAt = (record) => documentOf(record).bounds.findIndex((bound) => record < bound);
  const standing = (record) => (isPage(record) ? known.documents.length : documentOf(record).rank) * 2 ** 32 + record;

  async function shown(record) {
    if (isPage(record)) {
      const [[address, title, text]] = await load(`texts/page-${record - known.pages}`);
      return { address, title, text };
    }
    const { shard, place } = documentOf(record), local = record - known.bases[shard], { together } = known.lines[shard];
    const [texts, titles] = await Promise.all([load(`texts/${shard}-${Math.floor(local / together)}`), load(`titles/${shard}-${place >> 6}`)]);
    const [anchor, kind, speaker = "", text, corrections = [], alternatives = []] = texts[local % together];
    const [id, title, date, compared, witnesses] = titles[place % 64];
    const [siglum, witness, language] = witnesses[siglumAt(record)];
    return { anchor, kind, speaker, text, corrections, alternatives, id, title, date, compared, siglum, witness, language };
  }

  // --- what is asked ---------------------------------------------------------------------------------------
  const LONGEST = 256, MOST = 24;

  /** A query as groups, all of which a record must match: {any: [atom, …], not}. An atom is {said, words, field, near}. */
  function parsed(text) {
    const remarks = [], groups = [];
    if (text.length > LONGEST) { remarks.push(`Only the first ${LONGEST} characters were used.`); text = text.slice(0, LONGEST).replace(/\s\S*$/, "") || text.slice(0, LONGEST); }
    const quotes = text.replace(/[“”„«»]/g, '"');
    if (quotes.split('"').length % 2 === 0) remarks.push("The unmatched quotation mark was ignored.");
    let any = false, near = 0, not = false;
    for (const { 1: minus, 2: field = "", 3: phrase, 4: plain } of quotes.matchAll(/(-(?=["\p{L}]))?(?:(speaker|said-by|names|date):)?(?:"([^"]*)"|([^\s"]+))/giu)) {
      if (plain === "OR" && groups.length) { any = true; continue; }
      if (plain === "NOT") { not = true; continue; }
      const distance = !field && plain?.match(/^~(\d{1,2})$/);
      if (distance && groups.length) { near = Number(distance[1]); continue; }
      const atom = atomOf(field.toLowerCase().replace("said-by", "speaker"), phrase, plain);
      if (!atom) continue;
      const last = groups.at(-1);
      if (near && last) { const left = last.any.at(-1); last.any[last.any.length - 1] = { said: `${left.said} ~${near} ${atom.said}`, near, parts: [left, atom], words: [] }; }
      else if (any && last) last.any.push(atom);
      else if (!groups.some((group) => group.any.length === 1 && JSON.stringify(group.any[0]) === JSON.stringify(atom))) groups.push({ any: [atom], not: Boolean(minus) || not });
      any = not = false;
      near = 0;
    }
    if (groups.length > MOST) remarks.push(`Only the first ${MOST} words were used.`);
    if (text.trim() && !groups.length) remarks.push("Enter at least one letter or digit.");
    if (groups.length && groups.every(({ not: out }) => out)) remarks.push("A word to exclude needs a word to find.");
    return { groups: groups.slice(0, MOST), remarks };
  }

  function atomOf(field, phrase, plain) {
    if (field === "date") return { said: phrase ?? plain, field, words: [] };
    const exact = phrase !== undefined, found = wordsOf(exact ? phrase : plain), alone = found.filter(({ isPart }) => !isPart);
    // what signs join is sought as a whole where it stands alone ("check-up" is "checkup"), else by its parts
    const list = !exact && alone.length === 1 ? alone : found.filter((one, n) => !one.isWhole && !isRest(one, found[n - 1]));
    if (!list.length) return null;
    const words = list.map(({ word }) => ({ word, begins: list.length === 1 && (isPaired(word) || (!exact && (plain.endsWith("*") || word.length >= WHOLE))) }));
    return { said: exact ? phrase.trim() : plain, exact, field, words };
  }
  const isPaired = (word) => /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]$/u.test(word);
  /** Whether a word is the last character of a run that is not parted, which the pair before it has already. */
  const isRest = (one, before) => Boolean(before) && isPaired(one.word) && one.place === before.place + 1 && before.end === one.end;

  // --- finding ---------------------------------------------------------------------------------------------
  const SIGN = { "": "", speaker: "@", names: "#" };
  const bucketOf = (word) => [...word].slice(0, WHOLE).reduce((place, letter) => (place * 31 + letter.codePointAt(0)) % 65_536, 0) % known.first.buckets;

  function* entries(line, word, begins) {
    const text = `,${line}`;
    for (let at = text.indexOf(`,${word}`); at >= 0; at = text.indexOf(`,${word}`, at + 1)) {
      const space = text.indexOf(" ", at), end = text.indexOf(",", at + 1), found = text.slice(at + 1, space);
      if (begins || found === word) yield [found, text.slice(space + 1, end < 0 ? undefined : end)];
    }
  }

  /** The records that have a word: a Map to how much it counts there. `sign` before it: of a name. */
  async function having({ word, begins }, sign) {
    const found = new Map(), lines = await load(`words/${bucketOf(word)}`);
    const add = (record, weight) => found.set(record, (found.get(record) ?? 0) + weight);
    lines.forEach((line, shard) => {
      for (const [mark, share] of sign ? [[sign, 1]] : [["", 1], ["@", 0.25]]) { // the words of the text before the names of speakers
        for (const [key, digits] of entries(line, mark + word, begins)) {
          let record = known.bases[shard];
          for (const number of numbers(digits)) { record += number >> 2; add(record, ((1 + (number & 3)) / 4) * share * (word.length / (key.length - mark.length))); }
        }
      }
    });
    return found;
  }
  /** The places of a word in each record that has it: a Map to a Set. */
  async function placed({ word, begins }) {
    const found = new Map(), bucket = bucketOf(word);
    const [lines, where] = await Promise.all([load(`words/${bucket}`), load(`places/${bucket}`)]);
    lines.forEach((line, shard) => {
      const at = new Map(entries(where[shard] ?? "", word, begins));
      for (const [key, digits] of entries(line, word, begins)) {
        const stands = numbers(at.get(key) ?? "");
        let record = known.bases[shard], next = 0;
        for (const number of numbers(digits)) {
          record += number >> 2;
          const set = found.get(record) ?? found.set(record, new Set()).get(record);
          let place = 0;
          for (let left = stands[next++]; left > 0; left--) set.add((place += stands[next++]));
        }
      }
    });
    return found;
  }

  async function matching(atom) {
    if (atom.near) {
      const [left, right] = await Promise.all(atom.parts.map((part) => placed(part.words[0])));
      const close = ([record, here]) => [...here].some((at) => [...(right.get(record) ?? [])].some((other) => Math.abs(at - other) <= atom.near));
      return new Map([...left].filter(close).map(([record]) => [record, 1]));
    }
    if (atom.field === "date") return dated(atom.said);
    if (atom.words.length < 2 || atom.field) {
      const maps = await Promise.all(atom.words.map((word) => having({ ...word, begins: word.begins || Boolean(atom.field) }, SIGN[atom.field])));
      return new Map([...maps[0]].filter(([record]) => maps.every((map) => map.has(record))));
    }
    const all = await Promise.all(atom.words.map(placed));
    const times = ([record, starts]) => [record, [...starts].filter((at) => all.every((one, n) => one.get(record)?.has(at + n))).length];
    return new Map([...all[0]].map(times).filter(([, number]) => number));
  }

  async function dated(said) {
    await columns();
    const [from, to = from] = said.split("/") /* an interval of ISO 8601 */;
    const inside = table.documents.map(({ date }) => isInside(date, from, to));
    return new Map(table.all.filter((record) => !isPage(record) && inside[known.documents.indexOf(documentOf(record))]).map((record) => [record, 0]));
  }

  /** The records that match all groups, with what each counts: rare words, often, in short records come first (BM25). */
  async function scored(groups) {
    await manifest();
    const found = await Promise.all(groups.map(async ({ any }) => {
      const maps = await Promise.all(any.map(matching)), all = new Map();
      for (const map of maps) {
        const rarity = Math.log(1 + (known.count - map.size + 0.5) / (map.size + 0.5));
        for (const [record, weight] of map) all.set(record, (all.get(record) ?? 0) + rarity * weight);
      }
      return all;
    }));
    const wanted = found.filter((_, n) => !groups[n].not), without = found.filter((_, n) => groups[n].not);
    if (!wanted.length) return new Map();
    const [least, ...others] = wanted.sort((a, b) => a.size - b.size);
    const through = [...least].filter(([record]) => others.every((map) => map.has(record)) && !without.some((map) => map.has(record)));
    return new Map(through.map(([record, score]) => [record, others.reduce((sum, map) => sum + map.get(record), score)]));
  }

  // --- narrowing -------------------------------------------------------------------------------------------
  const FACETS = [["speaker", "Speaker"], ["kind", "Type of passage"], ["document", "Document"], ["witness", "Witness"], ["person", "Person named"], ["place", "Place or organisation named"]];
  const DATES = /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?$/;
  const earliest = (date) => `${date}-01-01`.slice(0, 10).padEnd(10, "-01"), latest = (date) => (date.length === 4 ? `${date}-12-31` : date.length === 7 ? `${date}-31` : date);
  const isInside = (date, from, to) => Boolean(date) && (!DATES.test(from) || latest(date) >= earliest(from)) && (!DATES.test(to) || earliest(date) <= latest(to));
  const LISTED = 200; // documents of an edition up to which they are a facet

  let table; // {all, documents, values: for each facet [{key, name}], of: record → numbers of its values, for each facet}
  async function columns(withNames = false) {
    await manifest();
    if (table && (table.hasNames || !withNames)) return table;
    const [facets, named] = await Promise.all([load("facets"), withNames ? load("named") : []]);
    const values = FACETS.map(() => []), place = FACETS.map(() => new Map());
    const number = (which, key, name, sort = "") => {
      if (!place[which].has(key)) { place[which].set(key, values[which].length); values[which].push({ key, name, sort }); }
      return place[which].get(key);
    };
    [...known.first.kinds, "pages"].forEach((kind) => number(1, kind, kind === "pages" ? "pages of the edition" : kind));
    const of = FACETS.map(() => new Array(known.count)), documents = known.documents.map(() => ({}));
    const listed = known.documents.length <= LISTED ? await Promise.all(known.documents.map(({ shard, place: at }) => load(`titles/${shard}-${at >> 6}`).then((titles) => titles[at % 64]))) : [];
    for (const n of [...listed.keys()].sort((a, b) => known.documents[a].rank - known.documents[b].rank)) number(2, listed[n][0], listed[n][1]); // in the order of the edition
    facets.forEach((line, shard) => {
      if (!line) return;
      const kind = numbers(line.kind), speaker = numbers(line.speaker), which = numbers(line.witnesses), first = known.bases[shard];
      kind.forEach((value, n) => { of[1][first + n] = [value]; });
      speaker.forEach((value, n) => { if (value) { const [key, name, sort] = line.speakers[value - 1]; of[0][first + n] = [number(0, key || name, name, sort)]; } });
      known.documents.forEach((document, n) => {
        if (document.shard !== shard) return;
        documents[n] = { date: line.dates[document.place], sigla: line.sigla[which[document.place]].split(" ") };
        let record = document.first;
        const [id, title] = listed[n] ?? [];
        document.bounds.forEach((bound, w) => { for (; record < bound; record++) { of[3][record] = [number(3, documents[n].sigla[w], documents[n].sigla[w])]; if (id) of[2][record] = [number(2, id, title)]; } });
      });
    });
    for (let page = known.pages; page < known.count; page++) of[1][page] = [known.first.kinds.length];
    if (listed.length) {
      const titles = new Map();
      for (const [, , , , witnesses] of listed) for (const [siglum, title] of witnesses) titles.set(siglum, (titles.get(siglum) ?? new Set()).add(title));
      for (const value of values[3]) if (titles.get(value.key)?.size === 1) value.name = `${value.key}: ${[...titles.get(value.key)][0]}`;
    }
    named.forEach((line, shard) => {
      for (const [key, name, kind, sort, digits] of line || []) {
        const facet = kind === "person" ? 4 : 5, value = number(facet, key, name, sort);
        let record = known.bases[shard];
        for (const distance of numbers(digits)) (of[facet][(record += distance)] ??= []).push(value);
      }
    });
    const all = Array.from({ length: known.count }, (_, record) => record).sort((a, b) => standing(a) - standing(b));
    return (table = { all, documents, values, of, hasNames: withNames });
  }

  /** What `asked` chooses in each facet, a Set of numbers or null for all; the date range; and what is unknown in it. */
  function choices(asked) {
    const unknown = [];
    const sets = FACETS.map(([name, title], which) => {
      const found = asked[name].map((key) => table.values[which].findIndex((value) => value.key === key));
      found.forEach((at, n) => { if (at < 0) unknown.push(`${title.toLowerCase()} “${asked[name][n].slice(0, 60)}”`); });
      return found.some((at) => at >= 0) ? new Set(found.filter((at) => at >= 0)) : null;
    });
    const bad = ["from", "to"].filter((end) => asked[end].trim() && !DATES.test(asked[end].trim()));
    const [from, to] = ["from", "to"].map((end) => (bad.includes(end) ? "" : asked[end].trim()));
    return { sets, from, to, unknown, bad, isVain: Boolean(from && to && earliest(from) > latest(to)) };
  }

  /** The records of `found` that all facets let through; their counts by facet and value; how many more without a facet. */
  function sift(found, { sets, from, to }) {
    const through = [], counts = table.values.map((list) => new Uint32Array(list.length)), without = new Uint32Array(FACETS.length + 1);
    const inside = from || to ? new Map(known.documents.map((document, n) => [document, isInside(table.documents[n].date, from, to)])) : null;
    const there = new Set(sets[3] ? [] : found); // two witnesses of one passage are counted once, but for the witness
    for (const record of found) {
      const isAgain = there.has(known.back.get(record));
      const refused = [...sets.keys()].filter((which) => sets[which] && !table.of[which][record]?.some((value) => sets[which].has(value)));
      if (inside && (isPage(record) || !inside.get(documentOf(record)))) refused.push(FACETS.length);
      if (refused.length > 1) continue;
      if (!refused.length) through.push(record); else if (!isAgain) without[refused[0]]++;
      FACETS.forEach((_, which) => { if ((!isAgain || which === 3) && (!refused.length || refused[0] === which)) for (const value of table.of[which][record] ?? []) counts[which][value]++; });
    }
    return { through, counts, without };
  }

  // --- the state of the search, in the address -------------------------------------------------------------
  const empty = () => ({ q: "", from: "", to: "", order: "", ...Object.fromEntries(FACETS.map(([name]) => [name, []])) });

  function read() {
    const given = new URLSearchParams(location.hash.slice(1)), made = empty();
    if (!location.hash.includes("=")) return made;
    for (const name of ["q", "from", "to", "order"]) made[name] = given.get(name)?.includes("\ufffd") ? "" : given.get(name) ?? ""; // damaged
    for (const [name] of FACETS) made[name] = [...new Set(given.getAll(name))].filter(Boolean);
    return made;
  }

  function address(of) {
    const given = new URLSearchParams();
    for (const name of ["q", "from", "to", "order"]) if (of[name].trim()) given.set(name, of[name].trim());
    for (const [name] of FACETS) for (const value of of[name]) given.append(name, value);
    return given.size ? `#${given}` : location.pathname + location.search;
  }

  let state = read(), settled = true; // whether the next change of the words is a new step for Back
  function change(changed, isStep) {
    state = { ...state, ...changed };
    if (isStep && location.hash.includes("=")) history.pushState(null, "", address(state));
    else history.replaceState(null, "", address(state));
    run();
  }

  // --- the facets on the page ------------------------------------------------------------------------------
  const SHOWN = 8, STEP = 100; // values of a facet at first, and more of them
  const limits = FACETS.map(() => SHOWN);

  function showFacets(counts, { sets, bad }) {
    const held = document.activeElement?.closest?.("#pc-facets") ? document.activeElement.id : "", open = new Set([...facetsBox.querySelectorAll("details[open]")].map(({ id }) => id));
    const isFirst = !facetsBox.childElementCount;
    const parts = FACETS.map(([name, title], which) => {
      const isNamed = which > 3;
      let there = [...table.values[which].keys()].filter((value) => counts[which][value] || sets[which]?.has(value));
      if (!["kind", "document", "witness"].includes(name)) there.sort((a, b) => counts[which][b] - counts[which][a] || (table.values[which][a].sort < table.values[which][b].sort ? -1 : 1));
      const size = there.length;
      there = there.filter((value, n) => n < limits[which] || sets[which]?.has(value));
      const items = there.map((value) => {
        const { key, name: said } = table.values[which][value];
        const tick = element("input", { type: "checkbox", id: `pc-${name}-${value}`, value: key });
        tick.checked = Boolean(sets[which]?.has(value));
        tick.addEventListener("change", () => change({ [name]: tick.checked ? [...state[name], key] : state[name].filter((one) => one !== key) }, true));
        return element("li", {}, element("label", {}, tick, element("span", {}, said), element("span", { class: "pc-count" }, counts[which][value].toLocaleString("en"))));
      });
      const more = button(size > limits[which] + STEP ? `Show ${STEP} more of ${size.toLocaleString("en")}` : `Show all ${size}`, () => {
        const next = there.length;
        limits[which] += STEP;
        showFacets(counts, { sets, bad });
        facetsBox.querySelectorAll(`#pc-facet-${name} input`)[next]?.focus();
      }, { class: "pc-more-values" });
      const made = element("details", { id: `pc-facet-${name}`, open: isFirst ? which < 2 : open.has(`pc-facet-${name}`) || Boolean(sets[which]), hidden: table.values[which].length < 2 && !(isNamed && !table.hasNames) }, element("summary", {}, title), element("div", { role: "group", "aria-label": title }, element("ul", {}, ...items)), ...(size > there.length ? [more] : []));
      if (isNamed && !table.hasNames) made.addEventListener("toggle", () => { if (made.open) columns(true).then(run, failed); });
      return made;
    });
    const fields = ["from", "to"].flatMap((end) => {
      const field = element("input", { type: "text", id: `pc-${end}`, autocomplete: "off", size: "10", value: state[end], "aria-describedby": "pc-date-said", "aria-invalid": bad.includes(end) ? "true" : "" });
      field.addEventListener("change", () => setTimeout(() => change({ [end]: field.value.trim() }, true))); // once the focus has moved on
      return [element("label", { for: `pc-${end}` }, end === "from" ? "From" : "To"), field];
    });
    const several = new Set(table.documents.map(({ date }) => date)).size > 1;
    const dates = element("details", { id: "pc-facet-date", hidden: !several, open: open.has("pc-facet-date") || state.from || state.to }, element("summary", {}, "Date of document"), element("div", { class: "pc-dates" }, ...fields), element("p", { id: "pc-date-said" }, "A year, or a date as yyyy-mm or yyyy-mm-dd."));
    facetsBox.replaceChildren(...parts.slice(0, 4), dates, ...parts.slice(4));
    if (held) byId(held)?.focus();
  }

  /** What the search is narrowed to, each with a button that takes it away. */
  function showChosen({ sets, from, to }) {
    const chips = FACETS.flatMap(([name, title], which) => [...(sets[which] ?? [])].map((value) => {
      const { key, name: said } = table.values[which][value];
      return [`${title}: ${said}`, { [name]: state[name].filter((one) => one !== key) }];
    }));
    if (from || to) chips.push([`Date: ${from && to ? `${from} to ${to}` : from ? `from ${from}` : `to ${to}`}`, { from: "", to: "" }]);
    const at = [...chosen.querySelectorAll("button")].indexOf(document.activeElement);
    chosen.replaceChildren(...chips.map(([said, changed]) => element("li", {}, button(said, () => change(changed, true), { class: "", "aria-label": `Remove: ${said}` }))));
    chosen.hidden = !chips.length;
    if (at >= 0) (chosen.querySelectorAll("button")[Math.min(at, chips.length - 1)] ?? query).focus();
    return chips.length;
  }

  // --- the results -----------------------------------------------------------------------------------------
  const FIRST = 20, AROUND = 70, EXCERPT = 300, CONTEXT = 60, MOST_ROWS = 5_000;

  function marked(text, found, from = 0, to = text.length) {
    const parts = [];
    let at = from;
    for (const [start, end] of found) if (start >= from && end <= to) { parts.push(text.slice(at, start), element("mark", {}, text.slice(start, end))); at = end; }
    return [...parts, text.slice(at, to)].filter(Boolean);
  }
  const wordLimit = (text, at, step) => { while (at > 0 && at < text.length && !/\s/.test(text[at])) at += step; return at; };

  /** The words around the places of the sought ones, where most of them are together. */
  function excerpt(text, terms) {
    const found = places(text, terms);
    const worth = ([start]) => { const near = found.filter(([other, end]) => other >= start && end <= start + EXCERPT - 2 * AROUND); return 10 * new Set(near.map(([, , term]) => term)).size + near.length; };
    const best = found.reduce((one, other) => (!one || worth(other) > worth(one) ? other : one), null);
    const from = wordLimit(text, Math.max(0, (best?.[0] ?? 0) - AROUND), -1), to = wordLimit(text, Math.min(text.length, Math.max(from + EXCERPT, best?.[1] ?? 0)), 1);
    return [from ? "… " : "", ...marked(text, found, from, to), to < text.length ? " …" : ""];
  }

  /** The address of a page of the site; on disk a folder is no page. */
  const to = (path) => new URL(location.protocol === "file:" ? path.replace(/(?<=^|\/)(?=#|$)/, "index.html") : path, root).href;

  function leading(path, terms, ...children) {
    const link = element("a", { href: to(path) }, ...children);
    const leave = () => { remember(link, terms); history.replaceState({ followed: link.href }, ""); };
    link.addEventListener("click", leave);
    link.addEventListener("auxclick", leave);
    return link;
  }
  const pathOf = ({ id, siglum, anchor }) => `${id}/${siglum}/#${encodeURIComponent(anchor)}`;

  async function card(records, terms) {
    const all = await Promise.all(records.map(shown)), [first] = all;
    if (isPage(records[0])) return element("li", {}, element("p", { class: "pc-hit-head" }, leading(first.address, terms, element("b", {}, ...marked(first.title || "Home", places(first.title, terms))))), element("p", { class: "pc-excerpt", dir: "auto" }, ...excerpt(first.text, terms)));
    const same = records.length > 1 && known.pair.get(records[0]).same;
    const who = first.speaker ? marked(first.speaker, places(first.speaker, terms)) : [first.kind[0].toUpperCase() + first.kind.slice(1)];
    const where = all.flatMap((one, n) => [n ? " · " : "", leading(pathOf(one), terms, first.compared ? `${one.siglum} ${one.anchor}` : one.anchor)]);
    const excerpts = all.map((one) => excerpt(one.text, terms)), spelt = excerpts.map((parts) => folded(parts.map((part) => part.textContent ?? part).join("")));
    const isAlike = !same && all.length > 1 && spelt.every((one) => one === spelt[0]); // the witnesses differ elsewhere in the passage
    const about = [same ? "same words" : isAlike ? "same words here" : "", first.speaker && first.kind !== "spoken" ? first.kind : "", known.documents.length > 1 ? first.title : ""].filter(Boolean);
    const lines = [element("p", { class: "pc-hit-head" }, element("b", {}, ...who), " ", ...where, " ", element("span", { class: "pc-about" }, about.join(", ")))];
    for (const [n, one] of (same || isAlike ? [first] : all).entries()) {
      lines.push(element("p", { class: "pc-excerpt", lang: one.language, dir: "auto" }, ...(all.length > 1 && !same && !isAlike ? [element("span", { class: "pc-about" }, `${one.siglum} `)] : []), ...excerpts[n]));
      for (const [printed, corrected] of one.corrections) if (places(corrected, terms).length) lines.push(element("p", { class: "pc-about" }, "Editors’ correction: “", ...marked(corrected, places(corrected, terms)), `”; printed text: “${printed}”.`));
      for (const [stands, other] of one.alternatives) if (places(other, terms).length) lines.push(element("p", { class: "pc-about" }, "Also encoded: “", ...marked(other, places(other, terms)), `” in place of “${stands}”.`));
    }
    if (first.compared) lines.push(element("p", { class: "pc-about" }, element("a", { href: to(`${first.id}/compare/#${first.siglum}-${encodeURIComponent(first.anchor)}`), "aria-label": `Compare the witnesses: ${first.siglum} ${first.anchor}` }, "Compare")));
    return element("li", {}, ...lines);
  }

  /** The records as cards: two witnesses of one passage are one, pages come last. */
  function cards(records) {
    const there = new Set(records), done = new Set(), made = [];
    for (const record of records) {
      if (done.has(record)) continue;
      const first = there.has(known.back.get(record)) ? known.back.get(record) : record, other = known.pair.get(first)?.other;
      const together = there.has(other) ? [first, other] : [first];
      together.forEach((one) => done.add(one));
      made.push(together);
    }
    return [made.filter(([record]) => !isPage(record)), made.filter(([record]) => isPage(record))];
  }

  /** `list` made of `all`, some at first and more when asked for. */
  async function growing(list, all, make, size = FIRST) {
    list.append(...(await Promise.all(all.slice(0, size).map(make))).flat());
    let at = size;
    const more = button("", async () => {
      try {
        const next = (await Promise.all(all.slice(at, at + size).map(make))).flat();
        list.append(...next);
        at += size;
        next[0]?.querySelector("a").focus();
        at < all.length ? name() : more.remove();
      } catch { failed(); }
    });
    const name = () => { more.textContent = `Show ${Math.min(size, all.length - at)} more of ${all.length.toLocaleString("en")}`; };
    if (at < all.length) name();
    return at < all.length ? [more] : [];
  }

  /** A row for each place of a sought word, with the words on both sides. */
  async function rows([record], terms) {
    const one = await shown(record);
    return places(one.text, terms).map(([start, end]) => element("tr", {}, element("td", {}, leading(pathOf(one), terms, `${one.siglum} ${one.anchor}`)), element("td", { class: "pc-left" }, element("bdi", {}, one.text.slice(wordLimit(one.text, Math.max(0, start - CONTEXT), -1), start))), element("td", {}, element("mark", {}, one.text.slice(start, end)), one.text.slice(end, wordLimit(one.text, Math.min(one.text.length, end + CONTEXT), 1)))));
  }

  async function present(records, terms, isCurrent) {
    const [passages, pages] = cards(records), made = [];
    if (state.order === "concordance" && terms.length) {
      const body = element("tbody"), more = await growing(body, passages, (one) => rows(one, terms), 50);
      made.push(element("div", { class: "pc-scroll", tabindex: "0", role: "region", "aria-label": "Concordance" }, element("table", { class: "pc-concordance" }, element("thead", {}, element("tr", {}, ...["Passage", "Before", "Word and after"].map((name) => element("th", { scope: "col" }, name)))), body)), ...more);
    } else {
      for (const [all, title] of [[passages, ""], [pages, "Pages"]]) {
        if (!all.length) continue;
        const list = element("ol"), more = await growing(list, all, (one) => card(one, terms), title ? 4 : FIRST);
        made.push(element("section", {}, ...(title ? [element("h2", {}, title)] : []), list, ...more));
      }
    }
    if (isCurrent()) box.replaceChildren(...made);
    return [passages.length, pages.length];
  }

  async function download(records, terms) {
    const lines = [["document", "title", "date", "witness", "passage", "speaker", "kind", "words", "address", "citation"]];
    for (const record of records.filter((one) => !isPage(one)).slice(0, MOST_ROWS)) {
      const one = await shown(record), where = to(pathOf(one));
      lines.push([one.id, one.title, one.date, one.siglum, one.anchor, one.speaker, one.kind, one.text, where, `${one.speaker ? `${one.speaker}, in ` : ""}“${one.title}”, witness ${one.siglum}, ${one.anchor}, in ${tools.dataset.edition}, ${where}.`]);
    }
    // a cell that begins like a formula is not one (OWASP, CSV injection)
    const csv = lines.map((line) => line.map((cell) => `"${cell.replace(/^(?=[=+\-@\t\r])/, "'").replaceAll('"', '""')}"`).join(",")).join("\r\n");
    const link = element("a", { href: URL.createObjectURL(new Blob(["\ufeff", csv, "\r\n"], { type: "text/csv" })), download: "search-results.csv" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  // --- running ---------------------------------------------------------------------------------------------
  const title = document.title, wide = matchMedia("(min-width: 60em)");
  let turn = 0, openedByReader = false; // from then on the facets open and close by the reader's hand alone
  let showing; // {records, terms} of the results

  function idle(said = "") {
    showing = null;
    status.textContent = said;
    notes.replaceChildren();
    box.replaceChildren();
    tools.hidden = true;
    help.hidden = false;
  }

  function failed() {
    idle("The search index could not be loaded. Check your connection and try again, or browse the lists.");
    notes.replaceChildren(element("p", {}, button("Try again", () => { query.focus(); run(); })));
  }

  async function run() {
    const mine = ++turn, isCurrent = () => mine === turn, asked = state;
    giveUp();
    const isHeld = [notes, box].some((part) => part.contains(document.activeElement));
    document.title = asked.q.trim() ? `${asked.q.trim().slice(0, 60)} – ${title}` : title;
    const { groups, remarks } = parsed(asked.q), isNarrowed = Boolean(asked.from || asked.to || FACETS.some(([name]) => asked[name].length));
    if (!groups.length && !isNarrowed && !narrow.open) { chosen.hidden = true; idle(remarks.join(" ")); return; }
    const patience = setTimeout(() => { if (isCurrent()) status.textContent = "Searching …"; }, 400);
    try {
      const [scores] = await Promise.all([groups.length ? scored(groups) : null, narrow.open || isNarrowed ? columns(asked.person.length + asked.place.length > 0) : null]);
      if (!isCurrent()) return;
      const found = scores ? [...scores.keys()].sort((a, b) => (asked.order ? 0 : scores.get(b) - scores.get(a)) || standing(a) - standing(b)) : table.all;
      const wanted = table ? choices(asked) : { sets: FACETS.map(() => null), unknown: [], bad: [] };
      const sifted = table ? sift(found, wanted) : { through: found };
      if (table) showFacets(sifted.counts, wanted);
      const narrowed = showChosen(wanted);
      if (wanted.unknown.length) remarks.push(`This edition has no ${joined(wanted.unknown)}; ${wanted.unknown.length === 1 ? "that filter was" : "those filters were"} ignored.`);
      if (wanted.bad.length) remarks.push("A date must be a year, yyyy-mm or yyyy-mm-dd; the filter was ignored.");
      if (!groups.length && !narrowed) { idle(remarks.join(" ")); return; }
      const terms = groups.filter(({ not }) => !not).flatMap(({ any }) => any).flatMap((atom) => atom.parts ?? [atom]).filter(({ words, field }) => words.length && !field);
      const key = JSON.stringify([groups, asked.order]), isSame = showing?.key === key && String(showing.records) === String(sifted.through);
      const counts = isSame ? showing.counts : await present(sifted.through, terms, isCurrent), [passages, pages] = counts;
      if (!isCurrent()) return;
      showing = { key, records: sifted.through, terms, counts };
      tools.hidden = !sifted.through.length;
      help.hidden = sifted.through.length > 0;
      const sought = groups.map(({ any, not }) => (not ? "without " : "") + any.map((atom) => (atom.exact ? `the words “${atom.said}”` : `“${atom.field ? `${atom.field}:` : ""}${atom.said}”`)).join(" or "));
      const documents = new Set(sifted.through.filter((one) => !isPage(one)).map(documentOf)).size;
      const parts = [passages ? counted(passages, "passage") + (documents > 1 ? ` in ${counted(documents, "document")}` : "") : "", pages ? counted(pages, "page") : ""].filter(Boolean);
      status.textContent = [`${parts.join(" and ") || "Nothing found"}${sought.length ? ` for ${joined(sought)}` : ""}${narrowed ? ", filtered as shown below" : ""}.`, ...remarks].join(" ");
      notes.replaceChildren(...(sifted.through.length ? [] : await widening(asked, groups, wanted, sifted, found)));
      if (isHeld && document.activeElement === document.body) box.focus();
      const back = history.state?.followed && [...box.querySelectorAll("a")].find(({ href }) => href === history.state.followed);
      if (back && document.activeElement === document.body) back.focus(); // back from a result, the reader is where it is
      if (sifted.through.length && !narrow.open && wide.matches && !openedByReader) narrow.open = true; // which runs again, with facets
    } catch { if (isCurrent()) failed(); } finally { clearTimeout(patience); }
  }

  /** When nothing is found: what to leave out so that something is. */
  async function widening(asked, groups, wanted, { without = [] }, found) {
    const ways = [], reasons = [];
    const way = (changed, words, number) => ways.push(element("li", {}, element("a", { href: address({ ...asked, ...changed }) }, words), `: ${counted(number, "result")}`));
    [...without.keys()].filter((which) => without[which]).forEach((which) => {
      const names = which < FACETS.length ? [...wanted.sets[which]].map((value) => `“${table.values[which][value].name}”`) : [];
      way(names.length ? { [FACETS[which][0]]: [] } : { from: "", to: "" }, names.length ? `Without ${FACETS[which][1].toLowerCase()} ${joined(names)}` : "Any date", without[which]);
    });
    if (wanted.isVain) reasons.push("The first date is after the last.");
    if (!ways.length && found.length) way({ ...empty(), q: asked.q }, "Without filters", found.length);
    for (const group of found.length || groups.length < 2 ? [] : groups.filter(({ not }) => !not)) {
      const alone = await scored([group]), [atom] = group.any, said = atom.exact ? `"${atom.said}"` : `${atom.field ? `${atom.field}:` : ""}${atom.said}`;
      if (alone.size) way({ ...empty(), q: said }, `“${atom.said}” alone`, alone.size); else reasons.push(`“${atom.said}” does not occur in the edition.`);
    }
    const loose = groups.flatMap(({ any }) => any).some(({ exact, words }) => exact && words.length > 1) && !found.length ? asked.q.replace(/["“”„«»]/g, " ").trim() : "";
    if (loose && (await scored(parsed(loose).groups)).size) way({ q: loose }, "The words in any order, not as a phrase", (await scored(parsed(loose).groups)).size);
    if (groups.some(({ any }) => any.some(({ words, exact }) => !exact && words[0] && words[0].word.length < WHOLE))) reasons.push("Words of one or two letters match whole words only.");
    if (!ways.length && !reasons.length) reasons.push("Try a shorter form or another spelling: witnesses may spell a name differently.");
    return [...reasons.map((reason) => element("p", {}, reason)), ...(ways.length ? [element("p", {}, "Broader searches:"), element("ul", {}, ...ways)] : [])];
  }

  // --- what the reader does --------------------------------------------------------------------------------
  let typing;
  query.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(() => { change({ q: query.value }, settled); settled = false; }, 200); });
  query.addEventListener("change", () => { settled = true; });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(typing);
    if (query.value.trim() !== state.q.trim()) change({ q: query.value }, settled);
    settled = true;
  });
  order.addEventListener("change", () => change({ order: order.value }, true));
  byId("pc-csv").addEventListener("click", () => { if (showing) download(showing.records, showing.terms).catch(failed); });
  narrow.querySelector("summary").addEventListener("click", () => { openedByReader = true; });
  narrow.addEventListener("toggle", () => { if (narrow.open) run(); });
  addEventListener("hashchange", () => {
    if (location.hash && !location.hash.includes("=")) return; // a link within the page
    state = read();
    settled = true;
    clearTimeout(typing);
    if (query.value.trim() !== state.q.trim()) query.value = state.q; // nowhere else: words may be on the way to the search
    order.value = state.order;
    run();
  });
  for (const link of document.querySelectorAll(".pc-skip, .pc-past a")) {
    link.addEventListener("click", (event) => { event.preventDefault(); byId(link.hash.slice(1)).focus(); }); // no step to an address that says nothing of the search
  }
  order.value = state.order;
  if (location.hash.includes("=")) query.value = state.q; else query.focus();
  if (query.value.trim() === state.q.trim()) run(); else change({ q: query.value }, false); // typed before this was there
})();
