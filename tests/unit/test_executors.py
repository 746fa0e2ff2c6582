"""Work in processes and on a cluster gives the same as work done here, and ends when it is told to."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import pty
import select
import signal
import subprocess
import sys
import termios
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import replace
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import distributed
import pytest

import pecia
from pecia import cli, executors, files, new_project
from pecia.model.findings import Severity
from pecia.pipeline import build, compose
from pecia.pipeline.document import make_documents

ID = "luncheon-1951-03-07"
DOCUMENTS = 8


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other processes import this module, by the name that it has here."""
    monkeypatch.syspath_prepend(Path(__file__).parents[2])


def edition(root: Path, documents: int) -> Path:
    """An invented edition under ``root`` with so many documents, alike but for their ids."""
    ids = [f"luncheon-{n:03}" for n in range(documents)]
    content: dict[str, bytes] = {}
    for path, data in new_project.new_edition().items():
        if ID in path:
            content |= {path.replace(ID, id_): data.replace(ID.encode(), id_.encode()) for id_ in ids}
        else:
            listed = "".join(f"  - {id_}\n" for id_ in ids)
            content[path] = data.replace(f"  - {ID}\n".encode(), listed.encode())
    assert files.begin(root, content) == []
    return root


def written(root: Path, *folders: str) -> dict[str, bytes]:
    """Every byte under ``root``, or under these folders of it, but for work in progress and what may be lost."""
    found = {}
    for folder in folders or ("edition", "docs", "site"):
        content, findings = files.read_folder(root, folder)
        assert findings == []
        found |= {f"{folder}/{path}": data for path, data in content.items()}
    return found


def square(number: int) -> int:
    return number * number


def process(_anything: object) -> int:
    return os.getpid()


# --- which -------------------------------------------------------------------------------------------


def test_a_few_documents_are_not_worth_another_process() -> None:
    assert executors.default_jobs(0) == executors.default_jobs(8) == 1
    assert executors.default_jobs(9) == executors.default_jobs(20_000) == len(os.sched_getaffinity(0))


def test_one_job_is_this_process() -> None:
    with executors.executor("processes", 1) as executor:
        assert list(executor.map(process, range(2))) == [os.getpid()] * 2


# --- processes ---------------------------------------------------------------------------------------


def test_processes_give_results_in_order_and_end() -> None:
    before = set(active_children())
    with executors.executor("processes", 2) as executor:
        assert set(active_children()) == before  # none is begun before there is work
        assert list(executor.map(square, range(100))) == [n * n for n in range(100)]
        assert list(executor.map(square, [])) == []
        assert executor.submit(square, 3).result() == 9
        assert os.getpid() not in set(executor.map(process, range(20)))
    assert set(active_children()) == before


def test_only_so_much_is_asked_for_ahead() -> None:
    asked = []

    def numbers() -> Iterator[int]:
        for n in range(1000):
            asked.append(n)
            yield n

    with executors.executor("processes", 2) as executor:
        results = executor.map(square, numbers())
        assert [next(results) for _ in range(3)] == [0, 1, 4]
        assert len(asked) < 20
        results.close()  # type: ignore[attr-defined]


def test_a_document_that_stops_pecia_leaves_the_others_of_its_portion() -> None:
    sources = compose(new_project.new_edition(), executors.Serial()).sources
    assert sources
    (sound,) = sources.documents
    unsound = replace(sound, entries=(None,), file=replace(sound.file, document=replace(sound.file.document, id="odd")))
    with executors.executor("processes", 2) as executor:
        ((first, second, third),) = executor.map(make_documents, [(sound, unsound, sound)])
    assert first == third
    assert first.told
    assert second.told is None
    assert [(found.code, found.locus.file) for found in second.findings] == [("D101", "edition/documents/odd.yml")]


