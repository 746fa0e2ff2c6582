"""The generator is for any edition: no module of the package names this one's people, sigla, titles or places."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
ORDINARY = """
united nations international cross security council organization american states john alexander dean
archive center chairman cold committee comrade foreign history house national president project russian
union western white
"""
COMMON = frozenset(ORDINARY.split())
"""Words of names that are ordinary words, offices or first names."""


def names():
    """Words that only this edition would use: of its registers, document titles, ids and sources."""
    words = set()
    for register in (ROOT / "edition" / "registers").glob("*.yml"):
        for entry in yaml.safe_load(register.read_text(encoding="utf-8")):
            for text in (entry["key"], entry["name"], *entry.get("forms", ())):
                words |= set(re.findall(r"\w{4,}", text.casefold()))
    for document in (ROOT / "edition" / "documents").glob("*.yml"):
        data = yaml.safe_load(document.read_text(encoding="utf-8"))
        words.add(data["id"])
        words |= {source["id"] for source in data["sources"]}
        words |= {hand["id"] for witness in data["witnesses"] for hand in witness["responsibilities"]}
    return words - COMMON


def test_no_module_names_this_edition():
    looked_for = names()
    assert {"mikoyan", "stevenson", "dinner-1962-11-01", "guantánamo"} <= looked_for
    pattern = re.compile(rf"\b({'|'.join(sorted(map(re.escape, looked_for)))})\b")
    found = []
    for path in sorted((ROOT / "build_tools").rglob("*")):
        read = {".py", ".html", ".css", ".js", ".rng", ".rnc", ".typ", ".yml"}
        if path.suffix not in read or ".egg-info" in str(path):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").casefold().splitlines(), 1):
            found += [f"{path.relative_to(ROOT)}:{number}: {match[0]}" for match in pattern.finditer(line)]
    assert found == []
