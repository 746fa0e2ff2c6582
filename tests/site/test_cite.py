"""Citing on a reading page: the dialog, what it copies, words that are selected, and links that carry a version."""

import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import pytest

from pecia import files, new_project, pipeline
from pecia.citation import STYLES as STYLE_LIST
from pecia.citation import Forms, Run, place_of
from pecia.formats.reading_record import short_record
from pecia.pages.citations import cite_section

from .axe import in_the_dark, legible, violations

THEME = Path(pipeline.__file__).parents[1] / "theme/assets"

DOCUMENT = "dinner-1962-11-01"
PAGE = f"{DOCUMENT}/A/"
STYLES = ["chicago-note", "chicago-short", "chicago-bibliography", "mla", "mla-in-text", "apa", "apa-in-text"]
SCRIPT = f"downloads/{DOCUMENT}.A.js"


@pytest.fixture(scope="module")
def record(site):
    return read_record(site, DOCUMENT, "A")


def read_record(site, document, siglum):
    return json.loads((site / "downloads" / f"{document}.{siglum}.json").read_text(encoding="utf-8"))


class Locator(str):
    """A place in words with who speaks there, whose ``surname`` is known."""

    surname = ""


def filled(template, place="", fragment=""):
    """A template of the record in plain words, put together without the page's script."""
    where, _, speaker = place.partition(" [")
    begins = f"{speaker.rstrip(']')}, in " if speaker else ""
    surname = f"{place.surname}, in " if speaker else ""
    slots = {"locator": place, "place": where, "speaker": begins, "surname": surname, "fragment": fragment}
    return "".join(part if isinstance(part, str) else part.get("i") or slots[part["slot"]] for part in template)


def place(record, *passages, name="name"):
    """The locator and the fragment of passages next to each other."""
    [who, *others] = {passage["who"] for passage in passages}
    speaker = record["speakers"][who] if who and not others else {}
    where = place_of(tuple(p["id"] for p in passages))
    found = Locator(f"{where} [{speaker[name]}]" if speaker else where)
    found.surname = speaker.get("surname", "")
    return found, f"#{passages[0]['id']}"


def passage(record, anchor):
    return next(p for p in record["passages"] if p["id"] == anchor)


def long_turn(record):
    """The passages of the first turn that has several."""
    counts = Counter(p["turn"] for p in record["passages"] if p["turn"])
    first = next(turn for turn, count in counts.items() if count > 1)
    return [p for p in record["passages"] if p["turn"] == first]


def open_dialog(page, anchor):
    page.locator(f"#{anchor}").hover()
    page.get_by_role("button", name=f"Cite passage {anchor}", exact=True).click()
    page.locator(".pc-cite-form").first.wait_for()


def choice(page, name):
    return page.get_by_role("radio", name=name, exact=True)


