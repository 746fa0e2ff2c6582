"""What the release holds, for machines: an RO-Crate (https://w3id.org/ro/crate/1.3), the file that describes a folder.

The crate is the site itself, and the folder of the whole edition. It lists the copies of the texts; the pages, which
say the same again, are not listed (RO-Crate 1.3, "Purpose of Metadata Document": it need not list every file). Of an
edition that offers reading alone, which may have many thousands of documents, it lists the files of the edition as a
whole, the folder of the lists of documents among them, and no document by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pecia import addresses
from pecia.citation.credits import Credit, credits
from pecia.citation.names import divided, in_order
from pecia.model.edition import Authority, Document, EditionStatement, Editor, Entry, ResponsibilityKind, Witness
from pecia.model.relators import RELATORS
from pecia.pages.register_lists import address_of
from pecia.phrases import counted

PATH = "ro-crate-metadata.json"
"""Where it stands, on the site and in the folder (RO-Crate 1.3, "RO-Crate Structure": it has no other name)."""

VERSION = "1.3"

Properties = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CrateFile:
    """A copy that the crate lists: its ``path`` on the site, its ``form`` in words ("PDF"), ``size`` in bytes and
    ``sha256`` in 64 hex digits; the id of its ``document`` and the ``siglum`` of its witness, empty when it is of more.
    """

    path: str
    form: str
    size: int
    sha256: str
    document: str = ""
    siglum: str = ""


def crate_metadata(
    statement: EditionStatement,
    documents: Sequence[Document],
    entries: Mapping[str, Entry],
    copies: Iterable[CrateFile],
    citation: str,
) -> bytes:
    """The crate's file: JSON-LD, UTF-8, in the order of ``documents`` and ``copies``.

    When the edition offers reading alone, copies of a document or witness are passed over.

    ``entries`` are the register entries by key, for the names of participants; ``citation`` is how the edition is
    cited, in words. What the edition has not established, its address among it, is left out.
    """
    # as long to import as half of Pecia: only where a crate is made
    from rocrate.model import ContextEntity  # type: ignore[import-untyped]
    from rocrate.rocrate import ROCrate  # type: ignore[import-untyped]

    whole = statement.offer == "reading"
    crate = ROCrate(version=VERSION)
    described = {
        "#publisher": {"@type": "Organization", "name": statement.publisher},
        statement.licence.url: _licence(statement),
        **{f"#editors/{editor.id}": _editor(editor) for editor in statement.editors},
    }
    for key, value in _root(statement, citation, () if whole else statement.documents).items():
        crate.root_dataset[key] = value
    people: set[str] = set()
    if whole and documents:
        crate.add_dataset(dest_path=addresses.DOCUMENTS, properties=_folder(statement, documents))
    for document in () if whole else documents:
        described[_document(document.id)] = _of_document(statement, document, entries)
        people.update(p.person for p in document.participants if p.person in entries)
        people.update(one.key for one in credits(document, entries) if one.entry)
        for witness in document.witnesses:
            described[_witness(document.id, witness.siglum)] = _of_witness(statement, document, witness)
    for key in sorted(people):
        described[_person(key)] = _of_person(statement, entries[key])
        for authority in _identified(entries[key]):
            name = " ".join(filter(None, (authority.name, authority.id)))
            described.setdefault(authority.url, {"@type": "WebPage", "name": name})
    titles = {document.id: document.short_title or document.title or document.id for document in documents}
    for copy in copies:
        if whole and copy.document:
            continue
        crate.add_file(dest_path=copy.path, properties=_file(copy, titles.get(copy.document, "")))
    for id_, properties in described.items():
        crate.add(ContextEntity(crate, id_, properties=_established(properties)))
    found = crate.metadata.generate()
    compact = {**found, "@graph": [_compact(entity) for entity in found["@graph"]]}
    return (json.dumps(compact, ensure_ascii=False, indent=1) + "\n").encode()


def _root(statement: EditionStatement, citation: str, documents: Iterable[str]) -> Properties:
    """The crate as a whole (RO-Crate 1.3, "Direct properties of the Root Data Entity").

    ``documents``: the ids of those that are described.
    """
    return _established(
        {
            "name": statement.title,
            "alternateName": statement.subtitle,
            "description": statement.description,
            "version": statement.version,
            "datePublished": statement.day,  # in the place of the library's clock
            "inLanguage": statement.language,
            "identifier": statement.url,
            "url": statement.url,
            "license": {"@id": statement.licence.url},
            "publisher": {"@id": "#publisher"},
            "editor": [{"@id": f"#editors/{editor.id}"} for editor in statement.editors],
            "creditText": citation,
            "mentions": [{"@id": _document(id_)} for id_ in documents],
        }
    )


def _folder(statement: EditionStatement, documents: Sequence[Document]) -> Properties:
    """The lists of documents, as one folder; what it says of dates is known from those that have one."""
    dates = sorted(document.date for document in documents if document.date)
    return _established(
        {
            "name": "Documents",
            "description": f"Index pages of the {counted(len(documents), 'document')} of the edition.",
            "temporalCoverage": f"{dates[0]}/{dates[-1]}" if dates else "",
            "url": addresses.published(statement, addresses.DOCUMENTS),
        }
    )


def _licence(statement: EditionStatement) -> Properties:
    return {"@type": "CreativeWork", "name": statement.licence.name, "description": statement.licence.scope}


def _editor(editor: Editor) -> Properties:
    """An editor; a person where the name is divided ("Ekberg, Anna"), else what is not established: no kind is guessed
    (RO-Crate 1.3, "Common principles for RO-Crate entities": ``Thing`` when nothing more is known)."""
    name = divided(editor.name)
    if not name.given:
        return {"@type": "Thing", "name": editor.name, "description": editor.role}
    return {
        "@type": "Person",
        "name": in_order(name),
        "givenName": name.given,
        "familyName": " ".join(filter(None, (name.particle, name.family))),
        "description": editor.role,
    }


def _of_document(statement: EditionStatement, document: Document, entries: Mapping[str, Entry]) -> Properties:
    present = [p for p in document.participants if p.person in entries]
    found = [one for one in credits(document, entries) if one.entry and one.kind != "addressee"]
    return {
        "@type": "CreativeWork",
        "name": document.title,
        "alternateName": document.short_title,
        "temporalCoverage": document.date,
        "url": addresses.published(statement, addresses.document(document.id)),
        "author": _credited(found, "author"),
        "translator": _credited(found, "translator"),
        "contributor": _credited(found, *(kind for kind in RELATORS if kind not in ("author", "translator"))),
        "mentions": [{"@id": _person(p.person)} for p in present if p.person not in {one.key for one in found}],
    }


def _credited(found: Iterable[Credit], *kinds: ResponsibilityKind) -> list[Properties]:
    return [{"@id": _person(key)} for key in dict.fromkeys(one.key for one in found if one.kind in kinds)]


def _of_witness(statement: EditionStatement, document: Document, witness: Witness) -> Properties:
    return {
        "@type": "CreativeWork",
        "name": f"{document.short_title or document.title}: witness {witness.siglum}, {witness.title}",
        "description": witness.description,
        "inLanguage": witness.language,
        "url": addresses.published(statement, addresses.witness(document.id, witness.siglum)),
        "isPartOf": {"@id": _document(document.id)},
    }


def _of_person(statement: EditionStatement, entry: Entry) -> Properties:
    return {
        "@type": "Person",
        "name": entry.name,
        "description": entry.role,
        "url": addresses.published(statement, address_of(entry)),
        "sameAs": [{"@id": authority.url} for authority in _identified(entry)],
    }


def _identified(entry: Entry) -> list[Authority]:
    """The authority links of who is identified for certain; ``sameAs`` is no guess."""
    return [authority for authority in entry.authorities if authority.url and entry.certainty == "high"]


def _file(copy: CrateFile, title: str) -> Properties:
    of = f"{title}, witness {copy.siglum}" if copy.siglum else title
    about = _witness(copy.document, copy.siglum) if copy.siglum else copy.document and _document(copy.document)
    return _established(
        {
            "name": f"{of}: {copy.form}" if of else copy.form,
            "encodingFormat": addresses.MEDIA_TYPES.get(copy.path.rpartition(".")[2], "text/plain"),
            "contentSize": str(copy.size),
            "sha256": copy.sha256,
            "about": {"@id": about} if about else "",
        }
    )


def _document(id_: str) -> str:
    return f"#documents/{id_}"


def _witness(document_id: str, siglum: str) -> str:
    return f"#documents/{document_id}/{siglum}"


def _person(key: str) -> str:
    return f"#people/{key}"


def _established(properties: Properties) -> Properties:
    return {key: value for key, value in properties.items() if value}


def _compact(entity: Properties) -> Properties:
    """A list of one is written as that one, as in JSON-LD's compacted form (RO-Crate 1.3, "RO-Crate JSON-LD")."""
    return {key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in entity.items()}
