"""What axe-core, which knows the rules of WCAG, finds on a page that a browser shows."""

import functools
from pathlib import Path

import axe_core_python

_COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules that look at colours: all that a page in the dark may break and the same page in the light does not."""


@functools.cache
def _script():
    return (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def violations(page, where="html", *, colours=False):
    """What breaks a rule in the part ``where``: the rule, the element and why. ``colours``: of these rules only."""
    options = {"resultTypes": ["violations"]}  # axe describes every element of each type that is asked for
    if colours:
        options["runOnly"] = {"type": "rule", "values": _COLOURS}
    found = _run(page, where, options)
    return [f"{v['id']}: {node['target']} {node['failureSummary']}" for v in found["violations"] for node in v["nodes"]]


def legible(page, where):
    """The elements in the part ``where`` of which axe has found the contrast to be enough."""
    found = _run(page, where, {"runOnly": {"type": "rule", "values": _COLOURS[:1]}})
    return [node["target"] for rule in found["passes"] for node in rule["nodes"]]


def _run(page, where, options):
    if not page.evaluate("'axe' in window"):
        page.evaluate(_script())
    return page.evaluate("([where, options]) => axe.run(where, options)", [where, options])
