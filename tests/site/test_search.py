"""Searching the real edition in Chromium: what is found, where it leads, and what is said when it is not."""

import re
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from .axe import in_the_dark, violations

DOCUMENT = "dinner-1962-11-01"
HITS = "#pc-results li"
FACET = "#pc-facets li:not([hidden])"


@pytest.fixture(autouse=True)
def _quick_reader(request):
    """Whoever goes on before the browser has fetched a page's icon breaks that off; it is no complaint."""
    open_page = request.getfixturevalue("open_page") if "open_page" in request.fixturenames else None
    yield
    if open_page:
        open_page.complaints[:] = [one for one in open_page.complaints if not one.endswith("/assets/pecia.svg")]


def status(page):
    """What the page says when it has searched."""
    page.wait_for_function(
        "/[.:…]$/.test(document.getElementById('pc-search-status').textContent)"
        " && !/Searching/.test(document.getElementById('pc-search-status').textContent)"
    )
    return page.locator("#pc-search-status").inner_text()


def said_instead_of(page, before):
    """Waits until the page says something else than before; the results are then those that it speaks of."""
    page.wait_for_function("said => document.getElementById('pc-search-status').innerText !== said", arg=before)
    status(page)


def search(page, words):
    """Types ``words``; the results."""
    page.locator("#pc-query").fill(words)
    page.wait_for_function("words => location.hash.includes('q=') || !words", arg=words)
    page.locator("#pc-search-status").filter(has_text=words.split()[0].strip('"')[:20]).wait_for()
    return page.locator(HITS)


def found(open_page, fragment, **how):
    """The page of a search that has an address, searched."""
    page = open_page(f"search/#{fragment}", **how)
    status(page)
    return page


def places(page):
    """Witness and number of each passage on the page."""
    links = page.locator(".pc-hit-head a").evaluate_all("all => all.map(a => a.href)")
    return [re.sub(r".*/([AB])/#", r"\1 ", link) for link in links if re.search(r"/[AB]/#p\d", link)]


def show_all(page):
    """Every result, not the first ones only."""
    while page.locator("#pc-results .pc-button").count():
        before = page.locator(HITS).count()
        page.locator("#pc-results .pc-button").first.click()
        page.wait_for_function(f"document.querySelectorAll('{HITS}').length > {before}")
    return places(page)


def marked(page):
    """What a passage that a search led to has marked."""
    return page.evaluate("[...(CSS.highlights.get('pc-found') ?? [])].map(String)")


def in_view(page, selector):
    return page.locator(selector).evaluate(
        "e => { const b = e.getBoundingClientRect(); return b.top >= 0 && b.top < innerHeight; }"
    )


# --- getting there -------------------------------------------------------------------------------


@pytest.mark.parametrize("press", ["click", "Enter"])
def test_one_step_from_a_reading_page_to_the_field(open_page, press):
    page = open_page(f"{DOCUMENT}/A/#p12")
    link = page.locator(".pc-header").get_by_role("link", name="Search")
    link.click() if press == "click" else link.press("Enter")
    page.wait_for_url("**/search/")
    assert page.evaluate("document.activeElement.id") == "pc-query"


def test_nothing_of_the_search_is_loaded_before_it_is_used(open_page):
    loaded = "performance.getEntriesByType('resource').map(e => e.name).filter(n => /search|found/.test(n))"
    assert open_page(f"{DOCUMENT}/A/").evaluate(loaded) == []
    page = open_page("search/")
    assert [name for name in page.evaluate(loaded) if "search-index" in name] == []
    search(page, "guantanamo")
    assert [name for name in page.evaluate(loaded) if "search-index" in name]


def test_first_results_are_small(open_page):
    """Everything that only the search needs, before any compression by the host."""
    page = open_page("search/", width=360)
    sizes = []
    page.on("response", lambda answer: sizes.append(len(answer.body())))
    search(page, "guantanamo")
    page.locator(HITS).first.wait_for()
    own = sum(path.stat().st_size for path in Path("build_tools/pecia/theme/assets").glob("search*"))
    assert 100_000 < sum(sizes) + own < 250_000


