"""Where in a text an element stands, and what it is there."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from pecia.model import Container, Passage, PassageKind, RichText, Turn
from pecia.tei import mixed_content
from pecia.tei.names import tei
from pecia.tei_import.rules import BLOCKS, KINDS, ROLES, TOKENS, WITHIN

_EDGES = frozenset({"empty", "note"})

Blocks = list[Passage | Turn]


@dataclass(slots=True)
class Spoken:
    """The turn that is being read."""

    who: str
    passages: list[Passage | Turn]
    label: RichText | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a text one is: what holds it, the kind of passage that is usual there, and the turn it is in."""

    within: tuple[Container, ...] = ()
    usual: PassageKind = PassageKind.OTHER
    turn: Spoken | None = None

    def inside(self, element: etree._Element, container: Container) -> Place:
        """The place in ``element``, which is ``container``."""
        return Place((*self.within, container), WITHIN.get(element.tag, self.usual), self.turn)


def is_loose(node: str | etree._Element) -> bool:
    """Whether ``node`` is words, or a part of words, that need a passage."""
    return not node.isspace() if isinstance(node, str) else node.tag in TOKENS


def goes_on(element: etree._Element, run: list[str | etree._Element], place: Place) -> bool:
    """Whether ``element`` belongs to the words of ``run`` rather than being a block of its own."""
    role = ROLES.get(element.tag)
    if role is None or (role == "seg" and place.turn is None):
        return not holds_blocks(element)
    return role in _EDGES and any(is_loose(node) for node in run)


def beginning(words: str) -> str:
    """The first words of ``words``, quoted, for a message."""
    return f"“{words}”" if len(words) <= 40 else f"“{words[:40]}…”"


def holds_blocks(element: etree._Element) -> bool:
    """Whether passages are inside ``element``."""
    return len(element) > 0 and any(inside.tag in BLOCKS for inside in element.iterdescendants("*"))


def kind_of(element: etree._Element, place: Place) -> PassageKind:
    """The kind of the passage that ``element`` is at ``place``."""
    kind = KINDS.get(element.tag, place.usual)
    if kind is PassageKind.PROSE:
        if place.usual is PassageKind.NOTE:
            return PassageKind.NOTE
        if place.turn is not None:
            return PassageKind.SPEECH
    return kind


def speaks(turn: etree._Element) -> bool:
    """Whether ``turn`` is an utterance (``u``) that is one passage: words, or no passages, stand directly in it."""
    if turn.tag != tei("u"):
        return False
    nodes = mixed_content.nodes(turn)
    return any(map(is_loose, nodes)) or not any(
        not isinstance(node, str) and (node.tag in BLOCKS or ROLES.get(node.tag) in ("seg", "note")) for node in nodes
    )


def before_turn(element: etree._Element) -> bool:
    """Whether a turn comes next, after breaks at most, and no other label before."""
    following = element.getnext()
    while following is not None and (not isinstance(following.tag, str) or ROLES.get(following.tag) == "empty"):
        following = following.getnext()
    return following is not None and ROLES.get(following.tag) == "turn"
