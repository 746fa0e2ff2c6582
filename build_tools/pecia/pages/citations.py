"""Citations on the pages: what the processor made of them (:mod:`pecia.citation`), as HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from pecia import addresses
from pecia.citation import STYLES, Forms, Slot, Speaker, StyleId, Template, plain, template_as_json
from pecia.citation.forms import NOBODY, filled
from pecia.model.edition import Document, EditionStatement
from pecia.pages.html import EMPTY, Html, join, link, tag, words
from pecia.phrases import date_in_words, listed, shortened

_IN_ITALICS = frozenset({"book", "database"})

_IN_SHORT: tuple[StyleId, ...] = ("chicago-note", "chicago-bibliography", "mla", "apa")
"""The styles that a page's foot gives; the rest is in the dialog, which needs a script."""


def citation(template: Template, place: str = "", fragment: str = "", speaker: Speaker = NOBODY) -> Html:
    """A citation with its italics; what fills its slots as of :func:`~pecia.citation.forms.filled`."""
    runs = filled(template, place, fragment, speaker)
    return join(tag("i", words(run.text)) if run.italic else _lines(run.text) for run in runs)


def to_be_filled(template: Template) -> Html:
    """A citation whose slots are elements of their own, which the page's script fills in for the passage followed."""
    parts = []
    for part in template:
        if isinstance(part, Slot):
            parts.append(tag("span", class_=f"pc-cited-{part.name}"))
        else:
            parts.append(tag("i", words(part.text)) if part.italic else _lines(part.text))
    return join(parts)


def cited(forms: Forms, *, passages: bool = False) -> Html:
    """The citations of a page, style by style, and what they lack.

    With ``passages``, each is there once more for a passage, hidden until the page's script has one to fill in.
    """
    pairs = [
        tag("div", tag("dt", words(style.name)), tag("dd", *_both(forms, style.id, passages)))
        for style in STYLES
        if style.id in _IN_SHORT
    ]
    return join([tag("dl", *pairs, class_="pc-citations"), lacking(forms)])


def lacking(forms: Forms) -> Html:
    """A sentence on the facts that the citations lack because they are not established; nothing when none is."""
    if not forms.lacks:
        return EMPTY
    return tag("p", words(f"Not in the citations, because not established: {listed(forms.lacks)}."), class_="pc-lacks")


def cite_section(forms: Forms, hint: str = "", place: str = "passage") -> Html:
    """The section at the foot of a page. ``hint``: how to cite a ``place`` on it (passage, row); none by default.

    A page whose passages can be cited has a record of them, from which the dialog takes every form; any other carries
    here, for the dialog, the forms that the section does not show.
    """
    recorded = bool(hint) and place == "passage"
    return tag(
        "section",
        tag("h2", Html("Cite this page"), id="cite"),
        cited(forms, passages=bool(hint)),
        tag("p", words(hint)) if hint else EMPTY,
        EMPTY if recorded else _not_shown(forms),
        class_="pc-cite",
        data_place=place if hint else None,
    )


def _not_shown(forms: Forms) -> Html:
    """The forms of a page that its section does not show, as JSON in a script that does nothing by itself.

    ``styles``: in order, each as its name and template, or 0 where the section has it. ``bibtex`` and ``ris`` are
    templates with the fields of ``csl`` in their slots, so that long titles stand once. ``<`` is escaped, so that
    nothing in it ends the script (HTML, section 4.12.1.3).
    """
    content = {
        "styles": [
            0 if style.id in _IN_SHORT else [style.name, template_as_json(forms.page[style.id])] for style in STYLES
        ],
        "bibtex": _with_slots(plain(forms.bibtex_of_page), forms.csl),
        "ris": _with_slots(plain(forms.ris_of_page), forms.csl),
        "csl": forms.csl,
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return Html(f'<script type="application/json">{text}</script>\n')


def _with_slots(text: str, fields: Mapping[str, object]) -> list[str | dict[str, str]]:
    """``text`` with a slot for each of ``fields`` that it repeats word for word and that is longer than a slot."""
    names = {value: name for name, value in fields.items() if isinstance(value, str) and len(value) > len(_SLOT) + 16}
    if not names:
        return [text]
    repeated = "|".join(re.escape(value) for value in sorted(names, key=len, reverse=True))
    return [{"slot": names[part]} if part in names else part for part in re.split(f"({repeated})", text) if part]


_SLOT = '{"slot":""},"",'


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


def _both(forms: Forms, style: StyleId, passages: bool) -> Sequence[Html]:
    page = tag("p", citation(forms.page[style]), class_="pc-citation pc-of-page")
    if not passages:
        return (page,)
    return page, tag("p", to_be_filled(forms.passage[style]), class_="pc-citation pc-of-passage", hidden=True)


def _lines(text: str) -> Html:
    """Words whose line ends, between the entries of one citation, are line breaks."""
    return Html("<br>").join(words(line) for line in text.split("\n"))  # type: ignore[return-value]
