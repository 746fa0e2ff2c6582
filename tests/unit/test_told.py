"""What a document hands on is the same when it is read again."""

from __future__ import annotations

from dataclasses import fields, replace

import msgspec
import pytest

from pecia import new_project
from pecia.model import Locus
from pecia.model.edition import Authority, Entry
from pecia.model.findings import Finding, in_order
from pecia.pages.summaries import Listed, Names
from pecia.pipeline import Serial, compose
from pecia.pipeline.summary import Told, read_names, read_texts
from pecia.search import Named, PassageText, WitnessText, searched
from pecia.tei_import import Use

WITNESS = WitnessText("talk", "A talk", "1951", "A", "Print", "en", True)
EKBERG = Named("ekberg", "ekberg", "A. Ekberg", "person")
FULL = PassageText(
    "p1",
    "Words",
    "spoken",
    WITNESS,
    EKBERG,
    (EKBERG, Named("oslo", "oslo", "Oslo", "place")),
    (("recieved", "received"),),
    (("vnto", "unto"),),
    ((2, "unto"),),
    "EKBERG",
    ("B", "p2", True),
)
ENTRY = Entry(
    key="ekberg",
    name="Anna Ekberg",
    sort="Ekberg, Anna",
    forms=("A. Ekberg",),
    role="Minister",
    description="Born in 1901.",
    certainty="medium",
    authorities=(Authority(name="VIAF", id="1", url="https://viaf.org/viaf/1", note="Unsure."),),
    kind="organisation",
    taken=True,
)


@pytest.mark.parametrize("texts", [(), (FULL,), (PassageText("p1", "", "prose", WITNESS), FULL)])
def test_texts_come_back(texts: tuple[PassageText, ...]) -> None:
    assert read_texts(msgspec.json.encode(texts)) == texts


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b"[[1]]", b"\xff", b'[{"anchor": 1}]', b"[" * 100_000])
def test_other_data_is_refused(data: bytes) -> None:
    for read in (read_names, read_texts):
        with pytest.raises((ValueError, RecursionError)):
            read(data)


def test_an_entry_is_listed_whole() -> None:
    """A field that is left out here would be lost in the registers."""
    assert Listed._fields == tuple(field.name for field in fields(Entry))
    listed = Listed(*(getattr(ENTRY, name) for name in Listed._fields))
    assert all(getattr(ENTRY, field.name) != field.default for field in fields(Entry))
    assert read_names(msgspec.json.encode(Names((listed,)))).entries[0].entry() == ENTRY


def test_what_a_document_tells_comes_back() -> None:
    (made,) = compose(new_project.new_edition(), Serial()).made.values()
    told = made.told
    assert told
    told = replace(told, uses=(Use("p", "paragraph", 3),), graphics={"talk/a.png": "edition/sources/talk/a.png"})
    assert msgspec.json.decode(msgspec.json.encode(told), type=Told) == told
    assert searched(read_texts(made.texts)) == told.searched
    assert [listed.key for listed in read_names(made.names).entries]


def test_findings_are_in_the_order_of_their_places_each_once() -> None:
    places = [("a", 9, 1), ("a", 10, 1), ("a", 10, 2), ("b", 1, 1)]
    found = [Finding(code, "m", Locus(*place)) for place in places for code in ("T106", "T111")]
    assert in_order([*reversed(found), *found]) == found
