"""What it costs to compare two witnesses, against difflib over the same tokens in the same run."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from difflib import SequenceMatcher
from random import Random

from bench.synthetic import conversation
from pecia.collation import collate
from pecia.collation.tokens import tokenise
from pecia.model import Passage, PassageKind, RichText, Transcript, Turn

YARDSTICK = 5_500
LONG = 500_000
_NOISE = (("", 0.01), ("other", 0.01), ("the", 0.005), (",", 0.01))


def witness(text: str) -> Transcript:
    """A transcript of ``text``: each paragraph with a label a turn, the others going on with it."""
    turns: list[Turn] = []
    for paragraph in text.split("\n\n"):
        label, colon, words = paragraph.partition(": ")
        if colon and len(label) < 20:
            turns.append(Turn(label, RichText(f"{label}:"), (_speech(label, words),)))
        elif turns:
            last = turns[-1]
            turns[-1] = Turn(last.who, last.label, (*last.passages, _speech(last.who, paragraph)))
    return Transcript((), tuple(turns))


def _speech(who: str, words: str) -> Passage:
    return Passage(PassageKind.SPEECH, RichText(words), who=who, id="p1")


def reworded(text: str, random: Random) -> str:
    """The text with about one word in thirty left out, changed or added to, as one rendition differs from another."""
    return "\n\n".join(" ".join(_noisy(paragraph.split(), random)) for paragraph in text.split("\n\n"))


def _noisy(words: list[str], random: Random) -> list[str]:
    made = []
    for word in words:
        chance = random.random()
        for change, share in _NOISE:
            if chance < share:
                made += [word, change] if change in ("the", ",") else [change] if change else []
                break
            chance -= share
        else:
            made.append(word)
    return made or words


def alike(length: int) -> tuple[str, str]:
    """Two renditions of one text of ``length`` words."""
    text = conversation(Random(1), length)
    return text, reworded(text, Random(2))


def nothing_in_common(length: int) -> tuple[str, str]:
    """Two texts without a common word, but for the speakers' names."""
    text = conversation(Random(1), length)
    other = conversation(Random(2), length)
    return text, "\n\n".join(": ".join(_foreign(part) for part in p.split(": ")) for p in other.split("\n\n"))


def _foreign(part: str) -> str:
    return part if len(part) < 20 else " ".join(f"x{word}" for word in part.split())


def ten_times_longer(length: int) -> tuple[str, str]:
    """A text, and another of which it is about a tenth."""
    text = conversation(Random(1), length)
    before, after = conversation(Random(3), 4 * length), conversation(Random(4), 5 * length)
    return text, "\n\n".join((before.strip(), reworded(text, Random(2)), after))


PAIRS: dict[str, Callable[[int], tuple[str, str]]] = {
    "two renditions": alike,
    "nothing in common": nothing_in_common,
    "one ten times longer": ten_times_longer,
}


def _measure(pair: str, length: int, with_difflib: bool) -> tuple[float, float, float]:
    ours, theirs = PAIRS[pair](length)
    a, b = witness(ours), witness(theirs)
    start = time.perf_counter()
    collate(("A", a), ("B", b))
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if not with_difflib:
        return seconds, memory, 0.0
    tokens = [[token.text for token in tokenise(text)] for text in (ours, theirs)]
    start = time.perf_counter()
    SequenceMatcher(None, tokens[0], tokens[1], autojunk=False).get_opcodes()
    return seconds, memory, time.perf_counter() - start


def report() -> None:
    """Print the times, memory and ratios."""
    context = multiprocessing.get_context("spawn")
    print(f"\n{'two witnesses':<22}{'words a side':>14}{'seconds':>10}{'peak MB':>10}{'difflib':>10}")
    seconds = {}
    with ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=1) as fresh:
        for pair in PAIRS:
            for length in (YARDSTICK, LONG):
                took, memory, yardstick = fresh.submit(_measure, pair, length, length == YARDSTICK).result()
                seconds[pair, length] = took
                beside = f"{yardstick:>10.2f}" if yardstick else f"{'–':>10}"
                print(f"{pair:<22}{length:>14}{took:>10.2f}{memory:>10.0f}{beside}")
                if yardstick:
                    print(f"{'':<22}{'':>14}  collation / difflib = {took / yardstick:.2f}")
            print(f"{'':<22}{'':>14}  growth over {LONG // YARDSTICK} × the words: "
                  f"{seconds[pair, LONG] / seconds[pair, YARDSTICK]:.0f} × the time")  # fmt: skip
