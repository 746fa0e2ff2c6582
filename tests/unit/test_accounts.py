"""What the pages about the whole edition know of a document: its facts, whom and what it names, and how often."""

from __future__ import annotations

import dataclasses
import weakref
from collections.abc import Iterator

import pytest

from pecia.citation import Speaker
from pecia.collation import Collation
from pecia.collation.pairs import collate_pairs
from pecia.model import (
    Insertion,
    Mark,
    Mention,
    Passage,
    PassageKind,
    RichText,
    Span,
    Transcript,
    Turn,
)
from pecia.model.edition import (
    Document,
    EditionStatement,
    Editor,
    Entry,
    Exemplar,
    Licence,
    Original,
    Participant,
    Responsibility,
    Witness,
)
from pecia.model.record import Record
from pecia.pages import Copy, Edition, Names, account, names_in
from pecia.pages.mention_counts import Place, Tally
from pecia.pages.registers import register_pages
from pecia.pages.summaries import SHOWN, Beginning, Context, Counted, Occurrences, Voice
from pecia.view.document import DocumentView, WitnessView

STATEMENT = EditionStatement(
    title="Diaries",
    version="1.0.0",
    date="2026-11-21",
    publisher="A Press",
    language="en",
    description="Diaries.",
    editors=(Editor(id="eds", name="The editors", role="encoding"),),
    licence=Licence(name="CC BY 4.0", url="https://example.org/by/", scope="The encoding."),
)
EKBERG = Entry(key="ekberg", name="Anna Ekberg", sort="Ekberg, Anna")
HOLM = Entry(key="holm", name="Bo Holm", sort="")
OSLO = Entry(key="oslo", name="Oslo", sort="Oslo", kind="place")
TEXT = "Before dinner Ekberg spoke of Oslo, and Ekberg left."


def passage(number: int, text: str = "Words.", who: str | None = None, kind: str = "speech") -> Passage:
    """A passage with a mention wherever Ekberg or Oslo stands."""
    spans = [
        Span(at, at + len(name), Mention(entry.kind, entry.key))
        for name, entry in (("Ekberg", EKBERG), ("Oslo", OSLO))
        for at in range(len(text))
        if text.startswith(name, at)
    ]
    content = RichText(text, tuple(sorted(spans, key=lambda span: span.start)))
    return Passage(PassageKind(kind), content, who, f"p{number}")


def turn(who: str, *held: Passage, also: tuple[str, ...] = ()) -> Turn:
    return Turn(who, RichText(f"{who}:"), held, also=also)


def view(*bodies: tuple[Passage | Turn, ...], id_: str = "d", entries: tuple[Entry, ...] = ()) -> DocumentView:
    """A document of witnesses A, B … with these texts."""
    hand = Responsibility(id="t", role="translation", person="holm")
    document = Document(
        id=id_,
        title="A day",
        short_title="",
        kind="",
        participants=(Participant(person="ekberg", role="minister", side="", part="speaker"),),
        original=Original(kind="", repository="", language=""),
        witnesses=tuple(
            Witness(
                siglum=siglum,
                title="",
                description="",
                language="en",
                exemplar=Exemplar(file=f"{siglum}.txt"),
                responsibilities=(hand,),
            )
            for siglum, _body in zip("ABC", bodies, strict=False)
        ),
    )
    records = (
        Record(
            edition=STATEMENT,
            document=document,
            siglum=witness.siglum,
            entries=entries or (EKBERG, HOLM, OSLO),
            rulings=(),
            transcript=Transcript((), body),
        )
        for witness, body in zip(document.witnesses, bodies, strict=True)
    )
    return DocumentView(document, tuple(map(WitnessView, records)))


# --- facts ------------------------------------------------------------------------------------------


def test_the_facts_of_a_document() -> None:
    copy = Copy("downloads/d.A.xml", "A", "TEI", 5, "0" * 64)
    whole = view((turn("holm", passage(1)),), (turn("holm", passage(1)),))
    made = account(whole, {"oslo", "ekberg", "nobody"}, [copy])
    assert made.document is whole.document
    assert (made.people, made.places, made.passages) == (2, 1, 2)
    assert made.concerned == {"ekberg": EKBERG, "holm": HOLM}
    assert made.refers == ("ekberg", "oslo")
    assert made.copies == (copy,)
    assert account(whole, ()).refers == ()


