"""The steps that are measured, each in a fresh process so that its peak memory is its own."""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bench.synthetic import write_edition
from pecia import files, pipeline, publish
from pecia.model.findings import has_errors
from pecia.pipeline.edition import Composed, Serial, compose
from pecia.pipeline.sources import read_whole

WORDS = 5_000
SIZES = (10, 100, 1_000)
Step = Callable[[Path], int]


def before_the_engine(root: Path) -> int:
    """Sources to TEI, ledgers and pages, nothing written; the number of documents made."""
    return len(_composed(root).done)


def engine(root: Path) -> int:
    """MkDocs over the pages of the edition (written by the whole build before), without the search index."""
    composed = _composed(root)
    assert composed.site
    with tempfile.TemporaryDirectory() as into:
        start = time.perf_counter()
        without_texts = publish.Site(composed.site.statement, {}, lambda _ids: ())
        publish.make_site(root, root / files.DOCS, Path(into), without_texts)
        ENGINE_SECONDS.append(time.perf_counter() - start)
    return len(composed.done)


def whole_build(root: Path) -> int:
    """Everything, from sources to a searchable site."""
    result = pipeline.build(root)
    assert not has_errors(result.findings), result.findings
    return len(result.done)


def no_change(root: Path) -> int:
    """The same again; it must make no document."""
    return len(pipeline.build(root).done)


ENGINE_SECONDS: list[float] = []
STEPS: dict[str, Step] = {
    "whole build": whole_build,
    "before the engine": before_the_engine,
    "engine": engine,
    "no change": no_change,
}


def _composed(root: Path) -> Composed:
    sources, _findings = read_whole(root)
    return compose(sources, Serial())


def _measured(step: str, root: str) -> tuple[float, float, int]:
    start = time.perf_counter()
    done = STEPS[step](Path(root))
    seconds = ENGINE_SECONDS[0] if ENGINE_SECONDS else time.perf_counter() - start
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, done


def measure(size: int) -> dict[str, tuple[float, float, int]]:
    """Seconds, peak memory in MB and documents made of each step, for an edition of ``size`` documents."""
    context = multiprocessing.get_context("spawn")
    measured = {}
    with tempfile.TemporaryDirectory() as root:
        write_edition(Path(root), size, WORDS)
        with ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=1) as fresh:
            for step in STEPS:
                measured[step] = fresh.submit(_measured, step, root).result()
    return measured
