"""An anchor that was published leads somewhere on the built page, whatever has become of its passage."""

import hashlib
import re
from pathlib import Path

from lxml import html

from pecia import pipeline

LONG = "The harbour master counted the boats twice that morning and wrote the number down in the green book."


def change(root, siglum, edit):
    """Edit an exemplar as an editor does: the text, and its checksum in the document's YAML."""
    [document] = (root / "edition" / "documents").glob("*.yml")
    exemplar = root / "edition" / "sources" / document.stem / f"{siglum}.txt"
    before = exemplar.read_bytes()
    after = edit(before.decode()).encode()
    assert after != before
    exemplar.write_bytes(after)
    text = document.read_text(encoding="utf-8")
    old, new = (hashlib.sha256(data).hexdigest() for data in (before, after))
    assert old in text
    document.write_text(text.replace(old, new), encoding="utf-8")
    return document.stem


def anchors(page):
    return [i for i in html.fromstring(page.read_bytes()).xpath("//@id") if re.fullmatch(r"p\d+[a-z]*", i)]


def page_of(root: Path, document, siglum):
    return root / "site" / document / siglum / "index.html"


def build_cleanly(root):
    result = pipeline.build(root)
    assert [f for f in result.findings if f.severity == "error"] == []


def test_every_anchor_ever_published_is_still_on_the_page(small_edition):
    document = change(
        small_edition, "A", lambda text: f"{text.rstrip()}\n\n{LONG}\n\nThe last word was about the weather.\n"
    )
    build_cleanly(small_edition)
    page = page_of(small_edition, document, "A")
    published = anchors(page)

    change(small_edition, "A", lambda text: text.replace(f"\n\n{LONG}", ""))
    build_cleanly(small_edition)
    assert set(published) <= set(anchors(page))
    [gone] = [i for i in published if LONG in text_at(page, i)]
    assert re.match(rf"Passage {gone}\b.* was removed .*It read: {LONG}", text_at(page, gone)), text_at(page, gone)

    change(small_edition, "A", lambda text: text.replace("The last word was about the weather.", LONG))
    change(small_edition, "A", lambda text: f"An opening that nobody had seen before.\n\n{text}")
    small = small_edition / "edition" / "edition.yml"
    small.write_text(
        re.sub(r"(?m)^version: .*$", "version: 9.0.0", small.read_text(encoding="utf-8")), encoding="utf-8"
    )
    build_cleanly(small_edition)
    assert set(published) <= set(anchors(page))
    assert len(anchors(page)) == len(set(anchors(page)))
    assert text_at(page, gone).endswith(LONG)  # the same words have come back, and with them their anchor


def text_at(page, anchor):
    [element] = html.fromstring(page.read_bytes()).xpath(f"//*[@id='{anchor}']")
    return " ".join(element.text_content().split())