@pytest.mark.parametrize("stopped_by", [KeyboardInterrupt, ZeroDivisionError])
def test_an_exception_ends_the_processes(stopped_by: type[BaseException]) -> None:
    before = set(active_children())

    def stopped() -> None:
        with executors.executor("processes", 2) as executor:
            for number in executor.map(square, range(10_000)):
                if number == 100:
                    raise stopped_by

    with pytest.raises(stopped_by):
        stopped()
    assert set(active_children()) == before


def begins_and_never_ends(fifo: Path) -> None:
    fifo.write_bytes(b"begun")
    while True:
        signal.pause()


def test_an_exception_ends_what_a_process_is_doing(tmp_path: Path) -> None:
    def hangs(*_arguments: object) -> None:
        raise TimeoutError("the task was waited for")

    def stopped() -> None:
        with executors.executor("processes", 2) as executor:
            executor.submit(begins_and_never_ends, fifo)
            fifo.read_bytes()  # until it has begun
            raise KeyboardInterrupt

    fifo = tmp_path / "begun"
    os.mkfifo(fifo)

    before = signal.signal(signal.SIGALRM, hangs)
    signal.alarm(120)
    try:
        with pytest.raises(KeyboardInterrupt):
            stopped()
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def test_ctrl_c_does_not_reach_a_worker_from_its_first_moment() -> None:
    with executors.executor("processes", 2) as executor:
        assert signal.SIGINT in executor.submit(signal.pthread_sigmask, signal.SIG_BLOCK, ()).result()


def ended(pid: int) -> bool:
    """Whether the process ends within a minute."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], 300)[0])
    finally:
        os.close(handle)


def test_workers_end_when_the_process_they_work_for_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "work.py"
    script.write_text(
        "import os, sys\n"
        "from pecia import executors\n"
        "if __name__ == '__main__':\n"
        "    with executors.executor('processes', 2) as executor:\n"
        "        print(executor.submit(os.getpid).result(), flush=True)\n"
        "        sys.stdin.read()\n"
    )
    with subprocess.Popen([sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as working:
        assert working.stdout
        worker = int(working.stdout.readline())
        working.kill()
        assert ended(worker)


# --- Ctrl-C ------------------------------------------------------------------------------------------


def said_until(terminal: int, seen: Callable[[str], bool]) -> str:
    """What is written to the terminal until ``seen`` of it, or until every process that could write there has ended."""
    said = ""
    while not seen(said):
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                said += os.read(terminal, 4096).decode("utf-8", "replace")
            except OSError:  # nobody holds its other end any more
                return said
    return said


def documents_are_made(_root: Path, said: str) -> bool:
    return "documents:" in said  # the bar


def site_is_made(root: Path, _said: str) -> bool:
    work = os.walk(root / files.WORK)  # which passes over a folder that is gone meanwhile
    return any(name.endswith(".html") for _folder, _folders, names in work for name in names)


def hear_interrupts() -> None:
    """Where the tests run in the background of a shell, interrupts are ignored, and that is inherited."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("when", [documents_are_made, site_is_made])
def test_an_interrupted_build_leaves_the_last_site(
    tmp_path: Path, jobs: int, when: Callable[[Path, str], bool]
) -> None:
    root = edition(tmp_path / "edition", 1)
    build(root)
    site = written(root, "site")
    assert site
    more = edition(tmp_path / "more", 20 if when is documents_are_made else 3)
    subprocess.run(["cp", "-r", f"{more}/edition", root], check=True)
    before = written(root)
    command = [sys.executable, "-m", "pecia", "build", "--jobs", str(jobs), "--root", str(root)]
    terminal, other_end = pty.openpty()
    termios.tcsetwinsize(other_end, (24, 100))
    with subprocess.Popen(
        command, start_new_session=True, stdout=other_end, stderr=other_end, preexec_fn=hear_interrupts
    ) as building:
        os.close(other_end)
        said = said_until(terminal, lambda said: when(root, said))
        assert building.poll() is None, said
        os.killpg(building.pid, signal.SIGINT)  # as a terminal does: every process of the command is sent it
        said += said_until(terminal, lambda _said: False)  # to the end of the last process
        assert building.wait() == 130, said
    os.close(terminal)
    assert "Traceback" not in said
    assert said.rstrip().endswith("pecia: interrupted; no file was left incomplete")
    assert written(root, "site") == site
    if when is documents_are_made:
        assert written(root) == before
        return
    assert not [f for f in build(root).findings if f.severity is Severity.ERROR]


