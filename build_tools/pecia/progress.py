"""Progress reports of long steps: the caller passes a callback, since the steps print nothing themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Progress(Protocol):
    """Shows how far a step over many things has come, and gives them on unchanged."""

    def __call__(self, things: Iterable[T], total: int, what: str) -> Iterable[T]:
        """``total``: how many things there will be; ``what`` they are, for a reader ("documents")."""


def without_progress(things: Iterable[T], total: int, what: str) -> Iterable[T]:  # noqa: ARG001 (a Progress)
    """Shows nothing."""
    return things
