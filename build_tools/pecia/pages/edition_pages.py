"""The pages about the edition as a whole but for the registers: its documents, how to cite it, its files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pecia import addresses
from pecia.citation import STYLES, DocumentForms, Forms, place_of
from pecia.model.edition import Document
from pecia.pages.citations import citation, cited, edition_in_words
from pecia.pages.html import EMPTY, Html, link, outside_link, page, tag, words
from pecia.pages.indexes import document_pages
from pecia.pages.list_divisions import LISTED
from pecia.pages.overview import document_address, document_name
from pecia.pages.search_page import LISTS, search_page
from pecia.pages.summaries import Account, Edition
from pecia.pages.views import Download, GeneratedFile
from pecia.phrases import size_in_words


def render_edition(
    edition: Edition, downloads: Sequence[Download], forms: Forms, example: DocumentForms | None
) -> tuple[GeneratedFile, ...]:
    """Every page that is not of one document, but for the registers: lists, how to cite, downloads, search.

    ``downloads`` are the files that stand beside the pages, in the order of the list; they are made elsewhere.
    ``forms`` is how the edition is cited, ``example`` how its first document is, if it has one.
    """
    return (
        *document_pages(edition),
        _how_to_cite(edition, forms, example),
        _downloads(edition, downloads),
        search_page(f"{edition.statement.title}, version {edition.statement.version}", _lists(edition)),
    )


def _lists(edition: Edition) -> dict[str, str]:
    """The lists that lead to the texts without a search; those of the registers where they have an entry."""
    has = {
        addresses.PEOPLE: any(account.people for account in edition.documents),
        addresses.PLACES: any(account.places for account in edition.documents),
    }
    return {name: address for name, address in LISTS.items() if has.get(address, True)}


_WHOLE = (
    "The whole edition as a folder, with checksums and an RO-Crate description. Unpack it and open index.html; "
    "everything works without a server or network: "
)

_NO_ADDRESS = (
    "This copy has no permanent address yet, so the citations have none. Add the address of the page you are on."
)


_LINK_WITH_VERSION = (
    "To link to a version, put ?v= and the version before the # sign, as in A/?v=1.0.0#p12. If the passage has changed "
    "since then, readers see both wordings."
)


_NO_SUM = " The checksum file itself has no checksum in the table."


def _how_to_cite(edition: Edition, forms: Forms, example: DocumentForms | None) -> GeneratedFile:
    statement = edition.statement
    said = (
        "Every passage has a permanent number. Cite the number, the address that ends in it, and the version of the "
        "edition, because later versions may change the wording. On a reading page, the button beside each number "
        "offers ready-made citations of the passage in every style, with a quotation if you like."
    )
    body = [
        tag("h1", Html("Cite")),
        tag("p", words(said)),
        tag("h2", Html("The edition"), id="edition"),
        cited(forms),
        *(_examples(edition.documents[0], example) if example else ()),
        tag("h2", Html("Version"), id="version"),
        tag("p", words(f"This is {edition_in_words(statement)}.")),
        tag("p", words(_LINK_WITH_VERSION)),
        EMPTY if statement.url else tag("p", words(_NO_ADDRESS)),
    ]
    description = "How to cite the edition, a document, a witness or a passage."
    return page(addresses.markdown(addresses.CITE), "Cite", description, *body, kind="citing")


def _examples(account: Account, forms: DocumentForms) -> Iterator[Html]:
    """A document, a witness and a passage of it, each as it should be cited."""
    yield tag("h2", Html("A document"), id="document")
    yield cited(forms.document)
    for witness in account.document.witnesses[:1]:
        of_witness = forms.witnesses[witness.siglum]
        yield tag("h2", Html("A witness"), id="witness")
        yield cited(of_witness)
        anchor, speaker = account.example
        if anchor:
            place, fragment = place_of((anchor,)), addresses.fragment(anchor)
            pairs = [
                tag(
                    "div",
                    tag("dt", words(style.name)),
                    tag(
                        "dd",
                        tag(
                            "p", citation(of_witness.passage[style.id], place, fragment, speaker), class_="pc-citation"
                        ),
                    ),
                )
                for style in STYLES
            ]
            yield tag("h2", Html("A passage"), id="passage")
            yield tag("dl", *pairs, class_="pc-citations")


def _downloads(edition: Edition, downloads: Sequence[Download]) -> GeneratedFile:
    root = addresses.root(addresses.DOWNLOADS)
    head = tag("tr", *(tag("th", words(name), scope="col") for name in ("File", "Size", "SHA-256")))
    rows = [
        tag(
            "tr",
            tag("td", link(f"{root}{download.path}", words(download.label), download=True)),
            tag("td", words(size_in_words(download.size))),
            tag("td", _digest(download)),
        )
        for download in downloads
    ]
    table = tag("table", tag("thead", head), tag("tbody", *rows), class_="pc-table pc-files")
    sums = Html(link(f"{root}{addresses.WHOLE}.sha256", words("its checksum"), download=True) + ".")
    licence = edition.statement.licence
    named = outside_link(licence.url, words(licence.name))
    body = [
        tag("h1", Html("Downloads")),
        tag("p", words("The edition is the TEI records; these pages and all other files are generated from them.")),
        table if rows else tag("p", Html("No files yet.")),
        tag("h2", Html("Complete edition"), id="to-keep"),
        tag(
            "p", words(_WHOLE), link(f"{root}{addresses.WHOLE}", words("edition.zip"), download=True), Html(", "), sums
        ),
        tag("h2", Html("Files of each document"), id="documents"),
        *_copies(edition, root),
        tag("h2", Html("Licence"), id="licence"),
        tag("p", named, words(f". {licence.scope}" if licence.scope else ".")) if licence.name else EMPTY,
        tag("h2", Html("Checksums"), id="checksums"),
        tag(
            "p",
            words("To verify a download, compare "),
            tag("code", Html("sha256sum FILE")),
            words(f" with the table.{_NO_SUM}"),
        ),
    ]
    description = "The TEI records and other files of the edition, with checksums."
    return page(addresses.markdown(addresses.DOWNLOADS), "Downloads", description, *body, kind="downloads")


def _digest(download: Download) -> Html:
    """The digest of a file. That of the checksums is left out: with it a word changed in a record would change this
    page, and with it the search index of all pages."""
    return Html("–") if download.path == addresses.CHECKSUMS else tag("code", words(download.sha256))


def _copies(edition: Edition, root: str) -> Iterator[Html]:
    """Where the copies of each document are; when there are many, where the documents are."""
    reading = edition.statement.offer == "reading"
    what = "TEI, plain text, tables, JSON, EPUB, ODT and PDF"
    if reading:
        what = "TEI and passages as a script"
    if len(edition.documents) > LISTED:
        documents = link(f"{root}{addresses.DOCUMENTS}", words("the documents"))
        yield tag("p", words(f"{what}: see each of "), documents, Html("."))
        return
    yield tag("p", words(f"{what}:"))
    yield tag("ul", *(_copies_of(edition, account.document, root) for account in edition.documents), class_="pc-list")


def _copies_of(edition: Edition, document: Document, root: str) -> Html:
    place = document_address(edition.statement, document)
    overview = place == addresses.document(document.id)
    return tag("li", link(f"{root}{place}{'#downloads' if overview else ''}", words(document_name(document))))
