"""A new edition to begin from: complete, and one that builds without a finding of severity error.

:func:`new_edition` is the edition of the reference pages (:mod:`pecia.metadata.examples`) with two short transcripts,
so what an editor reads there can be tried here. :func:`edition_of` is what texts that are there
need around them.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import PurePosixPath

from pecia.metadata import examples, safe_id

_WITNESS_A = """\
Conversation over luncheon

7 March 1951

Nordahl remarks that the boats have not gone out for a week.

A. B. Ekberg. I was glad to hear that the letter was recieved in Oslo. We have much to speak about.

C. Nordahl. It came [by sea] in good time. My government would like to know what yours thinks of the price of herring

Fisheries in the north are the whole of our trade [handel], and a low price is felt in every house.

A. B. Ekberg (smiling). Then let us talk before the coffee is cold.
"""

_WITNESS_B = """\
Conversation over luncheon

7 March 1951

Nordahl remarks that the boats have not gone out for a week.

Ekberg: I was glad to hear that the letter was recieved in Oslo. We have much to discuss.

Nordahl: It came [by sea —ed.] in good time. My government would like to know what yours thinks of the price of herring.

Fisheries in the north are the whole of our trade, and a low price is felt in every house.

Ekberg (smiling): Then let us talk before the coffee is cold.
"""

_MKDOCS = """\
# How the site looks. What the edition is (title, address, version, licence) is said in edition/edition.yml.
site_name: Edition
theme:
  name: pecia
plugins: []
markdown_extensions: [attr_list, footnotes, md_in_html, tables, toc]
nav:
  - Home: index.md
  - Documents: documents/index.md
  - People: people/index.md
%PLACES%  - Cite: cite/index.md
  - Downloads: downloads/index.md
not_in_nav: |
  *.md
validation:
  nav:
    omitted_files: ignore
"""

_EDITION = """\
# What the edition is. Nothing here is known yet but that there are texts: please say what is so, line by line.
# What each key holds: docs/reference/edition.md of Pecia.

title: Edition without a title   # please give the title
description: ""                  # one or two sentences for the front page
publisher: ""                    # who publishes it
language: en                     # language of the edition's own words (not of the texts)

# Raise the version to publish. The date is the day of that version and the only date the pages know, for example:
# date: 2026-01-31
version: 0.1.0

# The address at which it will stand; until it is known, citations name the place in the edition instead.
# url: https://example.org/edition/

# Who is responsible, for example: [{id: editors, name: The editors, role: encoding}]
editors: []

# The licence of the edition's own work. Nobody has chosen one yet.
# licence: {name: …, url: "https://…", scope: "…"}

# Each file of edition/documents is a document.%EXAMPLE%
# They are listed by date and name; those named here come first.
documents: []
"""

_TEI_EXAMPLE = """
# So is each TEI file under edition/sources, named after the file%NAMED%. Its header says the rest."""

_INDEX = """\
# Conversations at the Embassy

[The documents](documents/index.md) are made from the transcripts in `edition/sources`.
"""

_PLAIN_INDEX = """\
# Edition

[The documents](documents/index.md) are made from the texts in `edition/sources`.
"""

_IGNORE = """\
/site/
/.cache/
"""


def new_edition() -> dict[str, bytes]:
    """The files of a new edition, by path relative to its folder."""
    exemplars = {"A": _WITNESS_A.encode(), "B": _WITNESS_B.encode()}
    document = examples.DOCUMENT
    for siglum, placeholder in zip(exemplars, (b"foo", b"bar"), strict=True):
        document = document.replace(sha256(placeholder).hexdigest(), sha256(exemplars[siglum]).hexdigest())
    id_ = "luncheon-1951-03-07"
    text = {
        ".gitignore": _IGNORE,
        "docs/index.md": _INDEX,
        "edition/documents/" + id_ + ".yml": document,
        "edition/edition.yml": examples.EDITION,
        "edition/registers/people.yml": examples.PEOPLE,
        "edition/registers/places.yml": examples.PLACES,
        "edition/rulings/" + id_ + ".yml": examples.RULINGS,
        "mkdocs.yml": _MKDOCS.replace("%PLACES%", ""),
    }
    sources = {f"edition/sources/{id_}/{siglum}.txt": content for siglum, content in exemplars.items()}
    return {**{path: content.encode() for path, content in text.items()}, **sources}


def edition_of(tei: Sequence[str], transcripts: Sequence[str] = ()) -> dict[str, bytes]:
    """The files around an edition of texts that are there already, by path relative to its folder.

    ``tei`` are the names of TEI files as they will be under ``edition/sources``, whoever puts them there; the first
    serves as an example in a comment. ``transcripts`` are the ids of documents that have YAML. What nobody has said is
    blank or says so.
    """
    stem = PurePosixPath(tei[0]).stem if tei else ""
    named = f" (e.g. {safe_id(stem)[0]})" if stem else ""
    example = _TEI_EXAMPLE.replace("%NAMED%", named) if tei or not transcripts else ""
    places = "  - Places: places/index.md\n" if tei or not transcripts else ""
    text = {
        ".gitignore": _IGNORE,
        "docs/index.md": _PLAIN_INDEX,
        "edition/edition.yml": _EDITION.replace("%EXAMPLE%", example),
        "mkdocs.yml": _MKDOCS.replace("%PLACES%", places),
    }
    return {path: content.encode() for path, content in text.items()}