def copied(page, said, mime="text/plain"):
    """What stands on the clipboard after the button with this name was pressed."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name=f"Copy {said}", exact=True).click()
    page.locator("#pc-cite-status").filter(has_text=f"Copied: {said}.").wait_for()
    return page.evaluate("async (type) => (await (await navigator.clipboard.read())[0].getType(type)).text()", mime)


SELECT = """([[from, start], [to, end]]) => {
  const words = (block) => { // the text nodes of the passage's words, as a reader sees them
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    return found;
  };
  const place = (anchor, exact, after) => {
    for (const node of words(document.getElementById(anchor))) {
      const at = node.data.indexOf(exact);
      if (at >= 0) return [node, after ? at + exact.length : at];
    }
    throw new Error(`“${exact}” is not in one text node of ${anchor}`);
  };
  getSelection().setBaseAndExtent(...place(from, start, false), ...place(to, end, true));
}"""


def select(page, anchor, start, end=None, to=None):
    """Select from the words ``start`` of a passage to the words ``end``, of the passage ``to`` if it is given."""
    page.evaluate(SELECT, [[anchor, start], [to or anchor, end or start]])
    page.get_by_role("button", name="Quote selection").wait_for()


def quote_selection(page):
    page.get_by_role("button", name="Quote selection").click()
    page.locator("#pc-cite-forms section").first.wait_for()


# --- opening -----------------------------------------------------------------------------------------


def test_the_button_shows_where_the_reader_points_and_moves_nothing(open_page):
    page = open_page(PAGE)
    button = page.locator("#p12 .pc-cite-button")
    shape = "() => [...document.querySelectorAll('.pc-text p')].map((p) => p.getBoundingClientRect())"
    page.evaluate(f"window.before = ({shape})()")
    moved = f"""({shape})().filter((box, n) =>
        ["x", "y", "width", "height"].some((key) => Math.abs(box[key] - before[n][key]) >= 1)).length"""
    assert button.evaluate("e => getComputedStyle(e).opacity") == "0"
    page.locator("#p12").hover()
    assert button.evaluate("e => getComputedStyle(e).opacity") == "1"
    page.evaluate("scrollTo(0, 0)")  # pointing has scrolled the passage into view
    assert page.evaluate(moved) == 0
    page.evaluate("document.querySelectorAll('.pc-cite-button').forEach((e) => e.remove())")
    assert page.evaluate(moved) == 0


def test_by_mouse_and_back(open_page):
    page = open_page(PAGE)
    open_dialog(page, "p12")
    dialog = page.get_by_role("dialog", name="Cite")
    assert dialog.is_visible()
    assert choice(page, "Passage p12").is_checked()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Cite passage p12"


def test_by_keyboard(open_page):
    page = open_page(PAGE)
    page.locator("#p12 .pc-number").focus()
    page.keyboard.press("Tab")
    button = page.locator("#p12 .pc-cite-button")
    assert button.evaluate("e => e === document.activeElement && getComputedStyle(e).opacity === '1'")
    page.keyboard.press("Enter")
    page.locator(".pc-cite-form").first.wait_for()
    assert page.evaluate("document.activeElement.closest('dialog').id") == "pc-cite"
    page.keyboard.press("Escape")
    assert button.evaluate("e => e === document.activeElement")


def test_by_touch(browser, address):
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(address + PAGE)
    buttons = page.locator(".pc-cite-button")
    shown = buttons.evaluate_all("all => all.map((e) => [getComputedStyle(e).opacity, e.offsetWidth, e.offsetHeight])")
    assert len(shown) > 100
    assert {opacity for opacity, _, _ in shown} == {"1"}
    assert min(side for _, *sides in shown for side in sides) >= 24
    overlapping = page.evaluate(
        """() => {
          const boxes = [...document.querySelectorAll('.pc-cite-button')].map((e) => e.getBoundingClientRect());
          return boxes.filter((box, n) => boxes[n + 1] && boxes[n + 1].top <= box.bottom - 1).length;
        }"""
    )
    assert overlapping == 0
    page.locator("#p12 .pc-cite-button").tap()
    page.locator(".pc-cite-form").first.wait_for()
    assert choice(page, "Passage p12").is_checked()
    context.close()


def test_the_page_is_cited_from_its_link(open_page, record):
    page = open_page(PAGE)
    page.locator(".pc-tools").get_by_role("link", name="Cite", exact=True).click()
    page.locator(".pc-cite-form").first.wait_for()
    assert not page.locator("#pc-cite-what").is_visible()  # there is nothing else to choose
    assert copied(page, "link") == page.url
    assert "#" not in page.url
    for style in record["citations"]["styles"]:
        assert copied(page, style["name"]) == filled(record["citations"]["page"][style["id"]])


def test_the_page_is_cited_from_a_record_in_short(open_page, record):
    page = open_page(PAGE)
    give(page, short_record({**record, "versions": record["versions"][-1:]}))
    page.locator(".pc-tools").get_by_role("link", name="Cite", exact=True).click()
    page.locator(".pc-cite-form").first.wait_for()
    citations = record["citations"]
    for style in citations["styles"]:
        assert copied(page, style["name"]) == filled(citations["page"][style["id"]])
    assert copied(page, "BibTeX") == filled(citations["bibtex_of_page"])
    assert copied(page, "RIS") == filled(citations["ris_of_page"])
    assert json.loads(copied(page, "CSL-JSON")) == [citations["csl"]]


def test_without_a_script_the_static_citation_is_reached(open_page):
    page = open_page(PAGE, javascript=False)
    assert not page.locator("#pc-cite").is_visible()
    page.locator(".pc-tools").get_by_role("link", name="Cite", exact=True).click()
    page.wait_for_url("**#cite")


# --- what is copied ----------------------------------------------------------------------------------


def test_the_record_has_every_style(record):
    assert [style["id"] for style in record["citations"]["styles"]] == STYLES


@pytest.mark.parametrize("length", ["whole", "short"])
@pytest.mark.parametrize("cited", ["passage", "turn"])
def test_every_citation(open_page, record, cited, length):
    passages = [passage(record, "p12")] if cited == "passage" else long_turn(record)
    page = open_page(PAGE)
    if length == "short":
        give(page, short_record(record))
    open_dialog(page, passages[-1]["id"])
    if cited == "turn":
        choice(page, re.compile("^Whole turn")).check()
    named, fragment = place(record, *passages)
    assert named in page.locator("#pc-cite").inner_text()
    citations = record["citations"]
    for style in citations["styles"]:
        assert copied(page, style["name"]) == filled(citations["passage"][style["id"]], named, fragment)
    in_bibtex = place(record, *passages, name="bibtex")
    assert copied(page, "BibTeX") == filled(citations["bibtex"], *in_bibtex)
    assert copied(page, "RIS") == filled(citations["ris"], named, fragment)
    [csl] = json.loads(copied(page, "CSL-JSON"))
    expected = {**citations["csl"], "note": " ".join(filter(None, [citations["csl"].get("note"), named]))}
    if "URL" in expected:
        expected["URL"] += fragment
    assert csl == expected


def test_the_speaker_in_bibtex_is_the_escaped_name(open_page, record):
    page = open_page(PAGE)
    who = passage(record, "p12")["who"]
    speakers = {**record["speakers"], who: {"name": "Ekberg & <Sons>", "bibtex": "Ekberg \\& <Sons>"}}
    give(page, {**record, "speakers": speakers})
    open_dialog(page, "p12")
    assert "passage p12 [Ekberg \\& <Sons>]" in copied(page, "BibTeX")
    assert "passage p12 [Ekberg & <Sons>]" in copied(page, "RIS")


def give(page, record):
    """Another record than the edition's, to a page that has not loaded it yet."""
    script = f"peciaRecord({json.dumps(record)});"
    page.route("**/downloads/*.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))


def test_the_link_and_the_quotation(open_page, address, record):
    page = open_page(PAGE + "?v=0.1.0&x=1")
    open_dialog(page, "p12")
    assert copied(page, "link") == f"{address}{PAGE}#p12"
    version = record["edition"]["version"]
    assert copied(page, "link with version") == f"{address}{PAGE}?v={version}#p12"
    words = passage(record, "p12")["text"]
    note = filled(record["citations"]["passage"]["chicago-note"], *place(record, passage(record, "p12")))
    assert copied(page, "quotation with citation") == f"“{words}” {note}"


def test_a_turn_of_several_passages_is_quoted_in_lines_and_its_quotation_marks_turned(open_page, record):
    passages = long_turn(record)
    page = open_page(PAGE)
    open_dialog(page, passages[0]["id"])
    choice(page, re.compile("^Whole turn")).check()
    words = copied(page, "quotation with citation").replace("\r\n", "\n")
    for signs, single in (("“", "‘"), ("”", "’"), ('"', "'")):
        passages = [{**p, "text": p["text"].replace(signs, single)} for p in passages]
    assert words.startswith("“" + "\n".join(p["text"] for p in passages) + "” ")


def test_italics_are_kept(open_page, record):
    page = open_page(PAGE)
    open_dialog(page, "p12")
    italic = [
        part["i"] for part in record["citations"]["passage"]["chicago-note"] if isinstance(part, dict) and "i" in part
    ]
    assert italic
    for said in ("Chicago, full note", "quotation with citation"):
        html = copied(page, said, "text/html")
        assert re.findall(r"<i\b[^>]*>(.*?)</i>", html) == italic
        assert "<script" not in html


@pytest.mark.parametrize("command", ["works", "is refused"])
def test_without_the_clipboard(browser, address, record, command):
    context = browser.new_context()
    context.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    if command == "is refused":
        context.add_init_script("document.execCommand = () => false")
    page = context.new_page()
    page.goto(address + PAGE)
    open_dialog(page, "p12")
    page.get_by_role("button", name="Copy Chicago, full note", exact=True).click()
    note = filled(record["citations"]["passage"]["chicago-note"], *place(record, passage(record, "p12")))
    if command == "works":
        page.locator("#pc-cite-status").filter(has_text="Copied: Chicago, full note.").wait_for()
        assert not page.locator("#pc-cite-to-copy").is_visible()
        page.evaluate("document.querySelector('#pc-cite').append(document.createElement('textarea'))")
        page.locator("#pc-cite > textarea").focus()
        page.keyboard.press("Control+V")
        assert page.locator("#pc-cite > textarea").input_value() == note
    else:
        page.locator("#pc-cite-status").filter(has_text="selected below").wait_for()
        area = page.locator("#pc-cite-to-copy")
        assert area.input_value() == note
        assert area.evaluate("e => e === document.activeElement && e.selectionEnd - e.selectionStart") == len(note)
    context.close()


# --- selected words ----------------------------------------------------------------------------------


def test_selected_words_are_quoted_with_their_place(open_page, record):
    page = open_page(PAGE)
    select(page, "p12", "What was envisaged", "will be implemented.")
    quote_selection(page)
    assert choice(page, "Selected words").is_checked()
    note = filled(record["citations"]["passage"]["chicago-note"], *place(record, passage(record, "p12")))
    words = "What was envisaged in the letters must be implemented and will be implemented."
    assert copied(page, "quotation with citation") == f"“{words}” {note}"
    assert page.locator(".pc-cite-note").filter(has_text="completed").count() == 0


def test_a_selection_reached_by_keyboard_and_from_the_dialog(open_page):
    page = open_page(PAGE)
    page.locator("#p12 .pc-number").focus()
    select(page, "p12", "implemented. However,")
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Quote selection":
            break
    page.keyboard.press("Enter")
    page.locator(".pc-cite-quotation").filter(has_text="“implemented. However,”").wait_for()
    page.keyboard.press("Escape")
    select(page, "p12", "implemented. However,")
    open_dialog(page, "p14")  # the press on the button leaves the selection
    assert choice(page, "Passage p14").is_checked()
    choice(page, "Selected words").check()
    assert "“implemented. However,”" in page.locator(".pc-cite-quotation").inner_text()


def test_the_label_numbers_and_arrows_are_left_out(open_page, record):
    page = open_page(PAGE)
    select(page, "p12", "A. I. Mikoyan", "I have no definite plans", to="p14")
    quote_selection(page)
    words = [passage(record, anchor)["text"] for anchor in ("p12", "p13")]
    said = copied(page, "quotation with citation").replace("\r\n", "\n")
    assert said.startswith("“" + "\n".join([*words, "I have no definite plans"]) + "” ")
    assert "passages p12–p14" in said
    assert "passages p12–p14 [" not in said  # two people speak
    assert "label" in page.locator(".pc-cite-note").filter(has_text="left out").inner_text()


def test_a_word_selected_in_part_is_completed(open_page):
    page = open_page(PAGE)
    select(page, "p12", "visaged in the lett")
    quote_selection(page)
    assert copied(page, "quotation with citation").startswith("“envisaged in the letters” ")
    assert page.locator(".pc-cite-note").filter(has_text="completed").is_visible()


def test_signs_of_the_transcript_are_not_quoted(open_page, site):
    record = read_record(site, DOCUMENT, "A")
    note = record["passages"][-1]
    assert note["text"].startswith("[*Source:* ")
    page = open_page(PAGE)
    open_dialog(page, note["id"])
    assert copied(page, "quotation with citation").startswith("“[Source: ")
    page.keyboard.press("Escape")
    select(page, note["id"], "Source:", "Foreign Policy Archive")
    quote_selection(page)
    assert copied(page, "quotation with citation").startswith("“Source: Foreign Policy Archive")


def test_words_as_corrected_are_said_to_be_corrected(open_page, record):
    emended = next(p for p in record["passages"] if "corrected" in p and "Circle" in p["text"])
    page = open_page(PAGE)
    select(page, emended["id"], "Circle")
    quote_selection(page)
    assert copied(page, "quotation with citation").startswith("“Circle” ")
    page.keyboard.press("Escape")
    page.get_by_label("with corrections", exact=True).check()
    select(page, emended["id"], "Cross")
    quote_selection(page)
    assert copied(page, "quotation with citation").startswith("“Cross” ")
    assert page.locator(".pc-cite-note").filter(has_text="editors’ corrections").is_visible()
    choice(page, f"Passage {emended['id']}").check()
    assert copied(page, "quotation with citation").startswith(f"“{emended['corrected']}".replace('"', "'")[:40])


@pytest.mark.parametrize(
    ("selector", "why"), [(".pc-head h1", "outside the text"), (".pc-other [lang]", "of another witness")]
)
def test_words_that_are_not_of_this_witness_offer_nothing(open_page, selector, why):
    page = open_page(PAGE)
    page.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true; })")
    select(page, "p12", "This is correct.")
    page.evaluate(f"getSelection().selectAllChildren(document.querySelector('{selector}'))")
    page.get_by_role("button", name="Quote selection").wait_for(state="detached")


