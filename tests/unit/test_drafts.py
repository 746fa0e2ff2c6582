"""A draft costs no anchors; a published edition loses none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from pecia import anchors, files, new_project, versions
from pecia.model.findings import Severity
from pecia.pipeline import Composed, Serial, compose

ROOT = Path(__file__).parents[2]
ID = "luncheon-1951-03-07"
LEDGER = f"edition/anchors/{ID}.yml"
STATEMENT = "edition/edition.yml"
YAML = f"edition/documents/{ID}.yml"
A = f"edition/sources/{ID}/A.txt"

EXAMPLE = new_project.new_edition()
DRAFT = {
    **EXAMPLE,
    STATEMENT: EXAMPLE[STATEMENT]
    .replace(b"Conversations at the Embassy", b"Talks")
    .replace(b"url: https://example.org/conversations/\n", b""),
    # digests are left out
    YAML: b"\n".join(line for line in EXAMPLE[YAML].split(b"\n") if b"sha256:" not in line),
}
ADDRESS = b"url: https://talks.institute.net/\n"


def with_address(sources: Mapping[str, bytes]) -> dict[str, bytes]:
    return {**sources, STATEMENT: ADDRESS + sources[STATEMENT]}


def built(sources: Mapping[str, bytes]) -> tuple[dict[str, bytes], Composed]:
    """The edition's files after a build, and what it found."""
    composed = compose(sources, Serial())
    kept = {path: content for path, content in sources.items() if path not in (composed.sources or composed).gone}  # type: ignore[union-attr]
    return {**kept, **{path: files.content_of(content) for path, content in composed.edition.items()}}, composed


def reworded(sources: Mapping[str, bytes]) -> dict[str, bytes]:
    """With a paragraph before all others, and another taken out."""
    text = sources[A].replace(b"Nordahl remarks", b"Ekberg remarks that it rains in the harbour.\n\nNordahl remarks")
    return {**sources, A: text.replace(b"Then let us talk before the coffee is cold.", b"Nothing of the kind.")}


def codes(composed: Composed, severity: Severity | None = None) -> list[str]:
    return [one.code for one in composed.findings if severity in (None, one.severity)]


def ids(sources: Mapping[str, bytes], siglum: str = "A") -> list[str]:
    ledger, findings = anchors.read_ledger(LEDGER, sources[LEDGER])
    assert ledger, findings
    return [entry.id for entry in anchors.witness_ledger(ledger, siglum).entries]


def test_a_draft_says_so_and_is_numbered_anew() -> None:
    first, composed = built(DRAFT)
    assert "A113" in codes(composed)
    assert versions.PATH not in first
    changed, composed = built(reworded(first))
    assert codes(composed, Severity.ERROR) == []
    assert ids(changed) == [f"p{n}" for n in range(1, len(ids(changed)) + 1)]
    assert changed == built(reworded(DRAFT))[0], "whatever was built before"


def test_the_example_can_be_replaced_in_a_draft() -> None:
    first, _ = built(DRAFT)
    other = {
        path.replace(ID, "supper"): data.replace(ID.encode(), b"supper")
        for path, data in first.items()
        if not path.startswith(("edition/anchors/", "edition/tei/"))
    }
    stale = {path: data for path, data in first.items() if path.startswith(("edition/anchors/", "edition/tei/"))}
    after, composed = built({**other, **stale})
    assert codes(composed, Severity.ERROR) == []
    assert "F108" not in codes(composed)
    assert not [path for path in after if ID in path], "what was generated for the example is gone"


def test_an_address_and_a_date_publish_and_from_then_on_anchors_are_kept() -> None:
    draft, _ = built(DRAFT)
    published, composed = built(with_address(draft))
    assert "A113" not in codes(composed)
    assert versions.PATH in published
    assert ids(published) == ids(draft)
    again, composed = built(reworded(published))
    assert codes(composed, Severity.ERROR) == ["E104"], "the exemplar is not the one that was published"
    assert again == published | {A: again[A]}


@pytest.mark.parametrize("lost", ["address", "versions", "address and versions"])
def test_a_published_ledger_never_becomes_a_draft(lost: str) -> None:
    published, _ = built(with_address(DRAFT))
    without = dict(published)
    if "address" in lost:
        without[STATEMENT] = DRAFT[STATEMENT]
    if "versions" in lost:
        del without[versions.PATH]
    after, composed = built(reworded(without))
    assert codes(composed, Severity.ERROR) == (["A112"] if lost == "address and versions" else ["E104"])
    assert after[LEDGER] == published[LEDGER]
    if lost == "address and versions":
        assert not composed.site


def test_a_ledger_that_was_published_is_missed_in_a_draft_too() -> None:
    published, _ = built(with_address(DRAFT))
    without = {path: data for path, data in published.items() if path not in (LEDGER, versions.PATH)}
    assert "A104" in codes(built({**without, STATEMENT: DRAFT[STATEMENT]})[1], Severity.ERROR)


def test_a_changed_exemplar_is_accepted_by_its_digest() -> None:
    published, _ = built(with_address(DRAFT))
    changed = {**published, A: published[A].replace(b"a low price", b"the low price")}
    (found,) = [one for one in built(changed)[1].findings if one.severity is Severity.ERROR]
    assert (found.code, found.locus.file) == ("E104", A)
    digest = files.digest(changed[A])
    assert f"sha256: {digest}" in found.advice
    stated = changed[YAML].replace(b"file: A.txt", f"file: A.txt\n      sha256: {digest}".encode())
    accepted, composed = built({**changed, YAML: stated})
    assert codes(composed, Severity.ERROR) == []
    assert ids(accepted) == ids(published)
    kept, composed = built({**accepted, YAML: published[YAML]})
    assert codes(composed, Severity.ERROR) == []
    assert digest.encode() in kept[LEDGER], "the ledger records it again"


def test_the_title_and_address_of_the_example_are_findings() -> None:
    found = [one for one in built(EXAMPLE)[1].findings if one.code == "Y118"]
    assert [(one.locus.file, one.severity) for one in found] == [(STATEMENT, Severity.WARNING)] * 2
    assert "Y118" not in codes(built(DRAFT)[1])


def test_this_edition_is_published_and_keeps_every_anchor() -> None:
    sources, findings = files.read_sources(ROOT)
    assert findings == []
    assert versions.PATH in sources
    before = {path: data for path, data in sources.items() if path.startswith("edition/anchors/")}
    assert before
    for path, data in before.items():
        ledger, _ = anchors.read_ledger(path, data)
        assert ledger
        assert not ledger.draft
    after, composed = built(sources)
    assert "A113" not in codes(composed)
    assert {path: after[path] for path in before} == before
