"""A new edition to begin from: small, complete, and one that builds without a finding of severity error.

It is the edition of the reference pages (:mod:`pecia.metadata.examples`) with two short transcripts, so what an editor
reads there can be tried here.
"""

from __future__ import annotations

from hashlib import sha256

from pecia.metadata import examples

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
  - How to cite: cite/index.md
  - Downloads: downloads/index.md
not_in_nav: |
  *.md
validation:
  nav:
    omitted_files: ignore
"""

_INDEX = """\
# Conversations at the Embassy

[The documents](documents/index.md) are made from the transcripts in `edition/sources`.
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
        "mkdocs.yml": _MKDOCS,
    }
    sources = {f"edition/sources/{id_}/{siglum}.txt": content for siglum, content in exemplars.items()}
    return {**{path: content.encode() for path, content in text.items()}, **sources}
