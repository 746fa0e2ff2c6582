"""The pages of a large edition: every document and entry reached and none twice, no page with too many links."""

from __future__ import annotations

import dataclasses
import json
import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from pecia.citation import cite_edition
from pecia.formats.archives import downloads
from pecia.formats.dts import edition_files
from pecia.formats.oai import static_repository
from pecia.formats.ro_crate import CrateFile, crate_metadata
from pecia.model import Mention, Passage, PassageKind, RichText, Span, Transcript, Turn
from pecia.model.edition import (
    Authority,
    Document,
    EditionStatement,
    Editor,
    Entry,
    Exemplar,
    Licence,
    Original,
    Participant,
    Witness,
)
from pecia.model.record import Record
from pecia.pages import Edition, GeneratedFile, account, names_in, render_edition
from pecia.pages.indexes import document_pages
from pecia.pages.list_divisions import LISTED, MOST, in_order_of_lists
from pecia.pages.overview import document_address, document_name
from pecia.pages.register_initials import ENTRIES, WEIGHT
from pecia.pages.register_lists import address_of, letter_of
from pecia.pages.registers import register_pages
from pecia.pages.summaries import SHOWN
from pecia.transcript.mentions import unnamed
from pecia.view.document import DocumentView, WitnessView

STATEMENT = EditionStatement(
    title="Diaries",
    version="1.0.0",
    date="2026-11-21",
    publisher="A Press",
    url="https://example.org/e/",
    language="en",
    description="Diaries.",
    editors=(Editor(id="eds", name="The editors", role="encoding"),),
    licence=Licence(name="CC BY 4.0", url="https://example.org/by/", scope="The encoding."),
    offer="reading",
)


def entry(key: str, name: str = "", kind: str = "person", **more: object) -> Entry:
    return Entry(key=key, name=name or key, sort=name or key, kind=kind, **more)  # type: ignore[arg-type]


def document(id_: str, date: str = "", title: str = "", sigla: str = "A", **more: object) -> Document:
    values = {
        "id": id_,
        "title": title,
        "short_title": "",
        "kind": "",
        "date": date,
        "participants": (),
        "original": Original(kind="", repository="", language=""),
        "witnesses": tuple(
            Witness(siglum=s, title="", description="", language="de", exemplar=Exemplar(file=f"{s}.xml"))
            for s in sigla
        ),
    }
    return Document(**{**values, **more})  # type: ignore[arg-type]


def naming(*entries: Entry, number: int = 1) -> Passage:
    spans = tuple(Span(n * 5, n * 5 + 4, Mention(one.kind, one.key)) for n, one in enumerate(entries))
    return Passage(PassageKind.PROSE, RichText("name " * len(entries), spans), id=f"p{number}")


def view(about: Document, entries: Sequence[Entry] = (), body: Sequence[Passage | Turn] = ()) -> DocumentView:
    """The document with the same text in each witness."""
    witnesses = (
        Record(
            edition=STATEMENT,
            document=about,
            siglum=witness.siglum,
            entries=tuple(entries),
            rulings=(),
            transcript=Transcript((), tuple(body)),
        )
        for witness in about.witnesses
    )
    return DocumentView(about, tuple(map(WitnessView, witnesses)))


def edition(*views: DocumentView, offer: str = "reading") -> Edition:
    return Edition(dataclasses.replace(STATEMENT, offer=offer), tuple(account(one, ()) for one in views))


def tree(file: GeneratedFile) -> html.HtmlElement:
    return html.fromstring(file.content.decode().split("---\n", 2)[2])


def published(file: GeneratedFile) -> str:
    """Where MkDocs publishes a page."""
    path = file.path
    return path.removesuffix("index.md") if path.endswith("index.md") else f"{path.removesuffix('.md')}/"


