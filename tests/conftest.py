"""What several rooms' tests share."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from lxml import etree

from pecia import files, skeleton


@pytest.fixture
def small_edition(tmp_path: Path) -> Path:
    """The root of a small edition that has not been built yet: one document, two witnesses, invented names."""
    root = tmp_path / "edition"
    assert files.begin(root, skeleton.new_edition()) == []
    return root


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of an installed Chromium; without one the test is skipped, in continuous integration it fails."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    message = "needs Chromium: install Debian's package with `apt-get install chromium`"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def tei_all() -> etree.RelaxNG:
    """The unmodified TEI schema (tei_all, TEI 4.3.0). Compiling it takes some ten seconds, so once a session."""
    path = Path(os.environ.get("PECIA_TEI_ALL") or Path(__file__).parents[1] / ".cache" / "tei_all.rng")
    if not path.is_file():
        pytest.fail(f"{path} is missing: run `make test`, which fetches it, or name it in PECIA_TEI_ALL")
    return etree.RelaxNG(file=str(path))
