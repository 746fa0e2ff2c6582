"""Whatever lies in an edition's folders, what comes of it is findings: no exception, and no defect of Pecia's own."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pecia import new_project
from pecia.files import content_of
from pecia.pipeline import Serial, compose

DEFECTS = {"B103", "B112", "B113", "C101", "D101", "D102", "T109", "X105", "X107"}
"""Findings that say what Pecia did wrong."""

PLAY = """<?xml version="1.0"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>A play</title>
<author ref="#x">N</author></titleStmt>
<publicationStmt><p>Made for a test.</p></publicationStmt><sourceDesc><biblStruct><monogr><title>B</title>
<imprint><date when="1900">1900</date></imprint></monogr></biblStruct></sourceDesc></fileDesc><profileDesc><particDesc>
<listPerson><person xml:id="ekberg"><persName>Ekberg</persName></person></listPerson></particDesc></profileDesc>
</teiHeader><text><front><titlePage><docTitle><titlePart>T</titlePart></docTitle></titlePage></front><body>
<div type="scene" n="1" xml:id="s1"><head>Scene</head><sp who="#ekberg"><speaker>Ekberg.</speaker>
<p xml:id="größe">He <pb n="2"/>came<note n="1">On <hi rend="italic">foot</hi>.</note>
<choice><sic>hoem</sic><corr>home</corr></choice>.</p><l n="5" part="I">A line</l></sp>
<table><row><cell>1</cell></row></table><list><item>i</item></list><figure><graphic url="seal.png"/></figure>
<p><app><lem wit="#A">a</lem><rdg wit="#B">b</rdg></app><ref target="#s1">see</ref></p></div></body></text></TEI>
"""
NEW = new_project.new_edition()
FRESH = {
    **NEW,
    "edition/edition.yml": NEW["edition/edition.yml"] + b"offer: reading\nsplit: scene\n",
    "edition/sources/play.xml": PLAY.encode(),
    "edition/sources/seal.png": b"\x89PNG\r\n\x1a\n",
}
BUILT = {**FRESH, **{path: content_of(content) for path, content in compose(FRESH, Serial()).edition.items()}}

ODD = [*b"&<>{[\0\xff'\"%\r\t#()~".decode("latin-1")]
INSERTED = [one.encode("latin-1") for one in ODD] + [
    *(b": ", b"\n- ", b"..", b"../x", b"a:b", b"null", b"[]", b"{}", b"12", b"*a", b"&a ", b"!!python/object:x"),
    *(b"<p/>", b"</p>", b"<!-- -->", b"<?x?>", b"]]>", b" xml:id='a:b'", b"\n\n", b" " * 50, b"9" * 30, b"0000"),
    *(sign.encode() for sign in ("\u202e", "\u0301", "\U0001f600", "\ufeff", "\u00a0", "\u00ad")),
]
VALUES = [
    b"[]",
    b"{}",
    b"null",
    b"12",
    b"true",
    b"'../x'",
    b"a:b",
    b"[a, b]",
    b"{a: b}",
    b"",
    b"2020-13-01",
    b"x" * 300,
]
NAMES = [
    *(
        f"edition/sources/{name}.xml"
        for name in ("a:b", "x/y/z", "con", "ü", "%41", "x" * 200, "luncheon-1951-03-07/C")
    ),
    *(f"edition/{name}.yml" for name in ("documents/-", "documents/play", "rulings/none", "anchors/x", "registers/x")),
    *("edition/tei/x.xml", "edition/versions.yml", "edition/sources/new/in.txt"),
]


def cut(chance: random.Random, data: bytes) -> tuple[bytes, bytes]:
    place = chance.randrange(len(data) + 1)
    return data[:place], data[place:]


def with_value(chance: random.Random, data: bytes) -> bytes:
    """With another value behind a key of YAML."""
    lines = data.split(b"\n")
    place = chance.randrange(len(lines))
    key, colon, _ = lines[place].partition(b":")
    lines[place] = key + colon + b" " + chance.choice(VALUES) if colon else lines[place]
    return b"\n".join(lines)


CHANGES: list[Callable[[random.Random, bytes], bytes]] = [
    lambda _chance, _data: b"",
    lambda chance, _data: chance.randbytes(100),
    lambda _chance, data: data.decode(errors="replace").encode("utf-16"),
    lambda chance, data: cut(chance, data)[0],
    lambda chance, data: chance.choice(INSERTED).join(cut(chance, data)),
    lambda chance, data: chance.choice(INSERTED).join(cut(chance, data)),
    lambda chance, data: cut(chance, data)[0] + cut(chance, data)[1],
    with_value,
    with_value,
]


def spoilt(sources: Mapping[str, bytes], chance: random.Random) -> dict[str, bytes]:
    """The sources with one to four files changed, missing, exchanged or added."""
    out = dict(sources)
    for _ in range(chance.choice([1, 1, 2, 4])):
        path, other = chance.choice(sorted(out)), chance.choice(sorted(out))
        match chance.randrange(10):
            case 0:
                del out[path]
            case 1:
                out[path] = out[other]
            case 2:
                out[chance.choice(NAMES)] = chance.choice([out[path], PLAY.encode(), b"", b"title: x\n"])
            case _:
                out[path] = chance.choice(CHANGES)(chance, out[path])
    return out


@settings(max_examples=30)
@given(seed=st.integers(0, 2**32), built=st.booleans(), leave_out=st.booleans())
@example(seed=0, built=True, leave_out=True)
def test_any_input_ends_in_findings(seed: int, built: bool, leave_out: bool) -> None:
    sources = spoilt(BUILT if built else FRESH, random.Random(seed))
    composed = compose(sources, Serial(), leave_out=leave_out)
    assert [found for found in composed.findings if found.code in DEFECTS] == []
    assert composed.findings
    assert composed.site or not composed.pages, "nothing by halves"