class Site:
    """Pages by their address, and where their links lead."""

    def __init__(self, files: Sequence[GeneratedFile]) -> None:
        self.files = {published(file): file for file in files}
        assert len(self.files) == len(files)
        self.trees = {address: tree(file) for address, file in self.files.items()}

    def links(self, address: str) -> list[str]:
        """Every link of a page, from the site's root."""
        found = self.trees[address].xpath("//a/@href")
        return [self.resolved(address, href) for href in found]

    def resolved(self, address: str, href: str) -> str:
        if re.match("https?://", href):
            return href
        path, _, fragment = href.partition("#")
        place = posixpath.normpath(posixpath.join(address, path)) + "/" if path else address
        return f"{place}#{fragment}" if fragment else place

    def distances(self, start: str) -> dict[str, int]:
        """How many links away from ``start`` each address is, through the pages that there are."""
        far, ways = {start: 0}, [start]
        for address in ways:
            for to in self.links(address):
                page = to.partition("#")[0]
                if page not in far:
                    far[page] = far[address] + 1
                    ways += [page] if page in self.files else []
        return far


def check_documents(whole: Edition) -> Site:
    """What holds of the lists of any edition."""
    site = Site(list(document_pages(whole)))
    listed = Counter(
        site.resolved(address, href)
        for address, page in site.trees.items()
        for href in page.xpath("//ul[@class='pc-list']/li/a[1]/@href")
        if site.resolved(address, href) not in site.files
    )
    assert listed == Counter(document_address(whole.statement, one.document) for one in whole.documents)
    far = site.distances("documents/")
    assert all(far[document_address(whole.statement, one.document)] <= 3 for one in whole.documents)
    assert set(site.files) <= set(far)
    for address in site.files:
        links = site.links(address)
        parts = len(whole.documents) // MOST + 2
        assert len(links) <= MOST + parts, address
        inside = [to for to in links if to.startswith("documents/")]
        assert set(inside) <= set(site.files)
    assert all(b"None" not in file.content for file in site.files.values())
    return site


def dated(*dates: str) -> Edition:
    return edition(*(view(document(f"d{number}", date)) for number, date in enumerate(dates)))


# --- documents --------------------------------------------------------------------------------------


def test_few_documents_are_on_one_page_in_the_order_of_the_edition() -> None:
    whole = dated(*("1901-01-02" if number % 2 else "" for number in range(LISTED)))
    site = check_documents(whole)
    assert list(site.files) == ["documents/"]
    assert site.links("documents/") == [f"d{number}/A/" for number in range(LISTED)]


def test_many_are_by_year_and_a_year_of_many_by_month() -> None:
    dates = [f"1901-{month:02}-{day:02}" for month in (3, 11) for day in range(1, 29) for _ in range(3)]
    site = check_documents(dated(*dates, "1901", "1901", "1903-05-06", "", "c. 1900", "1889-02"))
    assert list(site.files) == [
        "documents/",
        "documents/1889/",
        "documents/1901/",
        "documents/1901/undated/",
        "documents/1901/03/",
        "documents/1901/11/",
        "documents/1903/",
        "documents/undated/",
    ]
    front = site.trees["documents/"]
    assert front.xpath("string(//p)") == "174 documents."
    rows = [" ".join(row.text_content().split()) for row in front.xpath("//table//tr")]
    assert rows == ["1880s1889 (1)", "1900s1901 (170)1903 (1)"]
    assert [len(row.xpath("td")) for row in front.xpath("//table//tr")] == [10, 10]
    assert [" ".join(li.text_content().split()) for li in front.xpath("//li")] == ["Undated (2)"]
    year = site.trees["documents/1901/"]
    said = [" ".join(li.text_content().split()) for li in year.xpath("//li")]
    assert said == ["1901, no month (2)", "March 1901 (84)", "November 1901 (84)"]
    (up,) = site.trees["documents/1901/03/"].xpath("//p[@class='pc-up']/a")
    assert (up.get("href"), up.text_content()) == ("../../../documents/1901/", "Documents: 1901")


def test_a_list_that_is_too_long_goes_on_by_number() -> None:
    site = check_documents(dated(*["1901-03-07"] * (2 * MOST + 1), "1901-04"))
    parts = ["documents/1901/03/", "documents/1901/03/page-2/", "documents/1901/03/page-3/"]
    assert [address for address in site.files if "/03/" in address] == parts
    lists = [site.trees[address].xpath("//ul[@class='pc-list']/li/a/@href") for address in parts]
    assert [len(found) for found in lists] == [MOST, MOST, 1]
    assert [site.trees[address].xpath("//a[@aria-current]/@href") for address in parts] == [
        ["../../../documents/1901/03/"],
        ["../../../../documents/1901/03/page-2/"],
        ["../../../../documents/1901/03/page-3/"],
    ]


