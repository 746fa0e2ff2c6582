"""Golden transcripts: see README.md in this folder."""

import hashlib
from pathlib import Path

import pytest

from pecia import transcript
from pecia.metadata.nodes import parse_yaml
from pecia.metadata.readers import WitnessKeys, read_register, read_rulings
from pecia.metadata.reading import Reading, read_node
from pecia.metadata.shapes import shape_of
from pecia.model import (
    Call,
    DateMark,
    Delivery,
    Division,
    Doubt,
    Emendation,
    Event,
    Field,
    Furniture,
    Gloss,
    Highlight,
    Insertion,
    LineNumber,
    Link,
    Mention,
    PageBreak,
    PageMark,
    Passage,
    Sign,
    Time,
    Turn,
    Unheard,
    source_text,
)

CASES = sorted(path for path in (Path(__file__).parent / "transcripts").iterdir() if path.is_dir())


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_transcript(case, request):
    made = in_words(*read_case(case / "in"))
    golden = case / "golden" / "transcript.txt"
    if request.config.getoption("--accept"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(made, encoding="utf-8")
    assert made == golden.read_text(encoding="utf-8")


def read_case(folder):
    file = next(folder.glob("exemplar.*"))
    data = file.read_bytes()
    witness = read_witness(folder / "witness.yml", data)
    entries = ()
    for name, kind in (("people.yml", "person"), ("places.yml", "place"), ("organisations.yml", "organisation")):
        if (folder / name).exists():
            read = read_register(name, (folder / name).read_bytes(), kind)
            assert not read.findings
            entries += read.value
    rulings = []
    if (folder / "rulings.yml").exists():
        read = read_rulings("rulings.yml", (folder / "rulings.yml").read_bytes())
        assert not read.findings
        rulings = [(ruling, read.at(number)) for number, ruling in enumerate(read.value)]
    exemplar, findings = transcript.read_exemplar(file.name, data, witness.exemplar.sha256)
    made, _, more = transcript.parse(exemplar, witness, witness.conventions, entries, rulings)
    assert source_text(made).replace(" ", "") == "".join(data.decode().split())
    return made, [*findings, *more]


def read_witness(path, exemplar):
    head = f"exemplar: {{file: exemplar.txt, sha256: {hashlib.sha256(exemplar).hexdigest()}}}\n"
    common = "siglum: X\ntitle: Witness X\ndescription: An invented witness.\n"
    stated = path.read_text(encoding="utf-8")
    language = "" if stated.startswith("language:") else "language: en\n"
    node, findings = parse_yaml(path.name, (head + common + language + stated).encode())
    out = Reading()
    witness = read_node(node, shape_of(WitnessKeys), (), out)
    assert not findings
    assert not out.findings, out.findings
    return witness


def in_words(made, findings):
    lines = []
    for name, blocks in (("front", made.front), ("body", made.body)):
        if blocks:
            lines.append(f"== {name}")
        for block in blocks:
            match block:
                case Passage():
                    lines.append(passage_in_words(block))
                case Turn():
                    who = " ".join([block.who, *block.also]) + ("?" if block.certainty == "low" else "")
                    lines.append(f"turn {who} ‹{marked(block.label)}›")
                    lines += ["    " + passage_in_words(passage) for passage in block.passages]
                case Field():
                    lines.append(f"field ‹{marked(block.label.content)}›")
                    lines += ["    " + passage_in_words(passage) for passage in block.values]
    if findings:
        lines.append("== findings")
        ordered = sorted(findings, key=lambda f: (f.locus, f.code))
        lines += [f"{f.locus.line}:{f.locus.column} {f.code} {f.severity} {f.message}" for f in ordered]
    return "\n".join(lines) + "\n"


def passage_in_words(passage):
    who = f"({passage.who})" if passage.who and passage.kind == "reported-speech" else ""
    return f"{passage.kind}{who}  {marked(passage.content)}"


def marked(rich):
    """The text with each mark round its words."""
    closings: dict[int, int] = {}
    openings: dict[int, list[str]] = {}
    empty: dict[int, list[str]] = {}
    for span in rich.spans:
        if span.start == span.end:
            empty.setdefault(span.start, []).append(f"{{{named(span.mark)}:}}")
        else:
            openings.setdefault(span.start, []).append(f"{{{named(span.mark)}: ")
            closings[span.end] = closings.get(span.end, 0) + 1
    out = []
    for position, character in enumerate([*rich.text, ""]):
        out.append("}" * closings.get(position, 0))
        out += empty.get(position, [])
        out += openings.get(position, [])
        out.append(character)
    return "".join(out)


def named(mark):
    match mark:
        case Insertion(resp):
            return f"insertion {resp}"
        case Gloss(language, resp):
            return f"gloss {language} {resp}"
        case Delivery():
            return "delivery"
        case Emendation(correction, ruling):
            return f"emendation {ruling} “{correction}”"
        case Doubt(ruling):
            return f"doubt {ruling}"
        case Mention(kind, key):
            return f"{kind} {key}"
        case DateMark(when):
            return f"date {when}"
        case Highlight(rendition):
            return rendition
        case Sign(function):
            return function
        case Link(target):
            return f"link {target}"
        case PageBreak(certainty, resp, ruling):
            return f"page-break {certainty} {ruling or resp}"
        case Event(kind):
            return kind
        case Unheard(reason):
            return f"unheard {reason}"
        case Time(start, end):
            return f"time {start}" + (f"–{end}" if end else "")
        case PageMark(n):
            return f"page {n}"
        case Furniture(kind):
            return kind
        case LineNumber(n):
            return f"line {n}"
        case Division():
            return "division"
        case Call(note, _):
            return f"call {note}"
