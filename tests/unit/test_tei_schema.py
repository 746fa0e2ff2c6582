"""The schema's two syntaxes and its two places say the same."""

from pathlib import Path

import pytest
import rnc2rng

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "build_tools" / "pecia" / "tei_record"
EDITION = ROOT / "edition" / "schema"


@pytest.mark.parametrize("name", ["pecia.rnc", "pecia.rng"])
def test_the_edition_has_the_schema_that_the_build_uses(name: str) -> None:
    assert (EDITION / name).read_bytes() == (PACKAGE / name).read_bytes()


def test_the_xml_form_is_made_from_the_compact_one() -> None:
    made = rnc2rng.dumps(rnc2rng.load(str(PACKAGE / "pecia.rnc")))
    assert made.strip() == (PACKAGE / "pecia.rng").read_text(encoding="utf-8").strip(), (
        "run the commands of edition/schema/README.md"
    )
