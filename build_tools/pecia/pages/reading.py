"""The reading pages of one witness: its whole text in order, every passage at its anchor.

A long text has a contents page and parts (:mod:`pecia.pages.divisions`). In an edition that offers reading pages alone
a page is as small as it can be: what a reader needs of the header stands at its foot (:mod:`pecia.pages.facts`), one
citation is given, and the dialog has the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from pecia import addresses
from pecia.citation import Forms
from pecia.model import Alternative, Element, Emendation, Mark
from pecia.model.edition import EditionStatement, Entry
from pecia.model.record import Record
from pecia.pages import division_contents, redirects, retired
from pecia.pages.beside import Step, arrows, beside, steps
from pecia.pages.citations import citation, cite_section, edition_in_words, to_be_filled
from pecia.pages.divisions import Part, Plan, anchors_of, plan
from pecia.pages.elements import in_language
from pecia.pages.facts import facts
from pecia.pages.head import witness_head
from pecia.pages.html import EMPTY, SPACE, Html, join, link, page, tag, words
from pecia.pages.ids import by_segment, ids_of, marks_of, once, where
from pecia.pages.legend import key
from pecia.pages.margin_readings import OtherReadings
from pecia.pages.overview import document_links, document_name
from pecia.pages.reading_toggle import switch
from pecia.pages.statements import Footnotes
from pecia.pages.text import Blocks, Margin, nothing
from pecia.pages.views import Copy, GeneratedFile
from pecia.pages.words import Words
from pecia.view import Text, Unit, blocks
from pecia.view.document import DocumentView, WitnessView
from pecia.view.units import calls

_TO_CITE = "To cite a passage, add its number and use its address: select the number in the margin."

_OWN = frozenset({"content", "pc-nav", "pc-cite", "pc-printed", "pc-corrected"})
"""Ids that the theme and the head of the page give."""


@dataclass(frozen=True, slots=True)
class _Witness:
    """What all pages of one witness need. ``where``: the segment of the part that has an id, for a text in parts.
    ``calls``: the segment of the page on which each note is called first, by its number."""

    statement: EditionStatement
    view: DocumentView
    record: Record
    text: Text
    others: OtherReadings
    forms: Forms
    copies: Sequence[Copy]
    entries: Mapping[str, Entry]
    plan: Plan
    where: Mapping[str, str]
    retired: Mapping[str | None, Html]
    steps: Mapping[str, Step]
    begun: set[int]
    calls: Mapping[int, str]

    @property
    def alone(self) -> bool:
        """Whether the document has no page but this witness's."""
        return is_alone(self.statement, self.view)


def is_alone(statement: EditionStatement, view: DocumentView) -> bool:
    """Whether a document has no overview: its one witness's page is all there is of it."""
    return statement.offer == "reading" and len(view.witnesses) == 1


def reading_pages(
    statement: EditionStatement,
    view: DocumentView,
    witness_view: WitnessView,
    others: OtherReadings,
    forms: Forms,
    copies: Sequence[Copy],
) -> tuple[GeneratedFile, ...]:
    """The page ``/<document>/<siglum>/``, its parts if it has any, and a stub for each division that is no page.

    ``others`` is what stands in the margin, ``forms`` how the witness is cited, ``copies`` those of the document.
    """
    record, text = witness_view.record, witness_view.text
    planned = plan(record.transcript, view.document.split or statement.split)
    ids = by_segment(planned)
    present = frozenset(anchors_of(planned.items))
    witness = _Witness(
        statement,
        view,
        record,
        text,
        others,
        forms,
        copies,
        {entry.key: entry for entry in record.entries},
        planned,
        where(ids),
        retired.by_place(witness_view.retired, present) if witness_view.retired else {},
        steps(text),
        set(),
        dict(reversed(list(_calls(planned)))),
    )
    if not planned.parts:
        return (_page(witness, 0, len(planned.items), None), *_stubs(witness))
    gone: dict[str, list[str]] = {}
    for item in witness_view.retired:
        after = item.after if item.after in present else None
        segment = witness.where.get(after or "", planned.parts[0].segment)
        gone.setdefault(segment, []).append(item.id)
    there = {part.segment: [*ids[part.segment], *gone.get(part.segment, ())] for part in planned.parts}
    first = _page(witness, 0, planned.parts[0].start, None, redirects.leads_on(once(there)))
    parts = (
        _page(witness, part.start, part.end, number, redirects.leads_back())
        for number, part in enumerate(planned.parts)
    )
    return (first, *parts, *_stubs(witness))