def test_without_a_script_there_are_lists(open_page):
    page = open_page("search/", javascript=False)
    assert "needs JavaScript" in page.locator("article").inner_text()
    assert not page.locator("#pc-query").is_visible()
    assert not page.locator("#pc-narrow").is_visible()
    for name in ("Documents", "People", "Places and organisations"):
        assert page.locator("article").get_by_role("link", name=name).is_visible()


# --- what is found -------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["guantanamo", "Guantánamo", "Guanta\u0301namo", "GUANT"])
def test_accents_are_folded_and_a_result_lands_on_its_passage(open_page, words):
    page = open_page("search/")
    hit = search(page, words).filter(has_text="Guantánamo").first
    assert hit.locator("mark").first.inner_text() == "Guantánamo"
    link = hit.locator("a", has_text="A p").first
    anchor = link.get_attribute("href").rpartition("#")[2]
    link.click()
    page.wait_for_url(re.compile(rf"{DOCUMENT}/A/#p\d+[a-z]*$"))
    page.wait_for_function("CSS.highlights.has('pc-found')")
    assert set(marked(page)) == {"Guantánamo"}
    assert in_view(page, f"#{anchor}")


def test_a_result_says_who_speaks_in_which_witness(open_page):
    page = found(open_page, "q=guantanamo&speaker=stevenson&witness=A")
    assert page.locator(HITS).count() == 1
    text = page.locator(HITS).inner_text()
    assert re.match(r"Adlai E. Stevenson II A p58\s*\n", text)
    assert page.locator("#pc-results h2").count() == 0


def test_the_other_witness_is_one_link_away(open_page, site):
    page = found(open_page, "witness=A&witness=B")
    assert page.get_by_role("link", name="Compare the witnesses: A p1", exact=True).count() == 1
    compare = (site / DOCUMENT / "compare" / "index.html").read_text(encoding="utf-8")
    cards = page.locator(HITS).evaluate_all("all => all.map(li => [...li.querySelectorAll('a')].map(a => a.hash))")
    assert all(re.sub(r"#", f"#{siglum}-", own[0]) == own[-1] for own in cards for siglum in (own[-1][1],))
    everything = show_all(page)
    assert len(everything) == 233
    assert [place for place in everything if f'id="{place.replace(" ", "-")}"' not in compare] == []


def test_what_is_printed_and_what_is_corrected(open_page):
    page = found(open_page, "q=circle&witness=A")
    assert "Red Circle" in page.locator(HITS).first.inner_text()
    corrected = found(open_page, "q=cross&witness=A")
    hit = corrected.locator(HITS).filter(has_text="Editors’ correction").first
    assert "Editors’ correction: “Cross”; printed text: “Circle”." in hit.inner_text()
    assert "Cross" in hit.locator(".pc-about mark").all_inner_texts()


def test_each_passage_once_and_no_page_for_editors(open_page):
    page = found(open_page, "q=itching")
    assert sorted(places(page)) == ["A p82", "B p98"]
    links = page.locator(f"{HITS} .pc-hit-head a").evaluate_all("all => all.map(a => a.href)")
    links += found(open_page, "q=ruling").locator(f"{HITS} .pc-hit-head a").evaluate_all("all => all.map(a => a.href)")
    assert [link for link in links if re.search("guide|reference|decisions|compare|apparatus|search/", link)] == []


def test_pages_for_readers_are_a_group_of_their_own(open_page):
    page = found(open_page, "q=zhukov&kind=pages")
    assert page.locator("#pc-results h2").inner_text().startswith("Pages")
    page.get_by_role("link", name=re.compile("Georgi A. Zhukov")).first.click()
    page.wait_for_url("**/people/zhukov/")
    page.wait_for_function("CSS.highlights.has('pc-found')")
    assert "zhukov" in {word.lower() for word in marked(page)}


