"""Pecia: from transcripts of conversations to a static scholarly edition.

The flow, one direction, is composed in :mod:`pecia.pipeline`:
sources → transcript → anchors → TEI record → pages and downloads → site.
"""

__version__ = "0.1.0"