# --- a page --------------------------------------------------------------------------------------


def _page(witness: _Witness, start: int, end: int, number: int | None, script: Html = EMPTY) -> GeneratedFile:
    """The page with the items ``start`` to ``end``: that of the witness, or of its part ``number``. ``script`` leads on
    from it."""
    items = witness.plan.items[start:end]
    record, document, statement = witness.record, witness.view.document, witness.statement
    siglum, alone = record.siglum, witness.alone
    part = None if number is None else witness.plan.parts[number]
    address = addresses.part(document.id, siglum, part.segment) if part else addresses.witness(document.id, siglum)
    root = addresses.root(address)
    marks = list(marks_of(items))
    anchors = set(anchors_of(items))
    there = [unit for unit in witness.text.units if start <= unit.item < end]
    writing = Words(witness.text, root, Footnotes(), document=document.id, ids=anchors | _OWN)
    writing.targets = _targets(witness, marks, part)
    writing.called_at = {
        number: f"../{segment}/#call:{number}"
        for number, segment in witness.calls.items()
        if part and segment != part.segment
    }
    text = _text(witness, there, part, writing) if items else EMPTY
    offered = witness.forms
    signs = EMPTY
    if items:
        brief, gone = witness.text.encoded, bool(witness.retired) and not witness.text.encoded
        signs = key(writing, there, marks, retired=gone, brief=brief, taken=anchors)
    name = document_name(document)
    said = f"Witness {siglum}" + (f": {record.witness.title}" if record.witness.title else "")
    titles = [*([] if alone else [said]), *([division_contents.part_name(part, witness.plan)] if part else [])]
    head = tag(
        "div",
        division_contents.trail(witness.plan, part) if part else EMPTY,
        tag(
            "h1", words(name), *([SPACE, tag("span", words(", ".join(titles)), class_="pc-subtitle")] if titles else [])
        ),
        EMPTY if alone else document_links(document, siglum, root),
        tag("p", words(record.witness.description)) if record.witness.description and not (alone or part) else EMPTY,
        _tools(f"{root}{addresses.tei(document.id, siglum)}", signs=bool(signs)),
        _switch(marks),
        class_="pc-head",
    )
    aside = tag("div", signs, class_="pc-aside") if signs else EMPTY
    around = division_contents.neighbours(witness.plan, number) if number is not None else EMPTY
    body = [
        head,
        EMPTY if alone else _for_print(statement, address),
        division_contents.contents(witness.plan) if witness.plan.parts and not part else EMPTY,
        tag("div", text, aside, class_="pc-columns") if text else EMPTY,
        writing.notes.section(),
        around,
        facts(document, record.witness, witness.entries, root) if alone and not part else EMPTY,
        _cited(offered, anchors, brief=alone),
    ]
    titled = ([said[0].lower() + said[1:]] if titles[:1] == [said] else titles[:1]) + titles[1:]
    title = ": ".join([name, *titled])
    machines = witness_head(
        statement, document, record.witness, witness.entries, witness.copies, root, brief=alone or part is not None
    )
    return page(
        addresses.markdown(address),
        title,
        record.witness.description or title,
        *body,
        kind="reading",
        assets=(
            *(("tei.css",) if witness.text.encoded else ()),
            "cite.css",
            "cite.js",
            *(("compare.css",) if witness.others else ()),
        ),
        head=join([script, machines], Html("\n")),
        record=f"{root}{addresses.copy(document.id, siglum, 'js')}",
    )


def _text(witness: _Witness, units: Sequence[Unit], part: Part | None, writing: Words) -> Html:
    """The text on one page, with what stands beside it."""
    begins = not witness.plan.parts or part is witness.plan.parts[0]  # the contents page may have front matter
    before = witness.retired.get(None, EMPTY) if begins else EMPTY
    arrows = partial(_arrows, witness, part)
    depth = len(part.within) if part else 0
    made = Blocks(writing, _margin(witness, writing.root), arrows, depth, witness.begun)
    return whole(made, witness.text, units, before)


def whole(made: Blocks, text: Text, units: Sequence[Unit], before: Html) -> Html:
    """The text of a page, as a section that says whose it is; ``before`` stands at its beginning."""
    given = in_language(text.language)
    siglum = words(f"Text of witness {text.siglum}")
    style = "pc-text tei-text" if text.encoded else "pc-text"
    inner = made.whole(blocks(text, units))
    return Html(f'<section class="{style}"{given} aria-label="{siglum}">{before}{inner}</section>\n')