TAMPER = """([anchor, from, to]) => {
  const walker = document.createTreeWalker(document.getElementById(anchor), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) walker.currentNode.data = walker.currentNode.data.replace(from, to);
}"""


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("must never be implemented", "Passage p12 does not have “never” here."),
        ("implemented", "The selection leaves out “must be” in passage p12."),
        ("must be implement", "Passage p12 does not have “implement” here. It has “implemented”."),
        (
            "must be carried out",
            "Passage p12 does not have “carried out” here. It has “implemented”.",
        ),
        ("must be: implemented", "Passage p12 does not have “be:” here. It has “be”."),
        ("must be <b>implemented</b>", "Passage p12 does not have “<b>implemented</b>” here."),
    ],
)
def test_words_that_are_not_those_of_the_record_are_refused(open_page, to, said):
    page = open_page(PAGE)
    page.evaluate(TAMPER, ["p12", "must be implemented", to])
    select(page, "p12", "What was envisaged", "will be implemented")
    quote_selection(page)
    refusal = page.locator("#pc-cite-forms")
    assert "This selection cannot be quoted" in refusal.inner_text()
    assert said in refusal.inner_text()
    assert page.locator("#pc-cite").get_by_role("button", name=re.compile("^Copy")).count() == 0
    choice(page, "Passage p12").check()  # the passage itself is still quoted, from the record
    assert "must be implemented and" in page.locator(".pc-cite-quotation").inner_text()


