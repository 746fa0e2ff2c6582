"""How a note-taker's narrative is told from speech: it makes the event itself its subject."""

from __future__ import annotations

import re
from functools import lru_cache

from pecia.conventions import Conventions

_PROCEDURE_VERBS = (
    "was", "were", "lasted", "continued", "continues", "resumed", "resumes", "ended", "ends", "began", "begins", "took",
    "turned", "turns", "moved", "concluded", "concludes", "is", "goes", "went",
)  # fmt: skip


@lru_cache(maxsize=256)
def _event(conventions: Conventions) -> re.Pattern[str]:
    nouns = "|".join(re.escape(noun) for noun in conventions.procedure_nouns)
    verbs = "|".join(_PROCEDURE_VERBS)
    of_phrase = r"(?: (?:of|between|with) [^,]*?)?"
    return re.compile(rf"\b[Tt]he (?:{nouns}){of_phrase} (?:{verbs})\b")


_CLAUSE = re.compile(r"[^.:?!]*")


def is_narrative(conventions: Conventions, text: str, start: int, end: int) -> bool:
    """Whether the paragraph ``text[start:end]`` begins as narrative does: "(Then for some time,) the conversation was
    …".

    The subject is one of the witness's procedure nouns with the definite article, followed by a verb of procedure;
    words of any kind may come first, but no other sentence. "Today's conversation" and "this meeting" are how speakers
    talk, and do not count.
    """
    clause = _CLAUSE.match(text, start, end)
    return bool(clause and _event(conventions).search(text, start, clause.end()))
