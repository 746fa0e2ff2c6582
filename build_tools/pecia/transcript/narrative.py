"""How a note-taker's narrative is told from speech: it makes the event itself its subject."""

from __future__ import annotations

import re
from functools import lru_cache

from pecia.model.conventions import Conventions
from pecia.transcript.vocabulary import Vocabulary

_ARTICLE = r"(?:the|der|die|das|la|le|les|el|los|las|il|lo|gli|i|l['’])"
_CLAUSE = re.compile(r"[^.:?!]*")


@lru_cache(maxsize=256)
def _event(conventions: Conventions, vocabulary: Vocabulary) -> re.Pattern[str]:
    nouns = "|".join(map(re.escape, sorted({*vocabulary.procedure_nouns, *conventions.procedure_nouns})))
    verbs = "|".join(map(re.escape, sorted(vocabulary.procedure_verbs)))
    article = "" if set(vocabulary.languages) <= {"ru", "pl"} else rf"(?i:{_ARTICLE}) ?"
    of_phrase = r"(?: (?:of|between|with|mit|avec|entre|con|tra|между|z|между) [^,]*?)?"
    return re.compile(rf"\b{article}(?i:{nouns}){of_phrase} (?:{verbs})\b")


def is_narrative(conventions: Conventions, vocabulary: Vocabulary, text: str, start: int, end: int) -> bool:
    """Whether the paragraph ``text[start:end]`` begins as narrative does: "(Then for some time,) the conversation was
    …".

    The subject is one of the language's procedure nouns with the definite article, where it has one, followed by a verb
    of procedure; words of any kind may come first, but no other sentence. "Today's conversation" and "this meeting" are
    how speakers talk, and do not count.
    """
    clause = _CLAUSE.match(text, start, end)
    return bool(clause and _event(conventions, vocabulary).search(text, start, clause.end()))