# --- a cluster ---------------------------------------------------------------------------------------


CLUSTER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as started:
        print(started.scheduler_address, flush=True)
        sys.stdin.read()
"""
LONGEST = 1200  # seconds after which a cluster that does not answer ends the tests, where they would wait for ever


@contextlib.contextmanager
def begun_cluster(place: Path, **settings: str) -> Iterator[str]:
    """The address of a scheduler with two worker processes on this machine, begun by a process of its own.

    Its loops and child processes are so kept from those of the browser's driver.
    """
    script = place / "cluster.py"
    script.write_text(CLUSTER, encoding="utf-8")
    arguments = [sys.executable, str(script)]
    there = os.pathsep.join([str(Path(__file__).parents[2]), *filter(None, sys.path)])
    environment = {**os.environ, "PYTHONPATH": there, **settings}
    with subprocess.Popen(
        arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as started:
        assert started.stdin
        assert started.stdout
        faulthandler.dump_traceback_later(LONGEST, exit=True)
        try:
            yield started.stdout.readline().strip()
        finally:
            started.stdin.close()
            started.wait()
            faulthandler.cancel_dump_traceback_later()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a cluster with two worker processes; whoever kills one waits for another in its place."""
    with begun_cluster(tmp_path_factory.mktemp("cluster")) as address:
        yield address


class Killing(Executor):
    """An executor in which half-way through the documents one worker ends itself, as a machine that is switched off.

    One alone: whether another takes its place in time is the cluster's affair.
    """

    def __init__(self, executor: Executor, markers: Path) -> None:
        self.executor, self.markers = executor, markers

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return self.executor.submit(fn, *args, **kwargs)

    def map(self, fn: Callable[..., Any], *iterables: Iterable[Any], **_options: Any) -> Iterator[Any]:
        calls = list(zip(*iterables, strict=True))
        marker = str(self.markers / fn.__name__)
        half = len(calls) // 2 if fn.__name__ == "make_documents" else -1
        markers = [marker if n == half else "" for n in range(len(calls))]
        return self.executor.map(killed_once, [fn] * len(calls), markers, calls)


def killed_once(fn: Callable[..., Any], marker: str, arguments: tuple[Any, ...]) -> Any:
    """What ``fn`` gives; the first time with this marker the worker is killed instead."""
    if marker:
        with contextlib.suppress(FileExistsError), open(marker, "x") as stream:  # noqa: PTH123 (runs on a worker)
            stream.write(str(os.getpid()))
            stream.close()
            os.kill(os.getpid(), signal.SIGKILL)
    return fn(*arguments)