def test_very_many_years_are_by_century() -> None:
    whole = dated(*(f"{year}" for year in range(900, 900 + MOST + 200)), *["1001-02-03"] * 700)
    site = check_documents(dataclasses.replace(whole, documents=whole.documents))
    assert "documents/1000s/" in site.files
    assert "documents/1001/page-3/" in site.files
    assert "documents/1001/02/" not in site.files


@pytest.mark.parametrize("dates", [[""] * 120, ["1901-02-03"] * 120, [*["1901-02"] * 50, *["" for _ in range(70)]]])
def test_where_dates_do_not_help_they_are_by_letter(dates: list[str]) -> None:
    titles = ["Émile 10", "emil 9", "Émile 2", "Ж", "漢", "12 letters", "", "<b>"]
    views = [view(document(f"d{n}", date, titles[n % len(titles)])) for n, date in enumerate(dates)]
    site = check_documents(edition(*views))
    assert list(site.files)[1:] == [
        "documents/d/",
        "documents/e/",
        "documents/u0416/",
        "documents/han/",
        "documents/other/",
    ]
    names = [a.text_content() for a in site.trees["documents/e/"].xpath("//ul[@class='pc-list']/li/a")]
    assert list(dict.fromkeys(names)) == ["emil 9", "Émile 2", "Émile 10"]
    assert site.trees["documents/d/"].xpath("//ul[@class='pc-list']/li/a")[0].text_content() == "d6"


def test_a_line_has_date_place_and_people_as_far_as_they_are_known() -> None:
    people = [entry("ekberg"), entry("holm"), entry("oslo", kind="place")]
    one = view(document("d", "1901-02-03", "A <day>", place="Oslo & about"), people)
    bare = view(document("e", "1901-02"))
    whole = edition(one, bare, *(view(document(f"x{n}", "1903", place="Oslo")) for n in range(LISTED)))
    site = check_documents(whole)
    page = site.trees["documents/1901/"]
    assert [li.text_content().strip() for li in page.xpath("//ul[@class='pc-list']/li")] == [
        "eFebruary 1901",
        "A <day>3 February 1901, Oslo & about · 2 people",
    ]
    assert "not established" not in page.text_content()


def test_a_document_is_opened_where_it_has_a_page() -> None:
    one, two = document("one"), document("two", sigla="AB")
    reading, full = STATEMENT, dataclasses.replace(STATEMENT, offer="full")
    assert [document_address(reading, about) for about in (one, two)] == ["one/A/", "two/"]
    assert [document_address(full, about) for about in (one, two)] == ["one/", "two/"]
    site = check_documents(edition(view(one), view(two)))
    assert site.links("documents/") == ["one/A/", "two/", "two/A/", "two/B/"]
    assert document_name(one) == "one"


def test_the_picture_has_a_bar_for_each_year_and_is_said_in_words() -> None:
    site = check_documents(dated(*["1901"] * 90, *["1903-02"] * 30))
    (picture,) = site.trees["documents/"].xpath("//figure")
    bars = picture.xpath(".//*[local-name()='rect']")
    assert [bar.xpath("string(*)") for bar in bars] == ["1901: 90", "1903: 30"]
    assert [bar.get("height") for bar in bars] == ["60", "20"]
    assert [float(bar.get("x")) for bar in bars] == [0.0, pytest.approx(426.7)]
    assert picture.xpath(".//*[local-name()='svg']/@aria-hidden") == ["true"]
    assert picture.xpath("string(figcaption)") == ("Documents per year, 1901 to 1903; the highest bar is 1901 with 90.")
    long = check_documents(dated(*(f"{year}" for year in range(1500, 1900, 3))))
    assert "Documents per decade, 1500s to 1890s" in long.trees["documents/"].xpath("string(//figcaption)")


DATES = st.one_of(
    st.just(""),
    st.builds("{:04}".format, st.integers(1, 9999)),
    st.builds("19{:02}-{:02}".format, st.integers(0, 3), st.integers(1, 12)),
    st.builds("1901-{:02}-{:02}".format, st.integers(1, 3), st.integers(1, 28)),
    st.text("0123456789-", max_size=10),
)


