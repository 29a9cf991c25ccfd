"""Text as the search sees it: what a claim is found by, and what somebody looks for, folded in the same way.

Pure. The database keeps `document(...)` as a text-search vector in the configuration CONFIGURATION (English
and Russian word forms, no stop words, so that every phrase can be found), and is asked with `lexemes(...)`.
"""

import re
import unicodedata
from collections.abc import Iterable

CONFIGURATION = "newsdesk"
"""The text-search configuration, made by a migration: word stems, and every word counts."""

LONGEST = 60_000
"""Characters of a document that are indexed: PostgreSQL refuses vectors of more than a megabyte."""

BREAK = "newsdeskbreak"
"""A word between two wordings, so that no phrase runs over their border."""

# Scripts whose marks are accents, which people leave out; elsewhere a mark is part of the letter.
_ACCENTED = ("LATIN", "GREEK")
# Scripts written without spaces: each character is looked for as a word, several as a phrase.
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff])"
)
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
_THOUSANDS = re.compile(r"(?<=\d)[,.\u00a0\u202f’'](?=\d{3}(?!\d))")
_OTHER = re.compile(r"[^\w\u0300-\u036f]|_")


def folded(text: str) -> str:
    """Words in lower case between single spaces: without accents, punctuation and marks of thousands.

    >>> folded("Šef O’Brien: “20,000 café—owners”")
    'sef o brien 20000 cafe owners'
    """
    text = _THOUSANDS.sub("", unicodedata.normalize("NFKC", text))
    # Of an 'I' with a dot above, casefold leaves the dot; it goes with the accents.
    text = _without_accents(text.casefold().translate(_LETTERS))
    return " ".join(_UNSPACED.sub(r" \1 ", _OTHER.sub(" ", text)).split())


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    found: list[str] = []
    base = ""
    for char in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(char):
            base = unicodedata.name(char, "")
        elif base.startswith(_ACCENTED):
            continue
        found.append(char)
    return unicodedata.normalize("NFC", "".join(found)).translate(_LETTERS)


def document(text: str, names: Iterable[str], wordings: Iterable[str]) -> str:
    """What a claim is found by: its text, its speaker's names, every wording; folded, each once."""
    parts = dict.fromkeys(folded(part[:LONGEST]) for part in (text, *names, *wordings))
    whole = f" {BREAK} ".join(part for part in parts if part)
    return whole if len(whole) <= LONGEST else whole[:LONGEST].rpartition(" ")[0]


def lexemes(text: str, *, prefix: bool = False) -> str:
    """A word or a phrase as a text-search expression: its words one after another; '' where it has none.

    With `prefix` its last word may go on: 'cease' finds 'ceasefire'.
    """
    words = [f"'{word}'" for word in folded(text).split()]
    if words and prefix:
        words[-1] += ":*"
    return f"({' <-> '.join(words)})" if words else ""


def expression(wanted: Iterable[str], unwanted: Iterable[str] = ()) -> str:
    """Expressions of `lexemes` that must all be found, and others of which none may be."""
    return " & ".join([*filter(None, wanted), *(f"!{part}" for part in unwanted if part)])