def killed(_anything: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_cluster_that_loses_a_worker_gives_the_same_bytes(cluster: str, tmp_path: Path) -> None:
    serial, on_cluster = (edition(tmp_path / name, DOCUMENTS) for name in ("serial", "cluster"))
    markers = tmp_path / "markers"
    markers.mkdir()
    one = build(serial)
    with executors.executor("dask", 1, cluster) as executor:
        other = build(on_cluster, Killing(executor, markers))
    assert other == one
    assert one.counts.documents == DOCUMENTS
    assert [marker.name for marker in markers.iterdir()] == ["make_documents"]
    assert all(int(marker.read_text()) != os.getpid() for marker in markers.iterdir())
    assert written(on_cluster) == written(serial)


def test_the_command_builds_on_a_cluster(cluster: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = edition(tmp_path / "edition", 2)
    arguments = ["build", "--executor", "dask", "--scheduler", cluster, "--root", str(root)]
    assert cli.main(arguments) == 0
    assert "2 documents" in capsys.readouterr().out
    assert (root / "site/index.html").exists()


def test_what_a_task_raises_is_raised_here(cluster: str) -> None:
    with (
        executors.executor("dask", 1, cluster) as executor,
        pytest.raises(ValueError, match="invalid literal"),
    ):
        list(executor.map(int, ["1", "x"]))


def test_a_task_that_kills_every_worker_is_given_up(tmp_path: Path) -> None:
    def given_up(address: str) -> None:
        with executors.executor("dask", 1, address) as executor:
            list(executor.map(killed, [1]))

    with (
        begun_cluster(tmp_path, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0") as address,
        pytest.raises(executors.ClusterError) as stopped,
    ):
        given_up(address)
    assert stopped.value.finding.code == "P123"
    assert str(stopped.value.finding.locus) == address


def test_a_worker_with_another_pecia_is_refused(cluster: str) -> None:
    def another_version() -> None:
        pecia.__version__ = "0.0.9"

    def without() -> None:
        sys.modules["pecia.executors"] = None  # type: ignore[assignment]

    with distributed.Client(cluster, set_as_default=False) as client:
        client.wait_for_workers(2)
        first, second = sorted(client.scheduler_info(n_workers=-1)["workers"])
        client.run(another_version, workers=[first])
        client.run(without, workers=[second])
        with (
            pytest.raises(executors.ClusterError) as stopped,
            executors.executor("dask", 1, cluster),
        ):
            pass
        client.restart()
    finding = stopped.value.finding
    assert finding.code == "P122"
    assert f"worker {first} has pecia 0.0.9, not {pecia.__version__}" in finding.message
    assert f"worker {second} has no pecia, or one without this command" in finding.message


def test_other_packages_and_other_code_are_told_apart() -> None:
    here = executors.installed()
    assert {"Python", "pecia", "lxml"} < here.keys()
    assert executors._differences(here, {"a": dict(here)}) == ""
    older = {**here, "lxml": "6.0.0", "code": "x"}
    assert executors._differences(here, {"a": older}) == f"worker a has lxml 6.0.0, not {here['lxml']}"
    changed = {**here, "code": "x"}
    assert executors._differences(here, {"a": changed}) == f"worker a has pecia {here['pecia']} with different code"


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("tcp://127.0.0.1:1", "no scheduler answers"),
        ("nonsense://x", "not the address"),
        ("tcp://127.0.0.1:nonsense", "not the address"),
    ],
)
def test_a_scheduler_that_does_not_answer(
    small_edition: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    message: str,
) -> None:
    monkeypatch.setattr(executors, "_ANSWERS_IN", 1)
    arguments = ["build", "--executor", "dask", "--scheduler", address, "--root", str(small_edition)]
    assert cli.main(arguments) == 1
    printed = capsys.readouterr()
    assert f"{address}: error P121: " in printed.out
    assert message in printed.out
    assert "Traceback" not in printed.out + printed.err
    assert not (small_edition / "site").exists()


def test_a_scheduler_without_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "_ANSWERS_IN", 1)
    with (
        distributed.LocalCluster(n_workers=0, processes=False, dashboard_address=":0") as empty,
        pytest.raises(executors.ClusterError) as stopped,
        executors.executor("dask", 1, empty.scheduler_address),
    ):
        pass
    assert (stopped.value.finding.code, stopped.value.finding.message) == ("P121", "the scheduler has no worker")


def test_without_the_package_the_command_says_how_to_install_it(
    small_edition: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    scheduler = ["--executor", "dask", "--scheduler", "tcp://127.0.0.1:8786"]
    assert cli.main(["build", *scheduler, "--root", str(small_edition)]) == 2
    assert capsys.readouterr().err == (
        'pecia: --executor dask needs the package distributed: pip install "pecia[dask]"\n'
    )


def test_a_cluster_needs_an_address(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(["build", "--executor", "dask"])
    assert stopped.value.code == 2
    assert "--scheduler ADDRESS" in capsys.readouterr().err
