"""The site engine: the only module that knows MkDocs and Python-Markdown. Pages go in, HTML comes out.

``mkdocs.yml`` sets the appearance of the site and is trusted like code: MkDocs runs the plug-ins it names. Title,
address and description come from ``edition/edition.yml`` and override it, so that they are set in one place.

The site is the same bytes each time. The engine's clock is set to the edition's date (``SOURCE_DATE_EPOCH``), and the
compressed copy of the site map is left out, because compressed bytes depend on the zlib that Python was built with.
"""

from __future__ import annotations

import logging
import os
import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, time
from html import unescape
from pathlib import Path
from typing import Any

from markdown import Markdown  # type: ignore[import-untyped]
from markdown.extensions import Extension  # type: ignore[import-untyped]
from markdown.preprocessors import Preprocessor  # type: ignore[import-untyped]
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel, set_exclusions

from pecia import addresses, files
from pecia.model import Locus
from pecia.model.edition import EditionStatement
from pecia.model.findings import Finding, has_errors
from pecia.pages import colophon
from pecia.pages.head import edition_head
from pecia.publish import sitemap
from pecia.publish.site import CONFIG, SITE, Layout, refused

CONTENT = "article"
"""The element of a page that is searched: Material's name for what the page itself says."""

NOT_CONTENT = ("headerlink", "md-content__button", "pc-contexts")
"""Classes of what is left out in it: signs, and words of passages that a page quotes."""

ONLINE = re.compile(r"404\.html|sitemap\.xml")
"""What the copy of the whole edition does without: what only a server needs."""

_SCRIPTS = "assets/javascripts"
_EVERY_SITE_HAS = "404.html"
"""A page whose template is the theme's, so that it loads what every page loads."""

_LEFT_OUT = ("sitemap.xml.gz",)
_ADDRESSES_ONLY = (sitemap.NAME,)
"""What a site without an address cannot have: the protocol of site maps wants whole addresses (sitemaps.org)."""
_UNPUBLISHED = (InclusionLevel.EXCLUDED, InclusionLevel.DRAFT)
_BLOCK = '<div class="pc-page '
"""How a page of Pecia's begins (:func:`pecia.pages.html.page`)."""
_ID = re.compile(r'\sid="([^"]*)"')
_INHERITED = re.compile(r"""^INHERIT:[ \t]*["']?([^"'\n#]*[^"'\n#\s])""", re.MULTILINE)
_CLOCK = "SOURCE_DATE_EPOCH"
_LISTS = frozenset(addresses.markdown(address) for address in (addresses.PEOPLE, addresses.PLACES))
"""Pages that are made where the registers have an entry, so that the navigation may name one that is not there."""

_TOGGLES = re.compile(r'\s*<(?:input class="md-toggle"[^>]*|label class="md-overlay"[^>]*></label)>')
_NAMED_FILE = re.compile(r"Doc file '([^']+)'")


def render(
    root: Path,
    docs: Path,
    into: Path,
    statement: EditionStatement,
    address: str = "",
    *,
    changed_only: bool = False,
    beside: Collection[str] = (),
) -> list[Finding]:
    """Every page of ``docs`` as the site shows it, in the folder ``into``; no search index.

    ``address`` takes the place of the edition's own. With ``changed_only``, pages of ``into`` that are newer than their
    source stay. ``beside``: files that stand in the edition's own ``docs/`` and are rendered as if they stood in this
    one. P101 when the engine stops, P102 for each of its warnings, F101 when the disk refuses.
    """
    with _heard(root) as findings, _clock_at(statement.day):
        try:
            config = _config(root, docs, into, statement, address)
            missing = {path for path in _LISTS if path not in beside and not (docs / path).exists()}
            if config.nav is not None:
                config.nav = [entry for entry in config.nav if not {path for _title, path in _named(entry)} & missing]
            if beside:
                config.plugins["pecia/beside"] = _Beside(root / files.DOCS, beside)
            config.plugins.on_startup(command="build", dirty=changed_only)
            try:
                mkdocs_build(config, dirty=changed_only)
            finally:
                config.plugins.on_shutdown()
            sitemap.write(into, sitemap.entries(into))
            _drop_unloaded(docs, into, config)
            unaddressed = () if address or statement.url else _ADDRESSES_ONLY
            for path in (*_LEFT_OUT, *unaddressed):
                (into / path).unlink(missing_ok=True)
        except OSError as error:
            findings.append(refused(error))
        except Exception as error:  # whatever a plugin or a Markdown extension raises
            if not has_errors(findings):  # else the engine has said more before it stopped
                findings.append(_stopped(root, error))
    return findings


