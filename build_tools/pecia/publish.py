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
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from html import unescape
from multiprocessing import get_context
from pathlib import Path
from types import MappingProxyType

from markdown import Markdown  # type: ignore[import-untyped]
from markdown.extensions import Extension  # type: ignore[import-untyped]
from markdown.preprocessors import Preprocessor  # type: ignore[import-untyped]
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
from pecia.progress import Progress, without_progress
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
_SITE_MAP = "sitemap.xml"
_MAPPED = re.compile(r"<url>.*?</url>", re.DOTALL)
_MISSED = re.compile(r"target '([^'#?]+)")
_BLOCK = '<div class="pc-page '
"""How a page of Pecia's begins (:func:`pecia.pages.html.page`)."""
_ID = re.compile(r'\sid="([^"]*)"')
_CLOCK = "SOURCE_DATE_EPOCH"
_NAMED_FILE = re.compile(r"Doc file '([^']+)'")


@dataclass(frozen=True, slots=True)
class Site:
    """What a site is made of, beside the pages: the edition and every passage that can be found in it.

    ``apart``: the Markdown pages of single documents, relative to ``docs/``: no other page's look depends on them.
    """

    statement: EditionStatement
    passages: Sequence[search.PassageText]
    apart: Collection[str] = field(default=())


Made = tuple[Mapping[str, files.Content], Site]
"""Everything under ``docs/`` (path relative to it → content), and what else the site is made of."""

_MANY = 1_000
"""Pages of documents from which on they are rendered in portions, several at a time."""


@dataclass(frozen=True, slots=True)
class Published:
    """What came of publishing: findings, and by folder what each part of the search index was made from."""

    findings: tuple[Finding, ...]
    indexed: Mapping[str, str] = field(default_factory=dict)


def publish(
    root: Path,
    site: Site,
    unchanged: Collection[str] = frozenset(),
    indexed: Mapping[str, str] = MappingProxyType({}),
    jobs: int = 1,
    progress: Progress = without_progress,
    many: int = _MANY,
) -> Published:
    """Build the site from ``docs/`` and put it in the place of the last one, which stays whole until then.

    ``unchanged``: pages of ``site.apart`` that the last site shows as they are to be; ``indexed``: from what the parts
    of its search index were made. ``jobs``: processes at a time. From ``many`` pages of ``site.apart`` on they are
    rendered in portions of so many. P101 when the engine stops, P102 for each of its warnings, S101 when the index
    fails, F101 when the disk refuses.
    """
    try:
        staged = files.new_folder(root, SITE)
    except OSError as error:
        return Published((_refused(error),))
    if len(site.apart) >= many:
        findings = _render_in_portions(root, staged, site, unchanged, jobs, many, progress)
    else:
        findings = _render(root, root / files.DOCS, staged, site.statement)
    now: dict[str, str] = {}
    if not has_errors(findings):
        now, found = _add_index(root / files.DOCS, staged, site, root / SITE, indexed, jobs, progress)
        findings += found
    if not has_errors(findings) and site.statement.offer != "reading":
        findings += offline.whole_edition(staged, site.statement, _ONLINE)
    if has_errors(findings):
        shutil.rmtree(staged, ignore_errors=True)
        return Published(tuple(findings))
    return Published((*findings, *files.replace_folder(root, staged, SITE)), now)


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


def try_out(root: Path, pages: Mapping[str, files.Content], site: Site) -> list[Finding]:
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
        if has_errors(findings) or site.statement.offer == "reading":
            return findings
        return [*findings, *offline.whole_edition(into, site.statement, _ONLINE)]


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
    findings = _render(root, docs, into, site.statement, address, changed_only=changed_only)
    if has_errors(findings):
        return findings
    return [*findings, *_add_index(docs, into, site, into, {}, 1, without_progress)[1]]


