"""How sources are cited and how this edition asks to be cited: bibliography style of the Chicago Manual.

Every form is put together from what the metadata has; what is empty leaves no comma, bracket or full stop behind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from pecia.pages import addresses
from pecia.pages.html import EMPTY, SPACE, Html, join, link, outside_link, tag, words
from pecia.pages.words import date_in_words, listed, sentence, shortened
from pecia.record import Document, EditionStatement, Source, Witness

_IN_ITALICS = frozenset({"book", "database"})


def source_citation(source: Source) -> Html:
    """A publication, archive holding or page, as an item of a bibliography."""
    in_container = source.kind in {"article", "chapter"}
    by_editors = not source.authors and not in_container
    names = sentence(_edited(source.editors) if by_editors else listed(source.authors))
    title = _closed(_italic(source.title)) if source.kind in _IN_ITALICS else _quoted(source.title)
    editors = f"edited by {listed(source.editors)}" if source.editors and not by_editors else ""
    dated = source.date
    if source.kind == "article" and source.container:
        held = join([_italic(source.container), words(source.issue), words(f"({dated})" if dated else "")], SPACE)
        held = join([join([held, words(source.pages)], Html(": ")), words(editors)], Html(", "))
        dated = ""
    elif source.kind == "chapter" and source.container:
        held = join(
            [Html("In " + _italic(source.container)), words(source.issue), words(editors), words(source.pages)],
            Html(", "),
        )
    else:
        held = join(
            [_italic(source.container), words(source.issue), words(_capital(editors)), words(source.pages)], Html(", ")
        )
    imprint = words(_imprint(source.place, source.publisher, dated))
    address = outside_link(source.url, words(source.url)) if source.url else EMPTY
    return join([words(names), title, _closed(held), _closed(imprint), _closed(address)], SPACE)


def edition_citation(statement: EditionStatement) -> Html:
    """The edition as a whole."""
    lead = _capital(sentence(f"{_edited_by(statement)}")) if statement.editors else ""
    return join([_edition_title(statement), words(lead), _imprint_of(statement), _address(statement, "")], SPACE)


def document_citation(statement: EditionStatement, document: Document) -> Html:
    """One document, without regard to a witness."""
    return _part(statement, document, EMPTY, addresses.document(document.id))


def witness_citation(statement: EditionStatement, document: Document, witness: Witness) -> Html:
    """One witness of a document."""
    return passage_citation(statement, document, witness, "")


def passage_citation(statement: EditionStatement, document: Document, witness: Witness, anchor: str) -> Html:
    """One passage of a witness; with an empty ``anchor`` the witness.

    The place of the anchor is an element of its own in either case, which the page's script fills in for the passage
    that the reader has followed a link to.
    """
    named = join([words(f"Witness {witness.siglum}"), words(witness.title)], Html(", "))
    place = tag("span", words(f", {anchor}" if anchor else ""), class_="pc-cited-passage")
    return _part(statement, document, Html(f"{named}{place}."), addresses.witness(document.id, witness.siglum, anchor))


def compare_citation(statement: EditionStatement, document: Document, named: str, address: str) -> Html:
    """A page that compares witnesses, ``named`` so; with the place of the anchor as in :func:`passage_citation`."""
    place = tag("span", class_="pc-cited-passage")
    return _part(statement, document, Html(f"{words(named)}{place}."), address)


def edition_in_words(statement: EditionStatement) -> str:
    """The line that says which edition a page belongs to: title, version and date."""
    version = f"version {statement.version}" if statement.version else ""
    return ", ".join(part for part in (statement.title, version, date_in_words(statement.date)) if part)


def colophon(statement: EditionStatement) -> dict[str, str]:
    """What the theme prints at the foot of every page; :mod:`pecia.publish` hands it over as ``extra.colophon``."""
    return {
        "title": statement.title,
        "version": statement.version,
        "date": date_in_words(statement.date),
        "publisher": statement.publisher,
        "licence": statement.licence.name,
        "licence_url": statement.licence.url,
    }


def _part(statement: EditionStatement, document: Document, named: Html, address: str) -> Html:
    host = join([Html("In " + _edition_title(statement, closed=not statement.editors))], EMPTY)
    if statement.editors:
        host = Html(f"{host}, {words(sentence(_edited_by(statement)))}")
    title = _quoted(document.short_title or document.title)
    return join([title, named, host, _imprint_of(statement), _address(statement, address)], SPACE)


def _edition_title(statement: EditionStatement, *, closed: bool = True) -> Html:
    title = ": ".join(part for part in (statement.title, statement.subtitle) if part)
    return Html(tag("i", words(title)) + (_stop(title) if closed else ""))


def _edited_by(statement: EditionStatement) -> str:
    names = [editor.name for editor in statement.editors]
    return f"edited by {listed([name[:1].lower() + name[1:] if name.startswith('The ') else name for name in names])}"


def _imprint_of(statement: EditionStatement) -> Html:
    version = sentence(f"Version {statement.version}") if statement.version else ""
    imprint = sentence(", ".join(part for part in (statement.publisher, date_in_words(statement.date)) if part))
    return join([words(version), words(imprint)], SPACE)


def _address(statement: EditionStatement, address: str) -> Html:
    """The full address, with the fragment in an element of its own (see :func:`passage_citation`)."""
    full = addresses.published(statement, address)
    if not full:
        return EMPTY
    page, _, anchor = full.partition("#")
    fragment = tag("span", words(f"#{anchor}" if anchor else ""), class_="pc-cited-fragment")
    return Html(tag("span", words(page), fragment, class_="pc-address") + ".")


def source_link(document: Document, key: str, root: str) -> Html:
    """What a statement rests on, in short, linking to it: an item of the document's list of sources, or a witness.

    ``key`` is the id of a source or the siglum of a witness; ``root`` the way to the site's root.
    """
    source = next((source for source in document.sources if source.id == key), None)
    if source is None:
        known = any(witness.siglum == key for witness in document.witnesses)
        name = words(f"witness {key}")
        return link(f"{root}{addresses.witness(document.id, key)}", name) if known else name
    short = shortened(source.title, 60)
    title = tag("i", words(short)) if source.kind in _IN_ITALICS else words(f"“{short}”")
    dated = words(f" ({source.date})") if source.date else EMPTY
    return Html(link(f"{root}{addresses.document(document.id)}#source-{key}", title) + dated)


def _edited(editors: Sequence[str]) -> str:
    return f"{listed(editors)}, {'ed' if len(editors) == 1 else 'eds'}." if editors else ""


def _imprint(place: str, publisher: str, date: str) -> str:
    house = ": ".join(part for part in (place, publisher) if part)
    return ", ".join(part for part in (house, date) if part)


def _quoted(title: str) -> Html:
    """A title in quotation marks with its full stop inside; quotation marks of its own become single ones."""
    inner = title.replace("“", "‘").replace("”", "’")
    return words(f"“{sentence(inner)}”") if title else EMPTY


def _stop(text: str) -> str:
    return sentence(text)[len(text) :]


def _closed(content: Html) -> Html:
    """``content`` with a full stop, unless its words end in one; nothing for nothing."""
    return Html(content + _stop(unescape(re.sub(r"<[^>]*>", "", content))))


def _italic(text: str) -> Html:
    return tag("i", words(text)) if text else EMPTY


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
