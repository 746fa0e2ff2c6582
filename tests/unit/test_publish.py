"""The site: the same bytes anywhere, the engine's warnings as findings, and shown anew while an editor works."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from pecia import files, publish
from pecia.model import Locus
from pecia.pipeline import Serial, build, compose

ID = "luncheon-1951-03-07"


def state(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.relative_to(root).parts[0] not in (files.WORK, ".cache")
    }


def found_in(root: Path) -> list[tuple[str, str]]:
    """Code and place of what the site engine says of the edition under ``root``."""
    return [(f.code, str(f.locus)) for f in build(root).findings if f.code.startswith("P")]


# --- the navigation ------------------------------------------------------------------------------


def test_the_navigation_names_no_register_without_an_entry(small_edition: Path) -> None:
    settings = small_edition / "mkdocs.yml"
    navigation = settings.read_text(encoding="utf-8").replace(
        "people/index.md\n", "people/index.md\n  - Places: places/index.md\n"
    )
    settings.write_text(navigation, encoding="utf-8")
    assert found_in(small_edition) == []
    home = (small_edition / "site/index.html").read_text(encoding="utf-8")
    assert 'href="places/"' in home
    (small_edition / "edition/registers/places.yml").unlink()
    document = small_edition / f"edition/documents/{ID}.yml"
    document.write_text(
        re.sub(r"^place.*\n", "", document.read_text(encoding="utf-8"), flags=re.MULTILINE), encoding="utf-8"
    )
    assert found_in(small_edition) == []
    home = (small_edition / "site/index.html").read_text(encoding="utf-8")
    assert 'href="places/"' not in home
    assert 'href="people/"' in home
    assert not (small_edition / "site/places").exists()


# --- the same bytes ------------------------------------------------------------------------------


def test_the_site_is_the_same_in_another_place_at_another_time(small_edition: Path, tmp_path: Path) -> None:
    elsewhere = shutil.copytree(small_edition, tmp_path / "another name" / "edition")
    build(small_edition)
    environment = {
        **os.environ,
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "77",
        "SOURCE_DATE_EPOCH": "1",
        "HOME": str(tmp_path),
    }
    command = [sys.executable, "-m", "pecia", "build", "--jobs", "2", "--root", str(elsewhere)]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    assert state(elsewhere) == state(small_edition)


def test_the_site_knows_no_clock_and_no_place(small_edition: Path) -> None:
    build(small_edition)
    site = {path: content for path, content in state(small_edition).items() if path.startswith("site/")}
    assert "site/sitemap.xml.gz" not in site
    assert b"<lastmod>2026-11-21</lastmod>" in site["site/sitemap.xml"]
    assert [path for path, content in site.items() if str(small_edition).encode() in content] == []


def test_the_clock_of_the_process_is_left_as_it_was(small_edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "12")
    build(small_edition)
    assert os.environ["SOURCE_DATE_EPOCH"] == "12"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_date_beyond_the_engine_s_clock_is_published(small_edition: Path, day: str) -> None:
    edition = small_edition / "edition/edition.yml"
    edition.write_text(edition.read_text().replace("2026-11-21", day))
    assert found_in(small_edition) == []


# --- what the edition says, the site says --------------------------------------------------------


def test_title_and_address_come_from_the_edition(small_edition: Path) -> None:
    config = small_edition / "mkdocs.yml"
    config.write_text(config.read_text() + "site_url: https://elsewhere.example.net/\n")
    build(small_edition)
    page = (small_edition / f"site/{ID}/A/index.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="https://example.org/conversations/{ID}/A/">' in page
    assert "Conversations at the Embassy</title>" in page
    assert "elsewhere.example.net" not in page


@pytest.mark.parametrize("changed", ["mkdocs.yml", "overrides/main.html", "hook.py"])
def test_a_change_of_looks_is_published(small_edition: Path, changed: str) -> None:
    (small_edition / "overrides").mkdir()
    (small_edition / "overrides/main.html").write_text("{% extends 'base.html' %}")
    (small_edition / "hook.py").write_text("")
    settings = "site_name: E\ntheme: {name: pecia, custom_dir: overrides}\nhooks: [hook.py]\nplugins: []\n"
    (small_edition / "mkdocs.yml").write_text(settings)
    assert build(small_edition).published
    assert not build(small_edition).published
    new = {
        "mkdocs.yml": settings + "copyright: changed\n",
        "overrides/main.html": "{% extends 'base.html' %}{% block content %}changed{% endblock %}",
        "hook.py": "def on_post_page(output, **_):\n    return output + 'changed'\n",
    }
    (small_edition / changed).write_text(new[changed])
    assert build(small_edition).published


# --- findings ------------------------------------------------------------------------------------


LOADS = (
    '{% extends "main.html" %}\n{% block scripts %}<script src="assets/javascripts/bundle.js"></script>{% endblock %}\n'
)


@pytest.mark.parametrize("loaded", [False, True])
def test_scripts_that_no_page_loads_are_not_published(small_edition: Path, loaded: bool) -> None:
    own = small_edition / "docs/assets/javascripts/own.js"
    own.parent.mkdir(parents=True)
    own.write_text("// by hand\n", encoding="utf-8")
    if loaded:
        (small_edition / "look").mkdir()
        (small_edition / "look/404.html").write_text(LOADS, encoding="utf-8")
        settings = small_edition / "mkdocs.yml"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text.replace("  name: pecia", "  name: pecia\n  custom_dir: look"), encoding="utf-8")
    assert build(small_edition).published
    site = small_edition / "site/assets"
    assert (site / "javascripts/own.js").exists()
    assert bool([*site.glob("javascripts/bundle.*")]) == loaded
    assert bool([*site.rglob("*.map")]) == loaded
    assert (site / "pecia.js").exists()


@pytest.mark.parametrize(
    ("link", "part"),
    [
        ("[x](gone.md)", "gone.md"),
        (f"[x]({ID}/A/index.md#p999)", "p999"),
    ],
)
def test_a_link_that_leads_nowhere_is_a_finding(small_edition: Path, link: str, part: str) -> None:
    (small_edition / "docs/index.md").write_text(f"{link}\n", encoding="utf-8")
    result = build(small_edition)
    found = [(f.code, f.locus, part in f.message) for f in result.findings if f.code.startswith("P")]
    assert found == [("P102", Locus("docs/index.md"), True)]
    assert result.published


def test_a_link_to_a_passage_is_none(small_edition: Path) -> None:
    (small_edition / "docs/index.md").write_text(f"[x]({ID}/A/index.md#p3)\n", encoding="utf-8")
    assert found_in(small_edition) == []


@pytest.mark.parametrize(
    "config",
    [
        None,
        "site_name: [",
        "site_name: E\ntheme: {name: there-is-none}\n",
        "site_name: E\nmarkdown_extensions: [there_is_none]\n",
        "site_name: E\nhooks: [hook.py]\n",
    ],
)
def test_an_engine_that_stops_leaves_the_old_site(small_edition: Path, config: str | None) -> None:
    build(small_edition)
    before = state(small_edition)
    (small_edition / "hook.py").write_text("def on_env(env, config, files):\n    raise LookupError('a hook failed')\n")
    (small_edition / "mkdocs.yml").unlink()
    if config is not None:
        (small_edition / "mkdocs.yml").write_text(config)
    result = build(small_edition)
    assert {f.code for f in result.findings if f.code.startswith("P")} == {"P101"}
    assert all(f.message.isprintable() and "Traceback" not in f.message for f in result.findings)
    assert not result.published
    after = state(small_edition)
    assert {p: c for p, c in after.items() if p.startswith("site/")} == {
        p: c for p, c in before.items() if p.startswith("site/")
    }
    assert sorted(path.name for path in (small_edition / files.WORK).iterdir()) == [".gitignore", "building", "lock"]


def test_an_index_that_cannot_be_written_leaves_the_old_site(
    small_edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(small_edition)
    site = state(small_edition / "site")
    (small_edition / "docs/index.md").write_text("New.\n", encoding="utf-8")

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pecia.search.shared_files", full)
    assert "F101" in [f.code for f in build(small_edition).findings]
    assert state(small_edition / "site") == site


def test_trying_out_keeps_nothing(small_edition: Path) -> None:
    composed = compose(files.read_sources(small_edition)[0], Serial())
    assert composed.site
    before = state(small_edition)
    pages = {**composed.pages, "index.md": b"[x](gone.md)"}
    assert [f.code for f in publish.try_out(small_edition, pages, composed.site)] == ["P102"]
    assert state(small_edition) == before


# --- while an editor works -----------------------------------------------------------------------


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def served(small_edition: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """``pecia serve`` of the small edition, once it answers."""
    command = [sys.executable, "-m", "pecia", "serve", "--root", str(small_edition), "--port", str(port)]
    # a shell that runs the tests in the background has interrupts ignored, and the server would inherit that
    ours = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        started = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    finally:
        signal.signal(signal.SIGINT, ours)
    with started as server:
        assert server.stdout
        for line in server.stdout:
            if line.startswith("Serving"):
                break
        yield server
        if server.poll() is None:
            server.kill()


def get(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        return str(answer.read().decode("utf-8"))


def once_made_anew(port: int, page: str, path: str, expected: str) -> str:
    """Wait, as an open browser does, for a site made after ``page`` was given, whose ``path`` has ``expected``."""
    for _building in range(3):  # one change may be noticed twice
        epoch = re.search(r"livereload\((\d+), (\d+)\);", page)
        assert epoch
        get(port, f"/livereload/{epoch[1]}/{epoch[2]}")
        page = get(port, path)
        if expected in page:
            return page
    raise AssertionError(f"{expected!r} is not on {path}")


def test_a_change_shows_and_nothing_is_written(small_edition: Path, served: subprocess.Popen[str], port: int) -> None:
    before = state(small_edition)
    page = get(port, f"/{ID}/A/")
    assert "a low price is felt" in page
    assert get(port, "/search-index/index.js").startswith("peciaSearch")

    source = small_edition / f"edition/sources/{ID}/A.txt"
    source.write_bytes(source.read_bytes().replace(b"a low price is felt", b"a low price was felt"))
    # an exemplar may be worked on before its sha256 is recorded
    page = once_made_anew(port, page, f"/{ID}/A/", "a low price was felt")

    document = small_edition / f"edition/documents/{ID}.yml"
    document.write_text(document.read_text().replace("Over luncheon the two", "At table the two"))
    once_made_anew(port, page, f"/{ID}/", "At table the two")

    page = get(port, "/")
    (small_edition / "docs/index.md").write_text("# Another beginning\n", encoding="utf-8")
    once_made_anew(port, page, "/", "Another beginning")

    changed = {f"edition/sources/{ID}/A.txt", f"edition/documents/{ID}.yml", "docs/index.md"}
    after = state(small_edition)
    assert after.keys() == before.keys()
    assert {path for path in after if after[path] != before[path]} == changed
    served.send_signal(signal.SIGINT)
    said, _nothing = served.communicate(timeout=300)
    assert served.returncode == 0
    assert "E104" in said
    assert "Traceback" not in said


def test_errors_leave_the_last_site_and_are_said(small_edition: Path, served: subprocess.Popen[str], port: int) -> None:
    page = get(port, "/")
    people = small_edition / "edition/registers/people.yml"
    good = people.read_text(encoding="utf-8")
    people.write_text("- [", encoding="utf-8")
    page = once_made_anew(port, page, "/", "Conversations at the Embassy")
    people.write_text(good.replace("Carl Nordahl", "Karl Nordahl"), encoding="utf-8")
    once_made_anew(port, page, "/people/nordahl/", "Karl Nordahl")
    served.send_signal(signal.SIGINT)
    said, _nothing = served.communicate(timeout=300)
    assert "edition/registers/people.yml:2:1: error Y101" in said


def test_a_taken_port_is_a_finding(small_edition: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        command = [sys.executable, "-m", "pecia", "serve", "--root", str(small_edition), "--port", str(number)]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "P101" in ended.stdout
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