@settings(max_examples=25)
@given(
    st.lists(st.tuples(DATES, st.text("aÉ1 Ж漢<&", max_size=3), st.integers(1, 60)), max_size=15),
    st.sampled_from(["reading", "full"]),
)
def test_every_document_is_listed_once_and_reached(found: list[tuple[str, str, int]], offer: str) -> None:
    each = [(date, title) for date, title, times in found for _ in range(times)]
    views = [view(document(f"d{n}", date, title)) for n, (date, title) in enumerate(each)]
    check_documents(edition(*views, offer=offer))


def test_the_order_of_lists_is_by_date_and_id_and_undated_ones_are_last() -> None:
    given = [("c", ""), ("b", "1901"), ("d", "1900-02"), ("a", "1901")]
    whole = edition(*(view(document(id_, date)) for id_, date in given))
    assert [one.document.id for one in in_order_of_lists(whole.documents)] == ["d", "a", "b", "c"]


# --- entries ----------------------------------------------------------------------------------------


def check_entries(*views: DocumentView, own: frozenset[str] = frozenset()) -> Site:
    """What holds of the registers of any edition: each address that a text can link to is there."""
    files = list(register_pages(edition(*views), (names_in(one, own) for one in views), own))
    site = Site(files)
    ids = {address: page.xpath("//@id") for address, page in site.trees.items()}
    assert all(len(set(found)) == len(found) for found in ids.values())
    lists = [address for address in ("people/", "places/") if address in site.files]
    far = {address for start in lists for address in site.distances(start)}
    assert {address for address, page in site.trees.items() if page.xpath("//section | //ul")} <= far
    for one in views:
        for record in (witness.record for witness in one.witnesses):
            for named in record.entries:
                address, _, fragment = address_of(named, own).partition("#")
                assert address in site.files
                assert not fragment or unquote(fragment) in ids[address] or leads_on(site, address, fragment)
    for address in site.files:
        if "by-name" in address:
            assert len(site.links(address)) <= WEIGHT + 50
    assert all(b"None" not in file.content for file in files)
    return site


def leads_on(site: Site, address: str, fragment: str) -> bool:
    """Whether the page's script leads to a page that has the fragment."""
    (script,) = site.trees[address].xpath("//script/text()")
    pages = json.loads(script[script.rindex(")(") + 2 : -1])
    to = [page for page, keys in pages.items() if fragment.removeprefix("entry-") in keys.split(" ")]
    return len(to) == 1 and unquote(fragment) in site.trees[f"{address}{to[0]}"].xpath("//@id")


def test_few_entries_of_the_files_are_listed_together_with_those_of_the_registers() -> None:
    entries = [entry("ekberg", "Ekberg"), entry("holm", "Holm"), entry("oslo", "Oslo", "place")]
    site = check_entries(view(document("d", title="A day"), entries, [naming(*entries)]), own=frozenset({"holm"}))
    assert site.links("people/") == ["people/by-name/e/#entry-ekberg", "people/holm/"]
    assert site.links("places/") == ["places/by-name/o/#entry-oslo"]
    assert "people/ekberg/" not in site.files
    assert address_of(entries[0], {"holm"}) == "people/by-name/e/#entry-ekberg"
    assert address_of(entries[1], {"holm"}) == "people/holm/"
    assert address_of(entries[2], {"oslo"}) == "places/#entry-oslo"
    assert "(named in 1 passage)" in site.trees["people/"].xpath("string(//li[@id='entry-ekberg'])")


def test_an_entry_says_what_the_file_says_and_where_it_is_named() -> None:
    known = entry(
        "x",
        "Ekberg, <Anna>",
        description="Born 1880",
        authorities=(Authority(name="VIAF", id="1", url="https://viaf.org/viaf/1"),),
    )
    place = entry("union", "Union", "organisation")
    present = (Participant(person="x", role="sender", part="present"),)
    first = view(document("d", title="A & B", participants=present), [known, place], [naming(known, known, place)])
    turn = Turn("x", RichText("E.:"), (naming(known), naming(known, number=2)), also=("union",))
    second = view(document("e", sigla="AB"), [known, place], [turn])
    site = check_entries(first, second)
    (shown,) = site.trees["people/by-name/e/"].xpath("//section[h2[@id='entry-x']]")
    assert [" ".join(part.text_content().split()) for part in shown] == [
        "Ekberg, <Anna>",
        "Born 1880.",
        "VIAF 1",
        "Takes part in 1 document, speaks in 2 turns and named in 5 passages: A & B: p1; e: A p1, A p2, B p1, B p2.",
    ]
    assert shown.xpath("p[2]/a/@href") == [
        "../../../d/A/",
        "../../../d/A/#p1",
        "../../../e/",
        "../../../e/A/#p1",
        "../../../e/A/#p2",
        "../../../e/B/#p1",
        "../../../e/B/#p2",
    ]
    body = " ".join(site.trees["places/by-name/u/"].xpath("//section[h2[@id='entry-union']]")[0].text_content().split())
    assert body == "Union Organisation. Speaks in 2 turns and named in 1 passage: A & B, p1; e: A p1, B p1."
    assert "established" not in site.trees["people/by-name/e/"].text_content()


