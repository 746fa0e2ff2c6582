"""File access: the only package that reads or writes the files of an edition.

* :func:`read_sources` returns every source of an edition; :func:`stamps` detects changes to them.
* :func:`plan_pages` returns the changes needed under ``docs/``, and never includes a file that Pecia did not write.
* :func:`commit` writes a set of files, all of them or none; :func:`replace_folder` does the same for a whole folder.
* :func:`recover` undoes an interrupted :func:`commit` or :func:`replace_folder`.

Paths are relative to the edition's root folder and use ``/`` on every system. Symbolic links are refused everywhere, so
nothing outside the root is read or written.
"""

from pecia.files.content import Content, Staged, content_of, digest, digest_of, size_of
from pecia.files.file_stats import stamp, stamps
from pecia.files.folders import lay_out, link_files, move_files, new_folder, passing_folder, replace_folder, staged_in
from pecia.files.manifest import DOCS, IGNORE, MANIFEST, pages_by_hand, plan_pages, read_page, written_pages
from pecia.files.reading import is_safe, list_files, read_files, read_folder, read_sources, read_text
from pecia.files.staging import WORK, one_build, staging, unstage
from pecia.files.writing import begin, commit, read_cache, recover, write_cache

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
    "one_build",
    "pages_by_hand",
    "passing_folder",
    "plan_pages",
    "read_cache",
    "read_files",
    "read_folder",
    "read_page",
    "read_sources",
    "read_text",
    "recover",
    "replace_folder",
    "size_of",
    "staged_in",
    "staging",
    "stamp",
    "stamps",
    "unstage",
    "write_cache",
    "written_pages",
]
