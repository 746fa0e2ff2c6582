"""Where the work on documents is done: in this process, in several on this machine, or on a Dask cluster.

All three are :class:`concurrent.futures.Executor`, and with each of them the files are the same.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import CancelledError, Executor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib import import_module, metadata
from typing import Any

import pecia
from pecia.model import Locus
from pecia.model.findings import Finding
from pecia.pipeline.edition import Serial
from pecia.pipeline.memory import code
from pecia.processes import AHEAD, Begun, in_processes, undisturbed

NAMES = ("processes", "dask")
"""What :func:`executor` knows."""

INSTALL = 'pip install "pecia[dask]"'

_FEW = 8
"""Documents up to which one process is as quick: another one needs about a second to begin."""

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
    return nullcontext(Serial()) if jobs == 1 else in_processes(jobs)


def default_jobs(documents: int) -> int:
    """The processes that suit an edition of so many documents: one for a few, else one for each processor."""
    if documents <= _FEW:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


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
        yield Begun(client.get_executor, lambda: AHEAD * sum(client.nthreads().values()))
    except lost as error:
        said = " ".join(str(error).split())[:300]
        raise ClusterError(Finding("P123", said or type(error).__name__, Locus(scheduler))) from None
    finally:
        with undisturbed():
            client.close()  # which makes the cluster forget every task of this client


def _reached(distributed: Any, scheduler: str) -> Any:
    """A client of the cluster, once it has a worker."""
    client = None
    try:
        client = distributed.Client(scheduler, timeout=_ANSWERS_IN, set_as_default=False)
        client.wait_for_workers(1, timeout=_ANSWERS_IN)
    except (OSError, ValueError, TypeError) as error:  # a time-out is an OSError; an address that is none, the others
        message = "the scheduler has no worker" if client else "no scheduler answers at this address"
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
            parts = [f"pecia {here['pecia']} with different code"]
        if parts:
            said.append(f"worker {address} has {'; '.join(parts)}")
    return ". ".join(said)
