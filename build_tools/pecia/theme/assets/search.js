// The page of the search. Its state is the fragment of the address (#q=…&speaker=…), so that a search has an address and
// Back works; nothing is fetched before the reader types, narrows, or comes with such an address. What comes from the
// address or the index goes into the page as text, never as markup.

(() => {
  "use strict";

  const byId = (id) => document.getElementById(id);
  const form = byId("pc-search-form");
  if (!form) return;
  const { bare, places, remember } = window.peciaFound;
  const index = window.peciaIndex;
  const query = byId("pc-query"), status = byId("pc-search-status"), notes = byId("pc-search-notes"), chosen = byId("pc-search-chosen");
  const narrow = byId("pc-narrow"), facetsBox = byId("pc-facets"), box = byId("pc-results"), help = byId("pc-search-help"), lists = byId("pc-search-lists");

  /** An element with `attributes` and `children`; strings become text. */
  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value) made.setAttribute(key, value === true ? "" : value);
    made.append(...children);
    return made;
  }
  const counted = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
  const joined = (parts) => (parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`);

  if (location.protocol === "file:") {
    form.hidden = narrow.hidden = help.hidden = true;
    status.textContent = "The search does not work in pages that are opened from a file: browsers do not let them read the index. Open the published edition to search.";
    return;
  }

  // --- the state of the search, in the address ---------------------------------------------------------
  const FACETS = [["speaker", "Speaker"], ["kind", "Kind of speech"], ["document", "Document"], ["witness", "Witness"], ["person", "Person named"], ["place", "Place or body named"]];
  const DATE = FACETS.length; // the date range counts as one more facet
  const LONGEST = 256, MOST = 24;
  const empty = () => ({ q: "", from: "", to: "", ...Object.fromEntries(FACETS.map(([name]) => [name, []])) });

  function read() {
    const given = new URLSearchParams(location.hash.slice(1));
    const state = empty();
    if (!location.hash.includes("=")) return state;
    for (const name of ["q", "from", "to"]) state[name] = given.get(name) ?? "";
    for (const [name] of FACETS) state[name] = [...new Set(given.getAll(name))];
    return state;
  }

  function address(state) {
    const given = new URLSearchParams();
    for (const name of ["q", "from", "to"]) if (state[name].trim()) given.set(name, state[name].trim());
    for (const [name] of FACETS) for (const value of state[name]) given.append(name, value);
    return given.size ? `#${given}` : location.pathname + location.search;
  }

  let state = read();
  let settled = true; // whether the next change of the words is a new step for Back

  function change(changed, isStep) {
    state = { ...state, ...changed };
    const before = location.hash;
    if (isStep && before.includes("=")) history.pushState(null, "", address(state));
    else history.replaceState(null, "", address(state));
    run();
  }

  // --- what is asked -----------------------------------------------------------------------------------
  /** The terms of a query, {said, words, exact}, each once, and what is to be said about how it was read. */
  function termsOf(text) {
    const remarks = [], terms = [], seen = new Set();
    if (text.length > LONGEST) {
      remarks.push(`Only the first ${LONGEST} characters are searched for.`);
      const whole = text.slice(0, LONGEST).replace(/\s\S*$/, "");
      text = whole || text.slice(0, LONGEST);
    }
    const quotes = text.replace(/[“”„«»]/g, '"').replace(/(?<=\p{L})[—–―…]+(?=\p{L})/gu, " ");
    if (quotes.split('"').length % 2 === 0) remarks.push("A quotation mark without its pair is left out.");
    for (const { 1: phrase, 2: word } of quotes.matchAll(/"([^"]*)"|([^\s"]+)/g)) {
      const exact = phrase !== undefined;
      const words = (exact ? phrase.split(/\s+/) : [word]).map(bare).filter(Boolean);
      const key = `${exact} ${words.join(" ")}`;
      if (!words.length || seen.has(key)) continue;
      seen.add(key);
      terms.push({ said: exact ? phrase.trim() : word, words, exact });
    }
    if (terms.length > MOST) remarks.push(`Only the first ${MOST} words are searched for.`);
    if (text.trim() && !terms.length) remarks.push("There is no letter or figure in it to search for.");
    return { terms: terms.slice(0, MOST), remarks };
  }
  const quoted = ({ said, exact }) => (exact ? `the words “${said}”` : `“${said}”`);

  const DATES = /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?$/;
  const first = (date) => `${date}-01-01`.slice(0, 10).padEnd(10, "-01"), last = (date) => (date.length === 4 ? `${date}-12-31` : date.length === 7 ? `${date}-31` : date);

  // --- what the facets are -----------------------------------------------------------------------------
  let table; // what is known of each record; with `facets` once they are there
  let values; // for each facet its values, {key, name, title}, by number

  function know(records, facets) {
    if (table?.records === records && table.facets === (facets ?? table.facets)) return;
    table = { records, facets };
    const { documents, kinds } = records;
    const sigla = [...new Set(documents.flatMap(({ witnesses }) => witnesses.map(([siglum]) => siglum)))].sort();
    const titles = (siglum) => new Set(documents.flatMap(({ witnesses }) => witnesses.filter(([one]) => one === siglum).map(([, title]) => title)));
    const entries = (facets?.entries ?? []).map(([key, name, kind]) => ({ key, name, kind }));
    values = [
      entries,
      [...kinds, "pages"].map((kind) => ({ key: kind, name: kind === "pages" ? "pages of the edition" : kind })),
      documents.map(({ id, title, date }) => ({ key: id, name: title.includes(date.slice(0, 4)) ? title : `${title}, ${date}` })),
      sigla.map((siglum) => ({ key: siglum, name: titles(siglum).size === 1 ? `${siglum}: ${[...titles(siglum)][0]}` : siglum })),
      entries,
      entries,
    ];
    table.siglum = documents.map(({ witnesses }) => witnesses.map(([siglum]) => sigla.indexOf(siglum)));
  }

  /** The numbers of the values of a record in the facet `which`. */
  function valuesOf(number, which) {
    const { records, facets } = table;
    const isPage = number >= records.passages;
    switch (FACETS[which][0]) {
      case "kind": return [isPage ? records.kinds.length : records.kind[number]];
      case "document": return isPage ? [] : [records.document[number]];
      case "witness": return isPage ? [] : [table.siglum[records.document[number]][records.witness[number]]];
      case "speaker": return isPage || !facets || facets.speaker[number] < 0 ? [] : [facets.speaker[number]];
      case "person": return isPage || !facets ? [] : facets.named[number].filter((entry) => facets.entries[entry][2] === "person");
      default: return isPage || !facets ? [] : facets.named[number].filter((entry) => facets.entries[entry][2] !== "person");
    }
  }

  /** What the state chooses in each facet, a Set of numbers or null for all; the date range; and what is unknown in it. */
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
      ? table.records.documents.map(({ date }) => (!from || last(date) >= first(from)) && (!to || first(date) <= last(to)))
      : null;
    return { sets, inside, from, to, unknown, bad };
  }

  /** The records of `found` that all facets let through; their counts by facet and value; how many more without a facet. */
  function sift(found, { sets, inside }) {
    const { records } = table;
    const through = [], counts = values.map((list) => new Uint32Array(list.length)), without = new Uint32Array(DATE + 1);
    const active = [...sets.keys()].filter((which) => sets[which]);
    for (const number of found) {
      let refused = -1, times = 0;
      const refuse = (which) => { refused = which; times++; };
      for (const which of active) if (!valuesOf(number, which).some((value) => sets[which].has(value))) refuse(which);
      if (inside && !(number < records.passages && inside[records.document[number]])) refuse(DATE);
      if (times > 1) continue;
      if (times) without[refused]++;
      else through.push(number);
      for (let which = 0; which < FACETS.length; which++) {
        if (!times || refused === which) for (const value of valuesOf(number, which)) counts[which][value]++;
      }
    }
    return { through, counts, without };
  }

  // --- the facets on the page --------------------------------------------------------------------------
  const SHOWN = 8;
  let built; // for each facet {details, items, more}
  let dates;

  function build() {
    if (built?.facets === table.facets) return;
    const all = sift(everything(), choices(empty()));
    const groups = FACETS.map(([name, title], which) => {
      const order = [...values[which].keys()].filter((number) => all.counts[which][number]);
      if (!["kind", "document", "witness"].includes(name)) order.sort((a, b) => all.counts[which][b] - all.counts[which][a] || a - b);
      const items = order.map((number) => {
        const { key, name: said } = values[which][number];
        const tick = element("input", { type: "checkbox", value: key });
        tick.addEventListener("change", () => {
          const others = state[name].filter((one) => one !== key);
          change({ [name]: tick.checked ? [...others, key] : others }, true);
        });
        const count = element("span", { class: "pc-count" });
        const item = element("li", {}, element("label", {}, tick, element("span", {}, said), count));
        return { number, tick, count, item };
      });
      const more = element("button", { type: "button", class: "pc-more-values", hidden: true });
      const group = { items, more, open: false, name };
      more.addEventListener("click", () => { group.open = true; fold(group); items.find(({ item }, n) => n >= SHOWN && !item.hidden)?.tick.focus(); });
      const list = element("div", { role: "group", "aria-label": title }, element("ul", {}, ...items.map(({ item }) => item)));
      group.details = element("details", { open: which < 2, hidden: items.length < 2 }, element("summary", {}, title), list, more);
      return group;
    });
    const range = ["from", "to"].map((end) => {
      const field = element("input", { type: "text", id: `pc-${end}`, autocomplete: "off", size: "10", "aria-describedby": "pc-date-said" });
      field.addEventListener("change", () => change({ [end]: field.value.trim() }, true));
      return [element("label", { for: `pc-${end}` }, end === "from" ? "From" : "To"), field];
    });
    const hint = element("p", { id: "pc-date-said" }, "A year, or a date as yyyy-mm or yyyy-mm-dd.");
    const several = new Set(table.records.documents.map(({ date }) => date)).size > 1;
    dates = element("details", { hidden: !several }, element("summary", {}, "Date of the document"), element("div", { class: "pc-dates" }, ...range.flat()), hint);
    const held = document.activeElement;
    facetsBox.replaceChildren(...groups.slice(0, 4).map(({ details }) => details), dates, ...groups.slice(4).map(({ details }) => details));
    if (held?.id) byId(held.id)?.focus();
    built = { groups, facets: table.facets };
  }

  function fold({ items, more, open }) {
    const there = items.filter(({ tick, count }) => tick.checked || Number(count.dataset.count) || tick === document.activeElement);
    const few = new Set(open ? there : there.filter((one, n) => n < SHOWN || one.tick.checked || one.tick === document.activeElement));
    for (const one of items) one.item.hidden = !few.has(one);
    more.hidden = few.size === there.length;
    more.textContent = `Show all ${there.length}`;
  }

  function showFacets(counts, { sets, bad }) {
    build();
    built.groups.forEach((group, which) => {
      for (const { number, tick, count } of group.items) {
        tick.checked = Boolean(sets[which]?.has(number));
        count.dataset.count = counts[which][number];
        count.textContent = counts[which][number].toLocaleString("en");
      }
      fold(group);
      if (sets[which]) group.details.open = true;
    });
    for (const end of ["from", "to"]) {
      const field = byId(`pc-${end}`);
      if (field !== document.activeElement) field.value = state[end];
      field.toggleAttribute("aria-invalid", bad.includes(end));
      if (bad.includes(end)) field.setAttribute("aria-invalid", "true");
      if (state[end]) dates.open = true;
    }
  }

  /** What the search is narrowed to, each with a button that takes it away. */
  function showChosen({ sets, from, to }) {
    const chips = FACETS.flatMap(([name, title], which) => [...(sets[which] ?? [])].map((number) => {
      const { key, name: said } = values[which][number];
      return [`${title}: ${said}`, { [name]: state[name].filter((one) => one !== key) }];
    }));
    if (from || to) chips.push([`Date: ${from && to ? `${from} to ${to}` : from ? `from ${from}` : `to ${to}`}`, { from: "", to: "" }]);
    const at = [...chosen.querySelectorAll("button")].indexOf(document.activeElement);
    chosen.replaceChildren(...chips.map(([said, changed]) => {
      const button = element("button", { type: "button", "aria-label": `Remove: ${said}` }, said);
      button.addEventListener("click", () => change(changed, true));
      return element("li", {}, button);
    }));
    chosen.hidden = !chips.length;
    if (at >= 0) (chosen.querySelectorAll("button")[Math.min(at, chips.length - 1)] ?? query).focus();
    return chips.length;
  }

  // --- the results -------------------------------------------------------------------------------------
  const AROUND = 70, EXCERPT = 300;

  /** The words around the places of `terms` in `text`, marked. */
  function excerpt(text, terms) {
    const marked = places(text, terms);
    const worth = ([start]) => {
      const near = marked.filter(([other, end]) => other >= start && end <= start + EXCERPT - 2 * AROUND);
      return 10 * new Set(near.map(([, , number]) => number)).size + near.length;
    };
    const best = marked.reduce((one, other) => (!one || worth(other) > worth(one) ? other : one), null);
    const limit = (at, step) => { while (at > 0 && at < text.length && !/\s/.test(text[at])) at += step; return at; };
    const from = limit(Math.max(0, (best?.[0] ?? 0) - AROUND), -1), to = limit(Math.min(text.length, Math.max(from + EXCERPT, best?.[1] ?? 0)), 1);
    return [from ? "… " : "", ...withMarks(text, marked.filter(([start, end]) => start >= from && end <= to), from, to), to < text.length ? " …" : ""];
  }

  function withMarks(text, marked, from = 0, to = text.length) {
    const parts = [];
    let at = from;
    for (const [start, end] of marked) {
      parts.push(text.slice(at, start), element("mark", {}, text.slice(start, end)));
      at = end;
    }
    return [...parts, text.slice(at, to)].filter(Boolean).map((part) => (typeof part === "string" ? part.replace(/^\s+/, (space) => space && " ") : part));
  }
  const marksIn = (text, terms) => withMarks(text, places(text, terms));

  function leading(path, terms, ...children) {
    const link = element("a", { href: new URL(path, index.root).href }, ...children);
    const leave = () => {
      remember(link, terms.map(({ words, exact }) => ({ words, exact })));
      history.replaceState({ followed: link.href }, "");
    };
    link.addEventListener("click", leave);
    link.addEventListener("auxclick", leave);
    return link;
  }

  async function passage(number, terms) {
    const { records } = table;
    const { anchor, text, speaker, corrections = [] } = await index.words(number);
    const { id, compared, witnesses } = records.documents[records.document[number]];
    const [siglum, title, language] = witnesses[records.witness[number]];
    const kind = records.kinds[records.kind[number]];
    const who = speaker ? marksIn(speaker, terms) : [kind[0].toUpperCase() + kind.slice(1)];
    const about = [`witness ${siglum}${title ? `: ${title}` : ""}`, speaker && kind !== "spoken" ? kind : ""].filter(Boolean);
    const lines = [
      element("p", { class: "pc-hit-head" }, leading(`${id}/${siglum}/#${anchor}`, terms, element("span", {}, anchor), " ", element("b", {}, ...who)), " ", element("span", { class: "pc-about" }, about.join(", "))),
      element("p", { class: "pc-excerpt", lang: language, dir: "auto" }, ...excerpt(text, terms)),
    ];
    for (const [printed, corrected] of corrections.filter(([, one]) => places(one, terms).length)) {
      lines.push(element("p", { class: "pc-about" }, "Corrected by the editors to “", ...marksIn(corrected, terms), `”; printed: “${printed}”.`));
    }
    if (compared) {
      const others = witnesses.map(([one]) => one).filter((one) => one !== siglum);
      const said = others.length === 1 ? `How witness ${others[0]} words it` : "How the other witnesses word it";
      const link = element("a", { href: new URL(`${id}/compare/#${siglum}-${anchor}`, index.root).href, "aria-label": `${said}: ${siglum} ${anchor}` }, said);
      lines.push(element("p", { class: "pc-about" }, link));
    }
    return element("li", {}, ...lines);
  }

  async function sitePage(number, terms) {
    const { address: path, title, text } = await index.words(number);
    const head = element("p", { class: "pc-hit-head" }, leading(path, terms, element("b", {}, ...marksIn(title || path || "Home", terms))));
    return element("li", {}, head, element("p", { class: "pc-excerpt", dir: "auto" }, ...excerpt(text, terms)));
  }

  /** The results by document, those with the best ones first, the pages last: [{document, numbers}]. */
  function grouped(numbers) {
    const groups = new Map();
    for (const number of numbers) {
      const key = number < table.records.passages ? table.records.document[number] : -1;
      if (!groups.has(key)) groups.set(key, { document: table.records.documents[key], numbers: [] });
      groups.get(key).numbers.push(number);
    }
    const pages = groups.get(-1);
    groups.delete(-1);
    return [...groups.values(), ...(pages ? [pages] : [])];
  }

  const FIRST = 10, EACH = 4, GROUPS = 5; // results at first, of each document where there are several, and documents

  async function section({ document: of, numbers }, terms, few) {
    const make = (number) => (of ? passage(number, terms) : sitePage(number, terms));
    const list = element("ol", {}, ...(await Promise.all(numbers.slice(0, few).map(make))));
    const size = of ? counted(numbers.length, "passage") : counted(numbers.length, "page");
    const name = of ? element("a", { href: new URL(`${of.id}/`, index.root).href }, of.title) : "Pages";
    const made = element("section", {}, element("h2", {}, name, " ", element("span", { class: "pc-about" }, size)), list);
    let shown = few;
    const more = element("button", { type: "button", class: "pc-button" });
    const name_more = () => { more.textContent = `Show ${Math.min(FIRST, numbers.length - shown)} more of ${numbers.length.toLocaleString("en")}`; };
    more.addEventListener("click", async () => {
      try {
        const next = await Promise.all(numbers.slice(shown, shown + FIRST).map(make));
        list.append(...next);
        shown += FIRST;
        next[0].querySelector("a").focus();
        shown < numbers.length ? name_more() : more.remove();
      } catch { failed(); }
    });
    if (shown < numbers.length) { name_more(); made.append(more); }
    return made;
  }

  async function present(numbers, terms, isCurrent) {
    const groups = grouped(numbers);
    const several = groups.filter(({ document: of }) => of).length > 1;
    const few = ({ document: of }) => (of && !several ? FIRST : EACH);
    const [documents, pages] = [groups.filter(({ document: of }) => of), groups.filter(({ document: of }) => !of)];
    const now = [...documents.slice(0, GROUPS), ...pages];
    const made = await Promise.all(now.map((group) => section(group, terms, few(group))));
    if (!isCurrent()) return false;
    box.replaceChildren(...made);
    let shown = GROUPS;
    const more = element("button", { type: "button", class: "pc-button" });
    const say = () => { more.textContent = `Show ${counted(Math.min(GROUPS, documents.length - shown), "more document")} of ${documents.length.toLocaleString("en")}`; };
    more.addEventListener("click", async () => {
      try {
        const next = await Promise.all(documents.slice(shown, shown + GROUPS).map((group) => section(group, terms, EACH)));
        more.before(...next);
        shown += GROUPS;
        next[0].querySelector("a").focus();
        shown < documents.length ? say() : more.remove();
      } catch { failed(); }
    });
    if (shown < documents.length) { say(); pages.length ? made.at(-1).before(more) : box.append(more); }
    return true;
  }

  // --- running -----------------------------------------------------------------------------------------
  let turn = 0;
  let asking = ""; // the terms of the last turn
  const everything = () => Array.from({ length: table.records.count }, (_, number) => number);

  const title = document.title;
  let showing; // what the results are of: {key, numbers}

  function idle() {
    showing = null;
    status.textContent = "";
    notes.replaceChildren();
    box.replaceChildren();
    help.hidden = lists.hidden = false;
  }

  function failed() {
    const again = element("button", { type: "button", class: "pc-button" }, "Try again");
    again.addEventListener("click", () => { query.focus(); run(); });
    status.textContent = "The search index could not be loaded. Check the connection and try again, or read on from the lists.";
    notes.replaceChildren(element("p", {}, again));
    box.replaceChildren();
    lists.hidden = false;
    showing = null;
  }

  async function run() {
    const mine = ++turn;
    const isCurrent = () => mine === turn;
    const asked = state;
    const held = [notes, box].some((part) => part.contains(document.activeElement));
    document.title = asked.q.trim() ? `${asked.q.trim().slice(0, 60)} – ${title}` : title;
    if (query !== document.activeElement || query.value.trim() !== asked.q.trim()) query.value = asked.q;
    const { terms, remarks } = termsOf(asked.q);
    const key = JSON.stringify(terms);
    if (key !== asking) index.giveUp();
    asking = key;
    const isNarrowed = Boolean(asked.from || asked.to || FACETS.some(([name]) => asked[name].length));
    if (!terms.length && !isNarrowed && !narrow.open) { chosen.hidden = true; idle(); if (remarks.length) status.textContent = remarks.join(" "); return; }
    const patience = setTimeout(() => { if (isCurrent()) status.textContent = "Searching …"; }, 400);
    try {
      const facetsNeeded = narrow.open || isNarrowed;
      const [records, facets, scores] = await Promise.all([index.records(), facetsNeeded ? index.facets() : table?.facets, terms.length ? index.search(terms) : null]);
      if (!isCurrent()) return;
      know(records, facets);
      const wanted = choices(asked);
      const found = scores ? [...scores.keys()].sort((a, b) => scores.get(b) - scores.get(a) || a - b) : everything();
      const sifted = sift(found, wanted);
      if (facets) showFacets(sifted.counts, wanted);
      const narrowed = showChosen(wanted);
      if (wanted.unknown.length) remarks.push(`The address asks for ${joined(wanted.unknown)}, which this edition does not have; ${wanted.unknown.length === 1 ? "that is" : "those are"} left out.`);
      if (wanted.bad.length) remarks.push("A date is a year, yyyy-mm or yyyy-mm-dd; what is none is left out.");
      if (!terms.length && !narrowed) { clearTimeout(patience); idle(); status.textContent = remarks.join(" "); return; }
      const isSame = showing?.key === key && showing.numbers.length === sifted.through.length && showing.numbers.every((number, n) => number === sifted.through[n]);
      if (!isSame && !(await present(sifted.through, terms, isCurrent))) return;
      showing = { key, numbers: sifted.through };
      help.hidden = true;
      lists.hidden = sifted.through.length > 0;
      status.textContent = [said(sifted.through, terms, narrowed), ...remarks].join(" ");
      notes.replaceChildren(...(sifted.through.length ? [] : await widening(asked, terms, wanted, sifted, found)));
      if (held && document.activeElement === document.body) box.focus();
      returned();
      if (sifted.through.length && !narrow.open && wide.matches && !openedByReader) narrow.open = true; // which runs again, with facets
    } catch {
      if (isCurrent()) failed();
    } finally {
      clearTimeout(patience);
    }
  }

  function said(numbers, terms, narrowed) {
    const passages = numbers.filter((number) => number < table.records.passages);
    const documents = new Set(passages.map((number) => table.records.document[number])).size;
    const where = documents > 1 ? ` in ${counted(documents, "document")}` : "";
    const parts = [passages.length ? counted(passages.length, "passage") + where : "", numbers.length > passages.length ? counted(numbers.length - passages.length, "page") : ""];
    const what = terms.length ? ` for ${joined(terms.map(quoted))}` : "";
    return `${parts.filter(Boolean).join(" and ") || "Nothing found"}${what}${narrowed ? `, as narrowed below` : ""}.`;
  }

  /** When nothing is found: what to leave out so that something is. */
  async function widening(asked, terms, wanted, { without }, found) {
    const ways = [];
    const way = (changed, words, number) => ways.push(element("li", {}, element("a", { href: address({ ...asked, ...changed }) }, words), `: ${counted(number, "result")}`));
    for (const which of without.keys()) {
      if (!without[which]) continue;
      const names = which === DATE ? [] : [...wanted.sets[which]].map((number) => `“${values[which][number].name}”`);
      const words = which === DATE ? "Any date" : `Without ${FACETS[which][1].toLowerCase()} ${joined(names)}`;
      way(which === DATE ? { from: "", to: "" } : { [FACETS[which][0]]: [] }, words, without[which]);
    }
    const reasons = [];
    if (wanted.from && wanted.to && first(wanted.from) > last(wanted.to)) reasons.push("The first date is after the last.");
    if (!ways.length && found.length) way({ ...empty(), q: asked.q }, "In the whole edition", found.length);
    if (!found.length && terms.length > 1) {
      const alone = await Promise.all(terms.map((term) => index.search([term])));
      terms.forEach((term, n) => {
        if (alone[n].size) way({ ...empty(), q: term.exact ? `"${term.said}"` : term.said }, `${quoted(term)} alone`, alone[n].size);
        else reasons.push(`${quoted(term)} is nowhere in the edition.`.replace(/^./, (sign) => sign.toUpperCase()));
      });
    }
    if (!found.length && terms.some(({ words, exact }) => exact && words.length > 1)) {
      const loose = terms.map(({ said: words }) => words).join(" ");
      const { size } = await index.search(termsOf(loose).terms);
      if (size) way({ q: loose }, "The words in any order", size);
    }
    if (terms.some(({ words: [word], exact }) => !exact && word.length < 3)) reasons.push("A word of one or two letters is found as a whole word only.");
    if (!ways.length && !reasons.length) reasons.push("Try fewer letters of the word, or another spelling: the witnesses spell names in their own ways.");
    return [...reasons.map((reason) => element("p", {}, reason)), ...(ways.length ? [element("p", {}, "Wider:"), element("ul", {}, ...ways)] : [])];
  }

  /** Back from a result, the reader is where the result is. */
  function returned() {
    const link = history.state?.followed && [...box.querySelectorAll("a")].find(({ href }) => href === history.state.followed);
    if (!link || document.activeElement !== document.body) return;
    link.focus();
  }

  // --- what the reader does ----------------------------------------------------------------------------
  const wide = matchMedia("(min-width: 60em)");
  let openedByReader = false; // from then on the facets open and close by the reader's hand alone
  let typing;

  query.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => { change({ q: query.value }, settled); settled = false; }, 200);
  });
  query.addEventListener("change", () => { settled = true; });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(typing);
    if (query.value.trim() !== state.q.trim()) change({ q: query.value }, settled);
    settled = true;
  });
  narrow.querySelector("summary").addEventListener("click", () => { openedByReader = true; });
  narrow.addEventListener("toggle", () => { if (narrow.open) run(); });
  addEventListener("hashchange", () => {
    if (location.hash && !location.hash.includes("=")) return; // a link within the page
    state = read();
    settled = true;
    run();
  });
  for (const link of document.querySelectorAll('.pc-skip, .pc-past a')) {
    link.addEventListener("click", (event) => { // without a step to an address that says nothing of the search
      event.preventDefault();
      byId(link.hash.slice(1)).focus();
    });
  }
  if (!location.hash.includes("=")) query.focus();
  run();
})();