def _render(
    root: Path, docs: Path, into: Path, statement: EditionStatement, address: str = "", *, changed_only: bool = False
) -> list[Finding]:
    """Every page of ``docs`` as the site shows it, in the folder ``into``; no search index."""
    with _heard(root) as findings, _clock_at(statement.date):
        try:
            config = _config(root, docs, into, statement, address)
            config.plugins.on_startup(command="build", dirty=changed_only)
            try:
                mkdocs_build(config, dirty=changed_only)
            finally:
                config.plugins.on_shutdown()
            unaddressed = () if address or statement.url else _ADDRESSES_ONLY
            for path in (*_LEFT_OUT, *unaddressed):
                (into / path).unlink(missing_ok=True)
        except OSError as error:
            findings.append(_refused(error))
        except Exception as error:  # whatever a plugin or a Markdown extension raises
            if not has_errors(findings):  # else the engine has said more before it stopped
                findings.append(_stopped(root, error))
    return findings


# --- in portions ---------------------------------------------------------------------------------


def _render_in_portions(
    root: Path, into: Path, site: Site, unchanged: Collection[str], jobs: int, size: int, progress: Progress
) -> list[Finding]:
    """The site in ``into``, its pages rendered in portions by as many processes.

    The engine holds every page that it is given until the last is written, and does one at a time. A portion is a
    folder with some pages of documents, and the pages that the navigation names, so that it is the same on each page.
    """
    docs, last = root / files.DOCS, root / SITE
    generated = files.written_pages(root)
    try:
        with tempfile.TemporaryDirectory(prefix="portions-", dir=into.parent) as place:
            to_do = sorted(page for page in site.apart if page not in unchanged)
            shared = [path for path in files.list_files(docs) if path not in site.apart and not _given(path, generated)]
            named = _named_in_navigation(root, site.statement)
            starts = range(0, max(len(to_do), 1), size)
            portions = [(Path(place, str(n)), to_do[n : n + size]) for n in starts]
            for folder, pages in portions:
                everything = shared if folder == portions[0][0] else [path for path in shared if path in named]
                files.link_files(docs, folder / files.DOCS, [*everything, *pages])
                (folder / SITE).mkdir()
            findings = _rendered_portions(root, [folder for folder, _pages in portions], site.statement, jobs, progress)
            if has_errors(findings):
                return findings
            _join([folder / SITE for folder, _pages in portions], into)
            files.link_files(docs, into, [path for path in generated if _given(path, generated)])
            files.link_files(last, into, [page.removesuffix(".md") + "/index.html" for page in unchanged])
    except OSError as error:
        return [_refused(error)]
    return [found for found in findings if not _leads_to_a_page(docs, found)]


def _given(path: str, generated: Collection[str]) -> bool:
    """Whether a file is one of Pecia's that the engine only copies."""
    return path in generated and not path.endswith(".md")


def _rendered_portions(
    root: Path, folders: Sequence[Path], statement: EditionStatement, jobs: int, progress: Progress
) -> list[Finding]:
    arguments = [(root, folder / files.DOCS, folder / SITE, replace(statement, documents=())) for folder in folders]
    if len(folders) == 1 or jobs == 1:
        found = [_render(*given) for given in progress(arguments, len(arguments), "portions of the site")]
    else:
        context = get_context("spawn" if os.name == "nt" else "forkserver")
        with ProcessPoolExecutor(min(jobs, len(folders)), context) as processes:
            rendered = [processes.submit(_render, *given) for given in arguments]
            found = [one.result() for one in progress(rendered, len(rendered), "portions of the site")]
    return list(dict.fromkeys(finding for one in found for finding in one))


def _join(rendered: Sequence[Path], into: Path) -> None:
    """Move what was rendered into one folder; what stands in several is the same in each but for the site map."""
    maps = [one / _SITE_MAP for one in rendered if (one / _SITE_MAP).exists()]
    entries = sorted({entry for one in maps for entry in _MAPPED.findall(one.read_text("utf-8"))})
    for folder in rendered:
        files.move_files(folder, into)
    if maps:
        text = (into / _SITE_MAP).read_text("utf-8")
        head, tail = text[: text.index("<url>")], text[text.rindex("</url>") + len("</url>") :]
        (into / _SITE_MAP).write_text(head + "\n    ".join(entries) + tail, "utf-8")