def _margin(witness: _Witness, root: str) -> Margin:
    """What stands after a passage: what others have instead, and the anchors retired from this place."""
    if not witness.others and not witness.retired:
        return nothing
    return partial(beside, witness.view.document, witness.record.siglum, witness.others, witness.retired, root)


def _arrows(witness: _Witness, part: Part | None, anchor: str) -> Html:
    """Links from a turn to the same speaker's turn before and after it, on whichever page that is."""
    return arrows(witness.steps.get(anchor), lambda target: _way(witness, target, part))


def _tools(record: str, *, signs: bool) -> Html:
    items = [
        link("#signs", Html("Key")) if signs else EMPTY,
        link("#cite", Html("Cite")),
        link(record, Html("TEI"), download=True),
    ]
    return tag("p", join(items, Html(" · ")), class_="pc-tools")


def _for_print(statement: EditionStatement, address: str) -> Html:
    published = words(addresses.published(statement, address))
    return tag("p", words(edition_in_words(statement)), SPACE, published, class_="pc-print-only")


def _cited(forms: Forms, taken: set[str], *, brief: bool) -> Html:
    """How the page is cited: in several styles, or in one."""
    if not brief:
        section = cite_section(forms, _TO_CITE)
        return Html(section.replace(' id="cite"', "", 1)) if "cite" in taken else section
    title = tag("h2", Html("Cite"), id=None if "cite" in taken else "cite")
    whole = tag("p", citation(forms.page["chicago-note"]), class_="pc-citation pc-of-page")
    place = tag("p", to_be_filled(forms.passage["chicago-note"]), class_="pc-citation pc-of-passage", hidden=True)
    return tag("section", title, whole, place, class_="pc-cite", data_place="passage")


def _switch(marks: Sequence[Mark]) -> Html:
    if any(isinstance(mark, Alternative) for mark in marks):
        return switch("Text", "as in the source", "as edited by the encoder")
    return switch() if any(isinstance(mark, Emendation) for mark in marks) else EMPTY


def _targets(witness: _Witness, marks: Iterable[Mark], part: Part | None) -> dict[str, str]:
    """The way from a page to each id that its pointers name and the text has, notes that it calls among them."""
    wanted = {mark.target for mark in marks if isinstance(mark, Element) and mark.target}
    if witness.plan.parts:
        notes = witness.text.notes
        wanted |= {notes[number] for number, _ in calls(marks) if number in notes}
    if not wanted:
        return {}
    there = witness.where if witness.plan.parts else set(ids_of(witness.plan.items))
    return {target: _way(witness, target, part) for target in wanted if target in there}


def _calls(planned: Plan) -> Iterator[tuple[int, str]]:
    """The calls of a text in parts: the number of the note, and the segment of the part."""
    for part in planned.parts:
        for number, _ in calls(marks_of(planned.items[part.start : part.end])):
            yield number, part.segment


def _way(witness: _Witness, identifier: str, part: Part | None) -> str:
    """The relative address of an id from the page of the witness or of a ``part``."""
    segment = witness.where.get(identifier, "")
    if segment == (part.segment if part else ""):
        return addresses.fragment(identifier)
    return f"{'../' if part else ''}{f'{segment}/' if segment else ''}{addresses.fragment(identifier)}"


# --- stubs ---------------------------------------------------------------------------------------


def _stubs(witness: _Witness) -> Iterator[GeneratedFile]:
    """A page that leads on for each division that is none now and might have been, or may be."""
    planned, document, siglum = witness.plan, witness.view.document, witness.record.siglum
    if len(planned.divisions) < 2:
        return
    given = {part.segment for part in planned.parts}
    for division in planned.divisions:
        if division.segment in given:
            continue
        given.add(division.segment)
        anchor = next(iter(anchors_of(planned.items[division.start : division.start + 1])), "")
        part = next((part for part in planned.parts if part.start <= division.start < part.end), None)
        fragment = "" if not anchor or (part and part.start == division.start) else addresses.fragment(anchor)
        now = f"../{f'{part.segment}/' if part else ''}"
        address = addresses.part(document.id, siglum, division.segment)
        there = addresses.part(document.id, siglum, part.segment) if part else addresses.witness(document.id, siglum)
        yield redirects.stub(
            addresses.stub(address),
            f"{document_name(document)}: {division.title or division.segment}",
            f"{now}{fragment}",
            addresses.published(witness.statement, there) or now,
            "../",
        )
