// Citing a page: a dialog with its address, its citation in every style and what reference managers take, to be copied.
// A reading page takes them from the witness's record, a script beside its downloads that calls peciaRecord(); other pages
// of a document from their own foot (“Cite this page”); all others from the record of the edition. The records are
// scripts and not JSON, because they have to work in pages opened from a file, and are fetched when a reader first cites.
// What comes from a record, the page or the address goes into the page as text, never as markup. On a page with passages
// cite-passages.js adds the rest: it finds the functions here in window.peciaCite.

(() => {
  "use strict";

  const links = document.querySelectorAll('a[href="#cite"], .pc-cite-page a');
  const here = new URL(document.currentScript.src);
  const page = document.querySelector(".pc-page[data-record]");
  if (!links.length && !page) return;

  /** An element with `attributes` and `children`; strings become text. */
  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value) made.setAttribute(key, value === true ? "" : value);
    made.append(...children);
    return made;
  }

  // --- the record --------------------------------------------------------------------------------------
  const NO_RECORD = page || document.querySelector(".pc-cite")
    ? "The citation data could not be loaded. See “Cite this page” at the foot of the page."
    : "The citation data could not be loaded. See the page “Cite” for citations of the edition.";
  let loading;

  /** The record that the script at `address` hands over. A page has one. */
  function load(address) {
    loading ??= new Promise((resolve, reject) => {
      window.peciaRecord = (record) => (record?.citations && (!page || Array.isArray(record.passages)) ? resolve(whole(record)) : reject());
      const script = element("script", { src: address });
      script.addEventListener("load", () => reject()); // without effect when the script has handed over its record
      script.addEventListener("error", () => { script.remove(); reject(); });
      document.head.append(script);
    }).catch((reason) => { loading = undefined; throw reason; });
    return loading;
  }

  /** The whole record of one in short (docs/reference/passages.md), in which what repeats itself is said once. */
  function whole(record) {
    const { alike, edition, citations: short } = record;
    if (!alike) return record;
    const fields = Object.values(short.csl);
    const spelt = (words) => (typeof words === "number" ? fields[words] : words);
    /** A template for the page (0), whose slots are filled with nothing, or for a passage (1). */
    const only = (template, which) => template.flatMap((part) => {
      if (Array.isArray(part)) return only(part[which], which);
      return "i" in Object(part) ? [{ i: spelt(part.i) }] : [spelt(part)];
    });
    const each = (which) => Object.fromEntries(short.styles.map(([id, , template]) => [id, only(template, which)]));
    const citations = {
      ...short,
      styles: short.styles.map(([id, name]) => ({ id, name })),
      page: each(0),
      passage: each(1),
      bibtex: only(short.bibtex, 1),
      ris: only(short.ris, 1),
      bibtex_of_page: only(short.bibtex, 0),
      ris_of_page: only(short.ris, 0),
    };
    const passages = record.passages.map((passage) => ({ ...alike, ...passage }));
    return { speakers: {}, versions: [{ version: edition.version, date: edition.date }], ...record, citations, passages };
  }

  /** A citation that stands in the page, as a template. */
  function template(shown) {
    return [...shown.childNodes].map((node) => {
      if (node.nodeName === "BR") return "\n";
      return node.nodeName === "I" ? { i: node.textContent } : node.textContent;
    });
  }

  /** The record of a page that carries its own: what its foot shows, and in the script there what it does not show. */
  function standing(script) {
    const { styles, bibtex, ris, csl } = JSON.parse(script.textContent);
    const foot = script.parentElement;
    const shown = [...foot.querySelectorAll("dl > div")].map((pair) => [pair.querySelector("dt").textContent, template(pair.querySelector(".pc-of-page"))]);
    const each = styles.map((style) => style || shown.shift());
    const citations = {
      styles: each.map(([name]) => ({ id: name, name })),
      page: Object.fromEntries(each),
      bibtex_of_page: filled(bibtex, csl).map(({ text }) => text),
      ris_of_page: filled(ris, csl).map(({ text }) => text),
      csl,
      said: foot.querySelector(".pc-lacks")?.textContent,
    };
    return { edition: { url: csl.URL ?? "" }, address: csl.URL, citations };
  }

  function record() {
    if (page) return load(page.dataset.record);
    const script = document.querySelector('.pc-cite > script[type="application/json"]');
    return script ? standing(script) : load([...links].find((link) => link.dataset.record)?.dataset.record ?? "");
  }

  // --- the page ----------------------------------------------------------------------------------------
  // A copy on someone's disk has no address worth citing: the place in the edition stands for it.
  const fromFile = location.protocol === "file:";
  const address = location.href.split(/[?#]/)[0].replace(/\/index\.html$/, "/");
  const inEdition = address.replace(new URL("../", here).href, "");
  const elsewhere = fromFile ? inEdition : address;

  const NOTHING = {};
  const BIBTEX = { "\\": "{\\textbackslash}", "{": "{\\textbraceleft}", "}": "{\\textbraceright}", "^": "{\\textasciicircum}", "~": "{\\textasciitilde}" };
  const inBibtex = (text) => text.replace(/[&%$#_]/g, "\\$&").replace(/\\(?![&%$#_])|[{}^~]/g, (sign) => BIBTEX[sign]);

  /** This page as something to cite: `link` to it, what goes into the slots of templates (`values`), nothing to quote. */
  function thisPage({ edition, witness, address: published }) {
    const choice = { id: "page", name: "This page", target: "this page", values: NOTHING, inBibtex: NOTHING, lines: [], notes: [], refused: [] };
    if (witness) return { ...choice, ...linked({ edition, witness }) };
    if (published !== undefined || !edition.title) return { ...choice, link: published ?? elsewhere };
    const link = edition.url ? edition.url + inEdition : elsewhere;
    if (!inEdition) return { ...choice, link };
    const title = (document.querySelector("h1") ?? document.querySelector("title")).textContent.replace(/\s+/g, " ").trim();
    const values = (words) => ({ locator: `page “${words}”`, place: `page “${words}”`, fragment: inEdition });
    return { ...choice, link, values: values(title), inBibtex: values(inBibtex(title)) };
  }

  /** The addresses of a witness's page, or of a passage on it: `link`, and `versioned` with the version it cites. */
  function linked({ edition, witness }, fragment = "") {
    const base = edition.url || fromFile ? edition.url + witness.address : location.href.split(/[?#]/)[0];
    return { link: base + fragment, versioned: edition.version && `${base}?v=${encodeURIComponent(edition.version)}${fragment}` };
  }

  // --- citations ---------------------------------------------------------------------------------------
  /** A template as runs of words, {text, italic}. */
  function filled(template, values) {
    const run = (part) => {
      if (typeof part === "string") return { text: part };
      return part.slot ? { text: values[part.slot] ?? "" } : { text: part.i, italic: true };
    };
    return template.map(run).filter(({ text }) => text);
  }

  const plain = (runs) => runs.map(({ text }) => text).join("");
  const shown = (runs) => runs.map(({ text, italic, language }) => {
    if (language) return element("bdi", { lang: language }, text); // its direction is its own
    return italic ? element("i", {}, text) : text;
  });
  const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const markup = (runs) => runs.map(({ text, italic }) => (italic ? `<i>${escaped(text)}</i>` : escaped(text))).join("").replaceAll("\n", "<br>");

  function cslJson({ csl }, { locator, fragment }) {
    const item = { ...csl };
    if (locator) item.note = [item.note, locator].filter(Boolean).join(" ");
    if (item.URL) item.URL += fragment ?? "";
    return JSON.stringify([item], null, 1);
  }

  const inQuotationMarks = (lines) => `“${lines.join("\n").replaceAll("“", "‘").replaceAll("”", "’").replaceAll('"', "'")}”`;

  // --- the dialog --------------------------------------------------------------------------------------
  const what = element("fieldset", { id: "pc-cite-what", class: "pc-cite-what", hidden: true }, element("legend", {}, "Cite what"));
  const forms = element("div", { id: "pc-cite-forms" });
  const status = element("p", { id: "pc-cite-status", role: "status" });
  const toCopy = element("textarea", { id: "pc-cite-to-copy", rows: "3", readonly: true });
  const byHand = element("div", { id: "pc-cite-by-hand", hidden: true }, element("label", { for: toCopy.id }, "Copy by hand"), toCopy);
  const dialog = element(
    "dialog", { id: "pc-cite", class: "pc-cite-dialog", "aria-labelledby": "pc-cite-title", lang: "en" },
    element(
      "form", { method: "dialog", class: "pc-cite-head" },
      element("h2", { id: "pc-cite-title" }, "Cite"),
      element("button", { type: "submit", class: "pc-button", value: "close" }, "Close"),
    ),
    element("div", { class: "pc-cite-body" }, what, forms),
    element("div", { class: "pc-cite-foot" }, status, byHand),
  );
  document.body.append(dialog);
  let opener;

  /** Loads the dialog's style sheet, on a page that does not name it. */
  function dressed() {
    const name = new URL("cite.css", here).href;
    if ([...document.styleSheets].some(({ href }) => href === name)) return null;
    const sheet = element("link", { rel: "stylesheet", href: name });
    return new Promise((done) => {
      for (const end of ["load", "error"]) sheet.addEventListener(end, done);
      document.head.append(sheet);
    });
  }

  /** A form that can be copied: its name, what it keeps to, its words, and its button. */
  function form(name, runs, { follows = "", said = name, style = "", html = false } = {}) {
    const button = element("button", { type: "button", class: "pc-button", "aria-label": `Copy ${said}` }, "Copy");
    button.addEventListener("click", () => copy(button, said, plain(runs), html && markup(runs)));
    const words = element(style === "code" ? "pre" : "p", { class: `pc-cite-text pc-cite-${style || "words"}`, dir: "auto", "data-form": said });
    words.append(...shown(runs));
    const head = element("div", { class: "pc-cite-name" }, element("h4", {}, name), follows && element("span", {}, follows), button);
    return element("div", { class: "pc-cite-form" }, head, words);
  }

  const section = (title, ...content) => element("section", {}, element("h3", {}, title), ...content);
  const note = (text) => element("p", { class: "pc-cite-note" }, text);

  /** Shows what there is of a choice: where it is, its words if it has `lines`, its citation in every form. */
  function show({ citations, edition, witness }, choice) {
    const { lines, notes, refused, values } = choice;
    status.textContent = "";
    byHand.hidden = true;
    if (refused.length) {
      forms.replaceChildren(section("This selection cannot be quoted", note("It does not match the text of the edition:"), ...refused.map(note)));
      return;
    }
    const styles = values.locator ? citations.passage : citations.page;
    const links = [form(`Link to ${choice.target}`, [{ text: choice.link }], { said: "link", style: "code" })];
    if (choice.versioned) {
      const follows = "Shows later readers what has changed since.";
      links.push(form(`Link to version ${edition.version}`, [{ text: choice.versioned }], { said: "link with version", style: "code", follows }));
    }
    if (!edition.url) links.push(note(`This copy has no permanent address yet; the link shown is ${fromFile ? "relative to the edition" : "that of the page you are on"}.`));
    const sections = [section("Link", ...links)];
    if (lines.length) {
      const full = citations.styles.find(({ id }) => id === "chicago-note") ?? citations.styles[0];
      const runs = [{ text: inQuotationMarks(lines), language: witness.language }, { text: " " }, ...filled(styles[full.id], values)];
      const options = { said: "quotation with citation", follows: full.name, html: true, style: "quotation" };
      sections.push(section("Quotation", form("With its citation", runs, options), ...notes.map(note)));
    }
    const all = citations.styles.filter(({ id }) => styles[id]).map(({ id, name, follows }) => form(name, filled(styles[id], values), { follows, html: true }));
    const lacks = citations.lacks?.length ? `Omitted because not established: ${citations.lacks.join(", ")}.` : citations.said;
    if (lacks) all.push(note(lacks));
    const formats = [
      ["BibTeX", plain(filled(values.locator ? citations.bibtex : citations.bibtex_of_page, choice.inBibtex))],
      ["RIS", plain(filled(values.locator ? citations.ris : citations.ris_of_page, values))],
      ["CSL-JSON", cslJson(citations, values)],
    ];
    const managers = formats.map(([name, text]) => form(name, [{ text }], { style: "code" }));
    forms.replaceChildren(...sections, section("Citation", ...all), section("For reference managers", ...managers));
    for (const box of forms.querySelectorAll(".pc-cite-text")) {
      if (box.scrollHeight <= box.clientHeight) continue;
      box.tabIndex = 0; // what scrolls must be reached by keyboard
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", box.dataset.form);
    }
  }

  /** Opens the dialog with what `choices` makes of the record, and the one with the id `chosen` shown. */
  async function open(from, choices, chosen) {
    opener = from;
    what.hidden = true;
    forms.replaceChildren();
    byHand.hidden = true;
    status.textContent = "Loading citations …";
    const sheet = dressed();
    if (sheet) await sheet;
    if (!dialog.open) dialog.showModal();
    try {
      const found = await record();
      const offered = choices(found);
      for (const label of what.querySelectorAll("label")) label.remove();
      what.append(...offered.map((choice) => {
        const radio = element("input", { type: "radio", name: "pc-cite-what", value: choice.id, checked: choice.id === chosen });
        radio.addEventListener("change", () => show(found, choice));
        return element("label", {}, radio, ` ${choice.name}`);
      }));
      what.hidden = offered.length === 1;
      what.querySelector("input:checked")?.focus();
      show(found, offered.find(({ id }) => id === chosen) ?? offered[0]);
    } catch {
      status.textContent = NO_RECORD;
    }
  }

  dialog.addEventListener("close", () => opener?.focus({ preventScroll: true }));

  /**
   * Makes `control` open the dialog; `choices` gives, at that moment, the function from the record to what is offered. A
   * press with the mouse must not take the selection away before the click.
   */
  function opens(control, choices, chosen) {
    control.setAttribute("aria-haspopup", "dialog");
    control.addEventListener("mousedown", (event) => event.preventDefault());
    control.addEventListener("click", (event) => { event.preventDefault(); open(control, choices(), chosen); });
  }

  // --- copying -----------------------------------------------------------------------------------------
  async function copy(button, name, text, html) {
    for (const done of dialog.querySelectorAll(".pc-copied")) done.classList.remove("pc-copied");
    toCopy.value = text;
    byHand.hidden = true;
    if (!(await toClipboard(text, html)) && !byCommand(text, html)) {
      status.textContent = `The browser blocked copying. The text is selected below: copy it with the keyboard or the menu.`;
      byHand.hidden = false;
      toCopy.select();
      return;
    }
    status.textContent = `Copied: ${name}.`;
    button.classList.add("pc-copied");
  }

  async function toClipboard(text, html) {
    try {
      const kinds = { "text/plain": text, ...(html && { "text/html": html }) };
      const blobs = Object.entries(kinds).map(([type, words]) => [type, new Blob([words], { type })]);
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
      return true;
    } catch { return false; }
  }

  /** The older way, for pages that are not served over https. It needs something selected, in the dialog. */
  function byCommand(text, html) {
    const focused = document.activeElement;
    const put = (event) => {
      event.clipboardData.setData("text/plain", text);
      if (html) event.clipboardData.setData("text/html", html);
      event.preventDefault();
    };
    byHand.hidden = false;
    toCopy.select();
    addEventListener("copy", put, { capture: true });
    let copied = false;
    try { copied = document.execCommand("copy"); } catch { /* not in this browser */ }
    removeEventListener("copy", put, { capture: true });
    byHand.hidden = true;
    focused?.focus();
    return copied;
  }

  // --- what opens it -----------------------------------------------------------------------------------
  window.peciaCite = { page, dialog, element, record, thisPage, linked, open, opens, ofPage: () => (found) => [thisPage(found)] };
  for (const link of links) opens(link, () => window.peciaCite.ofPage(), "page");
  if (page) document.head.append(element("script", { src: new URL("cite-passages.js", here).href }));
})();