def test_a_word_cut_short_at_the_end_is_refused(open_page):
    page = open_page(PAGE)
    page.evaluate(TAMPER, ["p12", "must be implemented", "must be implement"])
    select(page, "p12", "What was envisaged", "must be implement")
    quote_selection(page)
    assert "Passage p12 does not have “implement” here." in page.locator("#pc-cite-forms").inner_text()


def test_a_passage_that_has_been_taken_from_the_page_is_missed(open_page):
    page = open_page(PAGE)
    page.evaluate("document.getElementById('p13').closest('.pc-turn').remove()")
    select(page, "p12", "lifted the blockade", "I have no definite plans", to="p14")
    quote_selection(page)
    assert "Passages p12 and p14 are not adjacent." in page.locator("#pc-cite-forms").inner_text()


# --- loading -----------------------------------------------------------------------------------------


def test_nothing_is_requested_before_it_is_used(open_page, address):
    page = open_page(PAGE)
    loaded = "performance.getEntriesByType('resource').map(e => e.name)"
    before = page.evaluate(loaded)
    assert not [name for name in before if "downloads" in name]
    open_dialog(page, "p12")
    page.keyboard.press("Escape")
    open_dialog(page, "p13")
    assert [name for name in page.evaluate(loaded) if "downloads" in name] == [address + SCRIPT]


@pytest.mark.parametrize("broken", ["missing", "of another kind"])
def test_a_record_that_cannot_be_loaded(browser, address, broken):
    page = browser.new_page()
    if broken == "missing":
        page.route(f"**/{SCRIPT}", lambda route: route.abort())
    else:
        page.route(f"**/{SCRIPT}", lambda route: route.fulfill(body="peciaRecord({});", content_type="text/javascript"))
    page.goto(f"{address}{PAGE}?v=0.1.0#p12")
    page.locator(".pc-version-notice").filter(has_text="could not be loaded").wait_for()
    page.locator("#p12").hover()
    page.locator("#p12 .pc-cite-button").click()
    page.locator("#pc-cite-status").filter(has_text="The citation data could not be loaded").wait_for()
    page.keyboard.press("Escape")
    assert page.locator(".pc-cite").is_visible()
    page.unroute(f"**/{SCRIPT}")
    open_dialog(page, "p12")  # and the next time it is there
    assert page.locator(".pc-cite-form").count() == 3 + len(STYLES) + 3
    page.close()


def test_from_a_file(browser, site, record):
    context = browser.new_context()
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: errors.append(request.url) if not request.url.startswith("file:") else None)
    file = (site / PAGE / "index.html").as_uri()
    page.goto(f"{file}?v={record['edition']['version']}#p12")
    page.locator(".pc-version-notice").filter(has_text="Unchanged since version").wait_for()
    open_dialog(page, "p12")
    assert page.locator('[data-form="link"]').inner_text() == f"{PAGE}#p12", "no path of a reader's disk"
    note = filled(record["citations"]["passage"]["chicago-note"], *place(record, passage(record, "p12")))
    assert page.locator('[data-form="Chicago, full note"]').inner_text() == note
    assert errors == []
    context.close()


