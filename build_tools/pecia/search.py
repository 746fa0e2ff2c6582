"""The search index of the site, made by Pagefind's own binary.

One record for each passage, so that a hit lands on the passage and not at the top of the page, and one for each page
that is not a reading page. Pagefind folds diacritics when it searches, and searches what is *about* a record
(speaker, witness, correction) as well as its words.

The binary is driven directly (``--service``: one base64 JSON message and a comma for each request and each answer,
over standard input and output) with all requests in flight, because the Python client waits 0.1 s for each answer.
The index is fetched (``GetFiles``) and not written by the binary (``WriteFiles``): measured with Pagefind 1.5.2, the
binary answers before its files are on the disk, and two runs in twenty-five left a truncated
file when it was then ended.

What is not deterministic in Pagefind 1.5.2: the order of languages in ``pagefind-entry.json`` (written anew here, keys
sorted) and the order of values in filters (none are used). Everything else gives the same bytes each time.
"""

from __future__ import annotations

import base64
import json
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO, Any

import pagefind_bin  # type: ignore[import-untyped]

from pecia import addresses
from pecia.findings import Finding
from pecia.model import Emendation, Locus, Passage, PassageKind, passages
from pecia.record import Record

FOLDER = "pagefind"
"""Folder of the index, relative to the site."""

_LEFT_OUT = ("pagefind-ui", "pagefind-modular-ui", "pagefind-component-ui", "pagefind-highlight")
"""Ready-made search forms that come with every index (0.35 MB); the theme has its own."""

Message = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PassageText:
    """A passage to be found.

    ``url`` from the site's root (``/talk/A/#p12``); ``content`` the words as printed; ``about`` what is known of them.
    """

    url: str
    content: str
    about: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page to be found: ``url`` from the site's root (``/people/``) and its HTML."""

    url: str
    html: str


def passage_texts(records: Iterable[Record]) -> list[PassageText]:
    """Each passage with words of each record, in order.

    ``about`` always has ``title``, ``document``, ``witness`` and ``date``; ``speaker`` where someone speaks or is
    reported, and ``correction`` with the editors' corrections of what is printed.
    """
    return [
        _passage_text(record, passage)
        for record in records
        for passage in passages(record.transcript)
        if passage.id and passage.content.text
    ]


def index(
    texts: Sequence[PassageText], pages: Sequence[SitePage], language: str, content: str, leave_out: Sequence[str] = ()
) -> tuple[dict[str, bytes], list[Finding]]:
    """The files of the index, by path relative to :data:`FOLDER`; S101 and no file when the indexer fails.

    ``language`` (BCP 47) is the language of the edition's own words: one index holds witnesses of every language,
    because Pagefind searches only the index of the language of the page that the reader is on. ``content`` is the CSS
    selector of the element of a page that is indexed, ``leave_out`` those of what is left out in it.
    """
    primary = language.partition("-")[0].lower() or "en"
    config = {"force_language": primary, "root_selector": content, "exclude_selectors": list(leave_out)}
    requests: list[Message] = [
        {"type": "NewIndex", "config": config},
        *(
            {
                "type": "AddRecord",
                "index_id": 0,
                "url": t.url,
                "content": t.content,
                "language": primary,
                "meta": dict(t.about),
            }
            for t in texts
        ),
        *({"type": "AddFile", "index_id": 0, "url": page.url, "file_contents": page.html} for page in pages),
        {"type": "GetFiles", "index_id": 0},
    ]
    try:
        answers = converse(pagefind_bin.get_executable(), requests)
        files = {file["path"]: base64.b64decode(file["content"]) for file in answers[-1]["files"]}
        files["pagefind-entry.json"] = _in_order(files["pagefind-entry.json"])
    except LookupError as error:
        return {}, [Finding("S101", f"Pagefind: an answer without {error}", Locus(FOLDER))]
    except (OSError, ValueError) as error:
        return {}, [Finding("S101", f"Pagefind: {error}", Locus(FOLDER))]
    return {path: files[path] for path in sorted(files) if not path.startswith(_LEFT_OUT)}, []


def converse(executable: Path, requests: Sequence[Message]) -> list[Message]:
    """What the service answers to ``requests``, one payload for each, in order.

    All requests are sent at once from a thread of their own, while answers are read; the service does them in order.
    Raises ``OSError`` when it cannot be started, ``ValueError`` with its words when it refuses one or stops early.
    """
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(  # noqa: S603 (the binary of a locked package, no shell, fixed arguments)
            [executable, "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints
        ) as service,
    ):
        assert service.stdin is not None
        assert service.stdout is not None
        sender = Thread(target=_send, args=(service.stdin, requests), daemon=True)
        sender.start()
        answers: list[Message] = []
        try:
            for message in _received(service.stdout):
                if message["payload"]["type"] == "Error":
                    raise ValueError(message["payload"].get("message", "unknown error"))
                answers.append(message["payload"])
                if len(answers) == len(requests):
                    return answers
        finally:
            service.kill()  # it waits for further requests; everything asked for has been answered
            sender.join()
            with suppress(OSError):  # what could not be sent is lost with it
                service.stdin.close()
        complaints.seek(0)
        last_words = complaints.read().decode("utf-8", "replace").strip().splitlines()[-1:]
        raise ValueError(f"stopped after {len(answers)} of {len(requests)} answers {' '.join(last_words)}".strip())


_KINDS = {
    PassageKind.HEADING: "Heading",
    PassageKind.DATE_LINE: "Date",
    PassageKind.FIELD_LABEL: "Catalogue entry",
    PassageKind.FIELD_VALUE: "Catalogue entry",
    PassageKind.SIGNATURE_LABEL: "Signatures",
    PassageKind.SIGNATURE: "Signatures",
    PassageKind.SOURCE_NOTE: "Source note",
}
"""What a passage is called where nobody speaks in it."""


def _passage_text(record: Record, passage: Passage) -> PassageText:
    names = {entry.key: entry.name for entry in record.entries if entry.kind == "person"}
    speaker = names.get(passage.who or "", "")
    corrections = (span.mark.correction for span in passage.content.spans if isinstance(span.mark, Emendation))
    about = {
        "title": f"{speaker or _KINDS.get(passage.kind, 'Narrative')} ({record.siglum}, {passage.id})",
        "speaker": speaker,
        "document": record.document.short_title,
        "witness": f"{record.siglum}: {record.witness.title}",
        "date": record.document.date,
        "correction": "; ".join(corrections),
    }
    return PassageText(
        url=f"/{addresses.witness(record.document.id, record.siglum, passage.id or '')}",
        content=passage.content.text,
        about=tuple((key, value) for key, value in about.items() if value),
    )


def _send(stream: IO[bytes], requests: Iterable[Message]) -> None:
    with suppress(OSError):  # the service has stopped; the reader of its answers says why
        for number, request in enumerate(requests, 1):
            message = json.dumps({"message_id": number, "payload": request}).encode()
            stream.write(base64.b64encode(message) + b",")
        stream.flush()


def _received(stream: IO[bytes]) -> Iterator[Message]:
    parts: list[bytes] = []
    while chunk := stream.read1(1 << 20):  # type: ignore[attr-defined]
        *ended, rest = chunk.split(b",")
        for end in ended:
            yield json.loads(base64.b64decode(b"".join([*parts, end])))
            parts = []
        parts.append(rest)


def _in_order(entry: bytes) -> bytes:
    return json.dumps(json.loads(entry), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
