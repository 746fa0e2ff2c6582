"""What is installed from a wheel is all that an edition needs, and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel installs."""
    place = tmp_path_factory.mktemp("wheel")
    project = place / "project"
    shutil.copytree(
        PROJECT / "build_tools", project / "build_tools", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
    )
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(PROJECT / name, project)
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-index", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", str(place), str(project)], check=True, capture_output=True)
    (wheel,) = place.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place / "installed")
    return place / "installed"


def test_the_wheel_holds_the_package_alone(installed: Path) -> None:
    sources = {
        path.relative_to(PROJECT / "build_tools").as_posix()
        for path in (PROJECT / "build_tools/pecia").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    held = {path.relative_to(installed).as_posix() for path in installed.rglob("*") if path.is_file()}
    assert {path for path in held if ".dist-info/" not in path} == sources


def test_an_edition_is_built_with_it(installed: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(installed)}

    def run(*arguments: str) -> str:
        command = [sys.executable, "-P", *arguments]
        return subprocess.run(command, env=environment, cwd=tmp_path, check=True, capture_output=True, text=True).stdout

    assert Path(run("-c", "import pecia; print(pecia.__file__, end='')")).is_relative_to(installed)
    run("-m", "pecia", "new", "edition")
    run("-m", "pecia", "build", "--root", "edition")
    assert (tmp_path / "edition/site/assets/pecia.css").exists()
    assert list((tmp_path / "edition/site/downloads").glob("*.pdf"))
    assert list((tmp_path / "edition/site/downloads").glob("*.epub"))
