"""The safe reader: what is hostile or broken becomes one finding, with its place, and nothing outside is touched."""

import pytest

from pecia.model.findings import Finding
from pecia.tei import parse
from pecia.tei.parse import parse_xml
from pecia.tei_record import decode, validate

BILLION_LAUGHS = (
    b"""<?xml version="1.0"?>
<!DOCTYPE TEI [
<!ENTITY a "ha ha ha ha ha ha ha ha ha ha">
"""
    + b"".join(b'<!ENTITY %c "%s">\n' % (letter, b"&%c;" % (letter - 1) * 10) for letter in range(ord("b"), ord("p")))
    + b"]>\n<TEI xmlns='http://www.tei-c.org/ns/1.0'>&o;</TEI>"
)

IN_AN_ATTRIBUTE = b'<!DOCTYPE a [<!ENTITY x "' + b"y" * 100_000 + b'">]><a b="' + b"&x;" * 100_000 + b'"/>'


def only(findings: list[Finding]) -> tuple[str, str]:
    [finding] = findings
    assert finding.message.strip(" .")
    return finding.code, str(finding.locus)


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        pytest.param(b"", "X101", "f.xml:1:1", id="empty"),
        pytest.param(b"words", "X101", "f.xml:1:1", id="no XML"),
        pytest.param(b"\x00\x01", "X101", "f.xml:1:1", id="bytes"),
        pytest.param(b"<a>\n<b></a>", "X101", "f.xml:2:8", id="tags crossed"),
        pytest.param(b"<a>\n\xff</a>", "X101", "f.xml:2:1", id="not UTF-8"),
        pytest.param(b"<a>\n&nbsp;</a>", "X101", "f.xml:2:7", id="entity that nothing declares"),
        pytest.param(b"<a>&#1;</a>", "X101", "f.xml:1:8", id="control character"),
        pytest.param(b"<a/>\n<a/>", "X101", "f.xml:2:1", id="two roots"),
        pytest.param(b'<?xml version="1.0" encoding="nonsense"?><a/>', "X101", "f.xml:1:40", id="encoding"),
        pytest.param(b"<!DOCTYPE a><a/>", "X102", "f.xml:1", id="bare DOCTYPE"),
        pytest.param(b"<!--c-->\n <!DOCTYPE a SYSTEM 'a.dtd'><a/>", "X102", "f.xml:2", id="DTD"),
        pytest.param(b"\xef\xbb\xbf<!DOCTYPE a><a/>", "X102", "f.xml:1", id="DOCTYPE after a byte order mark"),
        pytest.param("<!DOCTYPE a><a/>".encode("utf-16"), "X102", "f.xml:1", id="DOCTYPE in UTF-16"),
        pytest.param(b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', "X102", "f.xml:1", id="internal entity"),
        pytest.param(BILLION_LAUGHS, "X102", "f.xml:2", id="billion laughs"),
        pytest.param(IN_AN_ATTRIBUTE, "X102", "f.xml:1", id="expansion in an attribute"),
        pytest.param(b'<!DOCTYPE a [<!ENTITY % e SYSTEM "http://127.0.0.1:9/x"> %e;]><a/>', "X102", "f.xml:1",
                     id="parameter entity"),
        pytest.param('<?xml version="1.0" encoding="Shift_JIS"?><!DOCTYPE a><a>日</a>'.encode("shift_jis"), "X102",
                     "f.xml", id="DOCTYPE in an encoding that expat does not read"),
        pytest.param(b"<a>" * 300 + b"</a>" * 300, "X106", "f.xml:1:771", id="too deep"),
        pytest.param(b"<a>" + b" " * parse.MAX_BYTES + b"</a>", "X106", "f.xml", id="too large"),
    ],
)  # fmt: skip
def test_what_is_refused(data: bytes, code: str, place: str) -> None:
    root, findings = parse_xml("f.xml", data)
    assert root is None
    assert only(findings) == (code, place)
    assert decode("f.xml", data) == (None, findings)
    assert validate("f.xml", data, "") == findings


def test_an_external_entity_is_not_read(tmp_path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    data = f'<!DOCTYPE a [<!ENTITY e SYSTEM "{secret.as_uri()}">]><a>&e;</a>'.encode()
    root, findings = parse_xml("f.xml", data)
    assert root is None
    assert only(findings)[0] == "X102"
    assert "secret" not in findings[0].message


@pytest.mark.parametrize(
    "data",
    [
        b"<a><!-- <!DOCTYPE a> --><b><![CDATA[<!DOCTYPE a [<!ENTITY e 'x'>]>]]></b></a>",
        b"<?xml version='1.0' encoding='UTF-8'?>\n<a>&lt;!DOCTYPE a></a>",
        b"\xef\xbb\xbf<a/>",
        "<a>é</a>".encode("utf-16"),
        b"<a><b xml:id='x'/><b xml:id='x'/></a>",
    ],
)
def test_what_only_looks_dangerous_is_read(data: bytes) -> None:
    root, findings = parse_xml("f.xml", data)
    assert root is not None
    assert findings == []


def test_an_inclusion_is_not_followed() -> None:
    data = b'<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/hostname" parse="text"/></a>'
    root, _ = parse_xml("f.xml", data)
    assert root is not None
    assert len(root) == 1
    assert "".join(root.itertext()) == ""
