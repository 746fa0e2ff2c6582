"""TEI made up for measuring: short documents as diaries and letters are, and plays. The same each time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

from bench.synthetic import WORDS, begin

_HEADER = """\
<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0">
  <teiHeader>
    <fileDesc>
      <titleStmt>
        <title>{title}</title>
        <author ref="https://example.org/people/1">Anna Ekberg</author>
        <respStmt><resp>encoding</resp><name>An Editor</name></respStmt>
      </titleStmt>
      <publicationStmt>
        <publisher>Nobody</publisher>
        <availability><licence target="https://creativecommons.org/publicdomain/zero/1.0/">CC0</licence></availability>
      </publicationStmt>
      <sourceDesc><bibl><title>Papers</title>, <date when="1960">1960</date></bibl></sourceDesc>
    </fileDesc>
    <profileDesc>
      <creation><date when="{date}">{date}</date></creation>
      <langUsage><language ident="en">English</language></langUsage>
{profile}    </profileDesc>
  </teiHeader>
  <text><body>
"""
_END = "  </body></text>\n</TEI>\n"
_PEOPLE = 2_000


def write_short_documents(root: Path, count: int, words: int = 400) -> None:
    """An edition under ``root`` of so many TEI files of about so many words, each with some fifty names marked."""
    begin(root)
    for number in range(count):
        text = "".join(_short_document(number, words))
        (root / "edition/sources" / f"entry-{number:05}.xml").write_text(text, encoding="utf-8")


def write_plays(root: Path, count: int = 40, turns: int = 775) -> None:
    """An edition under ``root`` of so many plays of five acts and of so many turns, in verse, split by scene."""
    begin(root, "split: scene\n")
    for number in range(count):
        text = "".join(_play(number, turns))
        (root / "edition/sources" / f"play-{number:02}.xml").write_text(text, encoding="utf-8")


def _short_document(number: int, words: int) -> Iterator[str]:
    random = Random(number)
    date = f"{1880 + number % 60}-{number // 60 % 12 + 1:02}-{number // 720 % 28 + 1:02}"
    yield _HEADER.format(title=f"Entry of {date}, {number}", date=date, profile="")
    yield f'    <div type="entry">\n      <head><date when="{date}">{date}</date></head>\n'
    written = 0
    while written < words:
        paragraph = random.choices(WORDS, k=random.randint(20, 70))
        written += len(paragraph)
        for place in range(3, len(paragraph), 8):
            person = random.randint(1, _PEOPLE)
            name = escape(f"Person {person}")
            paragraph[place] = f'<persName ref="https://example.org/people/{person}">{name}</persName>'
        yield f"      <p>{' '.join(paragraph)}.</p>\n"
    yield "    </div>\n" + _END


def _play(number: int, turns: int) -> Iterator[str]:
    random = Random(number)
    cast = [f"person_{n}" for n in range(12)]
    people = "".join(f'<person xml:id="{one}"><persName>{one.title()}</persName></person>' for one in cast)
    profile = f"      <particDesc><listPerson>{people}</listPerson></particDesc>\n"
    yield _HEADER.format(title=f"Play {number}", date=str(1700 + number), profile=profile)
    left = turns
    for act in range(1, 6):
        yield f'    <div type="act" n="{act}"><head>Act {act}</head>\n'
        for scene in range(1, 6):
            yield f'      <div type="scene" n="{scene}"><head>Scene {scene}</head><stage>Enter all.</stage>\n'
            for _turn in range(min(left, -(-turns // 25))):
                left -= 1
                who = random.choice(cast)
                lines = "".join(f"<l>{' '.join(random.choices(WORDS, k=8))}</l>" for _ in range(random.randint(1, 6)))
                yield f'        <sp who="#{who}"><speaker>{who.title()}.</speaker>{lines}</sp>\n'
            yield "      </div>\n"
        yield "    </div>\n"
    yield _END