# --- how it looks ------------------------------------------------------------------------------------


def test_axe_finds_nothing_in_the_dialog(open_page):
    page = open_page(f"{PAGE}?v=9.9.9#p12")
    page.locator(".pc-version-notice").filter(has_text="is not known here").wait_for()
    select(page, "p12", "What was envisaged")
    assert violations(page, ".pc-version-notice, #p12") == []
    quote_selection(page)
    copied(page, "BibTeX")
    assert violations(page, "#pc-cite") == []
    # axe cannot tell what lies under a modal dialog, so its colours are looked at in one that stands alone on the page
    page.evaluate(
        """() => {
          const dialog = document.getElementById('pc-cite');
          dialog.close();
          dialog.show();
          document.body.replaceChildren(dialog);
          dialog.style.cssText = 'position: static; max-height: none';
        }"""
    )
    assert violations(page, "#pc-cite") == []
    assert len(legible(page, "#pc-cite")) > 50
    in_the_dark(page)
    assert violations(page, "#pc-cite", looks=True) == []
    assert len(legible(page, "#pc-cite")) > 50


def test_the_dialog_fits_a_phone(open_page):
    page = open_page(f"{PAGE}?v=9.9.9#p12", width=360, height=640)
    page.locator(".pc-version-notice").filter(has_text="is not known here").wait_for()
    select(page, "p12", "What was envisaged")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    quote_selection(page)
    wide = """() => [...document.querySelectorAll('#pc-cite, #pc-cite *')].filter(
      (e) => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline'
    ).length"""
    assert page.evaluate(wide) == 0
    box = page.locator("#pc-cite").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert box["y"] + box["height"] <= 640
    assert page.get_by_role("button", name="Close").last.is_visible()


# --- links that carry a version ----------------------------------------------------------------------

LONG = " ".join(f"boat{n} came home" for n in range(3000))
HOSTILE = 'He wrote <img src=x onerror=alert(1)> & "</script>" on the wall of the harbour office.'
ARABIC = "قال الرجل إن السفن لم تخرج منذ أسبوع."
FIRST = [
    "The harbour master counted the boats twice that morning and wrote the number down in the green book.",
    HOSTILE,
    f"First {LONG} last.",
    ARABIC,
    "The last word was about the weather.",
]
"""Paragraphs at the end of witness A in version 1.0.0 of an invented edition."""
SECOND = [
    HOSTILE.replace("on the wall", "twice on the white wall"),
    f"Once {LONG} for all.",
    ARABIC,
    "The last word was about the weather.",
    "A paragraph that nobody had seen before stands at the very end.",
]
"""The same in version 1.10.0; 1.9.0 between them has those of the first."""


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    """``changed("A")``: the page, a file, of a witness whose text was changed in the third version; and its record."""
    root = tmp_path_factory.mktemp("versions") / "edition"
    published = {"edition/versions.yml": b"- version: 1.0.0\n  date: 2026-11-21\n"}
    assert files.begin(root, {**new_project.new_edition(), **published}) == []
    [document] = (root / "edition" / "documents").glob("*.yml")
    exemplar = root / "edition" / "sources" / document.stem / "A.txt"
    statement = root / "edition" / "edition.yml"
    text = exemplar.read_text(encoding="utf-8").rstrip()
    for version, paragraphs in (("1.0.0", FIRST), ("1.9.0", FIRST), ("1.10.0", SECOND)):
        before = hashlib.sha256(exemplar.read_bytes()).hexdigest()
        exemplar.write_text("\n\n".join([text, *paragraphs]) + "\n", encoding="utf-8")
        after = hashlib.sha256(exemplar.read_bytes()).hexdigest()
        described = document.read_text(encoding="utf-8")
        assert before in described
        document.write_text(described.replace(before, after), encoding="utf-8")
        stated = re.sub(r"(?m)^version: .*$", f"version: {version}", statement.read_text(encoding="utf-8"))
        statement.write_text(stated, encoding="utf-8")
        result = pipeline.build(root)
        assert [f for f in result.findings if f.severity == "error"] == []
    page = root / "site" / document.stem / "A" / "index.html"
    return page, read_record(root / "site", document.stem, "A")


@pytest.fixture
def open_changed(browser, changed):
    """``open_changed("?v=1.0.0#p3")``; fails at the end on an uncaught exception, a dialog or a request outside."""
    context = browser.new_context()
    complaints = []

    def open_one(rest):
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on("request", lambda r: complaints.append(r.url) if not r.url.startswith("file:") else None)
        page.goto(changed[0].as_uri() + rest)
        return page

    yield open_one
    context.close()
    assert complaints == []


def notice(page):
    found = page.locator(".pc-version-notice")
    found.filter(has_text=re.compile(r"\w")).wait_for()
    return found


def stands_after(page, anchor):
    """Whether the notice stands after the passage; what others have instead may stand between them."""
    return page.locator(f":is(#{anchor}, #{anchor} + .pc-other) + .pc-version-notice").count() == 1


def starting(record, words):
    return next(p for p in record["passages"] if p["text"].startswith(words))


def test_a_passage_that_has_not_changed(open_changed, changed):
    same = starting(changed[1], "The last word")
    page = open_changed(f"?v=1.0.0#{same['id']}")
    assert notice(page).inner_text() == "Unchanged since version 1.0.0."
    assert stands_after(page, same["id"])


