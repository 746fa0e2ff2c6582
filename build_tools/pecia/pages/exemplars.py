"""The text of one witness that was made from an exemplar, as HTML: every passage at its anchor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby

from pecia import addresses
from pecia.model import SIGNS, Field, Passage, PassageKind, Transcript, Turn, note_anchors, passages, turns
from pecia.pages import retired
from pecia.pages.html import EMPTY, Html, join, link, tag, words
from pecia.pages.labels import label_of
from pecia.pages.margin_readings import OtherReadings, in_margin
from pecia.pages.marks import Marking
from pecia.pages.views import WitnessView

GROUPS: dict[PassageKind, tuple[str, str]] = {
    PassageKind.HEADING: ("titles", ""),
    PassageKind.DATE_LINE: ("titles", ""),
    PassageKind.REPORTED: ("reports", "Reported speech"),
    PassageKind.NARRATIVE: ("narratives", "Narrative"),
    PassageKind.SIGNATURE_LABEL: ("signatures", ""),
    PassageKind.SIGNATURE: ("signatures", ""),
    PassageKind.SOURCE_NOTE: ("source-notes", "Source note"),
}
"""The block that passages of a kind stand in: its class, without a prefix, and the edition's words over it."""


class Text:
    """The text of one witness in the making."""

    def __init__(
        self,
        marking: Marking,
        view: WitnessView,
        others: OtherReadings,
        way: Callable[[str], str] = addresses.fragment,
    ) -> None:
        """``marking`` and ``way``, the address of an anchor, are those of a page, and may be set anew for the next."""
        transcript = view.record.transcript
        present = frozenset(passage.id for passage in passages(transcript) if passage.id)
        self.marking = marking
        self.way = way
        self.language = view.record.witness.language
        self.siglum = view.record.witness.siglum
        self.document = view.record.document
        self.others = others
        self.names = {entry.key: entry.name for entry in view.record.entries}
        self.retired: Mapping[str | None, Html] = retired.by_place(view.retired, present)
        self.steps = steps_between_turns(turns(transcript))
        self.notes = {anchor: number for number, anchor in note_anchors(transcript).items()}

    def whole(self, transcript: Transcript, *, begins: bool = True) -> Html:
        """Front matter and body, or what of them stands on a page; ``begins``: the page has the beginning."""
        parts = [self.retired.get(None, EMPTY) if begins else EMPTY]
        if transcript.front:
            front = [self._front(block) for block in transcript.front]
            signs = all(isinstance(block, Passage) and block.kind in SIGNS for block in transcript.front)
            parts += front if signs else [tag("div", _kicker("Front matter"), *front, class_="pc-block pc-front")]
        for group, blocks in groupby(transcript.body, _group_of):
            parts.append(self._group(group, list(blocks)))
        label = f"Text of witness {self.siglum}"
        return tag("section", *parts, class_="pc-text", lang=self.language, aria_label=label)

    def _front(self, block: Passage | Field) -> Html:
        if isinstance(block, Passage):
            return self._passage(block)
        return tag(
            "div", self._passage(block.label), *(self._passage(value) for value in block.values), class_="pc-field"
        )

    def _group(self, group: tuple[str, str], blocks: Sequence[Passage | Turn]) -> Html:
        style, title = group
        content = [self._turn(block) if isinstance(block, Turn) else self._passage(block) for block in blocks]
        return tag("div", _kicker(title), *content, class_=f"pc-block pc-{style}") if style else join(content)

    def _turn(self, turn: Turn) -> Html:
        lead = label_of(turn, self.marking)
        arrows = self._arrows(turn, turn.first.id if turn.first else None)
        first, *rest = turn.passages or (None,)
        if first is None or first.kind is not PassageKind.SPEECH:
            opening, rest = tag("p", lead) if lead else EMPTY, list(turn.passages)
        else:
            opening = self._passage(first, lead)
        return tag("div", arrows, opening, *(self._passage(p) for p in rest if p), class_="pc-turn")

    def _arrows(self, turn: Turn, anchor: str | None) -> Html:
        """Links to the same speaker's turn before and after this one."""
        name = self.names.get(turn.who, turn.who)
        before, after = self.steps.get(anchor, (None, None))
        arrows = [
            link(self.way(target), EMPTY, class_=f"pc-{step}", title=said, aria_label=said)
            for target, step, said in (
                (before, "before", f"Previous turn of {name}"),
                (after, "after", f"Next turn of {name}"),
            )
            if target
        ]
        return tag("span", *arrows, class_="pc-steps") if arrows else EMPTY

    def _passage(self, passage: Passage, lead: Html = EMPTY) -> Html:
        """The passage at its anchor; after it what others have instead, and the anchors retired from this place."""
        name = "h2" if passage.kind is PassageKind.HEADING else "p"
        number = link(addresses.fragment(passage.id), words(passage.id), class_="pc-number") if passage.id else EMPTY
        content = self.marking.rich(passage.content)
        style = f"pc-{passage.kind.value}"
        back = self.marking.back(self.notes.get(passage.id or "", 0))
        block = tag(name, number, lead, content, back, id=passage.id, class_=style)
        if not passage.id:
            return block
        others = self.others.get(passage.id)
        margin = in_margin(self.document, self.siglum, passage.id, others, self.marking.root) if others else EMPTY
        return join([block, margin, self.retired.get(passage.id, EMPTY)])


def steps_between_turns(turns: Iterable[Turn]) -> dict[str | None, tuple[str | None, str | None]]:
    """For each turn, by the anchor of its first passage: the anchors of the same speaker's turn before and after."""
    of_speaker: dict[str, list[str]] = {}
    for turn in turns:
        if turn.first and turn.first.id:
            of_speaker.setdefault(turn.who, []).append(turn.first.id)
    return {
        anchor: (anchors[n - 1] if n else None, anchors[n + 1] if n + 1 < len(anchors) else None)
        for anchors in of_speaker.values()
        for n, anchor in enumerate(anchors)
    }


def _group_of(block: Passage | Turn) -> tuple[str, str]:
    """The block that a part of the body stands in; none for turns, which stand by themselves."""
    return ("", "") if isinstance(block, Turn) else GROUPS.get(block.kind, ("", ""))


def _kicker(title: str) -> Html:
    """The words over a block of passages; they are the edition's, not the witness's."""
    return tag("p", words(title), class_="pc-kicker", lang="en") if title else EMPTY
