"""Worker processes that exit with their parent."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from multiprocessing import active_children, forkserver, get_context, parent_process, resource_tracker
from threading import Thread, current_thread, main_thread
from typing import Any, TypeVar

T = TypeVar("T")

AHEAD = 4
"""Tasks that are given out for each process or thread before the first of them is done: so many are in memory."""


class Begun(Executor):
    """An executor that begins with its first task, and has only so many tasks given out at a time."""

    def __init__(self, begin: Callable[[], Executor], ahead: Callable[[], int]) -> None:
        self._begin, self._ahead = begin, ahead
        self._executor: Executor | None = None

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """As of the executor that is begun."""
        self._executor = self._executor or self._begin()
        return self._executor.submit(fn, *args, **kwargs)

    def map(self, fn: Callable[..., T], *iterables: Iterable[Any], **_options: Any) -> Iterator[T]:
        """Each result in order; what the iterables give is asked for as results are taken."""
        calls = zip(*iterables, strict=False)
        given: deque[Future[T]] = deque()
        try:
            given.extend(self.submit(fn, *call) for call in islice(calls, 1))
            given.extend(self.submit(fn, *call) for call in islice(calls, self._ahead()) if given)
            while given:
                yield given.popleft().result()
                given.extend(self.submit(fn, *call) for call in islice(calls, 1))
        finally:
            for future in given:
                future.cancel()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """As of the executor that was begun, if any was."""
        if self._executor:
            self._executor.shutdown(wait=wait, cancel_futures=cancel_futures)


@contextmanager
def in_processes(jobs: int) -> Iterator[Executor]:
    """``jobs`` processes as an executor, to be used in a ``with`` statement; none is begun before there is work.

    Ctrl-C reaches none of them. When the statement is left by an exception they are ended, whatever they do.
    """
    # not "fork": a process with threads, as a progress bar has, must not be copied in the middle
    context = get_context("spawn" if os.name == "nt" else "forkserver")

    def begin() -> Executor:
        if os.name != "nt":
            _begin_server()
        return ProcessPoolExecutor(jobs, context, initializer=_begin_worker)

    before = set(active_children())
    pool = Begun(begin, lambda: AHEAD * jobs)
    try:
        yield pool
        pool.shutdown()
    except BaseException:
        with undisturbed():
            processes = set(active_children()) - before
            for process in processes:
                process.terminate()
            pool.shutdown(cancel_futures=True)  # waits for the thread that looks after them, which sees that they end
            for process in processes:
                process.join()
        raise


def _begin_server() -> None:
    """Begin the process that workers are copies of: it imports Pecia once for all of them.

    Ctrl-C reaches every process of a terminal. Only the first may answer it, so the others are begun with it blocked.
    """
    resource_tracker.ensure_running()  # it would unblock the signal
    forkserver.set_forkserver_preload(["pecia.pipeline"])
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _begin_worker() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when the one that it works for has ended without a word, as when it was killed."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let a second Ctrl-C not interrupt the answer to the first."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