def test_a_reworded_passage_shows_both_wordings(open_changed, changed):
    now = starting(changed[1], "He wrote")
    assert [(w["since"], w["until"]) for w in now["former"]] == [("1.0.0", "1.10.0")]
    for version in ("1.0.0", "1.9.0"):
        page = open_changed(f"?v={version}#{now['id']}")
        said = notice(page)
        assert said.inner_text().startswith(f"The text has changed since version {version}, which the link cites.")
        assert said.locator("dd").all_inner_texts() == [FIRST[1], SECOND[0]]
        assert said.locator("del").all_inner_texts() == []
        assert said.locator("ins").all_inner_texts() == ["twice", "white"]
    page = open_changed(f"?v=1.10.0#{now['id']}")
    assert notice(page).inner_text() == "Unchanged since version 1.10.0."


def test_wordings_too_long_to_compare_are_shown_without_marks(open_changed, changed):
    now = starting(changed[1], "Once boat0")
    page = open_changed(f"?v=1.0.0#{now['id']}")
    assert notice(page).locator("dd").all_inner_texts() == [FIRST[2], SECOND[1]]
    assert page.locator(".pc-version-notice :is(del, ins)").count() == 0
    page.locator(f"#{now['id']} .pc-cite-button").evaluate("e => e.click()")
    box = page.locator(".pc-cite-quotation")
    box.wait_for()
    assert box.evaluate("e => e.clientHeight < 400 && e.tabIndex === 0")  # it scrolls, by keyboard too


def test_a_passage_that_came_later(open_changed, changed):
    new = starting(changed[1], "A paragraph that nobody")
    page = open_changed(f"?v=1.9.0#{new['id']}")
    assert "was first published in version 1.10.0; the link cites version 1.9.0" in notice(page).inner_text()


def test_a_retired_anchor(open_changed, changed):
    [gone] = [item for item in changed[1]["retired"] if item["text"] == FIRST[0]]
    page = open_changed(f"?v=1.0.0#{gone['id']}")
    said = notice(page).inner_text()
    assert f"Passage {gone['id']} was removed in version 1.10.0." in said
    assert "Its words are no longer in the text." in said
    assert FIRST[0] in said
    assert stands_after(page, gone["id"])


@pytest.mark.parametrize("length", ["whole", "short"])
def test_an_anchor_whose_words_went_elsewhere_leads_there(browser, changed, length):
    """A record in which the anchor was split; the page takes it from there."""
    file, record = changed
    [gone] = [item for item in record["retired"] if item["text"] == FIRST[0]]
    target = starting(record, "The last word")["id"]
    split = {**gone, "reason": "split", "became": ["p900"], "leads_to": [target]}
    split["former"] = [{"text": "The harbour master counted.", "fingerprint": "", "since": "1.0.0", "until": "1.9.0"}]
    page = browser.new_page()
    given = {**record, "retired": [split]}
    give(page, short_record(given) if length == "short" else given)
    page.goto(f"{file.as_uri()}?v=1.0.0#{gone['id']}")
    said = notice(page)
    assert f"was split in version 1.10.0. Its words are now in {target}. (It became p900.)" in said.inner_text()
    assert said.locator("a").get_attribute("href") == f"#{target}"
    assert said.locator("dd").all_inner_texts() == ["The harbour master counted.", FIRST[0]]
    said.locator("a").click()  # and there the notice is about that passage
    page.locator(".pc-version-notice").filter(has_text="Unchanged since version 1.0.0.").wait_for()
    page.close()


@pytest.mark.parametrize("given", ["9.9.9", "<img src=x onerror=alert(1)>", "1.0", "1.0.0 ", "v" * 5000, "%00"])
def test_a_version_that_never_was(open_changed, changed, given):
    same = starting(changed[1], "The last word")
    page = open_changed(f"?v={quote(given)}#{same['id']}")
    said = notice(page)
    shown = given if len(given) <= 40 else f"{'v' * 40}…"
    expected = f"Version {shown} is not known here; this is version 1.10.0."
    assert " ".join(said.text_content().split()) == " ".join(expected.split())
    assert said.locator("*").count() == 0
    assert stands_after(page, same["id"])


def test_a_version_without_a_passage_or_with_one_that_never_was(open_changed):
    page = open_changed("?v=1.0.0")
    said = notice(page).inner_text()
    assert said.startswith("The link cites version 1.0.0; this is version 1.10.0.")
    assert "3 reworded or new, 1 split, merged or removed" in said
    assert page.locator(".pc-head + .pc-version-notice").count() == 1
    page = open_changed("?v=1.10.0")
    assert "No passage has changed since then." in notice(page).inner_text()
    page = open_changed("?v=1.0.0#p9999")
    assert "This page has no passage p9999." in notice(page).inner_text()
    page = open_changed("?v=1.0.0#%E0%A4%A")  # not an address at all
    notice(page)


def test_the_notice_follows_the_address(open_changed, changed):
    long, new = starting(changed[1], "Once boat0"), starting(changed[1], "A paragraph that nobody")
    page = open_changed(f"?v=1.0.0#{long['id']}")
    notice(page)
    page.locator(f"#{new['id']} .pc-number").click()
    page.locator(".pc-version-notice").filter(has_text="first published").wait_for()
    assert page.locator(".pc-version-notice").count() == 1
    page.wait_for_function(
        """anchor => {
          const { top, bottom } = document.getElementById(anchor).getBoundingClientRect();
          return top >= 0 && bottom <= innerHeight;
        }""",
        arg=new["id"],
    )


