"""Editions made up for measuring: the same ones each time, of any size."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from random import Random

_COMMON = """
the a of and to in that is was for it with as his on be at by had not are but from or have an they which one you
were all her she there would their we him been has when who will no more if out so up said what its about than
into them can only other time new some could these two may first then do any like my now over such our man me even
most made after also well many must before great back through years where much your way down should because long
each just state people those too mister good very make still see own work men day get here between both under
agreement question port harvest letter minister fishery trade delegation answer price vessel protocol north
"""
WORDS = _COMMON.split()
_SPEAKERS = (("ekberg", "A. B. Ekberg"), ("nordahl", "Nordahl"), ("lindqvist", "Lindqvist"))
_STATEMENT = """\
title: An edition made up for measuring
version: 1.0.0
date: 2026-01-01
publisher: Nobody
url: https://example.org/
language: en-GB
description: Invented texts.
editors: [{id: editors, name: The editors, role: none}]
licence: {name: CC0, url: "https://creativecommons.org/publicdomain/zero/1.0/", scope: Everything.}
"""
"""The edition's statement, as far as it is the same for each."""

_DOCUMENT = """\
id: {id}
title: Conversation {number}
short_title: Conversation {number}
kind: Record of conversation
date: 1951-03-{day:02}
place: Oslo
participants:
  - {{person: ekberg, role: minister, part: speaker}}
  - {{person: nordahl, role: minister, part: speaker}}
  - {{person: lindqvist, role: envoy, part: speaker}}
original: {{kind: Record of conversation, repository: National Archives of Sweden, language: sv}}
witnesses:
  - siglum: A
    title: Only witness
    description: Invented.
    language: en
    exemplar: {{file: A.txt, sha256: {sha256}}}
    responsibilities: [{{id: translator, role: translator, unsigned: true}}]
    conventions:
      label_end: ":"
      speakers:
        - {{person: ekberg, labels: [A. B. Ekberg]}}
        - {{person: nordahl, labels: [Nordahl]}}
        - {{person: lindqvist, labels: [Lindqvist]}}
"""
_PEOPLE = """\
- {key: ekberg, name: Anna Ekberg, sort: "Ekberg, Anna", forms: [A. B. Ekberg, Ekberg]}
- {key: nordahl, name: Carl Nordahl, sort: "Nordahl, Carl", forms: [Nordahl]}
- {key: lindqvist, name: Eva Lindqvist, sort: "Lindqvist, Eva", forms: [Lindqvist]}
"""
MKDOCS = """\
site_name: Edition
theme: {name: pecia}
plugins: []
markdown_extensions: [attr_list, footnotes, md_in_html, tables, toc]
nav: [Home: index.md]
not_in_nav: "*.md"
"""


def conversation(random: Random, length: int) -> str:
    """A conversation of about ``length`` words in turns of some 60 words."""
    return "\n\n".join(_turns(random, length)) + "\n"


def _turns(random: Random, length: int) -> Iterator[str]:
    yield "Conversation"
    yield "7 March 1951"
    written = 0
    while written < length:
        paragraphs = [_paragraph(random, random.randint(20, 70)) for _ in range(random.choice((1, 1, 2)))]
        written += sum(paragraph.count(" ") + 1 for paragraph in paragraphs)
        yield f"{random.choice(_SPEAKERS)[1]}: {paragraphs[0]}"
        yield from paragraphs[1:]


def _paragraph(random: Random, length: int) -> str:
    words = random.choices(WORDS, k=length)
    if random.random() < 0.2:
        words[length // 2] = "[of it]"
    if random.random() < 0.3:
        words[length // 3] = random.choice(_SPEAKERS)[1]
    text = " ".join(words)
    return text[0].upper() + text[1:] + "."


def begin(root: Path, more: str = "") -> None:
    """An edition without texts under ``root``; ``more`` is added to its statement."""
    (root / "edition" / "sources").mkdir(parents=True)
    (root / "docs").mkdir()
    (root / "edition" / "edition.yml").write_text(_STATEMENT + more, encoding="utf-8")
    (root / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    (root / "docs" / "index.md").write_text("# Edition\n", encoding="utf-8")


def write_edition(root: Path, documents: int, words: int) -> None:
    """An edition of so many documents of so many words each, one witness a document, ready to build, under ``root``."""
    edition = root / "edition"
    ids = [f"conversation-{number:05}" for number in range(documents)]
    begin(root, f"documents: [{', '.join(ids)}]\n")
    for folder in ("documents", "registers", "rulings"):
        (edition / folder).mkdir()
    (edition / "registers" / "people.yml").write_text(_PEOPLE, encoding="utf-8")
    for number, document_id in enumerate(ids):
        exemplar = conversation(Random(number), words).encode()
        (edition / "sources" / document_id).mkdir()
        (edition / "sources" / document_id / "A.txt").write_bytes(exemplar)
        digest = hashlib.sha256(exemplar).hexdigest()
        text = _DOCUMENT.format(id=document_id, number=number, day=number % 28 + 1, sha256=digest)
        (edition / "documents" / f"{document_id}.yml").write_text(text, encoding="utf-8")
