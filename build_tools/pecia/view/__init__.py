"""What a reader is shown, made once for each document and printed many times; no format is known here.

``tree`` is what it is made of, ``inlines`` makes words with their marks, ``explanations`` what is said of them,
``units`` the text of a witness as a row, ``blocks`` of any part of the row a tree, ``roles`` says what an element is
set as, ``legend`` which signs occur. Every word of the edition in it is a key (:mod:`pecia.locales`).
"""

from pecia.view.blocks import blocks
from pecia.view.tree import Block, Content, Inline, Said, Target, inlines, walk, words
from pecia.view.units import Text, Unit, text_of

__all__ = [
    "Block", "Content", "Inline", "Said", "Target", "Text", "Unit", "blocks", "inlines", "text_of", "walk", "words",
]  # fmt: skip
