"""The YAML of a drafted document: what its text gives and nothing else, each value with what it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from pecia.drafting.witness import DraftedWitness
from pecia.drafting.yaml_text import conventions, indented, item, line
from pecia.model import turns
from pecia.model.edition import Participant
from pecia.transcript.infer import Guess

_HEAD = """\
# Drafted from the text. What stands after # is what a value rests on; correct or delete what is wrong, and add what you
# know: archive, sources, provenance, rights (docs/reference/documents.md of Pecia).
"""


def document_yaml(witnesses: Sequence[DraftedWitness]) -> str:
    """The file edition/documents/<id>.yml; each fact is that of the first witness whose text gives it."""
    title = _first(witnesses, "title")
    origin = PurePosixPath(witnesses[0].origin)
    name = origin.parent.name if len(witnesses) > 1 else origin.stem
    lines = [
        line("title", title.value, title.because)
        if title
        else line("title", title_of(name), "its name: the text has no title")
    ]
    lines += [line(key, guess.value, guess.because) for key in ("date", "place") if (guess := _first(witnesses, key))]
    participants = list(_participants(witnesses))
    if participants:
        lines += ["participants:", *indented(participants)]
    lines.append("witnesses:")
    for witness in witnesses:
        first, *rest = _witness(witness)
        lines += indented([f"- {first}", *indented(rest)])
    return _HEAD + "".join(f"{one}\n" for one in lines)


def title_of(name: str) -> str:
    """A title from the name of a file or folder: underscores are spaces."""
    return " ".join(name.replace("_", " ").split()) or "Untitled"


def _first(witnesses: Sequence[DraftedWitness], key: str) -> Guess | None:
    return next((guess for one in witnesses if (guess := getattr(one.inferred, key)) is not None), None)


def _participants(witnesses: Sequence[DraftedWitness]) -> Iterator[str]:
    """Those whom a list of the text names, then those who speak and have a name."""
    spoken = Counter(who for one in witnesses for turn in turns(one.transcript) for who in (turn.who, *turn.also))
    unnamed = {person.key for one in witnesses for person in one.people if person.unnamed}
    present: dict[str, str] = {}
    for key, role in (pair for one in witnesses for pair in one.inferred.present):
        present.setdefault(key, role)
    for key, role in present.items():
        participant = Participant(person=key, role=role, part="speaker" if spoken[key] else "present")
        yield item(participant, "named among those present")
    for key in spoken:
        if key and key not in present and key not in unnamed:
            yield item(Participant(person=key, part="speaker"), "speaks")


def _witness(witness: DraftedWitness) -> list[str]:
    inferred = witness.inferred
    spoken = Counter(who for turn in turns(witness.transcript) for who in (turn.who, *turn.also))
    speakers = [
        item(speaker, f"turns: {spoken[speaker.person]}" if spoken[speaker.person] else "")
        for speaker in inferred.conventions.speakers
    ]
    language = [line("language", inferred.language.value, inferred.language.because)] if inferred.language else []
    encoding = witness.exemplar.encoding
    return [
        line("siglum", witness.siglum),
        *language,
        "exemplar:",
        *indented([line("file", witness.exemplar.file, f"a copy of {witness.origin}")]),
        *(indented([line("encoding", encoding, "not UTF-8; this is the likely one")]) if encoding else []),
        line_of_conventions(inferred.layout),
        *indented(conventions(inferred.conventions, speakers)),
    ]


def line_of_conventions(layout: str) -> str:
    """The key, with the layout in a phrase."""
    return f"conventions:  # {layout}"
