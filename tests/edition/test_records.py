"""The committed TEI records: valid TEI, and nothing of the sources lost in them."""

from pathlib import Path

import pytest
from lxml import etree

from pecia import tei_record
from pecia.model import passages, source_text

ROOT = Path(__file__).parents[2]
RECORDS = sorted((ROOT / "edition" / "tei").glob("*.xml"))
NAMESPACE = {"t": "http://www.tei-c.org/ns/1.0"}


def test_each_witness_has_a_record():
    assert [path.name for path in RECORDS] == ["dinner-1962-11-01.A.xml", "dinner-1962-11-01.B.xml"]


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.name)
def test_valid_against_unmodified_tei_all(path, tei_all):
    assert tei_all.validate(etree.parse(path)), tei_all.error_log


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.name)
def test_gives_the_exemplar_back(path):
    document, siglum, _ = path.name.rsplit(".", 2)
    exemplar = (ROOT / "edition" / "sources" / document / f"{siglum}.txt").read_text(encoding="utf-8")
    folded = " ".join(part for part in exemplar.replace("\n", " ").split(" ") if part)
    assert tei_record.validate(path.name, path.read_bytes(), folded) == []
    record, findings = tei_record.decode(path.name, path.read_bytes())
    assert findings == []
    assert source_text(record.transcript) == folded
    assert tei_record.encode(record) == path.read_bytes()
    assert all(passage.id for passage in passages(record.transcript))


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.name)
def test_encoding_is_as_the_design_tables_it(path):
    root = etree.parse(path)

    def count(query):
        return int(root.xpath(f"count({query})", namespaces=NAMESPACE))

    assert count("//t:sp[@who]/t:speaker") == 75
    assert count("//t:p/t:said[@who][@direct='false']") == 8
    assert count("//t:sp//t:said") == 0
    assert count("//t:text//t:supplied[@resp]") == 12
    assert count("//t:text//t:note[@type='gloss']/t:foreign[@xml:lang='ru-Latn']") == 5
    assert count("//t:text//t:stage[@type='delivery']") == 3
    assert count("//t:text//t:choice[t:sic][t:corr[@resp]]") == 6
    assert count("//t:text//t:sic[not(parent::t:choice)]") == 3
    assert count("//t:text//t:note[@type='source']") == 1
    assert count("//t:text//t:pb[not(@cert)]") == 0
    for header in ("titleStmt", "availability", "biblStruct", "msDesc", "listWit", "editorialDecl", "particDesc"):
        assert count(f"//t:{header}"), header
    for header in ("settingDesc", "langUsage", "revisionDesc"):
        assert count(f"//t:{header}"), header