def _named_in_navigation(root: Path, statement: EditionStatement) -> set[str]:
    """The pages that ``nav`` in the settings names, at any depth."""
    with _heard(root):
        nav = _config(root, root / files.DOCS, root / SITE, statement, "").nav
    found: set[str] = set()
    ahead = [nav]
    while ahead:
        one = ahead.pop()
        if isinstance(one, str):
            found.add(one)
        elif isinstance(one, dict):
            ahead += one.values()
        elif isinstance(one, list):
            ahead += one
    return found


def _leads_to_a_page(docs: Path, finding: Finding) -> bool:
    """Whether the engine missed a page only because it stands in another portion."""
    missed = _MISSED.search(finding.message)
    return missed is not None and files.is_safe(missed[1]) and (docs / missed[1]).is_file()


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
    config.extra["colophon"] = colophon(statement)
    config.extra["head"] = edition_head(statement)
    return config


def _add_index(
    docs: Path,
    into: Path,
    site: Site,
    last: Path,
    indexed: Mapping[str, str],
    jobs: int,
    progress: Progress,
) -> tuple[dict[str, str], list[Finding]]:
    """Index every passage by itself, and every page for readers that is not a reading page.

    Parts of the index that the site in ``last`` has and that were made from the same (``indexed``, by folder) are
    taken from there. Out: from what each part was made.
    """
    pages, findings = _pages_to_find(docs, into, site)
    parts: list[tuple[str, Sequence[search.PassageText], Sequence[search.SitePage]]]
    shards = search.shards(site.passages)
    sizes = search.sizes(site.passages)
    if len(shards) == 1:
        parts = [(search.FOLDER, shards[0], pages)]
    else:
        parts = [(f"{search.FOLDER}/{number}", shard, []) for number, shard in enumerate(shards)]
        parts.append((f"{search.FOLDER}/{search.PAGES}", [], pages))
    now = {folder: search.made_from(texts, found) for folder, texts, found in parts}
    try:
        (into / search.FOLDER).mkdir(exist_ok=True)
        if len(shards) > 1:
            files.lay_out(into / search.FOLDER, search.manifest(sizes, search.shard_of(sizes), len(pages)))
        for folder in (folder for folder in now if indexed.get(folder) == now[folder]):
            files.link_files(last, into, [f"{folder}/{path}" for path in files.list_files(last / folder)])
        to_do = [part for part in parts if indexed.get(part[0]) != now[part[0]]]
        with ThreadPoolExecutor(jobs) as threads:  # the indexer is a program of its own, which does the work
            made = threads.map(lambda part: search.index(part[1], part[2], _CONTENT, _NOT_CONTENT), to_do)
            for (folder, _texts, _pages), (index, failed) in progress(
                zip(to_do, made, strict=True), len(to_do), "parts of the search"
            ):
                findings += failed
                (into / folder).mkdir(exist_ok=True)
                files.lay_out(into / folder, index)
    except OSError as error:
        findings.append(_refused(error))
    return now, findings


def _pages_to_find(docs: Path, into: Path, site: Site) -> tuple[list[search.SitePage], list[Finding]]:
    """The pages for readers that are not reading pages, and are not left out by :data:`_NOT_SEARCHED`."""
    read_by_passage = {text.url.partition("#")[0] for text in site.passages}

    def is_found(path: str) -> bool:
        url = "/" + path.removesuffix("index.html")
        return not (
            _NOT_SEARCHED.fullmatch(path)
            or url in read_by_passage
            or f"{url.rstrip('/').rpartition('/')[0]}/" in read_by_passage  # a part of a reading page
            or (docs / path).exists()  # a page that Pecia made as it is leads on to another
        )

    paths = [path for path in files.list_files(into) if path.endswith(".html") and is_found(path)]
    pages = [
        search.SitePage("/" + path.removesuffix("index.html"), (into / path).read_bytes().decode("utf-8", "replace"))
        for path in paths
    ]
    return pages, []


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


def _refused(error: OSError) -> Finding:
    return Finding("F101", error.strerror or "the disk refused", Locus(SITE))


def _one_line(root: Path, message: str) -> str:
    return " ".join(message.replace(f"{root}{os.sep}", "").split())