def test_markup_in_a_passage_stays_words(open_changed, changed):
    now = starting(changed[1], "He wrote")
    page = open_changed(f"#{now['id']}")
    open_dialog(page, now["id"])
    words = SECOND[0].replace('"', "'")
    assert page.locator(".pc-cite-quotation").inner_text().startswith(f"“{words}”")
    html = copied(page, "quotation with citation", "text/html")
    assert "<img" not in html
    assert "&lt;img src=x onerror=alert(1)&gt; &amp;" in html


def test_the_published_address_is_copied_where_it_is_known(open_changed, changed):
    record = changed[1]
    assert record["edition"]["url"]
    now = starting(record, ARABIC)
    page = open_changed(f"?v=1.0.0#{now['id']}")
    open_dialog(page, now["id"])
    published = record["edition"]["url"] + record["witness"]["address"]
    assert copied(page, "link") == f"{published}#{now['id']}"
    assert copied(page, "link with version") == f"{published}?v=1.10.0#{now['id']}"
    [csl] = json.loads(copied(page, "CSL-JSON"))
    assert csl["URL"].endswith(f"#{now['id']}")
    words = page.locator(".pc-cite-quotation bdi")  # its direction is its own, that of the citation another
    assert ARABIC in words.inner_text()
    assert words.evaluate("e => getComputedStyle(e).unicodeBidi") == "isolate"


# --- every other page --------------------------------------------------------------------------------

OF_DOCUMENT = {"": "", "-compare": "compare/", "-apparatus": "apparatus/"}
OF_EDITION = ["", "documents/", "people/", "places/", "cite/", "downloads/", "search/", "principles/", "guide/"]


def open_page_dialog(page, how="click"):
    """Open the dialog by the link that every page has at its end."""
    link = page.locator(".pc-cite-page").get_by_role("link", name="Cite this page")
    if how == "key":
        link.focus()
        page.keyboard.press("Enter")
    else:
        getattr(link, how)()
    page.locator(".pc-cite-form").first.wait_for()
    assert not page.locator("#pc-cite-what").is_visible()  # there is nothing else to choose
    return link


def forms_shown(page):
    """The forms in the dialog, by name."""
    names = "all => Object.fromEntries(all.map((e) => [e.dataset.form, e.innerText]))"
    return page.locator(".pc-cite-text").evaluate_all(names)


@pytest.fixture(scope="module")
def edition_record(site):
    script = (site / "downloads" / "edition.js").read_text(encoding="utf-8")
    return json.loads(re.fullmatch(r"peciaRecord\((.*)\);\n", script, re.DOTALL)[1])


