"""The catalogue of findings: every code, its severity, what it means and what to do.

``docs/reference/findings.md`` is generated from it. Codes are permanent: a code that falls out of use is not given
again. Families: E exemplar · Y YAML · R registers · T transcript · G rulings · C collation · A anchors · X TEI and XML
· F files · S search · P publishing.
"""

from __future__ import annotations

from typing import Literal, NamedTuple


class Entry(NamedTuple):
    """One code: ``severity``, a ``title`` of a few words, what it ``means`` and the default ``hint``."""

    severity: Literal["error", "warning", "note"]
    title: str
    means: str
    hint: str


CATALOGUE: dict[str, Entry] = {
    # E: exemplars
    "E101": Entry("error", "exemplar missing", "The file named in the document's YAML is not there.",
                  "Put the file under edition/sources/<document>/, or correct the name."),
    "E102": Entry("error", "exemplar empty", "The file has no words.", "Check that the right file was saved."),
    "E103": Entry("error", "exemplar not UTF-8", "The bytes at this place are not valid UTF-8.",
                  "Convert the file to UTF-8 and record its new sha256."),
    "E104": Entry("error", "exemplar changed", "The file's SHA-256 differs from the one recorded.",
                  "If the change is meant, record the new sha256 in the document's YAML; else restore the file."),
    "E105": Entry("warning", "byte order mark", "The file begins with a byte order mark; it is not text and is not kept.",
                  "Save the file without a byte order mark."),
    "E106": Entry("warning", "CR line ends", "Lines end in CR or CR LF; they are read as line ends.",
                  "Save the file with LF line ends."),
    "E107": Entry("warning", "no-break or unusual space",
                  "A space character other than U+0020 stands here; it is kept as it is and is not a word boundary of the "
                  "white-space rule.",
                  "Replace it by a space unless the source has it."),
    "E108": Entry("error", "control character", "A control character, or one that XML 1.0 cannot hold, stands here.",
                  "Remove it or replace it by what the source has."),
    # Y: YAML
    "Y101": Entry("error", "YAML syntax", "The file is not well-formed YAML.", "Mend the line named."),
    "Y102": Entry("error", "unknown key", "No such key is known here.", "See the reference page of this file for its keys."),
    "Y103": Entry("error", "wrong type", "The value is not of the type this key takes.",
                  "See the reference page of this file for the type."),
    "Y104": Entry("error", "missing key", "A key that must be there is not.", "Add the key."),
    "Y105": Entry("error", "duplicate key or id", "The same key or id is given twice.", "Keep one, or give the other a new id."),
    "Y106": Entry("error", "unsafe id", "The id cannot be used in a file name, an address or xml:id.",
                  "Use a letter, then lower-case letters, digits and hyphens."),
    "Y107": Entry("error", "impossible date", "The value is not a date of the calendar.",
                  "Write yyyy, yyyy-mm or yyyy-mm-dd."),
    "Y108": Entry("error", "file missing", "A file that the edition must have is not there.", "Add the file."),
    "Y109": Entry("error", "value not allowed", "The value is none of those this key takes.", "Use one of the values named."),
    "Y110": Entry("error", "dangling id", "The value names something that is not defined.", "Define it, or correct the id."),
    "Y111": Entry("error", "YAML feature refused", "Tags, anchors, aliases, merge keys and second documents are not read.",
                  "Write the value out."),
    "Y112": Entry("error", "address refused", "Only http and https addresses are taken.", "Write the full address."),
    "Y113": Entry("error", "YAML not UTF-8", "The bytes at this place are not valid UTF-8.", "Save the file as UTF-8."),
    "Y114": Entry("error", "YAML too large", "The file is larger, longer or more deeply nested than any metadata file.",
                  "Check that the right file was saved; split a register that has grown too large."),
    "Y115": Entry("error", "control character in YAML", "A character that is not text, or an escape for one, stands here.",
                  "Delete it."),
    "Y116": Entry("error", "file name and id differ", "The file of a document is named after its id.",
                  "Rename the file, or correct the id."),
    "Y117": Entry("error", "document not listed", "The document is there, and the edition's list of documents does not have it.",
                  "Add its id under documents in edition.yml, or move the file away."),
    # R: registers
    "R101": Entry("error", "register entry missing", "The key is in no register.", "Add the entry, or correct the key."),
    "R102": Entry("error", "register entry of the wrong kind", "The key names an entry of another register.",
                  "Use the key of an entry of the right kind."),
    "R103": Entry("warning", "ambiguous name", "Two register entries share this name form; the mention is not resolved.",
                  "Rule on it (kind: mention), or remove the form from one entry."),
    # T: transcript
    "T101": Entry("error", "unknown speaker", "This looks like a speaker's label, and no speaker of the witness has it.",
                  "Add the label to the witness's speakers, or rule that it is not a turn (kind: not-a-turn)."),
    "T102": Entry("warning", "turn inside a paragraph", "A speaker's label stands inside a paragraph; a turn begins here.",
                  "Confirm it (kind: turn) or refuse it (kind: not-a-turn)."),
    "T103": Entry("warning", "narrative after a turn", "An unlabelled paragraph after a turn is taken as narrative.",
                  "Confirm it (kind: narrative), or give it to the turn (kind: continuation)."),
    "T104": Entry("warning", "probable page break",
                  "A page of the length of the others would end here; the paragraphs are kept apart.",
                  "Confirm it (kind: page-break) or refuse it (kind: not-a-page-break)."),
    "T105": Entry("warning", "unfinished sentence", "The paragraph does not end a sentence, and what follows cannot go on from it.",
                  "If it is a misprint, rule on it (kind: emendation or doubt)."),
    "T106": Entry("warning", "bracket undecided", "One bracketed word: an insertion or a gloss? It is taken as an insertion.",
                  "Rule on it (kind: gloss or insertion)."),
    "T107": Entry("warning", "bracket unbalanced", "A bracket opens or closes without its partner; it is kept as text.",
                  "Mend the exemplar's transcription, or rule on it (kind: doubt)."),
    "T108": Entry("error", "no speech found", "No turn and no reported speech was found.",
                  "Check label_end and the speakers' labels in the conventions."),
    "T109": Entry("error", "text lost in parsing", "The parsed transcript does not give the exemplar's text back.",
                  "This is a defect of Pecia; please report it with the exemplar."),
    "T110": Entry("warning", "sentence joined over a gap",
                  "The paragraph does not end a sentence and the next is taken as its rest, cut by a page break, though the next "
                  "begins with a capital letter.",
                  "Confirm it (kind: page-break, value: join) or refuse it (kind: not-a-page-break)."),
    "T111": Entry("warning", "signature of an insertion unknown",
                  "The bracketed insertion ends in what looks like a signature, and no hand of the witness signs so.",
                  "Add the signature to a responsibility of the witness."),
    "T112": Entry("error", "turn without words", "A speaker's label is followed by no words.",
                  "Mend the exemplar's transcription, or rule that it is not a turn (kind: not-a-turn)."),
    "T113": Entry("warning", "reported speech after a turn", "An unlabelled paragraph after a turn is taken as reported speech.",
                  "Confirm it (kind: reported-speech), or give it to the turn (kind: continuation)."),
    "T114": Entry("error", "words after the end", "A turn or paragraph stands after the signatures or the source note.",
                  "Check signature_labels and source_note_starts in the conventions, or the exemplar."),
    "T115": Entry("error", "no hand for insertions", "An unsigned bracketed insertion, and no hand of the witness is given as unsigned.",
                  "Add a responsibility with unsigned: true; its note may say that the hand is not established."),
    # G: rulings
    "G101": Entry("error", "ruling matches nothing", "The words of the ruling do not occur in the witness.",
                  "Correct the words, or remove the ruling."),
    "G102": Entry("error", "ruling matches twice", "The words of the ruling occur more than once in the witness.",
                  "Add more words before or after."),
    "G103": Entry("error", "ruling has no effect", "The place is found, but the ruling does not apply there.",
                  "Check the kind of the ruling and the words it names."),
    "G104": Entry("error", "rulings contradict", "Two rulings decide the same place differently.", "Keep one."),
    "G105": Entry("error", "ruling crosses a border", "The words of the ruling cross a passage or another mark.",
                  "Name fewer words."),
    "G106": Entry("error", "ruling on an unknown passage",
                  "The ruling names a passage that the witness does not have, or whose words are no longer those of the ruling.",
                  "Correct the anchor and the words, or remove the ruling."),
    "G107": Entry("error", "linked passages apart", "The passages of one side of a link do not follow one another.",
                  "Link runs of passages only."),
    "G108": Entry("error", "links cross", "Two rulings link passages in opposite orders.", "Keep one of them."),
    # C: collation
    "C101": Entry("error", "collation incomplete", "The variants of a row do not give one witness's text from the other's.",
                  "This is a defect of Pecia; please report it with both witnesses."),
    # A: anchors
    "A101": Entry("error", "ledger edited by hand", "The ledger's checksum does not fit its content.",
                  "Restore the ledger from version control; to decide about an anchor use `pecia anchors rule`."),
    "A102": Entry("error", "ledger with merge conflict", "The ledger holds merge-conflict marks.",
                  "Take one side whole (git checkout --ours or --theirs), then build again."),
    "A103": Entry("error", "anchor undecided", "A published passage may have been reworded or replaced.",
                  "Decide with `pecia anchors rule`: keep the anchor or retire it."),
    "A104": Entry("error", "ledger missing", "The TEI record has anchors, and there is no ledger that gave them.",
                  "Restore edition/anchors from version control."),
    "A105": Entry("error", "ledger unreadable", "The ledger is not of the form this version of Pecia reads.",
                  "Restore it from version control."),
    "A106": Entry("note", "anchor retired", "A published passage is no longer there; its anchor leads to what became of it.",
                  "Nothing to do if the change is meant."),
    "A107": Entry("error", "anchor lost", "The ledger is not the one that gave the anchors of the TEI record.",
                  "Restore edition/anchors from version control; the record is made from it again."),
    "A108": Entry("error", "witness or document gone", "The ledger has anchors of a witness that is no longer in the edition.",
                  "Put the witness or document back: a published address is a promise."),
    # X: TEI and XML
    "X101": Entry("error", "XML not well-formed", "The file is not well-formed XML.", "Mend the line named."),
    "X102": Entry("error", "XML with a document type", "The file declares a DTD or entities; they are refused.",
                  "Remove the DOCTYPE; write characters out."),
    "X103": Entry("error", "TEI not valid", "The record breaks the edition's schema.",
                  "See edition/schema; a record that Pecia wrote and that breaks it is a defect of Pecia."),
    "X104": Entry("error", "pointer resolves to nothing", "A who, ref, resp, target, wit or corresp names no element.",
                  "Define the id, or correct the pointer."),
    "X105": Entry("error", "text not given back", "Reading the TEI record back does not give the exemplar's text.",
                  "This is a defect of Pecia, or the record was edited by hand: build again."),
    "X106": Entry("error", "XML too large", "The file is larger than the limit.", "Split it."),
    "X107": Entry("error", "record not read back", "Reading the TEI record does not give the model that wrote it.",
                  "This is a defect of Pecia; please report it."),
    "X108": Entry("error", "not a TEI record of Pecia", "The file is XML, but not a record that this version reads.",
                  "Build the record again."),
    "X109": Entry("error", "id given twice", "Two elements of the record have the same xml:id.",
                  "Give each its own; a record that Pecia wrote is mended by building again."),
    # F: files
    "F101": Entry("error", "file not written", "The disk is full or the file cannot be written; nothing was changed.",
                  "Free space or mend the permissions, then build again."),
    "F102": Entry("error", "file not readable", "The file cannot be read.", "Mend the permissions."),
    "F103": Entry("error", "generated page in the way", "A file that Pecia did not write stands where a page must go.",
                  "Move the file."),
    "F104": Entry("error", "symbolic link refused", "Files are read and written only where they are, never through a link.",
                  "Put the file or folder itself there."),
    "F105": Entry("error", "file name refused", "The name holds characters that not every system can write.",
                  "Rename the file."),
    "F106": Entry("note", "interrupted build undone", "A command was ended while it wrote; its files were put back as they were.",
                  "Nothing to do: build again."),
    "F107": Entry("error", "not up to date", "A generated file of the edition is not what its sources give.",
                  "Build, review the change and commit it."),
    "F108": Entry("warning", "file of nothing", "The file belongs to nothing in the edition; it is left as it is.",
                  "Remove the file, or name in the edition what it belongs to."),
    # S: search
    "S101": Entry("error", "search index not built", "The search indexer stopped.", "See the message; build again."),
    # P: publishing
    "P101": Entry("error", "site not published", "The site engine stopped.", "See the message of the engine."),
    "P102": Entry("warning", "site engine warning", "The site engine warned.", "See the message of the engine."),
}  # fmt: skip