def _drop_unloaded(docs: Path, into: Path, config: MkDocsConfig) -> None:
    """Remove Material's own scripts, 2.3 MB, unless a template of the editor's loads them. Raises ``OSError``."""
    if _SCRIPTS in (files.read_text(into / _EVERY_SITE_HAS) or _SCRIPTS):
        return
    themes = [folder for folder in config.theme.dirs if folder != config.theme.custom_dir]
    for path in {f"assets/{path}" for folder in themes for path in files.list_files(Path(folder, "assets"))}:
        if (path.startswith(_SCRIPTS) or path.endswith(".map")) and not (docs / path).exists():
            (into / path).unlink(missing_ok=True)
    for folder, _folders, _names in os.walk(into / _SCRIPTS, topdown=False):
        with suppress(OSError):  # an editor's files are in it
            Path(folder).rmdir()


def layout(root: Path, statement: EditionStatement, paths: Iterable[str]) -> tuple[Layout, list[Finding]]:
    """Where the engine publishes the files ``paths``, relative to ``docs/``; P101 when it cannot read its settings."""
    with _heard(root) as findings:
        try:
            config = _config(root, root / files.DOCS, root / SITE, statement, "")
            found = [File(path, None, config.site_dir, config.use_directory_urls) for path in paths]
            set_exclusions(found, config)
            places = {file.src_uri: file.dest_uri for file in found if file.inclusion not in _UNPUBLISHED}
        except Exception as error:  # as when the site is built
            return Layout(), [*findings, *([] if has_errors(findings) else [_stopped(root, error)])]
    named = list(_named(config.nav or []))
    untitled = frozenset(path for title, path in named if not title)
    return Layout(places, None if config.nav is None else frozenset(path for _title, path in named), untitled), []


def _named(nav: Any, title: str = "") -> Iterator[tuple[str, str]]:
    """The title, if it has one, and the path of each entry of ``nav``, at any depth."""
    if isinstance(nav, str):
        yield title, nav.lstrip("/")
    elif isinstance(nav, Mapping):
        for name, below in nav.items():
            yield from _named(below, str(name))
    elif isinstance(nav, list):
        for below in nav:
            yield from _named(below)


def looks(root: Path) -> dict[str, bytes]:
    """What an editor has said of how the site looks, by path: the settings, the templates and hooks that they name."""
    settings = _settings(root)
    with _heard(root):
        try:
            config = load_config(str(root / CONFIG))
        except Exception:  # the engine says it when it is asked to build
            return settings
    templates = Path(config.theme.custom_dir) if config.theme.custom_dir else None
    overlaid, _findings = files.read_folder(templates.parent, templates.name) if templates else ({}, [])
    hooks = {str(name): (files.read_text(root / str(name)) or "").encode() for name in config.hooks}
    return {**settings, **overlaid, **hooks}


def _settings(root: Path) -> dict[str, bytes]:
    """The file of the settings and those that it inherits from, by path."""
    found: dict[str, bytes] = {}
    path = CONFIG
    while path and path not in found:
        text = files.read_text(root / path) or ""
        found[path] = text.encode()
        inherited = _INHERITED.search(text)
        path = posixpath.normpath(posixpath.join(posixpath.dirname(path), inherited[1])) if inherited else ""
    return found


def live_server(
    into: Path, port: int, rebuild: Callable[[], None], watched: Collection[Path], ready: Callable[[str], None]
) -> LiveReloadServer:
    """What serves the folder ``into`` on this machine, its ``url`` known, once its ``serve`` is called; ``rebuild`` is
    called at each change of ``watched``, ``ready`` with the address once it answers."""

    class Server(LiveReloadServer):
        def server_activate(self) -> None:
            super().server_activate()
            ready(self.url)

    server = Server(builder=rebuild, host="127.0.0.1", port=port, root=str(into), polling_interval=0.2)
    for path in watched:
        server.watch(str(path))
    return server


