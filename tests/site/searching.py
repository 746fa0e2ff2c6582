"""An index, whole or in shards, and the page of the search, on a server of this machine."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from pecia import files, search
from pecia.pages.search_page import ASSETS, search_page
from pecia.search import PageText, PassageText

THEME = Path(__file__).parents[2] / "build_tools" / "pecia" / "theme" / "assets"


def block() -> str:
    """The page of the search as it is in its Markdown file."""
    return search_page("Letters, version 1.0.0").content.decode().partition("---\n\n")[2]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args: Any) -> None:
        pass


def index(texts: Sequence[PassageText], pages: Sequence[PageText], documents: int) -> dict[str, bytes]:
    """The files of the index of ``texts``, in shards of about so many ``documents``; in four buckets."""
    ids = list(dict.fromkeys(text.witness.document for text in texts))
    known = {id_: search.searched([text for text in texts if text.witness.document == id_]) for id_ in ids}
    places = search.shard_of({id_: one.size for id_, one in known.items()}, documents=documents)
    number = 1 + max(places.values())
    of = [[text for text in texts if places[text.witness.document] == n] for n in range(number)]
    shards = [
        *(search.make_shard(n, part, (), 4) for n, part in enumerate(of)),
        search.make_shard(number, (), pages, 4),
    ]
    shared = search.shared_files(known, places, len(pages), 4, [shard.lines for shard in shards])
    return shared | {path: content for shard in shards for path, content in shard.files.items()}


@contextmanager
def served(root: Path, index: Mapping[str, bytes], pages: Mapping[str, bytes] | None = None) -> Iterator[str]:
    """Where the search page stands alone with its index, and ``pages`` by path."""
    scripts = "".join(f'<script defer src="../assets/{a}"></script>' for a in ASSETS if a.endswith(".js"))
    styles = "".join(f'<link rel="stylesheet" href="../assets/{a}">' for a in ("pecia.css", "search.css"))
    head = (
        f'<!doctype html><html lang="en" class="js"><meta charset="utf-8"><title>Search</title>{styles}{scripts}<body>'
    )
    skip = "<a class='pc-skip' href='#content'>Skip</a>"
    files.lay_out(
        root,
        {
            "search/index.html": f"{head}{skip}<article id='content'>{block()}".encode(),
            **{f"{search.FOLDER}/{path}": content for path, content in index.items()},
            **(pages or {}),
            **{f"assets/{path.name}": path.read_bytes() for path in THEME.iterdir()},
        },
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/search/"
    server.shutdown()
    server.server_close()
