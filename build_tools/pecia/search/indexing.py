"""The files of the search index, written by Pagefind's binary.

Pagefind folds diacritics when it searches, and searches what is *about* a record (speaker, corrections) as well as its
words. The index has no language ("und", BCP 47 for undetermined), although Pagefind could reduce words to the stems of
one: an edition holds witnesses in several languages, a query is to find the word that it names or longer ones that
begin with it, and an exact phrase is to be exact.

Of what Pagefind makes the site has the chunks of the index only, each the words from one to another and where they
stand; ``search-index.js`` reads them. Pagefind's own script and WebAssembly (110 kB) are not used: they go through all
places of a word once for each record that has it, so that a word in most of 100,000 records takes minutes, and they
know only words that they have loaded. Nor are its filters (the order of their values is random in Pagefind 1.5.2, and
their counts need every filter's file), its fragments (a small file for each record), or its list of records: what is to
be known of a record stands in the :mod:`~pecia.search.tables`.

The index is fetched (``GetFiles``) and not written by the binary (``WriteFiles``): measured with Pagefind 1.5.2, the
binary answers before its files are on the disk, and two runs in twenty-five left a truncated file when it was then
ended. The chunks are the same bytes each time.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence

import pagefind_bin  # type: ignore[import-untyped]

from pecia.findings import Finding
from pecia.model import Locus
from pecia.search import service, tables
from pecia.search.metadata import NOTHING, is_of, listed, unpacked
from pecia.search.records import PassageText, SitePage

FOLDER = "pagefind"
"""Folder of the index, relative to the site."""

_LANGUAGE = "und"
_ENTRY = "pagefind-entry.json"
_CHUNKS = "index/"
"""Of Pagefind's files those that the site uses."""


def index(
    texts: Sequence[PassageText], pages: Sequence[SitePage], content: str, leave_out: Sequence[str] = ()
) -> tuple[dict[str, bytes], list[Finding]]:
    """The files of the index, or of a shard of it, by path relative to :data:`FOLDER` or the folder of the shard.

    ``content`` is the CSS selector of the element of a page that is indexed, ``leave_out`` those of what is left out in
    it. S101 and no file when the indexer fails, S102 and no file when its records are not those that were put in.
    """
    config = {"force_language": _LANGUAGE, "root_selector": content, "exclude_selectors": list(leave_out)}
    requests: list[service.Message] = [
        {"type": "NewIndex", "config": config},
        *(
            {
                "type": "AddRecord",
                "index_id": 0,
                "url": text.url,
                "content": text.searched,
                "language": _LANGUAGE,
                "meta": text.about,
            }
            for text in texts
        ),
        *({"type": "AddFile", "index_id": 0, "url": page.url, "file_contents": page.html} for page in pages),
        {"type": "GetFiles", "index_id": 0},
    ]
    try:
        answers = service.converse(pagefind_bin.get_executable(), requests)
        files = {file["path"]: file["content"] for file in answers[-1]["files"]}
        known = json.loads(base64.b64decode(files[_ENTRY]))["languages"].get(_LANGUAGE)
        meta = listed(base64.b64decode(files[f"pagefind.{known['hash']}.pf_meta"])) if known else NOTHING
        fragments = [base64.b64decode(files[f"fragment/{name}.pf_fragment"]) for name, _words in meta.records]
        put_in = [*(text.url for text in texts), *(page.url for page in pages)]
        in_order = len(fragments) == len(put_in) and all(map(is_of, fragments, put_in))
        made = {
            **{path: base64.b64decode(content) for path, content in files.items() if path.startswith(_CHUNKS)},
            tables.RECORDS: tables.records(texts, meta),
            tables.DOCUMENTS: tables.documents(texts),
            tables.FACETS: tables.facets(texts),
            **dict(tables.words(texts, [json.loads(unpacked(page)) for page in fragments[len(texts) :]])),
        }
    except LookupError as error:
        return {}, [Finding("S101", f"Pagefind: an answer without {error}", Locus(FOLDER))]
    except (OSError, ValueError, EOFError) as error:
        return {}, [Finding("S101", f"Pagefind: {error}", Locus(FOLDER))]
    if not in_order:
        return {}, [Finding("S102", "the index does not have the records that were added", Locus(FOLDER))]
    return {path: made[path] for path in sorted(made)}, []
