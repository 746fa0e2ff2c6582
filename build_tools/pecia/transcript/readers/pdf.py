"""PDF with text, by pypdf: each page as it is laid out, lines and indentation kept, pages parted by a form feed."""

from __future__ import annotations

import io
import logging
import re
from typing import Any

from pecia.model import Locus
from pecia.model.findings import Finding
from pecia.transcript.source_text import SourceText

_GAP = re.compile(r"\n{5,}")
"""Empty space on a page that is more than one of paragraphs; how much more says nothing."""

_FEW = 20
"""Characters of a page up to which it may be a picture."""


def read(file: str, data: bytes) -> tuple[SourceText | None, list[Finding]]:
    """The text of every page; E112 none, E115 most pages without, E114 no PDF, or an encrypted one."""
    from pypdf import PdfReader  # only here: it takes longer to import than all the rest
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of what it mends
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return None, [Finding("E114", "the file is encrypted", Locus(file), "Save it without a password.")]
        pages = [_page(page) for page in reader.pages]
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, OSError) as error:
        return None, [Finding("E114", f"the file cannot be read as PDF: {error}", Locus(file))]
    empty = [str(n) for n, text in enumerate(pages, 1) if len(text.strip()) < _FEW]
    if not any(text.strip() for text in pages):
        return None, [Finding("E112", f"pages: {len(pages)}, none with text", Locus(file))]
    text = "\f".join(pages)
    if len(empty) > len(pages) / 2:
        return SourceText(file, text), [Finding("E115", f"pages with hardly any text: {', '.join(empty)}", Locus(file))]
    return SourceText(file, text), []


def _page(page: Any) -> str:
    """The text of a page, without the margin that all its lines have."""
    try:
        text = page.extract_text(extraction_mode="layout", layout_mode_space_vertically=True)
    except Exception:  # its layout mode does not know every font; what it raises is not documented
        text = page.extract_text()
    lines = [line.rstrip() for line in text.split("\n")]
    margin = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
    laid_out = "\n".join(line[margin:] for line in lines).strip("\n") + "\n"
    return _GAP.sub("\n\n\n\n", laid_out)
