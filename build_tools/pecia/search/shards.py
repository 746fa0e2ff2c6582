"""Shards: the documents of an edition in groups, so that a changed document changes what its own group has.

What a shard has in files that all shards share (:mod:`~pecia.search.index`) is one line of each; what is its own are
the files that name its documents and give the words of its passages.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import Any

import msgspec

from pecia.search import postings
from pecia.search.pages import PageText
from pecia.search.records import KINDS, Named, PassageText, WitnessText
from pecia.search.words import places

DOCUMENTS = 500
RECORDS = 8_000
"""About as many of each a shard has."""

TITLES = 64
"""Documents whose titles are in one file."""

_LETTERS = 8_000
"""Of the words in one file of passages, on average, at most, if it has several."""

_TOGETHER = 32
"""Passages whose words are in one file, at most."""

_WORDS = 12_000
"""Words of the edition for which there is one bucket."""


@dataclass(frozen=True, slots=True)
class Searched:
    """What the index must know of one document without its texts.

    ``size``: how many passages it has; ``words``: how many words they have; ``sigla`` of its witnesses; ``digest``: of
    all passages, in hexadecimal digits.
    """

    size: int
    words: int
    sigla: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Shard:
    """What a shard has: its line of each shared file, JSON in one line, and its own files; both by path."""

    lines: Mapping[str, str]
    files: Mapping[str, bytes]


def searched(texts: Sequence[PassageText]) -> Searched:
    """What the index must know of a document whose passages are ``texts``, in their order."""
    words = sum(text.content.count(" ") + 1 for text in texts)
    sigla = tuple(dict.fromkeys(text.witness.siglum for text in texts))
    return Searched(len(texts), words, sigla, sha256(msgspec.json.encode(texts)).hexdigest())


def shard_of(sizes: Mapping[str, int], documents: int = DOCUMENTS, records: int = RECORDS) -> dict[str, int]:
    """The number of the shard of each document; ``sizes``: how many passages each has.

    A shard has about so many ``documents`` and ``records``: the number of shards is the power of two that is nearest to
    what either would need, by ratio. A shard may be empty.
    """
    number = _power_of_two(max(len(sizes) / documents, sum(sizes.values()) / records))
    return {name: int.from_bytes(sha256(name.encode()).digest()[:4]) % number for name in sizes}


def buckets(words: int) -> int:
    """The number of files over which the words of the index are spread, for an edition of so many ``words``."""
    return _power_of_two(words / _WORDS)


def _power_of_two(needed: float) -> int:
    """The power of two that is nearest by ratio, 1 at least."""
    number = 1
    while needed > number * 2**0.5:
        number *= 2
    return number


def make_shard(number: int, texts: Sequence[PassageText], pages: Sequence[PageText], buckets: int) -> Shard:
    """The shard ``number``: ``texts`` in the order of the documents and witnesses, then ``pages``.

    A record is a passage or a page, numbered from 0 in this order.
    """
    documents = [list(of) for _id, of in groupby(texts, lambda text: text.witness.document)]
    together = _together(texts)
    words, word_places = _postings(texts, pages, buckets)
    lines = {
        "index": _line({"sizes": _sizes(documents), "pairs": _pairs(texts), "together": together}),
        "facets": _line(_facets(texts, documents)),
        "named": _line(_named(texts)),
        **{f"words/{bucket}": _line(line) for bucket, line in words.items()},
        **{f"places/{bucket}": _line(line) for bucket, line in word_places.items()},
    }
    shown = [*map(_shown, texts)]
    listed = [_listed(document) for document in documents]
    contents: dict[str, list[Any]] = {
        **{f"texts/{number}-{n // together}": shown[n : n + together] for n in range(0, len(shown), together)},
        **{f"titles/{number}-{n // TITLES}": listed[n : n + TITLES] for n in range(0, len(listed), TITLES)},
        **{f"texts/page-{n}": [[page.address, page.title, page.text]] for n, page in enumerate(pages)},
    }
    return Shard(lines, {f"{path}.js": script(path, map(_line, content)) for path, content in contents.items()})


def script(path: str, lines: Iterable[str]) -> bytes:
    """A file of the index: a script that hands on a list, so that it can be read from disk too; a line an item."""
    content = ",\n".join(lines)
    return f'peciaSearch("{path}",[\n{content}\n]);\n'.encode()


def _line(content: Any) -> str:
    """JSON that is also JavaScript and stays in one line."""
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return written.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _postings(
    texts: Sequence[PassageText], pages: Sequence[PageText], buckets: int
) -> tuple[dict[int, str], dict[int, str]]:
    found: dict[str, dict[int, list[int]]] = {}
    lengths: list[int] = []
    contents = [
        *((text.content, text.called, [one.name for one in text.named], text.also) for text in texts),
        *((f"{page.title} {page.text}", "", [], ()) for page in pages),
    ]
    for record, (content, called, named, also) in enumerate(contents):
        here: dict[str, list[int]] = {}
        length = 0
        for word, place in places(content):
            here.setdefault(word, []).append(place)
            length = place + 1
        lengths.append(length)
        for before, others in also:
            for word, place in places(others):
                here[word] = sorted({*here.get(word, ()), before + place})
        for sign, names in ((postings.SPEAKER, (called,)), (postings.NAMED, named)):
            for name in names:
                for word, place in places(name):
                    here.setdefault(sign + word, []).append(place)
        for word, at in here.items():
            found.setdefault(word, {})[record] = at
    return postings.written(found, lengths, buckets)


def _sizes(documents: Sequence[Sequence[PassageText]]) -> str:
    """For each document the number of its witnesses and how many passages each has, in digits."""
    parts = []
    for document in documents:
        sizes = [sum(1 for _ in of) for _siglum, of in groupby(document, lambda text: text.witness.siglum)]
        parts.append(postings.numbers([len(sizes), *sizes]))
    return "".join(parts)


def _pairs(texts: Sequence[PassageText]) -> str:
    """For each passage that has a pair: its distance from the last one that has, how far on its pair is, times two,
    plus one if its words are the same; in digits."""
    record = {(text.witness.document, text.witness.siglum, text.anchor): n for n, text in enumerate(texts)}
    last, parts = 0, []
    for n, text in enumerate(texts):
        if text.pair and (other := record.get((text.witness.document, *text.pair[:2]), 0)) > n:
            parts += [n - last, 2 * (other - n) + text.pair[2]]
            last = n
    return postings.numbers(parts)


def _facets(texts: Sequence[PassageText], documents: Sequence[Sequence[PassageText]]) -> dict[str, Any]:
    """``kind``, ``speaker``: in digits, of each passage the number of its kind and of its speaker in ``speakers``, from
    1; ``speakers``: ``[key, name, name as sorted]``; ``dates`` of the documents, ``sigla`` of their witnesses."""
    kinds = {kind: n for n, kind in enumerate(dict.fromkeys(KINDS.values()))}
    speakers: dict[tuple[str, str, str], int] = {}
    column = []
    for text in texts:
        called = text.speaker
        entry = (called.key, called.name, called.sort) if called else ("", text.label, text.label.casefold())
        column.append(speakers.setdefault(entry, len(speakers) + 1) if entry[1] else 0)
    sigla = {" ".join(dict.fromkeys(text.witness.siglum for text in document)): None for document in documents}
    which = {one: n for n, one in enumerate(sigla)}
    return {
        "kind": postings.numbers(kinds[text.kind] for text in texts),
        "speaker": postings.numbers(column),
        "speakers": list(speakers),
        "dates": [document[0].witness.date for document in documents],
        "sigla": list(sigla),
        "witnesses": postings.numbers(
            which[" ".join(dict.fromkeys(text.witness.siglum for text in document))] for document in documents
        ),
    }


def _named(texts: Sequence[PassageText]) -> list[Any]:
    """``[key, name, kind, name as sorted, passages]`` of each entry that is named; the passages in digits, each less
    the one before."""
    having: dict[Named, list[int]] = {}
    for record, text in enumerate(texts):
        for entry in text.named:
            having.setdefault(entry, []).append(record)
    return [
        [entry.key, entry.name, entry.kind, entry.sort, postings.distances(having[entry])] for entry in sorted(having)
    ]


def _listed(document: Sequence[PassageText]) -> list[Any]:
    first = document[0].witness
    witnesses: dict[str, WitnessText] = {text.witness.siglum: text.witness for text in document}
    return [
        first.document,
        first.document_title,
        first.date,
        int(first.compared),
        [[one.siglum, one.title, one.language] for one in witnesses.values()],
    ]


def _shown(text: PassageText) -> list[Any]:
    """``[anchor, kind, speaker, words, corrections, alternatives]``, what is empty at the end left out."""
    shown = [text.anchor, text.kind, text.called, text.content, text.corrections, text.alternatives]
    while not shown[-1]:
        shown.pop()
    return shown


def _together(texts: Sequence[PassageText]) -> int:
    letters = sum(len(text.content) for text in texts)
    together = _TOGETHER
    while together > 1 and letters * together > _LETTERS * len(texts):
        together //= 2
    return together