def _config(root: Path, docs: Path, into: Path, statement: EditionStatement, address: str) -> MkDocsConfig:
    config = load_config(
        str(root / CONFIG),
        docs_dir=str(docs),
        site_dir=str(into),
        site_name=statement.title,
        site_description=statement.description,
        site_url=address or statement.url,
    )
    config.validation.links.anchors = logging.WARNING  # a link to no passage is a broken citation
    config.markdown_extensions.append(_ReadyExtension())
    config.plugins["pecia/unused"] = _Unused()
    config.extra["colophon"] = colophon(statement)
    config.extra["head"] = edition_head(statement)
    return config


class _Beside(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """Gives the engine files of another folder too."""

    def __init__(self, folder: Path, paths: Collection[str]) -> None:
        self._folder, self._paths = str(folder), paths

    @event_priority(100)  # before an editor's plugins and hooks, which are to see them
    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        for path in self._paths:
            if path not in files.src_uris:
                files.append(File(path, self._folder, config.site_dir, config.use_directory_urls))
        return files


class _Unused(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """Leaves out what Material puts on each page for its own menu and search, which the theme does not have.

    Its boxes to tick have an attribute that HTML does not allow there.
    """

    def on_post_page(self, output: str, /, **_page: object) -> str:
        return _TOGGLES.sub("", output, count=3)

    def on_post_template(self, output_content: str, /, **_template: object) -> str:
        return _TOGGLES.sub("", output_content, count=3)


class _ReadyExtension(Extension):  # type: ignore[misc]
    """Lets a page that is one block of HTML already pass through Markdown as it is.

    Python-Markdown and MkDocs each parse such a block tag by tag, which takes ten times as long as all else together.
    """

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name that Markdown calls)
        md.registerExtension(self)
        md.preprocessors.register(_Ready(md), "pecia_ready", priority=29)  # just before what reads HTML


class _Ready(Preprocessor):  # type: ignore[misc]
    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines).strip("\n")
        if not text.startswith(_BLOCK):
            return lines
        # known under this name in MkDocs 1.6: the anchors of the page, to which links of other pages are held
        self.md.treeprocessors["mkdocs_extract_anchors"].present_anchor_ids.update(map(unescape, _ID.findall(text)))
        return [self.md.htmlStash.store(text)]


@contextmanager
def _heard(root: Path) -> Iterator[list[Finding]]:
    """Findings that grow by each warning (P102) and error (P101) that the engine logs."""
    findings: list[Finding] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            message = record.getMessage()
            if message.startswith("A 'dirty' build"):  # as asked for
                return
            named = _NAMED_FILE.search(message)
            locus = Locus(f"{files.DOCS}/{named[1]}" if named else CONFIG)
            code = "P101" if record.levelno >= logging.ERROR else "P102"
            findings.append(Finding(code, _one_line(root, message), locus))

    engine, ear = logging.getLogger("mkdocs"), Ear(logging.WARNING)
    engine.addHandler(ear)
    try:
        yield findings
    finally:
        engine.removeHandler(ear)


@contextmanager
def _clock_at(day: str) -> Iterator[None]:
    """Let the engine's clock stand at the beginning of ``day`` (yyyy-mm-dd, UTC), or at what it can count to."""
    before = os.environ.get(_CLOCK)
    seconds = int(datetime.combine(date.fromisoformat(day), time(), UTC).timestamp())
    os.environ[_CLOCK] = str(min(max(seconds, 0), 2**32 - 1))
    try:
        yield
    finally:
        if before is None:
            del os.environ[_CLOCK]
        else:
            os.environ[_CLOCK] = before


def _stopped(root: Path, error: BaseException) -> Finding:
    return Finding("P101", _one_line(root, f"{type(error).__name__}: {error}"), Locus(CONFIG))


def _one_line(root: Path, message: str) -> str:
    return " ".join(message.replace(f"{root}{os.sep}", "").split())