def test_a_word_that_is_not_there_is_not_another(open_page):
    """Nothing is left out of a query or shortened so that something is found."""
    page = found(open_page, "q=nautilus")
    assert status(page).startswith("Nothing found for “nautilus”.")
    page = found(open_page, "q=guantanamo+nautilus")
    assert status(page).startswith("Nothing found for “guantanamo” and “nautilus”.")
    assert "“nautilus” does not occur in the edition." in page.locator("#pc-search-notes").inner_text()
    page.get_by_role("link", name="“guantanamo” alone").click()
    page.locator(HITS).first.wait_for()
    assert page.locator("#pc-query").input_value() == "guantanamo"


def test_an_exact_phrase(open_page):
    loose, exact = found(open_page, "q=the+base"), found(open_page, "q=%22the+base%22")
    of_loose, of_exact = show_all(loose), show_all(exact)
    assert set(of_exact) < set(of_loose)
    for hit in exact.locator(HITS).filter(has_text="witness").all():
        assert [words.lower() for words in hit.locator("mark").all_inner_texts()] == ["the base"] * hit.locator(
            "mark"
        ).count()
        assert hit.locator("mark").count()
    both = found(open_page, "q=%22the+base%22+legal")
    assert set(show_all(both)) < set(of_exact)


def test_a_word_in_quotation_marks_is_that_word(open_page):
    words = found(open_page, "q=%22missile%22").locator(f"{HITS} mark").all_inner_texts()
    assert {word.lower() for word in words} == {"missile"}
    words = found(open_page, "q=missile").locator(f"{HITS} mark").all_inner_texts()
    assert "missiles" in {word.lower() for word in words}


def test_the_speaker_is_searched_with_the_words(open_page):
    page = found(open_page, "q=stevenson+renounce")
    assert sorted(places(page)) == ["A p58", "B p72"]
    assert "Stevenson" in page.locator(f"{HITS} .pc-hit-head mark").all_inner_texts()


# --- narrowing -----------------------------------------------------------------------------------


def counts(page, title):
    """The values of a facet that are shown, with their counts."""
    group = page.locator("#pc-facets > details").filter(has=page.locator("summary", has_text=re.compile(f"^{title}$")))
    rows = (
        group.locator("li").filter(visible=True)
        if group.get_attribute("open") is not None
        else group.locator("li:not([hidden])")
    )
    pairs = rows.evaluate_all("all => all.map(li => [...li.querySelectorAll('span')].map(s => s.textContent))")
    return {name: int(count) for name, count in pairs}


def test_counts_are_what_a_choice_gives(open_page):
    page = found(open_page, "q=cuba")
    page.locator(FACET).first.wait_for()
    speakers = counts(page, "Speaker")
    assert len(speakers) > 2
    for name, count in speakers.items():
        box = page.locator("#pc-facets > details").first.get_by_label(name)
        box.check()
        page.locator("#pc-search-status").filter(has_text="filtered as shown").wait_for()
        assert re.match(rf"{count} passages? for", status(page))
        assert counts(page, "Speaker") == speakers, "a facet counts what its other values would give"
        assert box.evaluate("e => e === document.activeElement"), "the focus stays where it was"
        box.uncheck()
        page.locator("#pc-search-chosen").wait_for(state="hidden")


def test_choices_in_a_facet_add_and_facets_narrow_each_other(open_page):
    one, other = found(open_page, "q=cuba&speaker=mccloy"), found(open_page, "q=cuba&speaker=mikoyan")
    both = found(open_page, "q=cuba&speaker=mccloy&speaker=mikoyan")
    assert sorted(show_all(both)) == sorted(show_all(one) + show_all(other))
    witness = found(open_page, "q=cuba&speaker=mccloy&speaker=mikoyan&witness=B")
    assert sorted(show_all(witness)) == sorted(place for place in places(both) if place.startswith("B"))


def test_all_that_someone_says_without_any_word(open_page):
    page = found(open_page, "speaker=stevenson&witness=A&kind=spoken")
    numbers = [int(place[3:]) for place in show_all(page)]
    assert numbers == sorted(numbers)
    assert len(numbers) == int(re.match(r"\d+", status(page))[0])
    assert {"Adlai E. Stevenson II"} == set(page.locator(".pc-hit-head b").all_inner_texts())