def test_of_many_places_the_first_are_shown_and_the_search_has_the_rest() -> None:
    known, hall = entry("a key&b", "Ekberg"), entry("hall", "Hall", "place")
    views = [view(document(f"d{n}"), [known, hall], [naming(known, hall)] * 2) for n in range(15)]
    site = check_entries(*views)
    (shown,) = site.trees["people/by-name/e/"].xpath("//section")
    assert len(shown.xpath(".//a[contains(@href, '/A/#p')]")) == SHOWN
    assert "Named in 30 passages: " in shown.text_content()
    assert shown.xpath("p/a[last()]")[0].text_content() == "and 10 more in 5 documents"
    assert shown.xpath("p/a[last()]/@href") == ["../../../search/#person=a%20key%26b"]
    assert site.trees["places/by-name/h/"].xpath("//section/p/a[last()]/@href") == ["../../../search/#place=hall"]


def test_many_entries_are_by_initial_and_an_initial_of_many_by_number() -> None:
    entries = [entry(f"k{n}", f"S{n:04}") for n in range(2 * ENTRIES + 5)]
    entries += [entry("e1", "Émile"), entry("e2", "Emil"), entry("z", "Ж"), entry("han", "漢"), entry("none", "(?)")]
    site = check_entries(view(document("d"), entries, [naming(one, number=n) for n, one in enumerate(entries)]))
    assert site.links("people/") == [f"people/by-name/{at}/" for at in ("e", "s", "u0416", "han", "other")]
    assert " ".join(site.trees["people/"].xpath("string(//nav)").split()) == "E (2) S (605) Ж (1) Han (1) # (1)"
    assert len(site.trees["people/by-name/s/"].xpath("//section")) == ENTRIES
    assert len(site.trees["people/by-name/s/page-3/"].xpath("//section")) == 5
    assert site.trees["people/by-name/e/"].xpath("//h2/text()") == ["Emil", "Émile"]
    assert not site.trees["people/by-name/e/"].xpath("//script | //nav")
    for address in ("people/by-name/s/page-2/", "people/by-name/s/page-3/"):
        assert not site.trees[address].xpath("//script")
        assert len(site.trees[address].xpath("//nav//a")) == 3


def test_entries_with_many_links_share_a_page_with_fewer_others() -> None:
    entries = [entry(f"k{n}", f"S{n:03}") for n in range(100)]
    views = [view(document(f"d{n}"), entries, [naming(*entries)]) for n in range(25)]
    site = check_entries(*views)
    assert len([address for address in site.files if "by-name/s/" in address]) == 2


def test_an_entry_that_files_sort_differently_is_found_under_each_initial() -> None:
    one, two = entry("b", "Beethoven, L. van"), entry("b", "van Beethoven, L.")
    site = check_entries(view(document("d"), [one], [naming(one)]), view(document("e"), [two], [naming(two)]))
    (see,) = site.trees["people/by-name/v/"].xpath("//p[@id='entry-b']")
    assert see.text_content().strip() == "van Beethoven, L.: see Beethoven, L. van"
    assert see.xpath("a/@href") == ["../../../people/by-name/b/#entry-b"]
    assert "Named in 2 passages" in site.trees["people/by-name/b/"].text_content()