@pytest.mark.parametrize(
    ("body", "example"),
    [
        (
            (passage(1), turn("holm"), turn("ekberg", passage(2, who="ekberg"), passage(3))),
            ("p2", Speaker("Anna Ekberg", "Ekberg")),
        ),
        ((passage(1, who="nobody"),), ("p1", Speaker())),
        ((dataclasses.replace(passage(1), id=None),), ("", Speaker())),
        ((), ("", Speaker())),
    ],
)
def test_the_passage_that_shows_how_to_cite_is_the_first_that_is_spoken(
    body: tuple[Passage | Turn, ...], example: tuple[str, Speaker]
) -> None:
    assert account(view(body, (passage(9),)), ()).example == example


# --- names ------------------------------------------------------------------------------------------


def test_an_entry_stands_once_where_the_records_agree_and_as_each_has_it_where_not() -> None:
    first, second = view((passage(1),), (passage(1),)).witnesses
    other = dataclasses.replace(HOLM, sort="Holm, Bo")
    differing = WitnessView(dataclasses.replace(second.record, entries=(EKBERG, other)))
    names = names_in(DocumentView(first.record.document, (first, differing)), ())
    assert [listed.entry() for listed in names.entries] == [EKBERG, HOLM, OSLO, other]


def test_the_editions_own_entries_are_found_in_the_order_of_the_text() -> None:
    body = (
        turn("ekberg", passage(1, TEXT, "ekberg"), passage(2, TEXT, "ekberg")),
        passage(3, "She says " * 20, "ekberg", "reported-speech"),
        turn("holm", passage(4, who="holm")),
    )
    has = names_in(view(body), {"ekberg"}).own
    assert has.turns == {"ekberg": (Beginning((("A", "p1"),), TEXT),)}
    assert has.reported == {"ekberg": (Beginning((("A", "p3"),), f"{'She says ' * 7}She …"),)}
    pieces = (("Before dinner ", False), ("Ekberg", True), (" spoke of Oslo, and ", False), ("Ekberg", True))
    context = Context((("A", "p1"),), PassageKind.SPEECH, "ekberg", Voice.SPEAKER, (*pieces, (" left.", False)))
    assert has.named == {"ekberg": (context, dataclasses.replace(context, places=(("A", "p2"),)))}


def collated(*bodies: tuple[Passage | Turn, ...]) -> tuple[DocumentView, tuple[Collation, ...]]:
    """A document of several witnesses, and what compares them."""
    made = view(*bodies)
    return made, collate_pairs([(one.record.siglum, one.record.transcript) for one in made.witnesses])[0]


def test_what_several_witnesses_have_in_common_counts_once() -> None:
    first = turn("ekberg", passage(1, "We spoke of Oslo before dinner.", "ekberg"))
    second = turn("ekberg", passage(2, "Then Oslo sent a letter; Oslo was late.", "ekberg"))
    parted = turn("ekberg", passage(2, "Then Oslo sent a letter;", "ekberg"), passage(3, "Oslo was late.", "ekberg"))
    alone = passage(9, "Quite apart from all this stands Oslo.", kind="narrative")
    made, collations = collated((first, second), (first, parted, alone))
    own = names_in(made, {"oslo", "ekberg"}, collations).own
    assert [one.places for one in own.named["oslo"]] == [
        (("A", "p1"), ("B", "p1")), (("A", "p2"), ("B", "p2")), (("B", "p3"),), (("B", "p9"),),
    ]  # fmt: skip
    assert [one.places for one in own.turns["ekberg"]] == [(("A", "p1"), ("B", "p1")), (("A", "p2"), ("B", "p2"))]
    others = {one.key: one for one in names_in(made, (), collations).others}
    assert (others["oslo"].naming, others["ekberg"].turns) == (4, 2)
    assert others["oslo"].places == (("A", "p1"), ("A", "p2"), ("B", "p3"), ("B", "p9"))
    apart = {one.key: one for one in names_in(made, ()).others}
    assert apart["oslo"].naming == 6


