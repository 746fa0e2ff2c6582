"""Long transcripts: whether the time to parse or build one grows as its length, and how it compares with a yardstick.

Parsing is measured against reading the bytes. Whole builds, each of an edition that ``pecia new --from`` begins, are
measured against *plain* (:mod:`bench.scale`) of the same text, for a megabyte in 2,000 turns; and a turn among 8,000 of
two words against a turn among 2,000 (linear: 1.0).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from bench.scale import Run, built, plain
from bench.synthetic import WORDS
from pecia.model.edition import Exemplar, Witness
from pecia.transcript import parse, read_exemplar

_NAMES = ("Ekberg", "Mr. Nordahl", "Lindqvist", "The Chair")
_LAYOUTS = {"a paragraph a turn": "{}: {}\n\n", "a line a turn": "{}: {}\n", "running text": "{}: {} "}


def report() -> None:
    """Print, for each layout, how eight thousand turns of two words compare with two thousand (linear: 4.0), and how
    long a megabyte takes to parse, as a multiple of reading it; then the whole builds."""
    print(f"{'transcript':<24}{'8,000 / 2,000 turns':>22}{'parse / read 1 MB':>20}")
    for layout, form in _LAYOUTS.items():
        short, long = (_seconds(_text(form, turns, 2))[1] for turns in (2_000, 8_000))
        read, parsed = _seconds(_text(form, 2_000, 75))
        print(f"{layout:<24}{long / short:>22.1f}{parsed / read:>20.1f}")
    form = _LAYOUTS["a paragraph a turn"]
    megabyte = _text(form, 2_000, 100)
    with tempfile.TemporaryDirectory() as place:
        beside = plain({"text": megabyte}, Path(place, "plain"))
    run = _build(megabyte)
    print(
        f"whole build of 1 MB: {run.seconds / beside:.1f} × plain ({run.seconds:.1f} s), {run.memory:.0f} MB of memory"
    )
    few, many = (_build(_text(form, turns, 2)).seconds / turns for turns in (2_000, 8_000))
    print(
        f"a turn of two words costs {1000 * few:.1f} ms to build among 2,000, {many / few:.2f} times that among 8,000"
    )


def _build(text: str) -> Run:
    with tempfile.TemporaryDirectory() as place:
        source, root = Path(place, "text.txt"), Path(place, "edition")
        source.write_text(text, encoding="utf-8")
        new = [sys.executable, "-m", "pecia", "new", str(root), "--from", str(source)]
        subprocess.run(new, check=True, stdout=subprocess.DEVNULL)
        return built(root)


def _text(form: str, turns: int, words: int) -> str:
    return "".join(form.format(name, said) for name, said in _turns(Random(1), turns, words))


def _turns(random: Random, turns: int, words: int) -> Iterator[tuple[str, str]]:
    for _ in range(turns):
        said = " ".join(random.choices(WORDS, k=words))
        yield random.choice(_NAMES).upper(), f"{said[0].upper()}{said[1:]}."


def _seconds(text: str) -> tuple[float, float]:
    """Processor time of reading and of parsing ``text``, the shorter of two runs each."""
    witness = Witness(siglum="A", language="en", exemplar=Exemplar(file="A.txt"))
    reading, parsing = [], []
    for _ in range(2):
        start = time.process_time()
        exemplar, _findings = read_exemplar("A.txt", text.encode())
        reading.append(time.process_time() - start)
        assert exemplar
        start = time.process_time()
        parse(exemplar, witness, None, (), ())
        parsing.append(time.process_time() - start)
    return min(reading), min(parsing)
