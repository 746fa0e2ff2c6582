"""``python -m bench``: ms per document and peak memory of each step, for editions of 10, 100 and 1,000 documents.

``python -m bench 10 100`` measures those sizes only. Each step of each size runs in a process of its own, so that its
peak memory is its own; the yardstick is MkDocs over the same pages in the same run.

``python -m bench transcripts`` measures long transcripts only: parsing, and whole builds beside plain MkDocs
(:mod:`bench.transcripts`).

``python -m bench scale`` builds from TEI, 16,000 documents and 40 plays, beside plain MkDocs (:mod:`bench.scale`); it
takes some ten minutes.
"""

from __future__ import annotations

import sys

from bench import collation, scale, transcripts
from bench.steps import SIZES, WORDS, measure


def main() -> None:
    """Print a table of every step and size, and the ratios that are aimed at."""
    if sys.argv[1:] == ["scale"]:
        scale.report()
        return
    if sys.argv[1:] == ["transcripts"]:
        transcripts.report()
        return
    sizes = tuple(int(argument) for argument in sys.argv[1:]) or SIZES
    print(f"documents of about {WORDS} words, one witness each")
    print(f"{'step':<20}{'documents':>10}{'ms/document':>14}{'peak MB':>10}{'made':>8}")
    for size in sizes:
        measured = measure(size)
        for step, (seconds, memory, done) in measured.items():
            print(f"{step:<20}{size:>10}{1000 * seconds / size:>14.1f}{memory:>10.0f}{done:>8}")
        ratio = measured["before the engine"][0] / measured["engine"][0]
        idle = measured["no change"][0] / measured["whole build"][0]
        print(f"{'':<20}{size:>10}  before the engine / engine = {ratio:.2f}; no change / whole build = {idle:.3f}")
    collation.report()
    transcripts.report()


if __name__ == "__main__":
    main()