def test_a_name_is_given_by_who_speaks_and_in_reported_speech_by_who_reports() -> None:
    def inside(text: str, mark: Mark) -> Passage:
        made = passage(5, text, "ekberg")
        span = Span(text.index("["), text.index("]") + 1, mark)
        return dataclasses.replace(made, content=RichText(text, (span, *made.content.spans)))

    body = (
        turn("ekberg", passage(1, "Oslo.", "ekberg"), inside("It came [from Oslo].", Insertion("hand"))),
        passage(2, "Ekberg says that Oslo is far.", "ekberg", "reported-speech"),
        passage(3, "They went to Oslo.", None, "narrative"),
        passage(4, "Oslo", None, "heading"),
    )
    named = names_in(view(body), {"oslo"}).own.named["oslo"]
    assert [one.voice for one in named] == ["speaker", "insertion", "note-taker", "note-taker", "none"]


def test_all_others_are_counted_and_their_first_places_kept() -> None:
    body = (
        turn("holm", passage(1, TEXT, "holm"), passage(2, who="holm"), also=("ekberg",)),
        passage(3, TEXT, "holm", "reported-speech"),
    )
    counted = {one.key: one for one in names_in(view(body, body), {"oslo"}).others}
    at = (("", ""), ("A", "p1"), ("A", "p3"), ("B", "p1"), ("B", "p3"))
    assert counted == {
        "ekberg": Counted("ekberg", True, 2, 0, 4, at, 0),
        "holm": Counted("holm", True, 2, 2, 0, at, 0),
    }
    assert names_in(view(body), {"ekberg", "holm"}).others == (
        Counted("oslo", False, 0, 0, 2, (("A", "p1"), ("A", "p3")), 0),
    )
    many = tuple(passage(number, "Oslo") for number in range(SHOWN + 5))
    (oslo,) = names_in(view(many), {"ekberg", "holm"}).others
    assert (oslo.naming, len(oslo.places), oslo.more) == (SHOWN + 5, SHOWN, 5)
    assert names_in(view(many), ()).own == Occurrences()


# --- several documents ------------------------------------------------------------------------------


def test_the_counts_of_documents_are_added_up_in_their_order() -> None:
    documents = [view((), id_=f"d{number}").document for number in range(4)]

    def counted(places: int, more: int = 0) -> Counted:
        return Counted("x", True, 1, 2, 3, tuple(("A", f"p{number}") for number in range(places)), more)

    tally = Tally()
    tally.add(documents[0], counted(SHOWN - 2))
    assert (tally.more, tally.more_documents) == (0, 0)
    tally.add(documents[1], counted(5))
    assert tally.first[SHOWN - 3 :] == [
        Place(documents[0], "A", f"p{SHOWN - 3}"),
        Place(documents[1], "A", "p0"),
        Place(documents[1], "A", "p1"),
    ]
    assert (tally.more, tally.more_documents) == (3, 1)
    tally.add(documents[2], counted(SHOWN, 7))
    tally.add(documents[3], counted(0))
    assert (len(tally.first), tally.more, tally.more_documents) == (SHOWN, SHOWN + 10, 2)
    assert (tally.present, tally.turns, tally.reported, tally.naming) == (4, 4, 8, 12)
    exact = Tally()
    exact.add(documents[0], counted(SHOWN, 1))
    assert (len(exact.first), exact.more, exact.more_documents) == (SHOWN, 1, 1)


class _Watched(Names):
    """Names that can be seen to be forgotten."""


@pytest.mark.parametrize("own", [frozenset(), frozenset({"ekberg"})])
def test_names_are_taken_once_and_not_kept(own: frozenset[str]) -> None:
    views = [view((passage(1, TEXT),), id_=f"d{number}") for number in range(6)]
    given: list[weakref.ref[Names]] = []

    def one_after_the_other() -> Iterator[Names]:
        for one in views:
            assert all(seen() is None for seen in given[:-1])
            names = names_in(one, own)
            watched = _Watched(names.entries, names.own, names.others)
            given.append(weakref.ref(watched))
            yield watched
            del watched

    edition = Edition(STATEMENT, tuple(account(one, own) for one in views))
    files = {file.path: file.content.decode() for file in register_pages(edition, one_after_the_other(), own)}
    assert len(given) == len(views)
    assert all(seen() is None for seen in given)
    assert "named in 6 passages" in files["people/index.md"]
    assert "named in 6 passages" in files["places/index.md"]


def test_names_that_are_not_those_of_the_documents_are_an_error() -> None:
    one = view((passage(1),))
    with pytest.raises(ValueError, match="shorter"):
        list(register_pages(Edition(STATEMENT, (account(one, ()),)), iter(()), ()))
