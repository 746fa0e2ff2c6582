"""From an exemplar to a transcript: the words untouched, the structure and marks by rules that can be read.

``exemplar`` folds what a reader of ``readers`` gives; ``rows`` says which lines are words and which the furniture of a
page; ``labels`` reads candidates, ``evidence`` judges over the whole text which are labels, ``speakers`` whose;
``paragraphs`` joins lines; ``survey`` composes these. ``structure`` makes turns and passages of them, ``pagebreaks``
infers lost breaks; ``events``, ``notes``, ``times``, ``divided_words``, ``dates``, ``brackets``, ``mentions`` and
``inline`` put marks on words. The words of each language are data (``languages``). :func:`parse` composes all;
``infer`` gives the first look from which metadata is drafted.
"""

from __future__ import annotations

from pecia.transcript.exemplar import ExemplarText, read_exemplar
from pecia.transcript.parsing import Parsed, parse

__all__ = ["ExemplarText", "Parsed", "parse", "read_exemplar"]
