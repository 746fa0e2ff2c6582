// The page of the search. Its state is the fragment of the address (#q=…&speaker=…), so that a search has an address and
// Back works; nothing is fetched before the reader types, narrows, or comes with such an address. What comes from the
// address or the index goes into the page as text, never as markup.

(() => {
  "use strict";

  const byId = (id) => document.getElementById(id);
  const form = byId("pc-search-form");
  if (!form) return;
  const { places, remember } = window.peciaFound;
  const index = window.peciaIndex, { FACETS, DATE, termsOf } = index;
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
    status.textContent = "Search does not work in pages opened from a file, because browsers block access to the index. Open the published edition to search.";
    return;
  }

  // --- the state of the search, in the address ---------------------------------------------------------
  const empty = () => ({ q: "", from: "", to: "", ...Object.fromEntries(FACETS.map(([name]) => [name, []])) });

  function read() {
    const given = new URLSearchParams(location.hash.slice(1));
    const state = empty();
    if (!location.hash.includes("=")) return state;
    for (const name of ["q", "from", "to"]) state[name] = given.get(name)?.includes("\ufffd") ? "" : given.get(name) ?? ""; // damaged
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

  const quoted = ({ said, exact }) => (exact ? `the words “${said}”` : `“${said}”`);

  // --- the facets on the page --------------------------------------------------------------------------
  let table; // what the search is narrowed with, once it is there
  const SHOWN = 8, STEP = 100; // values of a facet at first, and more of them
  let built; // for each facet {which, order, shown, limit, list, more, details, counts, chosen}
  let dates;

  function build() {
    if (built?.table === table) return;
    const all = table.sift(table.all, table.choices(empty()));
    const groups = FACETS.map(([name, title], which) => {
      const order = (name === "document" ? table.order : [...table.values[which].keys()]).filter((number) => all.counts[which][number]);
      if (!["kind", "document", "witness"].includes(name)) order.sort((a, b) => all.counts[which][b] - all.counts[which][a] || a - b);
      const more = element("button", { type: "button", class: "pc-more-values", hidden: true });
      const group = { which, order, shown: new Map(), limit: SHOWN, list: element("ul"), more };
      more.addEventListener("click", () => {
        const before = group.limit;
        group.limit += STEP;
        fold(group);
        [...group.list.querySelectorAll("input")][before]?.focus();
      });
      const list = element("div", { role: "group", "aria-label": title }, group.list);
      group.details = element("details", { open: which < 2, hidden: order.length < 2 }, element("summary", {}, title), list, more);
      return group;
    });
    const range = ["from", "to"].map((end) => {
      const field = element("input", { type: "text", id: `pc-${end}`, autocomplete: "off", size: "10", "aria-describedby": "pc-date-said" });
      field.addEventListener("change", () => change({ [end]: field.value.trim() }, true));
      return [element("label", { for: `pc-${end}` }, end === "from" ? "From" : "To"), field];
    });
    const hint = element("p", { id: "pc-date-said" }, "A year, or a date as yyyy-mm or yyyy-mm-dd.");
    const several = new Set(table.documents.map(({ date }) => date)).size > 1;
    dates = element("details", { hidden: !several }, element("summary", {}, "Date of document"), element("div", { class: "pc-dates" }, ...range.flat()), hint);
    const held = document.activeElement;
    facetsBox.replaceChildren(...groups.slice(0, 4).map(({ details }) => details), dates, ...groups.slice(4).map(({ details }) => details));
    if (held?.id) byId(held.id)?.focus();
    built = { groups, table };
  }

  /** A value of a facet on the page: made when it is first shown. */
  function valueOf({ which, shown }, number) {
    if (!shown.has(number)) {
      const [name] = FACETS[which], { key, name: said } = table.values[which][number];
      const tick = element("input", { type: "checkbox", value: key });
      tick.addEventListener("change", () => {
        const others = state[name].filter((one) => one !== key);
        change({ [name]: tick.checked ? [...others, key] : others }, true);
      });
      const count = element("span", { class: "pc-count" });
      shown.set(number, { tick, count, item: element("li", {}, element("label", {}, tick, element("span", {}, said), count)) });
    }
    return shown.get(number);
  }

  /** Shows the first values of a facet that have results, and those that are chosen or that the focus is on. */
  function fold(group) {
    const { order, shown, limit, list, more, counts, chosen: ticked } = group;
    const held = document.activeElement;
    const stays = (number) => ticked?.has(number) || shown.get(number)?.tick === held;
    const there = order.filter((number) => counts[number] || stays(number));
    const items = there.filter((number, n) => n < limit || stays(number)).map((number) => {
      const { tick, count, item } = valueOf(group, number);
      tick.checked = Boolean(ticked?.has(number));
      count.textContent = counts[number].toLocaleString("en");
      return item;
    });
    if (items.length !== list.children.length || items.some((item, n) => item !== list.children[n])) {
      list.replaceChildren(...items);
      if (list.contains(held)) held.focus();
    }
    more.hidden = items.length === there.length;
    more.textContent = there.length > limit + STEP ? `Show ${STEP} more of ${there.length.toLocaleString("en")}` : `Show all ${there.length}`;
  }

  function showFacets(counts, { sets, bad }) {
    build();
    built.groups.forEach((group, which) => {
      group.counts = counts[which];
      group.chosen = sets[which];
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
      const { key, name: said } = table.values[which][number];
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

  /**
   * The words around the places of `terms` in `texts`, passages that follow each other, marked; from the passage that has
   * most of the terms, the first of several; and the number of that.
   */
  function excerpt(texts, terms) {
    const text = texts.join(" "), marked = places(text, terms);
    const having = texts.map(() => new Set());
    let passage = 0, end = texts[0].length;
    const of = marked.map(([start, , term]) => {
      while (start >= end) end += 1 + texts[++passage].length;
      having[passage].add(term);
      return passage;
    });
    const chosen = having.reduce((most, { size }, n) => (size > having[most].size ? n : most), 0);
    const worth = ([start]) => {
      const near = marked.filter(([other, end]) => other >= start && end <= start + EXCERPT - 2 * AROUND);
      return 10 * new Set(near.map(([, , number]) => number)).size + near.length;
    };
    const best = marked.filter((_, n) => of[n] === chosen).reduce((one, other) => (!one || worth(other) > worth(one) ? other : one), null);
    const limit = (at, step) => { while (at > 0 && at < text.length && !/\s/.test(text[at])) at += step; return at; };
    const from = limit(Math.max(0, (best?.[0] ?? 0) - AROUND), -1), to = limit(Math.min(text.length, Math.max(from + EXCERPT, best?.[1] ?? 0)), 1);
    const parts = [from ? "… " : "", ...withMarks(text, marked.filter(([start, end]) => start >= from && end <= to), from, to), to < text.length ? " …" : ""];
    return { parts, chosen };
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

  function leading(path, terms, also, ...children) {
    const link = element("a", { href: new URL(path, index.root).href }, ...children);
    const leave = () => {
      remember(link, terms.map(({ words, exact }) => ({ words, exact })), also);
      history.replaceState({ followed: link.href }, "");
    };
    link.addEventListener("click", leave);
    link.addEventListener("auxclick", leave);
    return link;
  }

  async function passage(number, terms) {
    const [read, { document: { id, compared, witnesses }, witness: [siglum, title, language], kind }] = await Promise.all([index.words(number), index.about(number)]);
    const { speaker, corrections = [], alternatives = [], more = [] } = read;
    const passages = [[read.anchor, read.text], ...more];
    const { parts, chosen } = excerpt(passages.map(([, text]) => text), terms), [anchor] = passages[chosen];
    const also = passages.map(([one]) => one).filter((one) => one !== anchor);
    const who = speaker ? marksIn(speaker, terms) : [kind[0].toUpperCase() + kind.slice(1)];
    const about = [`witness ${siglum}${title ? `: ${title}` : ""}`, speaker && kind !== "spoken" ? kind : ""].filter(Boolean);
    const lines = [
      element("p", { class: "pc-hit-head" }, leading(`${id}/${siglum}/#${encodeURIComponent(anchor)}`, terms, also, element("span", {}, anchor), " ", element("b", {}, ...who)), " ", element("span", { class: "pc-about" }, about.join(", "))),
      element("p", { class: "pc-excerpt", lang: language, dir: "auto" }, ...parts),
    ];
    for (const [printed, corrected] of corrections.filter(([, one]) => places(one, terms).length)) {
      lines.push(element("p", { class: "pc-about" }, "Editors’ correction: “", ...marksIn(corrected, terms), `”; printed text: “${printed}”.`));
    }
    for (const [shown, other] of alternatives.filter(([, one]) => places(one, terms).length)) {
      lines.push(element("p", { class: "pc-about" }, "Also encoded: “", ...marksIn(other, terms), `” in place of “${shown}”.`));
    }
    if (compared) {
      const others = witnesses.map(([one]) => one).filter((one) => one !== siglum);
      const said = others.length === 1 ? `Compare with witness ${others[0]}` : "Compare with other witnesses";
      const link = element("a", { href: new URL(`${id}/compare/#${siglum}-${encodeURIComponent(anchor)}`, index.root).href, "aria-label": `${said}: ${siglum} ${anchor}` }, said);
      lines.push(element("p", { class: "pc-about" }, link));
    }
    return element("li", {}, ...lines);
  }

  async function sitePage(number, terms) {
    const { address: path, title, text } = await index.words(number);
    const head = element("p", { class: "pc-hit-head" }, leading(path, terms, [], element("b", {}, ...marksIn(title || path || "Home", terms))));
    return element("li", {}, head, element("p", { class: "pc-excerpt", dir: "auto" }, ...excerpt([text], terms).parts));
  }

  /** The results by document, those with the best ones first, the pages last: [{isDocument, numbers}]. */
  function grouped(numbers) {
    const groups = new Map();
    for (const number of numbers) {
      const document = index.documentOf(number);
      if (!groups.has(document)) groups.set(document, { isDocument: document >= 0, numbers: [] });
      groups.get(document).numbers.push(number);
    }
    const pages = groups.get(-1);
    groups.delete(-1);
    return [...groups.values(), ...(pages ? [pages] : [])];
  }

  const FIRST = 10, EACH = 4, GROUPS = 5; // results at first, of each document where there are several, and documents

  async function section({ isDocument, numbers }, terms, few) {
    const of = isDocument && (await index.about(numbers[0])).document;
    const make = (number) => (of ? passage(number, terms) : sitePage(number, terms));
    const list = element("ol", {}, ...(await Promise.all(numbers.slice(0, few).map(make))));
    const size = counted(numbers.length, of ? index.unit() : "page");
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
    const [documents, pages] = [groups.filter(({ isDocument }) => isDocument), groups.filter(({ isDocument }) => !isDocument)];
    const few = ({ isDocument }) => (isDocument && documents.length < 2 ? FIRST : EACH);
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
  const isHeld = () => [notes, box].some((part) => part.contains(document.activeElement));

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
    status.textContent = "The search index could not be loaded. Check your connection and try again, or browse the lists.";
    notes.replaceChildren(element("p", {}, again));
    box.replaceChildren();
    lists.hidden = false;
    showing = null;
  }

  const PATIENCE = 400, EARLY = 1000; // milliseconds until something is said, and until how much is and first results are shown
  const LIGHT = 5; // shards of which the facets are loaded without being asked for

  /** What is told how far the search is: says so now and then, and shows the first results early. */
  function hasBeen(isWaiting, terms, isNarrowed) {
    let latest, isShown = false;
    const timer = setInterval(() => {
      if (!isWaiting()) clearInterval(timer);
      if (!isWaiting() || !latest) return;
      const [done, total, found] = latest;
      latest = null;
      status.textContent = `Searching: ${done} of ${total} parts of the edition …`;
      const numbers = isShown || isNarrowed ? [] : found();
      if (!numbers.length) return;
      isShown = true;
      present(numbers, terms, isWaiting).then((isDone) => { if (isDone) { showing = null; help.hidden = true; } }, () => {});
    }, EARLY);
    return (...said) => { latest = said; };
  }

  async function run() {
    const mine = ++turn;
    const isCurrent = () => mine === turn;
    const asked = state;
    const held = isHeld();
    document.title = asked.q.trim() ? `${asked.q.trim().slice(0, 60)} – ${title}` : title;
    const { terms, remarks } = termsOf(asked.q);
    const key = JSON.stringify(terms);
    if (key !== asking) index.giveUp();
    asking = key;
    const isNarrowed = Boolean(asked.from || asked.to || FACETS.some(([name]) => asked[name].length));
    if (!terms.length && !isNarrowed && !narrow.open) { chosen.hidden = true; idle(); if (remarks.length) status.textContent = remarks.join(" "); return; }
    let isWaiting = true;
    const patience = setTimeout(() => { if (isCurrent()) status.textContent = "Searching …"; }, PATIENCE);
    const asIsFound = hasBeen(() => isWaiting && isCurrent(), terms, isNarrowed);
    try {
      const [everything, scored] = await Promise.all([narrow.open || isNarrowed ? index.everything() : table, terms.length ? index.search(terms, asIsFound) : null]);
      isWaiting = false;
      if (!isCurrent()) return;
      table = everything ?? table;
      const found = scored ?? table.all;
      const wanted = table ? table.choices(asked) : { sets: FACETS.map(() => null), unknown: [], bad: [] };
      const sifted = table ? table.sift(found, wanted) : { through: found, without: [] };
      if (table) showFacets(sifted.counts, wanted);
      const narrowed = showChosen(wanted);
      if (wanted.unknown.length) remarks.push(`This edition has no ${joined(wanted.unknown)}; ${wanted.unknown.length === 1 ? "that filter was" : "those filters were"} ignored.`);
      if (wanted.bad.length) remarks.push("A date must be a year, yyyy-mm or yyyy-mm-dd; the filter was ignored.");
      if (!terms.length && !narrowed) { clearTimeout(patience); idle(); status.textContent = remarks.join(" "); return; }
      const isSame = showing?.key === key && showing.numbers.length === sifted.through.length && showing.numbers.every((number, n) => number === sifted.through[n]);
      const wasHeld = held || isHeld();
      if (!isSame && !(await present(sifted.through, terms, isCurrent))) return;
      showing = { key, numbers: sifted.through };
      help.hidden = true;
      lists.hidden = sifted.through.length > 0;
      status.textContent = [said(sifted.through, terms, narrowed), ...remarks].join(" ");
      notes.replaceChildren(...(sifted.through.length ? [] : await widening(asked, terms, wanted, sifted, found)));
      if (wasHeld && document.activeElement === document.body) box.focus();
      returned();
      if (!sifted.through.length || narrow.open || !wide.matches || openedByReader) return;
      if ((await index.shards()) <= LIGHT && isCurrent()) narrow.open = true; // which runs again, with facets
    } catch {
      if (isCurrent()) failed();
    } finally {
      isWaiting = false; // after a failure too: how far the search was does not take the place of what is said of it
      clearTimeout(patience);
    }
  }

  function said(numbers, terms, narrowed) {
    const passages = numbers.filter((number) => index.documentOf(number) >= 0), documents = new Set(passages.map(index.documentOf)).size;
    const where = documents > 1 ? ` in ${counted(documents, "document")}` : "";
    const parts = [passages.length ? counted(passages.length, index.unit()) + where : "", numbers.length > passages.length ? counted(numbers.length - passages.length, "page") : ""];
    const what = terms.length ? ` for ${joined(terms.map(quoted))}` : "";
    return `${parts.filter(Boolean).join(" and ") || "Nothing found"}${what}${narrowed ? `, filtered as shown below` : ""}.`;
  }

  /** When nothing is found: what to leave out so that something is. */
  async function widening(asked, terms, wanted, { without }, found) {
    const ways = [];
    const way = (changed, words, number) => ways.push(element("li", {}, element("a", { href: address({ ...asked, ...changed }) }, words), `: ${counted(number, "result")}`));
    for (const which of without.keys()) {
      if (!without[which]) continue;
      const names = which === DATE ? [] : [...wanted.sets[which]].map((number) => `“${table.values[which][number].name}”`);
      const words = which === DATE ? "Any date" : `Without ${FACETS[which][1].toLowerCase()} ${joined(names)}`;
      way(which === DATE ? { from: "", to: "" } : { [FACETS[which][0]]: [] }, words, without[which]);
    }
    const reasons = [];
    if (wanted.isVain) reasons.push("The first date is after the last.");
    if (!ways.length && found.length) way({ ...empty(), q: asked.q }, "Without filters", found.length);
    if (!found.length && terms.length > 1) {
      const alone = await Promise.all(terms.map((term) => index.search([term])));
      terms.forEach((term, n) => {
        if (alone[n].length) way({ ...empty(), q: term.exact ? `"${term.said}"` : term.said }, `${quoted(term)} alone`, alone[n].length);
        else reasons.push(`${quoted(term)} does not occur in the edition.`.replace(/^./, (sign) => sign.toUpperCase()));
      });
    }
    if (!found.length && terms.some(({ words, exact }) => exact && words.length > 1)) {
      const loose = terms.map(({ said: words }) => words).join(" ");
      const { length } = await index.search(termsOf(loose).terms);
      if (length) way({ q: loose }, "The words in any order, not as a phrase", length);
    }
    if (terms.some(({ words: [word], exact }) => !exact && word.length < 3)) reasons.push("Words of one or two letters match whole words only.");
    if (!ways.length && !reasons.length) reasons.push("Try a shorter form or another spelling: witnesses may spell a name differently.");
    return [...reasons.map((reason) => element("p", {}, reason)), ...(ways.length ? [element("p", {}, "Broader searches:"), element("ul", {}, ...ways)] : [])];
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
    clearTimeout(typing);
    if (query.value.trim() !== state.q.trim()) query.value = state.q; // nowhere else: words may be on the way to the search
    run();
  });
  for (const link of document.querySelectorAll('.pc-skip, .pc-past a')) {
    link.addEventListener("click", (event) => { // without a step to an address that says nothing of the search
      event.preventDefault();
      byId(link.hash.slice(1)).focus();
    });
  }
  if (location.hash.includes("=")) query.value = state.q; else query.focus();
  if (query.value.trim() === state.q.trim()) run(); else change({ q: query.value }, false); // typed before this was there
})();
