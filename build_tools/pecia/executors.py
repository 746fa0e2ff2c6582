"""Where the work on documents is done: in this process, in several on this machine, or on a Dask cluster.

All three are :class:`concurrent.futures.Executor`, and with each of them the files are the same.
"""

from __future__ import annotations

import logging
import os
import re
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib import import_module, metadata
from itertools import islice
from multiprocessing import active_children, forkserver, get_context, parent_process, resource_tracker
from threading import Thread, current_thread, main_thread
from typing import Any, TypeVar

import pecia
from pecia.build.flow import Serial
from pecia.build.memory import code
from pecia.findings import Finding
from pecia.model import Locus

T = TypeVar("T")

NAMES = ("processes", "dask")
"""What :func:`executor` knows."""

INSTALL = 'pip install "pecia[dask]"'

_FEW = 8
"""Documents up to which one process is as quick: another one needs about a second to begin."""

_AHEAD = 4
"""Tasks that are given out for each process or thread before the first of them is done: so many are in memory."""

_ANSWERS_IN = 20
"""Seconds in which a scheduler has to answer, and to have a worker."""


class NotInstalledError(Exception):
    """A package that only some editions need is not there; the message says how to install it."""


class ClusterError(Exception):
    """The cluster cannot be used, or no longer; ``finding`` says why (P121, P122, P123)."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def executor(name: str, jobs: int, scheduler: str = "") -> AbstractContextManager[Executor]:
    """An executor, to be used in a ``with`` statement: one of :data:`NAMES`.

    ``processes``: ``jobs`` of them; with 1 everything is done in this process. None is begun before there is work.
    ``dask``: the workers of the cluster whose scheduler answers at the address ``scheduler`` (``tcp://host:8786``).

    When the ``with`` statement is left by an exception, Ctrl-C among them, processes are ended and tasks that were not
    begun are dropped; none outlives it. Raises, when it is entered or left, :class:`NotInstalledError` and
    :class:`ClusterError`.
    """
    if name == "dask":
        return _on_dask(scheduler)
    return nullcontext(Serial()) if jobs == 1 else _in_processes(jobs)


def default_jobs(documents: int) -> int:
    """The processes that suit an edition of so many documents: one for a few, else one for each processor."""
    if documents <= _FEW:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Begun(Executor):
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


# --- processes -----------------------------------------------------------------------------------


@contextmanager
def _in_processes(jobs: int) -> Iterator[Executor]:
    # not "fork": a process with threads, as a progress bar has, must not be copied in the middle
    context = get_context("spawn" if os.name == "nt" else "forkserver")

    def begin() -> Executor:
        if os.name != "nt":
            _begin_server()
        return ProcessPoolExecutor(jobs, context, initializer=_begin_worker)

    before = set(active_children())
    pool = _Begun(begin, lambda: _AHEAD * jobs)
    try:
        yield pool
        pool.shutdown()
    except BaseException:
        with _undisturbed():
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
    forkserver.set_forkserver_preload(["pecia.build"])
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
def _undisturbed() -> Iterator[None]:
    """Let a second Ctrl-C not interrupt the answer to the first."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


# --- a cluster -----------------------------------------------------------------------------------


@contextmanager
def _on_dask(scheduler: str) -> Iterator[Executor]:
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise NotInstalledError(f"--executor dask needs the package distributed: {INSTALL}") from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters of it becomes a finding
    client = _reached(distributed, scheduler)
    lost = (distributed.scheduler.KilledWorker, distributed.comm.CommClosedError, CancelledError)
    try:
        if different := _differences(installed(), client.run(installed, on_error="return")):
            raise ClusterError(Finding("P122", different, Locus(scheduler)))
        yield _Begun(client.get_executor, lambda: _AHEAD * sum(client.nthreads().values()))
    except lost as error:
        said = " ".join(str(error).split())[:300]
        raise ClusterError(Finding("P123", said or type(error).__name__, Locus(scheduler))) from None
    finally:
        with _undisturbed():
            client.close()  # which makes the cluster forget every task of this client


def _reached(distributed: Any, scheduler: str) -> Any:
    """A client of the cluster, once it has a worker."""
    client = None
    try:
        client = distributed.Client(scheduler, timeout=_ANSWERS_IN, set_as_default=False)
        client.wait_for_workers(1, timeout=_ANSWERS_IN)
    except (OSError, ValueError, TypeError) as error:  # a time-out is an OSError; an address that is none, the others
        message = "it has no worker" if client else "no scheduler answers at this address"
        if client:
            client.close()
        elif isinstance(error, ValueError | TypeError):
            message = "not the address of a scheduler"
        raise ClusterError(Finding("P121", message, Locus(scheduler))) from None
    return client


def installed() -> dict[str, str]:
    """What pages depend on, here: versions of Python, Pecia and the packages it works with, and a digest of its code.

    Called on every worker.
    """
    versions = {"Python": ".".join(map(str, sys.version_info[:2])), "pecia": pecia.__version__}
    try:
        needed = metadata.requires("pecia") or []
    except metadata.PackageNotFoundError:  # used from its sources
        needed = []
    for requirement in needed:
        name = re.match(r"[\w.-]+", requirement)
        if name and "extra ==" not in requirement:
            versions[name[0]] = metadata.version(name[0])
    return {**versions, _CODE: code()}


_CODE = "code"


def _differences(here: Mapping[str, str], there: Mapping[str, Any]) -> str:
    """In words, how workers (address → what :func:`installed` gave there, or raised) differ; empty when none does."""
    said = []
    for address, other in sorted(there.items()):
        if not isinstance(other, Mapping):
            said.append(f"worker {address} has no pecia, or one without this command ({' '.join(str(other).split())})")
            continue
        names = [name for name in here if name != _CODE and here[name] != other.get(name)]
        parts = [f"{name} {other.get(name, 'missing')}, not {here[name]}" for name in names]
        if not parts and here[_CODE] != other.get(_CODE):
            parts = [f"pecia {here['pecia']} with other code"]
        if parts:
            said.append(f"worker {address} has {'; '.join(parts)}")
    return ". ".join(said)
