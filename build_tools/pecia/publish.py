"""Pages to site: the only module that knows the site engine (MkDocs with Material).

``mkdocs.yml`` says how the site looks and is trusted as code is: MkDocs runs what it names. What the edition is
(title, address, description) comes from ``edition/edition.yml`` and overrides it, so that it is said once.

The site is the same bytes each time. The engine's clock is set to the edition's date (``SOURCE_DATE_EPOCH``), and the
compressed copy of the site map is left out, because compressed bytes depend on the zlib that Python was built with.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer

from pecia import files, search
from pecia.exports import offline
from pecia.findings import Finding, has_errors
from pecia.model import Locus
from pecia.pages import colophon
from pecia.pages.head import edition_head
from pecia.record import EditionStatement

CONFIG = "mkdocs.yml"
SITE = "site"

_CONTENT = "article"
"""CSS selector of the part of a page that is searched: Material's name for what the page itself says."""

_NOT_CONTENT = (".headerlink", ".md-content__button", ".pc-contexts")
"""What is left out in it: signs, and words of passages that a page quotes."""
_LEFT_OUT = ("sitemap.xml.gz",)
_ADDRESSES_ONLY = ("sitemap.xml",)
"""What a site without an address cannot have: the protocol of site maps wants whole addresses (sitemaps.org)."""
_NOT_SEARCHED = re.compile(r"404\.html|(?:guide|reference|decisions|search)/.*|[^/]+/(?:compare|apparatus)/.*")
"""Pages for editors, pages that give the words of the reading pages again, and the page of the search itself."""
_ONLINE = re.compile(r"pagefind/.*|404\.html|sitemap\.xml|assets/javascripts/(?:lunr|workers)/.*|assets/.*\.map")
"""What the copy of the whole edition does without: what only a server needs, and 2.6 MB that no page loads."""
_CLOCK = "SOURCE_DATE_EPOCH"
_NAMED_FILE = re.compile(r"Doc file '([^']+)'")


@dataclass(frozen=True, slots=True)
class Site:
    """What a site is made of, beside the pages: the edition and every passage that can be found in it."""

    statement: EditionStatement
    passages: Sequence[search.PassageText]


Made = tuple[Mapping[str, bytes], Site]
"""Everything under ``docs/`` (path relative to it → bytes), and what else the site is made of."""


def publish(root: Path, site: Site) -> list[Finding]:
    """Build the site from ``docs/`` and put it in the place of the last one, which stays whole until then.

    P101 when the engine stops, P102 for each of its warnings, S101 when the index fails, F101 when the disk refuses.
    """
    try:
        staged = files.new_folder(root, SITE)
    except OSError as error:
        return [_refused(error)]
    findings = make_site(root, root / files.DOCS, staged, site)
    if not has_errors(findings):
        findings += offline.whole_edition(staged, site.statement, _ONLINE)
    if has_errors(findings):
        shutil.rmtree(staged, ignore_errors=True)
        return findings
    return [*findings, *files.replace_folder(root, staged, SITE)]


def looks(root: Path) -> dict[str, bytes]:
    """What an editor has said of how the site looks, by path: the settings, the templates and hooks that they name."""
    settings = {CONFIG: (files.read_text(root / CONFIG) or "").encode()}
    with _heard(root):
        try:
            config = load_config(str(root / CONFIG))
        except Exception:  # the engine says it when it is asked to build
            return settings
    templates = Path(config.theme.custom_dir) if config.theme.custom_dir else None
    overlaid, _findings = files.read_folder(templates.parent, templates.name) if templates else ({}, [])
    hooks = {str(name): (files.read_text(root / str(name)) or "").encode() for name in config.hooks}
    return {**settings, **overlaid, **hooks}


def try_out(root: Path, pages: Mapping[str, bytes], site: Site) -> list[Finding]:
    """The findings of :func:`publish` with ``pages`` as the whole of ``docs/``; nothing is kept."""
    with tempfile.TemporaryDirectory(prefix="pecia-") as place:
        docs, into = Path(place, files.DOCS), Path(place, SITE)
        docs.mkdir()
        into.mkdir()
        try:
            files.lay_out(docs, pages)
        except OSError as error:
            return [_refused(error)]
        findings = make_site(root, docs, into, site)
        return findings if has_errors(findings) else [*findings, *offline.whole_edition(into, site.statement, _ONLINE)]