def test_persons_and_places_named(open_page):
    person = found(open_page, "person=rusk")
    assert places(person)
    place = found(open_page, "place=guantanamo&witness=A")
    assert all("uant" in text for text in place.locator(HITS).all_inner_texts())


def test_facets_before_any_word(open_page):
    page = open_page("search/")
    page.locator("#pc-narrow > summary").click()
    page.locator("#pc-facets").get_by_label("John J. McCloy").first.check()
    page.locator(HITS).first.wait_for()
    assert "speaker=mccloy" in page.url


def test_facets_that_exclude_each_other_say_which(open_page):
    page = found(open_page, "q=cross&speaker=mccloy&kind=narrative")
    assert status(page).startswith("Nothing found for “cross”, filtered as shown below.")
    way = page.get_by_role("link", name="Without type of passage “narrative”")
    count = int(re.search(r": (\d+) result", page.locator("#pc-search-notes").inner_text())[1])
    way.click()
    page.locator(HITS).first.wait_for()
    assert re.match(rf"{count} passages? for", status(page))
    assert "speaker=mccloy" in page.url
    assert "kind=" not in page.url


def test_what_was_chosen_can_be_taken_away(open_page):
    page = found(open_page, "q=base&speaker=mccloy&witness=B")
    chips = page.locator("#pc-search-chosen button")
    assert chips.all_inner_texts() == ["Speaker: John J. McCloy", "Witness: B: Wilson Center Digital Archive"]
    chips.first.press("Enter")
    page.wait_for_function("document.querySelectorAll('#pc-search-chosen button').length === 1")
    assert page.evaluate("document.activeElement.textContent").startswith("Witness: B"), "the focus goes to the next"
    chips.first.press("Enter")
    page.locator("#pc-search-chosen").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.id") == "pc-query"


# --- addresses and the way back ------------------------------------------------------------------


def test_a_search_has_an_address_and_back_works(open_page):
    page = open_page("search/")
    search(page, "cuba").first.wait_for()
    assert page.url.endswith("search/#q=cuba")
    whole = status(page)
    page.locator("#pc-facets").get_by_label("John J. McCloy").first.check()
    page.locator("#pc-search-chosen button").wait_for()
    said_instead_of(page, whole)
    narrowed = places(page)
    assert "?" not in page.url
    page.go_back()
    page.locator("#pc-search-chosen").wait_for(state="hidden")
    assert page.locator("#pc-query").input_value() == "cuba"
    page.locator("#pc-search-status").filter(has_text=whole).wait_for()
    page.go_forward()
    page.locator("#pc-search-chosen button").wait_for()
    said_instead_of(page, whole)
    assert places(page) == narrowed
    again = found(open_page, page.url.partition("#")[2])
    assert places(again) == narrowed


def test_back_from_a_passage_is_where_the_result_was(open_page):
    page = found(open_page, "q=cuba")
    link = page.locator(".pc-hit-head a").nth(7)
    href = link.get_attribute("href")
    link.click()
    page.wait_for_url(re.compile("#p"))
    page.go_back()
    page.wait_for_function("href => document.activeElement.href === href", arg=href)
    assert in_view(page, f'a[href="{href}"]')


def test_filters_that_no_longer_exist_are_left_out_and_named(open_page):
    page = found(open_page, "q=guantanamo&speaker=nobody&witness=Z&kind=sung")
    assert re.match(r"\d+ passages and \d+ pages for “guantanamo”\. This edition has no ", status(page))
    for named in ("speaker “nobody”", "witness “Z”", "type of passage “sung”"):
        assert named in status(page)


@pytest.mark.parametrize("field", ["q", "speaker", "from", "document"])
def test_markup_in_the_address_is_text(open_page, field):
    text = "<img src=x onerror=alert(1)><b>cuba</b>"
    page = open_page(f"search/#{field}=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%3Cb%3Ecuba%3C%2Fb%3E&witness=A")
    status(page)
    assert page.locator("article img, article b b").count() == 0
    assert "onerror" not in page.locator("article").evaluate(
        "e => [...e.querySelectorAll('*')].flatMap(n => n.getAttributeNames()).join()"
    )
    if field == "q":
        assert page.locator("#pc-query").input_value() == text


