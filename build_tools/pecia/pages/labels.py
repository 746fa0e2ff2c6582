"""The label of a turn as HTML: as it is printed, its name a link; where nothing is printed, who speaks."""

from __future__ import annotations

from collections.abc import Sequence

from pecia.model import Mention, RichText, Span, Turn
from pecia.pages.explanations import uncertain_speaker
from pecia.pages.html import EMPTY, Html, join, tag, words
from pecia.pages.marks import Marking


def label_of(turn: Turn, marking: Marking) -> Html:
    """The label of ``turn`` and a space; where it has none the speakers' names, which are the edition's words then.

    One whose speaker is not certain has an explanation in place of its link.
    """
    entries = marking.names.entries
    if turn.label.text:
        if turn.certainty != "high":
            said = uncertain_speaker(turn, marking.names)
            inner = marking.explained("pc-unsure", marking.rich(turn.label, linked=True), said)
            return Html(f'<b class="pc-speaker">{inner}</b> ')
        label = _with_link(turn.label, turn.who) if turn.who and not turn.also else turn.label
        return Html(f'<b class="pc-speaker">{marking.rich(label)}</b> ')
    named = [entry for key in (turn.who, *turn.also) if (entry := entries.get(key))]
    if not named:
        return EMPTY
    linked = join(
        (
            marking.rich(_with_link(RichText(entry.name), entry.key)) if entry.kind == "person" else words(entry.name)
            for entry in named
        ),
        Html(", "),
    )
    return Html(tag("b", linked, class_="pc-speaker pc-supplied-label") + " ")


def _with_link(label: RichText, who: str) -> RichText:
    """The label with its name marked as a mention of the speaker, where the label itself has no such mark."""
    if label.spans and any(isinstance(span.mark, Mention) for span in label.spans):
        return label
    for start, end in _gaps(label.text, label.spans):
        name = label.text[start:end].strip(" .:")
        if any(character.isalpha() for character in name):
            first = label.text.index(name, start)
            span = Span(first, first + len(name), Mention("person", who))
            spans = sorted([*label.spans, span], key=lambda s: (s.start, -s.end))
            return RichText(label.text, tuple(spans))
    return label


def _gaps(text: str, spans: Sequence[Span]) -> list[tuple[int, int]]:
    """The stretches of ``text`` that no span covers."""
    gaps, position = [], 0
    for span in spans:
        if span.start > position:
            gaps.append((position, span.start))
        position = max(position, span.end)
    return [*gaps, (position, len(text))] if position < len(text) else gaps