def serve(
    root: Path,
    port: int,
    make: Callable[[], Made | None],
    report: Callable[[list[Finding]], None],
    ready: Callable[[str], None],
) -> list[Finding]:
    """Serve the site on this machine, built anew within moments of any change to its sources, until interrupted.

    ``make`` gives what the site is made of, or ``None`` when the sources have errors: then the last site stays.
    ``report`` is given the engine's findings after each building, ``ready`` the address once it answers. Everything is
    made in a temporary folder. What comes back is why it could not be served: P101, the port is taken.
    """
    with tempfile.TemporaryDirectory(prefix="pecia-") as place:
        docs, into = Path(place, files.DOCS), Path(place, SITE)
        docs.mkdir()
        into.mkdir()
        frame: object = None

        def rebuild() -> None:
            nonlocal frame
            made = make()
            if made is None:
                return
            pages, site = made
            # what is on every page: without a change in it, the pages that did not change can stay
            last, frame = frame, (site.statement, sorted(pages), files.read_text(root / CONFIG))
            try:
                files.lay_out(docs, pages)
            except OSError as error:
                report([_refused(error)])
            else:
                report(make_site(root, docs, into, site, server.url, changed_only=frame == last))

        class Server(LiveReloadServer):
            def server_activate(self) -> None:
                super().server_activate()
                ready(self.url)

        server = Server(builder=rebuild, host="127.0.0.1", port=port, root=str(into), polling_interval=0.2)
        rebuild()
        for watched in ("edition", files.DOCS, CONFIG):
            if (root / watched).exists():
                server.watch(str(root / watched))
        try:
            server.serve()  # type: ignore[no-untyped-call]
        except OSError as error:
            message = f"port {port}: {error.strerror}"
            return [Finding("P101", message, Locus("."), "Choose another port with --port.")]
        except KeyboardInterrupt:
            pass
        finally:
            server.shutdown()
    return []


# --- the engine ----------------------------------------------------------------------------------


def make_site(
    root: Path, docs: Path, into: Path, site: Site, address: str = "", *, changed_only: bool = False
) -> list[Finding]:
    """Build the site of ``docs`` into the folder ``into``, with its search index; findings as of :func:`publish`.

    ``address`` takes the place of the edition's own while the site is looked at on this machine. With
    ``changed_only``, pages of ``into`` that are newer than their source stay.
    """
    with _heard(root) as findings, _clock_at(site.statement.date):
        try:
            config = _config(root, docs, into, site.statement, address)
            config.plugins.on_startup(command="build", dirty=changed_only)
            try:
                mkdocs_build(config, dirty=changed_only)
            finally:
                config.plugins.on_shutdown()
            unaddressed = () if address or site.statement.url else _ADDRESSES_ONLY
            for path in (*_LEFT_OUT, *unaddressed):
                (into / path).unlink(missing_ok=True)
        except OSError as error:
            findings.append(_refused(error))
        except Exception as error:  # whatever a plugin or a Markdown extension raises
            if not has_errors(findings):  # else the engine has said more before it stopped
                findings.append(_stopped(root, error))
    return findings if has_errors(findings) else [*findings, *_add_index(into, site)]


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
    config.extra["colophon"] = colophon(statement)
    config.extra["head"] = edition_head(statement)
    return config


def _add_index(into: Path, site: Site) -> list[Finding]:
    """Index every passage by itself, and every page for readers that is not a reading page."""
    html, findings = files.read_folder(into.parent, into.name, ".html")
    read_by_passage = {text.url.partition("#")[0] for text in site.passages}
    pages = [
        search.SitePage(url, content.decode("utf-8", "replace"))
        for path, content in html.items()
        if not _NOT_SEARCHED.fullmatch(path) and (url := "/" + path.removesuffix("index.html")) not in read_by_passage
    ]
    index, failed = search.index(site.passages, pages, _CONTENT, _NOT_CONTENT)
    try:
        folder = into / search.FOLDER
        folder.mkdir(exist_ok=True)
        files.lay_out(folder, index)
    except OSError as error:
        failed.append(_refused(error))
    return [*findings, *failed]


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


def _refused(error: OSError) -> Finding:
    return Finding("F101", error.strerror or "the disk refused", Locus(SITE))


def _one_line(root: Path, message: str) -> str:
    return " ".join(message.replace(f"{root}{os.sep}", "").split())