@pytest.mark.parametrize("fragment", ["content", "%", "=", "q", "&&=&", "q=%E0%A4%A", "q=&speaker="])
def test_an_address_that_says_nothing_is_the_empty_page(open_page, fragment):
    page = open_page(f"search/#{fragment}")
    page.wait_for_load_state("networkidle")
    assert page.locator("#pc-search-help").is_visible()
    assert page.locator(HITS).count() == 0


def test_the_links_within_the_page_keep_the_search(open_page):
    page = found(open_page, "q=base&witness=A")
    page.locator(".pc-skip").press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    assert "q=base" in page.url
    page.locator(".pc-past a").press("Enter")
    assert page.evaluate("document.activeElement.id") == "pc-results"
    assert "q=base" in page.url


# --- bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("a", r"^\d+ passages and \d+ pages? for “a”\.$"),
        ("q", r"^Nothing found for “q”\.$"),
        ("the of and", r"^\d+ passages"),
        ("Гуантанамо", r"^Nothing found for “Гуантанамо”\.$"),
        (
            '"nautilus base',
            r"^Nothing found for “nautilus” and “base”\. The unmatched quotation mark was ignored\.$",
        ),
        ('guantanamo"', r"^\d+ passages and \d+ pages for “guantanamo”\. The unmatched quotation mark was ignored"),
        ('""', r"^Enter at least one letter or digit\.$"),
        ("—!?", r"^Enter at least one letter or digit\.$"),
        ("x" * 10_000, r"^Nothing found for “x{256}”\. Only the first 256 characters were used\.$"),
        ("word " * 2_000, r"^\d+ passages? .*for “word”\. Only the first 256 characters were used\.$"),
        (" ".join(f"a{n}" for n in range(60)), r"^Nothing found for .*Only the first 24 words were used\.$"),
        ("<b>cuba</b>", r"^Nothing found for “<b>cuba</b>”\.$"),
        ("../../etc/passwd", r"^Nothing found"),
    ],
)
def test_bad_input_has_a_plain_answer(open_page, words, said):
    page = open_page("search/")
    page.locator("#pc-query").fill(words)
    page.wait_for_function(
        "pattern => new RegExp(pattern, 'u').test(document.getElementById('pc-search-status').textContent)", arg=said
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("#pc-query").fill("guantanamo")
    page.locator(HITS).first.wait_for()


def test_a_word_of_one_letter_is_a_whole_word(open_page):
    marks = found(open_page, "q=a").locator(f"{HITS} mark").all_inner_texts()
    assert {mark.lower() for mark in marks} == {"a"}
    assert "match whole words only" in found(open_page, "q=q").locator("#pc-search-notes").inner_text()


def test_dates_that_leave_nothing_or_are_none(open_page):
    page = found(open_page, "q=guantanamo&from=1970")
    assert status(page) == "Nothing found for “guantanamo”, filtered as shown below."
    page.get_by_role("link", name="Any date").click()
    page.locator(HITS).first.wait_for()
    assert "from=" not in page.url
    assert (
        "first date is after the last"
        in found(open_page, "q=cuba&from=1963&to=1961").locator("#pc-search-notes").inner_text()
    )
    assert "A date must be a year" in status(found(open_page, "q=guantanamo&from=yesterday"))
    assert re.match(r"5 passages for", status(found(open_page, "q=guantanamo&from=1962-11&to=1962-11-01")))


@pytest.mark.parametrize("missing", ["index.js", "titles/*", "words/*", "texts/*"])
@pytest.mark.parametrize("how", ["gone", "refused"])
def test_an_index_that_does_not_load_says_so(browser, address, missing, how):
    context = browser.new_context()
    page = context.new_page()
    page.route(
        f"**/search-index/{missing}*",
        lambda route: route.fulfill(status=404) if how == "gone" else route.abort(),
    )
    page.goto(f"{address}search/#q=guantanamo")
    page.locator("#pc-search-status").filter(has_text="could not be loaded").wait_for()
    assert page.locator("#pc-search-lists a").first.is_visible()
    assert page.locator(HITS).count() == 0
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    page.locator(HITS).first.wait_for()
    context.close()


def test_a_search_that_takes_long_gives_way_to_the_next(browser, address):
    """The first request for a part of the index is never answered; what is typed later is found all the same."""
    context = browser.new_context()
    page = context.new_page()
    held = []
    page.route("**/search-index/words/*", lambda route: route.continue_() if held else held.append(route))
    page.goto(f"{address}search/#q=itching", wait_until="domcontentloaded")
    page.locator("#pc-search-status").filter(has_text="Searching").wait_for()
    page.locator("#pc-query").fill("guantanamo")
    page.locator(HITS).filter(has_text="uant").first.wait_for()
    assert held
    context.close()


def test_facets_that_do_not_load_say_so(browser, address):
    context = browser.new_context(viewport={"width": 360, "height": 700})
    page = context.new_page()
    page.route("**/search-index/facets.js*", lambda route: route.fulfill(status=404))
    page.goto(f"{address}search/#q=guantanamo")
    page.locator(HITS).first.wait_for()
    page.locator("#pc-narrow > summary").click()
    page.locator("#pc-search-status").filter(has_text="could not be loaded").wait_for()
    context.close()


# --- the passage that a result leads to ----------------------------------------------------------


def test_marks_on_the_passage_are_no_part_of_it(open_page):
    page = found(open_page, "q=guantanamo&witness=A&speaker=stevenson")
    page.locator(".pc-hit-head a").click()
    page.wait_for_function("CSS.highlights.has('pc-found')")
    assert page.url.endswith(f"{DOCUMENT}/A/#p58")
    assert page.locator("#p58 mark").count() == 0
    plain = open_page(f"{DOCUMENT}/A/#p58")
    page.wait_for_function("document.querySelector('#p58 .pc-cite-button')")
    assert page.locator("#p58").inner_html() == plain.locator("#p58").inner_html()
    assert marked(plain) == []
    page.evaluate("""() => {
        const [range] = CSS.highlights.get("pc-found");
        getSelection().removeAllRanges();
        getSelection().addRange(range.cloneRange());
    }""")
    page.get_by_role("button", name="Quote selection").click()
    page.locator("#pc-cite-forms").get_by_text("“Guantánamo”").first.wait_for()
    page.keyboard.press("Escape")


def test_escape_takes_the_marks_away(open_page):
    page = found(open_page, "q=guantanamo&witness=A&speaker=stevenson")
    page.locator(".pc-hit-head a").click()
    page.wait_for_function("CSS.highlights.has('pc-found')")
    page.keyboard.press("Escape")
    assert marked(page) == []
    page.reload()
    assert marked(page) == []


def test_a_correction_is_marked_where_it_is_shown(open_page):
    page = found(open_page, "q=cross&witness=A")
    page.locator(HITS).filter(has_text="Editors’ correction").first.locator("a").first.click()
    page.wait_for_function("CSS.highlights.has('pc-found')")
    printed = len(marked(page))
    page.get_by_label("with corrections").check()
    page.wait_for_function(f"CSS.highlights.get('pc-found').size > {printed}")
    assert set(marked(page)) == {"Cross"}


# --- access --------------------------------------------------------------------------------------


STATES = ["", "q=guantanamo", "q=cross&speaker=mccloy&kind=narrative", "speaker=stevenson&from=1962&witness=A"]


@pytest.mark.parametrize("fragment", STATES)
def test_axe_finds_no_violation(open_page, fragment):
    page = open_page(f"search/#{fragment}")
    if fragment:
        status(page)
    page.locator("#pc-narrow").evaluate("e => { e.open = true; }")
    page.wait_for_function("document.querySelector('#pc-facets .pc-count')?.textContent")
    page.locator("#pc-facets details").evaluate_all("all => { for (const one of all) one.open = true; }")
    assert violations(page, "article") == []
    in_the_dark(page)
    assert violations(page, "article", looks=True) == []


@pytest.mark.parametrize("fragment", STATES)
def test_a_phone(open_page, fragment):
    """Nothing is wider than the screen, and what can be touched is 24 px high and wide (WCAG 2.2, 2.5.8)."""
    page = open_page(f"search/#{fragment}", width=360, height=740)
    if fragment:
        status(page)
    assert page.locator("#pc-narrow").get_attribute("open") is None, "results come first on a narrow screen"
    page.locator("#pc-narrow > summary").click()
    page.locator(FACET).first.wait_for()
    page.locator("#pc-facets details").evaluate_all("all => { for (const one of all) one.open = true; }")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    small = page.locator("article").evaluate(
        """e => [...e.querySelectorAll("button, summary, label:has(input), .pc-hit-head a, .pc-about a, h2 a")]
            .filter(one => one.getClientRects().length)
            .map(one => [one.textContent.slice(0, 30), one.getBoundingClientRect()])
            .map(([said, box]) => [said, box.height, box.width])
            .filter(([, height, width]) => height <= 23 || width <= 23)"""
    )
    assert small == []


def test_keyboard_only(open_page):
    """From the top of a page to the search, a facet, a result and its passage without a pointer."""
    page = open_page("")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Search":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/")
    page.keyboard.type("hospitality")
    page.locator(FACET).first.wait_for()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "checkbox":
            break
    page.keyboard.press("Space")
    page.locator("#pc-search-chosen button").wait_for()
    assert page.evaluate("document.activeElement.checked") is True
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.pc-hit-head') !== null"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"#p\d+"))
    assert "hospitality" in page.locator(f"#{page.url.rpartition('#')[2]}").inner_text()


