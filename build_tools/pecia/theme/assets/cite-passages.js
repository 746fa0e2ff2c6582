// Citing a passage, a turn or selected words of a reading page, and what a link says about the version it cites. All from
// the witness's record; the dialog, and the functions in window.peciaCite, are those of cite.js, which loads this script.

(() => {
  "use strict";

  const { page, dialog, element, record: load, thisPage, linked: addresses, open, opens } = window.peciaCite;

  // --- words -------------------------------------------------------------------------------------------
  const SPACE = /[ \t\n\r]/; // the white space that the edition folds; every other character is text
  const folded = (text) => text.replace(/[ \t\n\r]+/g, " ").replace(/^ | $/g, "");
  const LETTER = /[\p{L}\p{N}\p{M}\p{Cs}]/u; // Cs: half of a letter beyond the Basic Multilingual Plane
  const isLetter = (text, at) => at >= 0 && at < text.length && LETTER.test(text[at]);
  const insideWord = (text, at) => isLetter(text, at - 1) && isLetter(text, at);
  const CELLS = 4_000_000;

  /**
   * The words of two texts as [sign, words] in order, sign "=", "-" (only before) or "+" (only after), from a longest
   * common subsequence; null when the texts differ at too great a length to compare.
   */
  function diff(before, after) {
    const a = folded(before).split(" "), b = folded(after).split(" ");
    let head = 0, tail = 0;
    while (head < a.length && head < b.length && a[head] === b[head]) head++;
    while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
    const rows = a.length - head - tail, width = b.length - head - tail + 1;
    if ((rows + 1) * width > CELLS) return null;
    const common = new Uint16Array((rows + 1) * width); // of what follows; a table within CELLS has no longer ones
    for (let i = rows - 1; i >= 0; i--) {
      for (let j = width - 2; j >= 0; j--) {
        common[i * width + j] = a[head + i] === b[head + j]
          ? common[(i + 1) * width + j + 1] + 1
          : Math.max(common[(i + 1) * width + j], common[i * width + j + 1]);
      }
    }
    const parts = [];
    const add = (sign, word) => { parts.at(-1)?.[0] === sign ? parts.at(-1)[1].push(word) : parts.push([sign, [word]]); };
    for (const word of a.slice(0, head)) add("=", word);
    let i = 0, j = 0;
    while (i < rows || j < width - 1) {
      if (i < rows && j < width - 1 && a[head + i] === b[head + j]) { add("=", a[head + i]); i++; j++; }
      else if (i < rows && (j === width - 1 || common[(i + 1) * width + j] >= common[i * width + j + 1])) add("-", a[head + i++]);
      else add("+", b[head + j++]);
    }
    for (const word of a.slice(a.length - tail)) add("=", word);
    return parts.map(([sign, words]) => [sign, words.join(" ")]);
  }

  // --- selected words ----------------------------------------------------------------------------------
  const blocks = [...page.querySelectorAll(".pc-text .pc-number")].map((number) => number.parentElement).filter((block) => block.id);
  const NOT_TEXT = ".pc-number, .pc-cite-button, .pc-quote-bar, .pc-tip, .pc-ref, .pc-speaker";

  /**
   * What `range` (null: the whole) takes of the passage in `block`, in the reading that the page shows: `exact`, as the
   * record has it; `around`, with the punctuation next to it; `words`, without the signs of the transcript, which the
   * page hides; whether there are corrections
   * among them, whether words of the label were selected too, and whether a word selected in part was completed.
   */
  function taken(block, range) {
    const hidden = document.getElementById("pc-corrected")?.checked ? ".pc-printed" : ".pc-corrected";
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let text = "", isSign = "", start = -1, end = -1, label = false, corrections = false;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      const from = node === range?.startContainer ? range.startOffset : 0;
      const to = node === range?.endContainer ? range.endOffset : node.length;
      const chosen = from < to && (!range || range.intersectsNode(node));
      if (parent.closest(hidden)) continue;
      if (parent.closest(NOT_TEXT)) {
        label ||= chosen && parent.closest(".pc-speaker") && !parent.closest(".pc-tip, .pc-ref") && /\S/.test(node.data.slice(from, to));
        continue;
      }
      if (chosen && start < 0) start = text.length + from;
      if (chosen) end = text.length + to;
      corrections ||= chosen && Boolean(parent.closest(".pc-corrected"));
      text += node.data;
      isSign += (parent.closest(".pc-sign-markup, .pc-sign-bullet") ? "s" : "-").repeat(node.length);
    }
    while (start < end && SPACE.test(text[start])) start++;
    while (start < end && SPACE.test(text[end - 1])) end--;
    const first = start, last = end;
    while (start < end && insideWord(text, start)) start--;
    while (start < end && insideWord(text, end)) end++;
    const before = text.slice(0, Math.max(start, 0)).match(/[^ \t\n\r]*$/)[0], after = text.slice(Math.max(end, 0)).match(/^[^ \t\n\r]*/)[0];
    const exact = start < 0 ? "" : text.slice(start, end);
    const words = folded([...exact.matchAll(/[^]/g)].map(({ 0: unit, index }) => (isSign[start + index] === "s" ? "" : unit)).join(""));
    const completed = start < first || end > last;
    return { id: block.id, exact: folded(exact), around: folded(before + exact + after), words, corrections, label: Boolean(label), completed };
  }

  /** Whether `words` stand in `text` as whole words; at its start or its end when they must. */
  function stands(words, text, atStart, atEnd) {
    for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
      const end = at + words.length;
      if (!insideWord(text, at) && !insideWord(text, end) && (!atStart || at === 0) && (!atEnd || end === text.length)) return true;
    }
    return false;
  }

  /** How `words` differ from those of a passage, as a sentence. */
  function difference(words, text, id) {
    const parts = diff(text, words) ?? [];
    const within = parts.slice(parts.findIndex(([sign]) => sign === "="), parts.findLastIndex(([sign]) => sign === "=") + 1);
    const quoted = (among, wanted) => among.filter(([sign]) => sign === wanted).map(([, said]) => `“${said}”`).join(", ");
    const added = quoted(parts, "+"), dropped = quoted(within, "-");
    if (added) return `Passage ${id} does not have ${added} here.` + (dropped ? ` It has ${dropped}.` : "");
    return dropped ? `The selection leaves out ${dropped} in passage ${id}.` : `These words are not in passage ${id} in this order.`;
  }

  /** The selection checked against the record: `passages`, `lines` of words, `notes` on them, `refused` if they are not there. */
  function checked(record, selection) {
    const notes = new Set(), refused = [], passages = [];
    const order = record.passages.map(({ id }) => id);
    selection.forEach((part, n) => {
      const passage = record.passages[order.indexOf(part.id)];
      if (!passage) { refused.push(`The citation data has no passage ${part.id}.`); return; }
      passages.push(passage);
      const previous = selection[n - 1]?.id;
      if (n && order.indexOf(part.id) !== order.indexOf(previous) + 1) refused.push(`Passages ${previous} and ${part.id} are not adjacent.`);
      const [printed, corrected] = [passage.text, passage.corrected ?? passage.text].map(folded);
      const isThere = (text) => stands(part.exact, text, n > 0, n < selection.length - 1);
      if (!part.corrections && isThere(printed)) { /* as printed */ }
      else if (isThere(corrected)) notes.add("The quotation has the editors’ corrections, not the printed text.");
      else refused.push(difference(part.around, document.getElementById("pc-corrected")?.checked ? corrected : printed, part.id));
      if (part.label) notes.add("The speaker’s label was left out; it is not part of the passage.");
      if (part.completed) notes.add("A partly selected word was completed.");
    });
    return { passages, lines: selection.map(({ words }) => words), notes: [...notes], refused };
  }

  // --- what can be cited -------------------------------------------------------------------------------
  const span = (passages) => (passages.length === 1 ? passages[0].id : `${passages[0].id}–${passages.at(-1).id}`);

  /** What goes into the slots of a template: the place in words, who speaks when one speaks, and the fragment. */
  function slots(record, passages, field = "name") {
    if (!passages.length) return {};
    const [who, ...others] = new Set(passages.map((passage) => passage.who));
    const one = (!others.length && who && record.speakers[who]) || {};
    const begins = (name) => (name ? `${name}, in ` : "");
    const place = `passage${passages.length > 1 ? "s" : ""} ${span(passages)}`;
    return {
      locator: one[field] ? `${place} [${one[field]}]` : place, place,
      speaker: begins(one.name), surname: begins(one.surname ?? one.name), fragment: `#${encodeURIComponent(passages[0].id)}`,
    };
  }

  /** Passages as something to cite. */
  function ofPassages(record, passages, choice) {
    const values = slots(record, passages);
    const target = passages.length ? `passage ${passages[0].id}` : "";
    return { ...choice, target, values, inBibtex: slots(record, passages, "bibtex"), ...addresses(record, values.fragment) };
  }

  /** What can be cited from where the dialog was opened: the selected words, the passage `anchor`, its turn, the page. */
  function choices(record, anchor, selection) {
    const found = [];
    if (selection) {
      const { passages, ...words } = checked(record, selection);
      found.push(ofPassages(record, passages, { id: "words", name: "Selected words", ...words }));
    }
    const passage = record.passages.find(({ id }) => id === anchor);
    if (passage) {
      found.push(ofPassages(record, [passage], { id: "passage", name: `Passage ${anchor}`, ...quoted([passage]) }));
      const turn = record.passages.filter(({ turn: first }) => first && first === passage.turn);
      if (turn.length > 1) found.push(ofPassages(record, turn, { id: "turn", name: `Whole turn, ${span(turn)}`, ...quoted(turn) }));
    }
    return [...found, thisPage(record)];
  }

  /** Whole passages as a quotation, in the reading that the page shows; without signs where the page agrees with the record. */
  function quoted(passages) {
    const corrected = document.getElementById("pc-corrected")?.checked && passages.some((passage) => passage.corrected);
    const lines = passages.map((passage) => {
      const text = folded((corrected && passage.corrected) || passage.text);
      const block = document.getElementById(passage.id);
      const whole = block && taken(block, null);
      return whole?.exact === text ? whole.words : text;
    });
    return { lines, notes: corrected ? ["The quotation has the editors’ corrections, not the printed text."] : [], refused: [] };
  }

  /** What is offered for `anchor` ("" for the page) with the selection of this moment. */
  function offered(anchor) {
    const selection = inSelection()?.parts ?? selected; // a touch takes the selection away before its click comes
    return (record) => choices(record, anchor, selection);
  }

  window.peciaCite.ofPage = () => offered("");
  dialog.addEventListener("close", () => soon());

  for (const block of blocks) {
    const name = `Cite passage ${block.id}`;
    const button = element("button", { type: "button", class: "pc-cite-button", "aria-label": name, title: name, lang: "en" });
    block.querySelector(":scope > .pc-number").after(button);
    opens(button, () => offered(block.id), "passage");
  }

  // --- a button at the end of a selection --------------------------------------------------------------
  const bar = element("button", { type: "button", class: "pc-button pc-quote-bar", "aria-haspopup": "dialog", lang: "en" }, "Quote selection");
  let selected = null; // what `taken` makes of each passage in the selection
  let held = false;
  let waiting;

  /** The selection's range and what it takes of each passage, if it takes any words of passages. */
  function inSelection() {
    const chosen = getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return null;
    const range = chosen.getRangeAt(0);
    const parts = blocks.filter((block) => range.intersectsNode(block)).map((block) => taken(block, range)).filter(({ words }) => words);
    return parts.length ? { range, parts } : null;
  }

  function noteSelection() {
    if (dialog.open || held) return;
    const found = inSelection();
    selected = found?.parts ?? null;
    if (!found) {
      if (document.activeElement !== bar) bar.remove();
      return;
    }
    const { range, parts } = found;
    document.getElementById(parts.at(-1).id).append(bar); // the next thing that Tab comes to after the passage's own links
    const end = [...range.getClientRects()].filter(({ width }) => width).at(-1) ?? range.getBoundingClientRect();
    const around = bar.offsetParent.getBoundingClientRect();
    const room = around.width - bar.offsetWidth;
    bar.style.left = `${Math.max(0, Math.min(room, end.right - around.left - bar.offsetWidth / 2))}px`;
    bar.style.top = `${end.bottom - around.top}px`;
  }

  const soon = () => { clearTimeout(waiting); waiting = setTimeout(noteSelection, 150); };
  document.addEventListener("selectionchange", soon);
  addEventListener("pointerdown", ({ target }) => { held = target !== bar; });
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => { held = false; soon(); });
  bar.addEventListener("mousedown", (event) => event.preventDefault());
  bar.addEventListener("click", () => {
    const [first] = inSelection()?.parts ?? selected ?? [];
    if (first) open(document.getElementById(first.id).querySelector(".pc-cite-button"), offered(first.id), "words");
  });

  // --- the version that a link cites -------------------------------------------------------------------
  const cited = new URLSearchParams(location.search).get("v");

  /** Versions in the order of the record's list; one that is not in it by its numbers. Negative when `a` is the earlier. */
  function compare(record, a, b) {
    const listed = (version) => record.versions.findIndex((known) => known.version === version);
    if (listed(a) >= 0 && listed(b) >= 0) return listed(a) - listed(b);
    const [left, right] = [a, b].map((version) => version.split(".").map(Number));
    return left[0] - right[0] || left[1] - right[1] || left[2] - right[2] || 0;
  }

  /** Two wordings, the earlier above, with the words marked that are only in one. */
  function wordings(record, before, after, names) {
    const parts = diff(before, after);
    const side = (own, name, mark, text) => {
      const ofSide = parts?.filter(([sign]) => sign === "=" || sign === own);
      const words = ofSide?.flatMap(([sign, said], n) => [n ? " " : "", sign === "=" ? said : element(mark, {}, said)]) ?? [text];
      return [element("dt", {}, name), element("dd", { lang: record.witness.language, dir: "auto" }, ...words)];
    };
    return element("dl", {}, ...side("-", names[0], "del", before), ...side("+", names[1], "ins", after));
  }

  const FATES = { split: "was split", merged: "was merged with another passage", removed: "was removed" };
  const linked = (ids) => ids.flatMap((id, n) => [n ? ", " : "", element("a", { href: `#${encodeURIComponent(id)}` }, id)]);

  /** What there is to say of `passage`, live or retired, to who cites version `cited`: [content, whether it is quiet]. */
  function sinceThen(record, passage) {
    const gone = passage.until !== undefined;
    const former = (passage.former ?? []).find(({ since, until }) => compare(record, since, cited) <= 0 && compare(record, cited, until) < 0);
    const fate = [];
    if (gone) {
      const became = passage.became ?? [], leads = passage.leads_to ?? [];
      fate.push(`Passage ${passage.id} ${FATES[passage.reason] ?? "was retired"} in version ${passage.until}. `);
      fate.push(...(leads.length ? ["Its words are now in ", ...linked(leads), "."] : ["Its words are no longer in the text."]));
      if (became.length && became.join() !== leads.join()) fate.push(` (It became ${became.join(", ")}.)`);
    }
    if (compare(record, cited, passage.since) < 0) {
      fate.push(` Passage ${passage.id} was first published in version ${passage.since}; the link cites version ${cited}.`);
    } else if (former) {
      const names = [`Version ${cited}`, gone ? "Last wording" : `Version ${record.edition.version}`];
      fate.push(gone ? "" : `The text has changed since version ${cited}, which the link cites.`, wordings(record, former.text, passage.text, names));
    } else if (gone) {
      const wording = element("dd", { lang: record.witness.language, dir: "auto" }, passage.text);
      fate.push(element("dl", {}, element("dt", {}, "Last wording"), wording));
    } else if (compare(record, passage.wording_since, cited) <= 0) {
      return [[`Unchanged since version ${cited}.`], true];
    } else {
      fate.push(`The text has changed since version ${cited}, which the link cites; the wording of that version is not recorded.`);
    }
    return [fate, false];
  }

  function say(content, after, quiet = false) {
    for (const old of page.querySelectorAll(".pc-version-notice")) old.remove();
    const notice = element("div", { class: `pc-version-notice${quiet ? " pc-quietly" : ""}`, role: "status", lang: "en" });
    const place = after?.nextElementSibling?.matches(".pc-other") ? after.nextElementSibling : after;
    place ? place.after(notice) : page.prepend(notice);
    notice.append(...content);
  }

  async function sayVersion() {
    const anchor = namedAnchor();
    const top = page.querySelector(".pc-head");
    const short = cited.length > 40 ? `${cited.slice(0, 40)}…` : cited;
    let record;
    try { record = await load(); } catch {
      const missing = "The version history could not be loaded, so changes since then cannot be shown.";
      say([`The link cites version ${short}. ${missing}`], top);
      return;
    }
    const { version } = record.edition;
    const passage = [...record.passages, ...(record.retired ?? [])].find(({ id }) => id === anchor);
    const block = passage && document.getElementById(anchor);
    if (!record.versions.some((known) => known.version === cited)) {
      say([`Version ${short} is not known here; this is version ${version}.`], block ?? top);
    } else if (block) {
      const [content, quiet] = sinceThen(record, passage);
      say(content, block, quiet);
    } else if (/^p\d+[a-z]*$/.test(anchor)) {
      say([`This page has no passage ${anchor}. The link cites version ${cited}; this is version ${version}.`], top);
    } else {
      const later = (passages) => passages.filter(({ wording_since: since, until }) => compare(record, cited, until ?? since) < 0).length;
      const changed = later(record.passages), gone = later(record.retired ?? []);
      const counts = [changed && `${changed} reworded or new`, gone && `${gone} split, merged or removed`].filter(Boolean);
      const since = counts.length ? `Passages changed since then: ${counts.join(", ")}.` : "No passage has changed since then.";
      say([`The link cites version ${cited}; this is version ${version}. ${since}`], top, !counts.length);
    }
  }

  if (cited) {
    addEventListener("hashchange", async () => {
      await sayVersion();
      document.getElementById(namedAnchor())?.scrollIntoView(); // the notice that went may have moved it away
    });
    sayVersion();
  }
})();
