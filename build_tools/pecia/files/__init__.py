"""The only room that touches the disk of an edition.

* :func:`read_sources` gives every source of an edition as bytes.
* :func:`plan_pages` works out what must change under ``docs/``, and never counts in a file that Pecia did not write.
* :func:`commit` writes a set of files, all of them or none; :func:`replace_folder` does the same for a whole folder.
* :func:`recover` puts back what an interrupted :func:`commit` or :func:`replace_folder` left half done.

Paths are relative to the edition's root folder and use ``/`` on every system. A symbolic link is refused wherever
it stands, so nothing outside the root is read or written.
"""

from pecia.files.aside import WORK, Content, Staged, content_of, digest_of, staging, unstage
from pecia.files.generated import DOCS, IGNORE, MANIFEST, plan_pages, read_page, written_pages
from pecia.files.reading import digest, is_safe, list_files, read_folder, read_sources, read_text, signature
from pecia.files.writing import (
    begin,
    commit,
    lay_out,
    link_files,
    move_files,
    new_folder,
    passing_folder,
    recover,
    replace_folder,
    write_cache,
)

__all__ = [
    "DOCS",
    "IGNORE",
    "MANIFEST",
    "WORK",
    "Content",
    "Staged",
    "begin",
    "commit",
    "content_of",
    "digest",
    "digest_of",
    "is_safe",
    "lay_out",
    "link_files",
    "list_files",
    "move_files",
    "new_folder",
    "passing_folder",
    "plan_pages",
    "read_folder",
    "read_page",
    "read_sources",
    "read_text",
    "recover",
    "replace_folder",
    "signature",
    "staging",
    "unstage",
    "write_cache",
    "written_pages",
]