def test_registers_that_are_too_long_for_a_page_are_by_initial_and_keep_their_addresses() -> None:
    people = [entry(f"p{n}", f"{'AB'[n % 2]}{n:03}") for n in range(301)]
    places = [entry(f"q{n}", f"{'CD'[n % 2]}{n:03}", "place") for n in range(301)]
    every = [*people, *places]
    own = frozenset(one.key for one in every)
    site = check_entries(view(document("d"), every, [naming(*every)]), own=own)
    assert site.links("people/") == ["people/by-name/a/", "people/by-name/b/"]
    assert site.links("places/") == ["places/by-name/c/", "places/by-name/d/"]
    assert "people/p300/" in site.files
    assert all(leads_on(site, "people/", f"entry-{one.key}") for one in people)
    assert all(leads_on(site, "places/", f"entry-{one.key}") for one in places)
    assert "people/p4/" in site.links("people/by-name/a/")
    assert "d/A/#p1" in site.links("places/by-name/c/")


def test_a_person_of_very_many_documents_has_not_all_on_one_page() -> None:
    one, oslo = entry("ekberg"), entry("oslo", kind="place")
    views = [view(document(f"d{n}", "1901"), [one, oslo], [naming(one, oslo)]) for n in range(3_100)]
    site = check_entries(*views, own=frozenset({"ekberg", "oslo"}))
    assert len(site.links("people/ekberg/")) == 601
    assert site.links("people/ekberg/")[-1] == "search/#person=ekberg"
    assert "And in 2,800 further documents." in site.trees["people/ekberg/"].text_content()
    assert site.links("people/ekberg/")[0] == "d0/A/"
    assert "And in 100 further documents." in site.trees["places/"].text_content()


def test_a_script_cannot_be_ended_by_a_key() -> None:
    entries = [entry(f"</script><b>{n}", f"S{n:04}") for n in range(ENTRIES + 1)]
    page = check_entries(view(document("d"), entries)).files["people/by-name/s/"].content
    assert page.count(b"</script>") == 1
    assert b"<b>" not in page


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        *(("Émile", "e"), ("ß", "s"), (" Zoe", "z"), ("Øre", "u00d8"), ("йорк", "u0418"), ("漢", "han")),
        *(("", "other"), ("’t Hooft", "other"), ("1st", "other"), ("한강", "u1112")),
        *(("\u0301a", "other"), ("ﬁ", "f"), ("../x", "other")),
    ],
)  # fmt: skip
def test_initials_are_safe_in_an_address(name: str, letter: str) -> None:
    assert letter_of(name) == letter


@given(st.text(max_size=4))
def test_every_initial_is_safe_in_an_address(name: str) -> None:
    assert re.fullmatch("[a-z]|u[0-9a-f]{4,6}|han|other", letter_of(name))


NAMES = st.text("aAbÉØЖ漢1< ", max_size=3)


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.sampled_from("abcdefgh"), NAMES, st.sampled_from(["person", "place", "organisation"])),
        max_size=20,
    ),
    st.frozensets(st.sampled_from("abcdefgh")),
)
def test_every_address_of_an_entry_is_there(found: list[tuple[str, str, str]], own: frozenset[str]) -> None:
    registered = {key: (name, kind) for key, name, kind in found}  # one entry of a key; files may have others
    views = [
        view(document(f"d{n}"), [one], [naming(one)])
        for n, (key, name, kind) in enumerate(found)
        for one in [entry(key, *(registered[key] if key in own else (name, kind)))]
    ]
    check_entries(*views, own=own)


# --- the edition's files ----------------------------------------------------------------------------


def test_the_edition_that_offers_reading_leads_to_no_page_that_is_not_there() -> None:
    known = entry("ekberg", "Ekberg")
    few = [view(document(f"d{n}", "1901", title=f"T{n}"), [known], [naming(known)]) for n in range(3)]
    for count, copies in ((3, ["d0/A/", "d1/A/", "d2/A/"]), (LISTED + 1, ["documents/"])):
        views = [*few, *(view(document(f"x{n}", "1902")) for n in range(count - 3))]
        whole = edition(*views)
        names = (names_in(one, ()) for one in views)
        files = (*render_edition(whole, (), cite_edition(whole.statement), None), *register_pages(whole, names, ()))
        site = Site(files)
        everywhere = {to.partition("#")[0] for address in site.files for to in site.links(address)}
        missing = {to for to in everywhere if to not in site.files and not to.startswith(("http", "downloads/"))}
        assert missing <= {f"{one.document.id}/A/" for one in views}
        offered = site.links("downloads/")
        assert offered[offered.index("downloads/edition.zip.sha256/") + 1 :][: len(copies)] == copies


