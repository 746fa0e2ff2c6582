"""The passage record in short says what the whole one says: here it is made whole again, as the reference has it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pecia.formats.reading_record import short_record

CSL = {
    "id": "harbour-A",
    "type": "chapter",
    "title": "The Harbour at Noon",
    "author": [{"literal": "Ida Ek"}],
    "container-title": "Talks of the North",
    "version": "1.0.0",
    "URL": "https://example.org/harbour/A/",
}
ADDRESS = CSL["URL"]
LOCATOR, FRAGMENT = {"slot": "locator"}, {"slot": "fragment"}


def whole(short: dict[str, Any]) -> dict[str, Any]:
    """The record that ``short`` says, less the keys that it leaves out because they can be computed or are empty."""
    fields = list(short["citations"]["csl"].values())

    def spelt(part: Any) -> Any:
        return fields[part] if isinstance(part, int) else part

    def only(template: list[Any], which: int) -> list[Any]:
        made: list[Any] = []
        for part in template:
            if isinstance(part, list):
                made += only(part[which], which)
            elif isinstance(part, dict) and "slot" in part:
                made += [part] * which
            else:
                made.append({"i": spelt(part["i"])} if isinstance(part, dict) else spelt(part))
        return made

    cited = short["citations"]
    citations = {
        **cited,
        "styles": [{"id": id_, "name": name} for id_, name, _template in cited["styles"]],
        "page": {id_: joined(only(template, 0)) for id_, _name, template in cited["styles"]},
        "passage": {id_: joined(only(template, 1)) for id_, _name, template in cited["styles"]},
        **{key: joined(only(cited[key], 1)) for key in ("bibtex", "ris")},
        **{f"{key}_of_page": joined(only(cited[key], 0)) for key in ("bibtex", "ris")},
    }
    edition = short["edition"]
    document = {"short_title": short["document"]["title"], **short["document"]}
    versions = [{"version": edition["version"], "date": edition["date"]}]
    passages = [{**short["alike"], **passage} for passage in short["passages"]]
    made = {"speakers": {}, "versions": versions, "retired": [], **short}
    del made["alike"]
    return {**made, "document": document, "citations": citations, "passages": passages}


def joined(template: list[Any]) -> list[Any]:
    made: list[Any] = []
    for part in template:
        if isinstance(part, str) and made and isinstance(made[-1], str):
            made[-1] += part
        elif part != "":
            made.append(part)
    return made


def record(page: list[Any], passage: list[Any], passages: Sequence[Any] = ()) -> dict[str, Any]:
    return {
        "edition": {"title": "Talks", "version": "1.0.0", "date": "2026-01-31", "url": "", "publisher": "Nobody"},
        "document": {"id": "harbour", "title": "Harbour", "short_title": "Harbour", "date": "", "place": ""},
        "witness": {"siglum": "A", "title": "Print", "language": "en", "address": "harbour/A/"},
        "versions": [{"version": "1.0.0", "date": "2026-01-31"}],
        "speakers": {},
        "citations": {
            "styles": [{"id": "mla", "name": "MLA", "follows": "A manual"}],
            "page": {"mla": page},
            "passage": {"mla": passage},
            "bibtex": joined(["@book{x, ", *passage]),
            "ris": passage,
            "bibtex_of_page": joined(["@book{x, ", *page]),
            "ris_of_page": page,
            "csl": CSL,
            "lacks": [],
        },
        "passages": [*passages],
        "retired": [],
    }


def template_of(short: dict[str, Any]) -> list[Any]:
    ((_id, _name, template),) = short["citations"]["styles"]
    return list(template)


def test_what_the_page_and_a_passage_have_stands_once() -> None:
    made = short_record(
        record(
            ["Ek, “The Harbour at Noon,” in ", {"i": "Talks of the North"}, f", {ADDRESS}."],
            [
                "Ek, “The Harbour at Noon,” in ",
                {"i": "Talks of the North"},
                ", ",
                LOCATOR,
                f", {ADDRESS}",
                FRAGMENT,
                ".",
            ],
        )
    )
    title, container, address = (list(CSL).index(key) for key in ("title", "container-title", "URL"))
    assert template_of(made) == [
        "Ek, “", title, ",” in ", {"i": container}, ", ", [[], [LOCATOR, ", "]], address, FRAGMENT, ".",
    ]  # fmt: skip


def test_what_differs_is_a_pair_and_the_fragment_may_stand_in_words() -> None:
    made = short_record(record(["Ek, “Noon.”"], ["Ek, “Noon,” ", LOCATOR, "."]))
    assert template_of(made) == ["Ek, “Noon", [[".”"], [",” ", LOCATOR, "."]]]
    made = short_record(record(["At harbour/A/; Papers."], ["At harbour/A/", FRAGMENT, "; Papers."]))
    assert template_of(made) == ["At harbour/A/", FRAGMENT, "; Papers."]
    assert template_of(short_record(record(["One."], ["Two."]))) == [[["One"], ["Two"]], "."]
    assert template_of(short_record(record(["(Ek)"], ["(Ek", LOCATOR, ")"]))) == ["(Ek", LOCATOR, ")"]


def passage(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"p{number}", "kind": "prose", "who": None, "turn": None, "text": f"Words {number}.",
        "fingerprint": "0" * 16, "since": "0.9.0", "wording_since": "1.0.0", "former": [], **more,
    }  # fmt: skip


def test_what_most_passages_have_stands_once() -> None:
    passages = [
        passage(1, kind="heading"),
        passage(2),
        passage(3, who="ekberg", turn="p3"),
        passage(4, since="", wording_since=""),
    ]
    made = short_record(record(["x"], ["x"], passages))
    assert made["alike"] == {"kind": "prose", "since": "0.9.0", "wording_since": "1.0.0"}
    assert made["passages"] == [
        {"id": "p1", "kind": "heading", "text": "Words 1."},
        {"id": "p2", "text": "Words 2."},
        {"id": "p3", "who": "ekberg", "turn": "p3", "text": "Words 3."},
        {"id": "p4", "text": "Words 4.", "since": "", "wording_since": ""},
    ]


def test_a_text_without_passages_and_an_older_version_are_said() -> None:
    versions = [{"version": "0.9.0", "date": "2025-01-31"}, {"version": "1.0.0", "date": "2026-01-31"}]
    made = short_record({**record(["x"], ["x"]), "versions": versions, "retired": [passage(9, until="1.0.0")]})
    assert made["alike"] == {}
    assert made["passages"] == []
    assert made["versions"] == versions
    assert made["retired"][0]["kind"] == "prose"
    assert made["retired"][0]["until"] == "1.0.0"


WORDS = st.sampled_from(
    ["Ek", " ", ", ", "“", ".”", "noon", "A/", "harbour-A", *(v for v in CSL.values() if isinstance(v, str))]
)
PART = WORDS | st.builds(lambda words: {"i": words}, WORDS)


@given(st.lists(PART), st.lists(PART | st.sampled_from([LOCATOR, FRAGMENT])))
def test_every_template_comes_back(page: list[Any], passage: list[Any]) -> None:
    full = record(joined(page), joined(passage))
    made = json.loads(json.dumps(short_record(full)))
    again = whole(made)["citations"]
    for key in ("page", "passage", "bibtex", "ris", "bibtex_of_page", "ris_of_page", "csl"):
        assert again[key] == full["citations"][key], key


@given(st.lists(PART, max_size=6), st.integers(0, 6), st.integers(0, 6))
def test_a_passage_that_only_adds_slots_makes_no_pair(page: list[Any], one: int, other: int) -> None:
    both = joined(page)
    passage = both.copy()
    for slot, place in ((LOCATOR, one), (FRAGMENT, other)):
        passage.insert(place, slot)
    made = template_of(short_record(record(both, passage)))
    assert not any(isinstance(part, list) for part in made)
