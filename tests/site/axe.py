"""What axe-core, which knows the rules of WCAG, finds on a page that a browser shows."""

import functools
from pathlib import Path

import axe_playwright_python

_LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_LOOKS = ["color-contrast", "link-in-text-block", "target-size"]
"""The rules that look at colours and sizes: all that a page breaks in the dark or on a phone and nowhere else."""


@functools.cache
def _script():
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def violations(page, where="html", *, looks=False):
    """What breaks a rule in the part ``where``: the rule, the element and why. ``looks``: of colours and sizes only."""
    only = {"type": "rule", "values": _LOOKS} if looks else {"type": "tag", "values": _LEVELS}
    # axe describes every element of each type that is asked for
    found = _run(page, where, {"resultTypes": ["violations"], "runOnly": only})
    return [f"{v['id']}: {node['target']} {node['failureSummary']}" for v in found["violations"] for node in v["nodes"]]


def legible(page, where):
    """The elements in the part ``where`` of which axe has found the contrast to be enough."""
    found = _run(page, where, {"runOnly": {"type": "rule", "values": _LOOKS[:1]}})
    return [node["target"] for rule in found["passes"] for node in rule["nodes"]]


def in_the_dark(page):
    """Let the page be dark from now on, as its button does."""
    page.evaluate("document.documentElement.dataset.mdColorScheme = 'slate'")


def _run(page, where, options):
    if not page.evaluate("'axe' in window"):
        page.evaluate(_script())
        page.add_style_tag(content="* { transition: none !important }")  # which would show colours between two
    return page.evaluate("([where, options]) => axe.run(where, options)", [where, options])
