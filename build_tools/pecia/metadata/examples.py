"""A small edition in YAML, with invented names: the reference pages print it, and the tests read it."""

from __future__ import annotations

TITLES = frozenset({"Conversations at the Embassy", "Edition without a title"})
"""The titles that a new edition comes with."""

EDITION = """\
title: Conversations at the Embassy
subtitle: Two translations of one record
version: 1.0.0
date: 2026-11-21
publisher: An Institute
url: https://example.org/conversations/
contact: editors@example.org
language: en-GB
description: A record of one conversation in two English translations.
editors:
  - id: editors
    name: The editors
    role: transcription checked, encoding, rulings
licence:
  name: CC BY 4.0
  url: https://creativecommons.org/licenses/by/4.0/
  scope: The encoding and the editors' texts; not the translations.
documents:
  - luncheon-1951-03-07
"""

DOCUMENT = """\
id: luncheon-1951-03-07
title: Luncheon conversation, 7 March 1951
short_title: Luncheon, 7 March 1951
kind: Record of conversation
date: 1951-03-07
place: Embassy of Sweden, Oslo
place_key: oslo
duration: PT2H15M
summary:
  - text: Over luncheon the two ministers speak about trade.
participants:
  - {person: ekberg, role: Minister of Trade, side: Swedish, part: speaker}
  - {person: lindqvist, role: Interpreter, side: Swedish, part: interpreter}
  - person: nordahl
    role: Minister of Fisheries
    side: Norwegian
    part: speaker
    statement:
      text: His presence follows from his turns alone.
      certainty: medium
original:
  kind: Record of conversation
  repository: National Archives of Sweden
  abbreviation: RA
  settlement: Stockholm
  country: Sweden
  language: sv
  seen: false
sources:
  - id: bulletin-3
    kind: article
    title: A Conversation at the Embassy
    authors: ["Author, A."]
    container: Bulletin of the Project
    issue: "3"
    date: Spring 1996
    pages: 12–19
    url: https://example.org/doc/1
provenance:
  - text: The original is in the archive; its shelf mark is not stated.
    sources: [bulletin-3]
relation:
  - text: Witness B is in all likelihood a copy-edit of witness A.
    certainty: medium
rights:
  - text: The rights in the translations are not established.
    certainty: unknown
witnesses:
  - siglum: A
    title: First print
    description: The translation as first printed.
    language: en
    exemplar:
      file: A.txt
      sha256: 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae
    published_in: bulletin-3
    addresses:
      - {url: https://example.org/doc/1, kind: canonical}
    responsibilities:
      - id: translator
        kind: translator
        role: translation from the Swedish
        person: lindqvist
        signatures: [trans.]
        unsigned: true
    conventions:
      label_end: "."
      gloss_language: sv
      speakers:
        - {person: ekberg, labels: [A. B. Ekberg]}
        - {person: nordahl, labels: [C. Nordahl]}
  - siglum: B
    title: Edited reprint
    description: A reprint with the insertions of an editor who is not named.
    language: en
    exemplar:
      file: B.txt
      sha256: fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9
    responsibilities:
      - id: reprint-editor
        role: insertions signed “—ed.”
        note: Not named in this copy.
        signatures: ["—ed."]
    provenance:
      - {text: The source of this copy is not stated in it., certainty: unknown}
    conventions:
      label_end: ":"
      speakers:
        - {person: ekberg, labels: [A. B. Ekberg, Ekberg]}
        - {person: nordahl, labels: [C. Nordahl, Nordahl]}
"""

PEOPLE = """\
- key: ekberg
  name: Anna Birgitta Ekberg
  sort: Ekberg, Anna Birgitta
  forms: [A. B. Ekberg, Ekberg]
  role: Minister of Trade of Sweden
  authorities:
    - {name: VIAF, id: "0000000", url: https://viaf.org/viaf/0000000}
- key: lindqvist
  name: Karin Lindqvist
  sort: Lindqvist, Karin
  forms: [Karin Lindqvist]
  description: Interpreter; nothing else was found.
  certainty: medium
- key: nordahl
  name: Carl Nordahl
  sort: Nordahl, Carl
  forms: [C. Nordahl, Nordahl]
"""

PLACES = """\
- key: oslo
  name: Oslo
  sort: Oslo
  forms: [Oslo]
"""

RULINGS = """\
- id: received
  kind: emendation
  witnesses: [A, B]
  before: the letter was
  exact: recieved
  value: received
  resp: editors
  reason: The word is spelt so elsewhere in the same turn.
- id: break-after-herring
  kind: page-break
  witnesses: [A]
  before: the price of herring
  exact: Fisheries
  value: join
  certainty: medium
  resp: editors
  reason: The sentence goes on in the next paragraph of the print.
"""