def test_more_results_take_the_focus_with_them(open_page):
    page = found(open_page, "q=cuba&kind=spoken")
    assert page.locator(HITS).count() == 20
    page.locator("#pc-results .pc-button").press("Enter")
    page.wait_for_function(f"document.querySelectorAll('{HITS}').length === 40")
    assert (
        page.evaluate(f"[...document.querySelectorAll('{HITS}')].indexOf(document.activeElement.closest('li'))") == 20
    )


def test_the_count_is_announced(open_page):
    page = found(open_page, "q=guantanamo")
    assert page.get_by_role("status").inner_text() == "5 passages and 3 pages for “guantanamo”."


def test_typing_does_not_fill_the_history(open_page):
    page = open_page(f"{DOCUMENT}/A/")
    page.locator(".pc-header").get_by_role("link", name="Search").click()
    page.wait_for_url("**/search/")
    for typed, shown in (("hosp", "hosp"), ("itality", "hospitality")):
        page.locator("#pc-query").press_sequentially(typed)
        page.wait_for_function("words => location.hash === `#q=${words}`", arg=shown)
    page.locator(HITS).first.wait_for()
    assert page.title().startswith("hospitality – Search")
    page.go_back()
    page.wait_for_url(f"**/{DOCUMENT}/A/")


def test_what_is_typed_while_a_search_comes_back_stays(open_page):
    """The facets open by themselves, and then the search is shown again."""
    page = open_page("search/")
    search(page, "hosp").first.wait_for()
    page.evaluate(
        """() => {
            const query = document.getElementById("pc-query"), narrow = document.getElementById("pc-narrow");
            query.value = "hospitality";
            query.dispatchEvent(new InputEvent("input", { bubbles: true }));
            narrow.open = true;
            narrow.dispatchEvent(new Event("toggle"));
        }"""
    )
    page.wait_for_function("location.hash === '#q=hospitality'")
    assert page.locator("#pc-query").input_value() == "hospitality"


def test_words_in_the_address_are_those_in_the_field(open_page):
    page = open_page("search/")
    search(page, "Guantánamo & “base”")
    assert parse_qs(page.url.partition("#")[2]) == {"q": ["Guantánamo & “base”"]}
    again = found(open_page, page.url.partition("#")[2])
    assert again.locator("#pc-query").input_value() == "Guantánamo & “base”"


def test_a_way_out_of_nothing_keeps_the_focus(open_page):
    page = found(open_page, "q=guantanamo+nautilus")
    page.get_by_role("link", name="“guantanamo” alone").press("Enter")
    page.locator(HITS).first.wait_for()
    page.wait_for_function("document.activeElement.id === 'pc-results'")
