"""Long transcripts: whether the time to parse one grows as its length, and how it compares with reading its bytes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from random import Random

from bench.synthetic import WORDS
from pecia.record import Exemplar, Witness
from pecia.transcript import parse, read_exemplar

_NAMES = ("Ekberg", "Mr. Nordahl", "Lindqvist", "The Chair")
_LAYOUTS = {"a paragraph a turn": "{}: {}\n\n", "a line a turn": "{}: {}\n", "running text": "{}: {} "}


def report() -> None:
    """Print, for each layout, how eight thousand turns of two words compare with two thousand (linear: 4.0), and how
    long a megabyte takes to parse, as a multiple of reading it."""
    print(f"{'transcript':<24}{'8,000 / 2,000 turns':>22}{'parse / read 1 MB':>20}")
    for layout, form in _LAYOUTS.items():
        short, long = (_seconds(_text(form, turns, 2))[1] for turns in (2_000, 8_000))
        read, parsed = _seconds(_text(form, 2_000, 75))
        print(f"{layout:<24}{long / short:>22.1f}{parsed / read:>20.1f}")


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
