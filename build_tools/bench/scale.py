"""Whole builds from TEI to a searchable site, as ratios to a yardstick that runs beside them.

*plain* is ``mkdocs build`` of the same text as plain Markdown: one page a document, the theme ``mkdocs``, no search, no
plugins, nothing in the navigation.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from bench.synthetic import MKDOCS
from bench.tei import write_plays, write_short_documents

JOBS = 2
_BLOCKS = ("head", "p", "l", "speaker", "stage")
_PHASES = {"portions of the site": "engine", "parts of the search": "search"}
"""What the build calls the work of the site engine and of the search indexer when it shows how far it is."""

_BUILD = """
import sys, time, json
from pathlib import Path
from pecia.pipeline import build
from pecia.executors import executor
spent = {}
def progress(things, total, what):
    begin = time.perf_counter()
    yield from things
    spent[what] = spent.get(what, 0) + time.perf_counter() - begin
if __name__ == "__main__":
    root, jobs = Path(sys.argv[1]), int(sys.argv[2])
    with executor("processes", jobs) as pool:
        begin = time.perf_counter()
        result = build(root, pool, progress=progress, jobs=jobs)
        spent["all"] = time.perf_counter() - begin
    assert result.written, result.findings[:5]
    print(json.dumps({"spent": spent, "done": len(result.done), "pages": result.counts.pages}))
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One build: seconds in all, in the site engine and in the search indexer; MB of memory at the most, all processes
    together; MB of the site; documents made and pages."""

    seconds: float
    engine: float
    search: float
    memory: float
    site: float
    done: int
    pages: int

    @property
    def own(self) -> float:
        """Seconds outside the engine and the indexer."""
        return self.seconds - self.engine - self.search


def report(sizes: Iterable[int] = (1_000, 16_000), plays: int = 40) -> None:
    """Print the ratios for so many short documents, and for so many plays."""
    per_document: dict[int, float] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            root = Path(place, "edition")
            write_short_documents(root, size)
            beside = plain_of_tei(root, Path(place, "plain"))
            first = built(root)
            per_document[size] = 1000 * first.seconds / size
            again = built(root)
            _change(root / "edition/sources" / f"entry-{size // 2:05}.xml")
            changed = built(root)
            print(f"{size} documents of about 400 words; plain {beside:.1f} s")
            _line("whole build", first, beside)
            print(f"  outside engine and indexer  {first.own / beside:6.2f} × plain")
            _line("nothing changed", again, beside)
            _line("one document changed", changed, beside)
            page, alone = _weight(root, "entry-00000/A/index.html")
            print(f"  a page {alone:.1f} kB gzipped, {page:.1f} kB with its styles and scripts")
    if len(per_document) > 1:
        few, many = min(per_document), max(per_document)
        grown = per_document[many] / per_document[few]
        print(f"a document costs {per_document[few]:.1f} ms among {few}, {grown:.2f} times that among {many}")
    with tempfile.TemporaryDirectory() as place:
        root = Path(place, "edition")
        write_plays(root, plays)
        beside = plain_of_tei(root, Path(place, "plain"))
        print(f"{plays} plays, split by scene; plain {beside:.1f} s")
        _line("whole build", built(root), beside)


def _line(what: str, run: Run, plain: float) -> None:
    print(
        f"  {what:<26}{run.seconds / plain:6.2f} × plain ({run.seconds:.1f} s: engine {run.engine:.1f}, "
        f"indexer {run.search:.1f}), {run.memory:.0f} MB of memory, site of {run.site:.0f} MB, {run.done} made, "
        f"{run.pages} pages"
    )


def built(root: Path) -> Run:
    """A build of the edition at ``root`` in a process of its own."""
    with tempfile.TemporaryDirectory() as place:
        script = Path(place, "build.py")
        script.write_text(_BUILD, encoding="utf-8")
        arguments = [sys.executable, str(script), str(root), str(JOBS)]
        with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
            with _memory_of(process.pid) as most:
                out, _none = process.communicate()
            if process.returncode:
                raise SystemExit(f"the build ended with {process.returncode}")
    said = json.loads(out.splitlines()[-1])
    spent = {_PHASES.get(what, what): seconds for what, seconds in said["spent"].items()}
    size = sum(path.stat().st_size for path in (root / "site").rglob("*") if path.is_file())
    return Run(
        spent["all"],
        spent.get("engine", 0.0),
        spent.get("search", 0.0),
        most() / 2**20,
        size / 1e6,
        said["done"],
        said["pages"],
    )


def plain_of_tei(root: Path, into: Path) -> float:
    """Seconds that plain takes for the texts of the edition at ``root``."""
    return plain(dict(_texts(root)), into)


def _texts(root: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((root / "edition/sources").glob("*.xml")):
        text = etree.parse(path).getroot().find("{*}text")
        assert text is not None
        blocks = (str(block.xpath("string()")) for block in text.iter(*(f"{{*}}{name}" for name in _BLOCKS)))
        yield path.stem, "\n\n".join(blocks)


def plain(texts: Mapping[str, str], into: Path) -> float:
    """Seconds that plain takes for ``texts``, by their names, in the new folder ``into``."""
    (into / "docs").mkdir(parents=True)
    for name, text in texts.items():
        (into / "docs" / f"{name}.md").write_text(text, encoding="utf-8")
    (into / "docs/index.md").write_text("# Edition\n", encoding="utf-8")
    (into / "mkdocs.yml").write_text(MKDOCS.replace("pecia", "mkdocs"), encoding="utf-8")
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=into, check=True)
    return time.perf_counter() - begin


def _change(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("</p>", " Changed.</p>", 1), encoding="utf-8")


def _weight(root: Path, path: str) -> tuple[float, float]:
    """kB, gzipped, of a page with the styles and scripts that it names, and of the page alone."""
    page = root / "site" / path
    html = etree.fromstring(page.read_bytes(), etree.HTMLParser())
    links = [link.get("href", "") for link in html.iter("link") if link.get("rel") == "stylesheet"]
    scripts = [script.get("src", "") for script in html.iter("script")]
    alone = _gzipped(page)
    return alone + sum(_gzipped((page.parent / name).resolve()) for name in [*links, *scripts] if name), alone


def _gzipped(path: Path) -> float:
    return len(gzip.compress(path.read_bytes(), mtime=0)) / 1000


@contextmanager
def _memory_of(session: int) -> Iterator[Callable[[], int]]:
    """Bytes that the processes of a session hold together at the most, looked at four times a second (Linux; else 0).

    Pages that processes share are counted in each, so it is rather too much than too little.
    """
    most = 0
    over = threading.Event()

    def look() -> None:
        nonlocal most
        while not over.wait(0.25):
            most = max(most, sum(_resident(session)))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield lambda: most
    finally:
        over.set()
        watcher.join()


def _resident(session: int) -> Iterator[int]:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            after_name = (process / "stat").read_text().rpartition(")")[2].split()
            if int(after_name[3]) == session:
                yield int((process / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, ValueError, IndexError):
            continue