def test_the_crate_of_an_edition_that_offers_reading_describes_no_document_by_itself() -> None:
    statement = dataclasses.replace(STATEMENT, documents=("d1", "d2"))
    documents = [document("d1", "1901-02"), document("d2", "1899"), document("d3")]
    copies = [
        CrateFile("downloads/tei.zip", "TEI", 5, "0" * 64),
        CrateFile("downloads/d1.A.xml", "TEI", 5, "1" * 64, "d1", "A"),
    ]
    found = json.loads(crate_metadata(statement, documents, {}, copies, "Cited."))["@graph"]
    entities = {one["@id"]: one for one in found}
    assert not [id_ for id_ in entities if "d1" in id_]
    assert entities["./"]["hasPart"] == [{"@id": "documents/"}, {"@id": "downloads/tei.zip"}]
    assert "mentions" not in entities["./"]
    assert entities["documents/"]["@type"] == "Dataset"
    assert entities["documents/"]["temporalCoverage"] == "1899/1901-02"
    assert "3 documents" in entities["documents/"]["description"]
    whole = crate_metadata(dataclasses.replace(statement, offer="full"), documents, {}, copies, "Cited.")
    assert b"#documents/d1/A" in whole


def test_no_dts_where_only_reading_is_offered() -> None:
    assert edition_files(dated("1901")) == ()
    assert len(edition_files(edition(view(document("d")), offer="full"))) == 3


def test_a_document_without_a_page_of_its_own_has_one_record_for_harvesters() -> None:
    whole = edition(view(document("one", title="\x07 <b> ]]> é\r")), view(document("two", sigla="AB")))
    content, findings = static_repository(whole, "a@example.org", "")
    assert content
    assert findings == []
    root = etree.fromstring(content)
    identifiers = [one.text.rpartition(":e/")[2] for one in root.iter("{*}identifier") if one.text.startswith("oai:")]
    assert identifiers == ["one/A", "two", "two/A", "two/B"]
    assert root.findtext(".//{*}dc/{*}title") == "\ufffd <b> ]]> é\r. Witness A"
    assert len(content) < 1_500 * 4 + 1_500


def test_the_archive_takes_records_one_at_a_time() -> None:
    taken: list[str] = []

    def given_out():
        for id_ in ("b", "a"):
            taken.append(id_)
            yield f"downloads/{id_}.A.xml", id_.encode()

    digests = {f"downloads/{id_}.A.xml": id_ * 64 for id_ in "ba"}
    files, listed = downloads(dataclasses.replace(STATEMENT, offer="full"), digests, given_out())
    assert taken == ["b", "a"]
    by_path = {file.path: file.content for file in files}
    assert [line.split()[1] for line in by_path["downloads/SHA256SUMS"].decode().splitlines()] == ["a.A.xml", "b.A.xml"]
    places = [
        by_path["downloads/tei.zip"].index(f"tei/{name}".encode()) for name in ("b.A.xml", "a.A.xml", "SHA256SUMS")
    ]
    assert places == sorted(places)
    assert [one.size for one in listed] == [len(file.content) for file in files]


def test_a_finding_about_many_entries_names_the_first_of_them() -> None:
    (finding,) = unnamed([entry(f"k{n:03}") for n in range(1_060)], ())
    assert finding.message.startswith("k000, k001, ")
    assert finding.message.endswith(", k049, and 1,010 more")
    (exact,) = unnamed([entry(f"k{n:03}") for n in range(50)], ())
    assert exact.message.endswith(", k049")


def test_an_edition_for_reading_has_checksums_and_no_archive() -> None:
    def read() -> Iterator[tuple[str, bytes]]:
        raise AssertionError("a record was read")
        yield

    reading = dataclasses.replace(STATEMENT, offer="reading")
    files, _listed = downloads(reading, {"downloads/a.A.xml": "0" * 64}, read())
    by_path = {file.path: file.content for file in files}
    assert "downloads/tei.zip" not in by_path
    assert by_path["downloads/SHA256SUMS"] == f"{'0' * 64}  a.A.xml\n".encode()