@pytest.fixture(scope="module")
def document_record(site):
    return json.loads((site / "downloads" / f"{DOCUMENT}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("part", OF_DOCUMENT, ids=lambda part: part or "overview")
def test_a_page_of_a_document_is_cited_in_every_form(open_page, document_record, part):
    page = open_page(f"{DOCUMENT}/{OF_DOCUMENT[part]}")
    open_page_dialog(page)
    shown = forms_shown(page)
    citations = document_record["citations"]
    assert list(shown) == ["link", *(style["name"] for style in citations["styles"]), "BibTeX", "RIS", "CSL-JSON"]
    assert shown["link"] == page.url.partition("#")[0]
    assert copied(page, "RIS") == shown["RIS"]
    [csl] = json.loads(copied(page, "CSL-JSON"))
    if part:
        assert csl["id"] == f"{DOCUMENT}{part}"
        assert csl["title"] in shown["BibTeX"]
        assert csl["title"] in shown["RIS"]
        assert all(name in shown for name in page.locator(".pc-cite dt").all_inner_texts())
    else:
        assert csl == citations["csl"]
        for style in citations["styles"]:
            assert copied(page, style["name"]) == filled(citations["page"][style["id"]])
        assert copied(page, "BibTeX").replace("\r\n", "\n") == filled(citations["bibtex_of_page"])
        assert copied(page, "RIS").replace("\r\n", "\n") == filled(citations["ris_of_page"])
    assert page.locator("#pc-cite .pc-cite-note").filter(has_text="not established").count() == 1


@pytest.mark.parametrize("at", OF_EDITION, ids=lambda at: at or "home")
def test_a_page_of_the_edition_is_cited_in_every_form(open_page, edition_record, at):
    page = open_page(at)
    open_page_dialog(page)
    citations = edition_record["citations"]
    title = " ".join(page.locator("h1").first.text_content().split())
    named = f"page “{title}”" if at else ""
    of_page = citations["passage" if at else "page"]
    assert copied(page, "link") == page.url.partition("#")[0]
    for style in citations["styles"]:
        assert copied(page, style["name"]) == filled(of_page[style["id"]], named, at)
    kind = "" if at else "_of_page"
    assert copied(page, "BibTeX").replace("\r\n", "\n") == filled(citations[f"bibtex{kind}"], named, at)
    assert copied(page, "RIS").replace("\r\n", "\n") == filled(citations[f"ris{kind}"], named, at)
    [csl] = json.loads(copied(page, "CSL-JSON"))
    assert csl["title"] == citations["csl"]["title"]
    assert csl.get("note", "") == " ".join(filter(None, [citations["csl"].get("note"), named]))


def test_a_published_address_and_a_title_with_signs_are_filled_in(open_page, edition_record):
    page = open_page("people/")
    edition = {**edition_record["edition"], "url": "https://edition.example/"}
    csl = {**edition_record["citations"]["csl"], "URL": "https://edition.example/"}
    give(page, {"edition": edition, "citations": {**edition_record["citations"], "csl": csl}})
    page.evaluate("document.querySelector('h1').textContent = 'A & B_{1} ~ 50% <i> \\\\c'")
    open_page_dialog(page)
    assert copied(page, "link") == "https://edition.example/people/"
    assert json.loads(copied(page, "CSL-JSON"))[0]["URL"] == "https://edition.example/people/"
    escaped = r"A \& B\_{\textbraceleft}1{\textbraceright} {\textasciitilde} 50\% <i> {\textbackslash}c"
    assert f"page “{escaped}”" in copied(page, "BibTeX")
    assert "page “A & B_{1} ~ 50% <i> \\c”" in copied(page, "RIS")
    assert page.locator("#pc-cite-forms i").filter(has_text="\\c").count() == 0


@pytest.mark.parametrize("at", ["people/", f"{DOCUMENT}/"])
def test_any_page_by_keyboard(open_page, at):
    page = open_page(at)
    link = open_page_dialog(page, "key")
    assert page.get_by_role("dialog", name="Cite").is_visible()
    assert page.evaluate("document.activeElement.closest('dialog').id") == "pc-cite"
    page.keyboard.press("Escape")
    assert link.evaluate("e => e === document.activeElement")


@pytest.mark.parametrize("at", ["", "people/", f"{DOCUMENT}/compare/"])
def test_any_page_by_touch(browser, address, at):
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(address + at)
    open_page_dialog(page, "tap")
    box = page.locator("#pc-cite").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    context.close()


@pytest.mark.parametrize("path", ["index.html", "people/index.html", f"{DOCUMENT}/apparatus/index.html"])
def test_any_page_from_a_file(browser, site, path):
    page = browser.new_page()
    page.goto((site / path).as_uri())
    open_page_dialog(page)
    shown = forms_shown(page)
    assert len(shown) == 1 + len(STYLES) + 3
    assert "file:" not in " ".join(shown.values())
    assert shown["link"].endswith(path.removesuffix("index.html"))
    page.close()


@pytest.mark.parametrize(("at", "leads_to"), [("people/", "cite/"), (f"{DOCUMENT}/", f"{DOCUMENT}/#cite")])
def test_without_a_script_the_link_leads_to_a_citation(open_page, address, at, leads_to):
    page = open_page(at, javascript=False)
    page.locator(".pc-cite-page a").click()
    page.wait_for_url(address + leads_to)


def test_a_record_that_does_not_come_is_said(browser, address):
    page = browser.new_page()
    page.route("**/downloads/edition.js", lambda route: route.abort())
    page.goto(f"{address}people/")
    page.locator(".pc-cite-page a").click()
    page.locator("#pc-cite-status").filter(has_text="“Cite”").wait_for()
    page.close()


def test_what_citing_adds_to_a_page_is_small(site):
    for path in (f"{DOCUMENT}/A/", "people/", "", *(f"{DOCUMENT}/{part}" for part in OF_DOCUMENT.values())):
        text = (site / path / "index.html").read_text(encoding="utf-8")
        added = re.findall(r'<p class="pc-cite-page">.*|<script type="application/json">.*?</script>', text)
        assert len(added) == (2 if "#cite" in added[-1] and "/A/" not in f"/{path}" else 1)
        assert len("".join(added).encode()) < 2500
        assert "<dialog" not in text


def test_the_dialog_of_any_page_is_accessible(open_page):
    page = open_page("people/")
    open_page_dialog(page)
    assert violations(page, "#pc-cite") == []


def test_nothing_in_the_forms_ends_the_script_that_carries_them():
    hostile = "</script><script>alert(1)</script><!-- a title that is long enough to be given once"
    one = {style.id: (Run(hostile),) for style in STYLE_LIST}
    entry = (Run(f"TI  - {hostile}\n"),)
    forms = Forms(one, one, entry, entry, entry, entry, {"title": hostile, "author": [{"literal": hostile}]})
    section = cite_section(forms)
    assert section.count("<script") == section.count("</script") == 1
    carried = json.loads(re.search(r'<script type="application/json">(.*?)</script>', section)[1])
    assert carried["csl"] == forms.csl
    assert carried["ris"] == ["TI  - ", {"slot": "title"}, "\n"]
    assert [style and style[1] for style in carried["styles"]] == [0, [hostile], 0, 0, [hostile], 0, [hostile]]


def test_a_page_with_a_record_carries_nothing():
    nothing = {style.id: () for style in STYLE_LIST}
    forms = Forms(nothing, nothing, (), (), (), (), {})
    assert "<script" not in cite_section(forms, "How to cite a passage.")
    assert "<script" in cite_section(forms, "How to cite a row.", "row")


def test_a_passage_with_any_letter_in_its_id_is_the_one_that_is_cited(browser, tmp_path):
    """An address has the letters outside ASCII percent-encoded."""
    page = tmp_path / "page.html"
    page.write_text(
        '<!doctype html><meta charset="utf-8"><title>A page</title><p id="größe"><a class="pc-number">größe</a></p>'
        '<button data-pc="scheme"><span></span></button>'
        '<section class="pc-cite" data-place="passage"><p class="pc-of-passage" hidden>'
        '<i class="pc-cited-locator"></i> '
        '<i class="pc-cited-fragment"></i></p></section>'
        f'<script src="{(THEME / "pecia.js").as_uri()}"></script>',
        encoding="utf-8",
    )
    opened = browser.new_page()
    opened.goto(f"{page.as_uri()}#gr%C3%B6%C3%9Fe")
    opened.wait_for_selector(".pc-of-passage:not([hidden])")
    assert opened.inner_text(".pc-of-passage") == "passage größe #gr%C3%B6%C3%9Fe"
    opened.close()
