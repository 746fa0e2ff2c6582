"""As printed or corrected: the choice at the head of a reading page, which no script reads."""

from __future__ import annotations

from pecia.pages.html import Html, tag, words


def switch(title: str = "Text", printed: str = "as printed", corrected: str = "with corrections") -> Html:
    """Two radio buttons; the style sheet shows the one or the other reading."""
    choices = [
        tag(
            "label",
            tag("input", type="radio", name="pc-reading", value=value, id=f"pc-{value}", checked=value == "printed"),
            words(f" {said}"),
        )
        for value, said in (("printed", printed), ("corrected", corrected))
    ]
    return tag("fieldset", tag("legend", words(title)), *choices, class_="pc-switch")
