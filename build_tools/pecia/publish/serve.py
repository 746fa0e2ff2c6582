"""A local server for the site that rebuilds it after each change."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from pecia import files
from pecia.model import Locus
from pecia.model.findings import Finding
from pecia.publish import engine
from pecia.publish.full import make_site
from pecia.publish.site import CONFIG, SITE, ToServe, refused


def serve(
    root: Path,
    port: int,
    make: Callable[[], ToServe | None],
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
                report([refused(error)])
            else:
                report(make_site(root, docs, into, site, server.url, changed_only=frame == last))

        watched = [root / name for name in ("edition", files.DOCS, CONFIG) if (root / name).exists()]
        server = engine.live_server(into, port, rebuild, watched, ready)
        rebuild()
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
