"""Pages that lead on: each address that a passage ever had leads to where the passage is now.

``/<document>/<siglum>/#p12`` names a passage for ever. When the text is split into parts, a script in the head of that
page leads on to the part that has p12 now. A part that does not have the passage which its address names leads back
there; and each division that is no page of its own, but might have been, has a stub. Without a script there is a link.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from pecia.pages.html import Html, words
from pecia.pages.views import GeneratedFile

_RUN = re.compile(r"(.*?)(0|[1-9]\d{0,8})", re.DOTALL)

_ON = (
    "(()=>{const to=%s,go=()=>{let id=location.hash.slice(1);try{id=decodeURIComponent(id)}catch{}"
    "if(id)for(const[part,runs]of to)for(const run of runs){const[head,from,last]=run,n=id.slice(head.length);"
    "if(from===undefined?id===head:id.startsWith(head)&&/^(0|[1-9]\\d*)$/.test(n)&&+n>=from&&+n<=last)"
    'return location.replace(part+(location.protocol=="file:"?"index.html":"")+location.search+location.hash)}};'
    'addEventListener("hashchange",go);go()})()'
)
"""A run is ``[id]``, or ``[head, from, last]`` for ids that are a head and a number."""

_BACK = (
    'addEventListener("DOMContentLoaded",()=>{let id=location.hash.slice(1);try{id=decodeURIComponent(id)}catch{}'
    'if(id&&!document.getElementById(id))location.replace("../"+(location.protocol=="file:"?"index.html":"")'
    "+location.search+location.hash)})"
)


def leads_on(ids: Mapping[str, Iterable[str]]) -> Html:
    """The script of the contents page. ``ids``: by the segment of each part's address, the ids that are on it."""
    to = [[f"{segment}/", runs(found)] for segment, found in ids.items()]
    return _script(_ON % _json(to))


def leads_back() -> Html:
    """The script of a part: an id that is not on it is looked for by way of the contents page."""
    return _script(_BACK)


def stub(path: str, title: str, target: str, canonical: str, up: str = "") -> GeneratedFile:
    """A page at ``path`` that is nowhere linked to and leads on to ``target``, a relative address.

    ``canonical``: the address that harvesters should keep; ``up``: the relative address that leads on when a passage
    is named, ``target`` by default. What follows ``?`` and ``#`` in the reader's address goes with it.
    """
    place, _, fragment = target.partition("#")
    added = f"#{fragment}" if fragment else ""
    script = (
        'const f=location.protocol=="file:"?"index.html":"",s=location.search,h=location.hash;'
        f"location.replace(h.length>1?{_json(up or place)}+f+s+h:{_json(place)}+f+s+{_json(added)})"
    )
    content = (
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{words(title[:200])}</title>\n'
        f'<meta name="robots" content="noindex">\n<link rel="canonical" href="{words(canonical)}">\n{_script(script)}\n'
        f'<p>This is now at <a href="{words(target)}">{words(title[:200])}</a>.</p>\n</html>\n'
    )
    return GeneratedFile(path, content.encode())


def runs(ids: Iterable[str]) -> list[Sequence[str | int]]:
    """``ids`` in order, with ids that count on from each other as one: p1, p2, p3, x → ``[["p", 1, 3], ["x"]]``."""
    found: list[list[str | int]] = []
    for identifier in ids:
        match = _RUN.fullmatch(identifier)
        if match is None:
            found.append([identifier])
            continue
        head, number = match[1], int(match[2])
        if found and len(found[-1]) == 3 and found[-1][0] == head and found[-1][2] == number - 1:
            found[-1][2] = number
        else:
            found.append([head, number, number])
    return [run if len(run) == 1 or run[1] != run[2] else [f"{run[0]}{run[1]}"] for run in found]


def _json(value: object) -> str:
    """JSON that is JavaScript too and in which no tag can begin or end."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return re.sub("[<>&\u2028\u2029]", lambda sign: f"\\u{ord(sign[0]):04x}", text)


def _script(source: str) -> Html:
    return Html(f"<script>{source}</script>")
