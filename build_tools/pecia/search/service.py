"""Pagefind's binary as a service: a batch of requests, and its answers.

One base64 JSON message and a comma for each request and each answer, over standard input and output (``--service``).
Driven directly because Pagefind's Python client waits 0.1 s for each answer.
"""

from __future__ import annotations

import base64
import json
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import IO, Any

Message = dict[str, Any]

_PIPE = 1 << 16
"""Bytes that a pipe holds on Linux: no more come at once, and with fewer there are more calls."""


def converse(executable: Path, requests: Sequence[Message]) -> list[Message]:
    """What the service answers to ``requests``, one payload for each, in order.

    All requests are sent at once from a thread of their own, while answers are read; the service does them in order.
    Raises ``OSError`` when it cannot be started, ``ValueError`` with its words when it refuses one or stops early.
    """
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(  # noqa: S603 (the binary of a locked package, no shell, fixed arguments)
            [executable, "--service"],
            bufsize=_PIPE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
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


def _send(stream: IO[bytes], requests: Iterable[Message]) -> None:
    with suppress(OSError, ValueError):  # the service has stopped; the reader of its answers says why
        for number, request in enumerate(requests, 1):
            message = json.dumps({"message_id": number, "payload": request}).encode()
            stream.write(base64.b64encode(message) + b",")
        stream.flush()


def _received(stream: IO[bytes]) -> Iterator[Message]:
    parts: list[bytes] = []
    while chunk := stream.read1(_PIPE):  # type: ignore[attr-defined]
        *ended, rest = chunk.split(b",")
        for end in ended:
            yield json.loads(base64.b64decode(b"".join([*parts, end])))
            parts = []
        parts.append(rest)
