"""Which of the files that an editor has become which documents of the edition."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from pecia.metadata import is_tei, safe_id
from pecia.model import Locus
from pecia.model.findings import Finding
from pecia.transcript.readers import ENDINGS, is_transcript

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")
"""What is taken beside TEI, which may show it."""

MAX_BYTES = 50 * 1024 * 1024
"""The largest file that is taken; the text of a transcript of ten hours has some 600,000 bytes."""

_SIGLUM = re.compile("[A-Z]{1,2}")
"""Files so named, and no other in their folder, are the witnesses of one document: so an editor says that they are."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A document to be drafted: its id, and the names of its transcripts by siglum."""

    id: str
    transcripts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What becomes of some files: documents, TEI with its pictures (by the names that they have under
    ``edition/sources``), and why the others are left out."""

    documents: tuple[Planned, ...]
    tei: Mapping[str, bytes]
    findings: tuple[Finding, ...]


def gather(given: Mapping[str, bytes], taken: Collection[str] = frozenset()) -> Gathered:
    """The documents in the files ``given``, by name; ``taken`` are the ids that documents have already.

    Findings: F111 a file that is left out, F112 two files of one name, F105 two TEI files that would have one name.
    """
    findings: list[Finding] = []
    tei = {name: content for name, content in given.items() if is_tei(name.lower())}
    if tei:
        tei |= {name: content for name, content in given.items() if name.lower().endswith(PICTURES)}
    safe = {name: safe_name(name) for name in tei}
    counted = Counter(safe.values())
    findings += [
        Finding("F105", "two files would have this name", Locus(name), "Rename one.")
        for name, other in safe.items()
        if counted[other] > 1
    ]
    usable = []
    for name, content in given.items():
        if name not in tei and (reason := _reason(name, content)):
            findings.append(Finding("F111", *reason))
        elif name not in tei:
            usable.append(name)
    own = {safe_id(PurePosixPath(name).stem)[0] for name in tei if is_tei(name.lower())}
    documents = tuple(_named(_together(usable), {*taken, *own}, findings))
    return Gathered(documents, {safe[name]: content for name, content in tei.items()}, tuple(findings))


def safe_name(name: str) -> str:
    """``name`` in the letters that files of an edition may have: accents dropped, anything else a hyphen."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "/".join(re.sub(r"[^A-Za-z0-9._]+", "-", part).lstrip("-.") or "text" for part in plain.split("/"))


def _reason(name: str, content: bytes) -> tuple[str, Locus, str] | None:
    """Why a file is no transcript, by its name and size alone, and what to do."""
    place = Locus(name)
    if not is_transcript(name):
        ending = PurePosixPath(name).suffix or "no ending"
        return f"not taken: no format that is read ({ending})", place, f"These are read: {', '.join(ENDINGS)} and .xml."
    if not content.strip():
        return "not taken: the file is empty", place, "Check that the right file was saved."
    if len(content) > MAX_BYTES:
        size = f"{len(content) / 1e6:,.0f} MB; at most {MAX_BYTES / 1e6:,.0f} MB are read"
        return f"not taken: {size}", place, "Divide it, or check that the right file was saved."
    return None


def _together(names: Iterable[str]) -> list[tuple[str, dict[str, str]]]:
    """What each document is called after, and its transcripts by siglum."""
    by_folder: dict[str, list[str]] = defaultdict(list)
    for name in names:
        by_folder[name.rpartition("/")[0]].append(name)
    found: list[tuple[str, dict[str, str]]] = []
    for folder, inside in by_folder.items():
        stems = [PurePosixPath(name).stem for name in inside]
        if folder and all(map(_SIGLUM.fullmatch, stems)) and len(set(stems)) == len(stems):
            found.append((folder, dict(zip(stems, inside, strict=True))))
        else:
            found += [(name.rpartition(".")[0], {"A": name}) for name in inside]
    return sorted(found, key=lambda named: (named[0], *named[1].values()))


def _named(found: Iterable[tuple[str, dict[str, str]]], taken: set[str], findings: list[Finding]) -> Iterable[Planned]:
    """Each document with an id of its own: that of its file, with the folder before it where two have one name."""
    listed = list(found)
    last = Counter(safe_id(PurePosixPath(path).name)[0] for path, _ in listed)
    for path, transcripts in listed:
        wanted = safe_id(PurePosixPath(path).name)[0]
        id_ = wanted
        if last[wanted] > 1 or wanted in taken:
            name = next(iter(transcripts.values()))
            with_folder = "-".join(PurePosixPath(path).parts[-2:])
            named = (safe_id(one)[0] for one in (with_folder, f"{with_folder}-{PurePosixPath(name).suffix[1:]}"))
            counted = (f"{wanted}-{n}" for n in range(2, len(listed) + len(taken) + 3))
            id_ = next(one for one in (*named, *counted) if one not in taken)
            message = f"another file is called {PurePosixPath(path).name} too; this one is document {id_}"
            findings.append(Finding("F112", message, Locus(name)))
        taken.add(id_)
        yield Planned(id_, transcripts)
