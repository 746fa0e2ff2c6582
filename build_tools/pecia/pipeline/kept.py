"""What is to be remembered of a build, once everything is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from pecia import files, publish
from pecia.files import Content
from pecia.pipeline import memory
from pecia.pipeline.document import fingerprint
from pecia.pipeline.edition import Composed
from pecia.pipeline.memory import Kept, KeptSite, Made
from pecia.pipeline.recalled import Past


def made(past: Past | None, composed: Composed, sources: Mapping[str, Content], site: KeptSite) -> Made:
    """What was made from what."""
    edition, now = composed.sources, {**sources, **composed.edition}
    assert edition is not None
    for path in edition.gone:
        del now[path]
    documents, done = dict(past.made.documents) if past else {}, frozenset(composed.done)
    shared = edition.shared(memory.code())
    for document in edition.documents:
        if document.id in done:
            one = composed.made[document.id]
            made_from = fingerprint(document, shared, one.edition)
            documents[document.id] = Kept(made_from, tuple(one.pages), one.findings)
    return Made(
        sources={path: (files.digest_of(content), files.size_of(content)) for path, content in now.items()},
        single=tuple(sorted(edition.single)),
        documents={id_: documents[id_] for id_ in composed.made},
        registers=Kept(*composed.registers),
        pages={path: (files.digest_of(page), files.size_of(page)) for path, page in composed.pages.items()},
        site=site,
    )


def stamps_now(
    root: Path, before: Mapping[str, str], written: Collection[str], published: Collection[str] | None
) -> dict[str, str]:
    """The stamps of all files after the build: those of ``before``, but for what was ``written`` and ``published``
    (``None``: a new site), paths relative to ``root``. What someone else touched meanwhile is as it was before, so that
    the next build sees it.
    """
    site = f"{publish.SITE}/"
    if published is None:
        now = {path: stamp for path, stamp in before.items() if not path.startswith(site)}
        now |= files.stamps(root, [publish.SITE])
    else:
        now = dict(before)
    for path in (*written, *(published or ())):
        stamp = files.stamp(root, path)
        if stamp is None:
            now.pop(path, None)
        else:
            now[path] = stamp
    return now
