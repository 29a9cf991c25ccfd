"""Words of a wording with their offsets, and the forms under which they are compared."""

import re
import sys
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

from claims.extraction.records import Span, Spans
from claims.matching import lexicon

_APOSTROPHES = "'’‘ʼ′`´"
_HYPHENS = "-‐‑"
JOINER = " … "
"""Stands between the spans of a discontinuous wording."""

OPENING = "“„«"
CLOSING = "”»"


def _marks() -> str:
    """A regex class body of combining marks, so that vowel signs stay inside their word."""
    ranges: list[list[int]] = []
    for code in range(0x300, 0x10000):
        if unicodedata.category(chr(code))[0] == "M":
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"\\u{low:04x}-\\u{high:04x}" for low, high in ranges)


_LETTER = rf"(?:[^\W_]|[{_marks()}\u200c\u200d])"
_WORD = re.compile(
    rf"(?:[A-Za-z]\.){{2,}}|[$€£¥]?\d+(?:[.,]\d+)*(?:%|st\b|nd\b|rd\b|th\b|bn\b|m\b|k\b)?|{_LETTER}+(?:[{_APOSTROPHES}]{_LETTER}+)*"
)
_FOLD = str.maketrans({**dict.fromkeys(_APOSTROPHES, "'"), "\u200c": "", "\u200d": "", "\xad": ""})
_SHORT = re.compile(r"[^aeiou]*[^aeiou][aeiouy][^aeiouwxy]")
_POSSESSIVE = re.compile(r"(?:'s|')$")


@dataclass(frozen=True, slots=True)
class Word:
    """One word. `normal` is what 'word for word' compares; `stem` is shared by its inflections.

    `concept` is shared by synonyms too, and `sign` is -1 where the word is the concept's opposite
    ('fell' is 'rise' with -1). `capital` says that it is printed with a first capital.
    """

    text: str
    start: int
    end: int
    normal: str
    stem: str
    concept: str
    sign: int
    content: bool
    capital: bool
    quoted: bool

    @property
    def common(self) -> bool:
        """So frequent in reports that sharing it says little."""
        return self.stem in _COMMON_STEMS


def normal_form(text: str) -> str:
    """One word without what is no difference: case, width, and the style of its apostrophe."""
    return unicodedata.normalize("NFKC", text).translate(_FOLD).casefold().removesuffix("'")


@lru_cache(maxsize=65536)
def stem(normal: str) -> str:
    """A light stem: inflections and the commonest nominal endings fall together, nothing more.

    Follows the order of Porter's first steps (Porter 1980, 'An algorithm for suffix stripping') without his
    later ones, which join words that a claim must keep apart ('nation', 'nationalise').
    """
    word = _POSSESSIVE.sub("", normal)
    word = lexicon.IRREGULAR.get(word, word)
    if len(word) <= 3 or not word.isalpha() or word in lexicon.INVARIANT:
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ingly", "edly", "ing", "ed"):
        root = word.removesuffix(ending)
        if root != word and len(root) >= 3 and re.search("[aeiouy]", root):
            word = root
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            elif _SHORT.fullmatch(word):
                word += "e"
            break
    for ending in ("ement", "ment"):
        root = word.removesuffix(ending)
        if root != word and len(root) >= 4:
            word = root
            break
    if word.endswith("ly") and len(word) > 5:
        word = word[:-2]
    if word.endswith("y") and len(word) > 3:
        word = word[:-1] + "i"
    return word[:-1] if word.endswith("e") and not _SHORT.fullmatch(word[:-1]) else word


def _concepts() -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for family in lexicon.SYNONYMS:
        members = family.split()
        for member in members:
            found.setdefault(stem(member), (stem(members[0]), 1))
    for positive, negative in lexicon.ANTONYMS:
        plus, minus = positive.split(), negative.split()
        head = stem(plus[0])
        for member in plus:
            concept, sign = found.get(stem(member), (head, 1))
            found[stem(member)] = (head, sign) if concept == stem(member) else (concept, sign)
        for member in minus:
            found[stem(member)] = (head, -1)
    for place, forms in lexicon.PLACES.items():
        for form in forms.split():
            found[stem(form)] = (place, 1)
    return found


_COMMON_STEMS = frozenset(stem(word) for word in lexicon.COMMON)
_CONCEPTS = _concepts()
PLACE_STEMS = frozenset(stem(form) for forms in lexicon.PLACES.values() for form in forms.split())


def concept_of(stemmed: str) -> tuple[str, int]:
    """The family a stem belongs to, with -1 where it is the family's opposite."""
    return _CONCEPTS.get(stemmed, (stemmed, 1))


def quoted_spans(text: str) -> Spans:
    """What stands between double quotation marks, marks left out. One that never closes runs to the end."""
    spans: list[Span] = []
    start: int | None = None
    for index, char in enumerate(text):
        if start is None:
            if char in OPENING or char in '"”':
                start = index + 1
        elif char in CLOSING or char == '"':
            spans.append((start, index))
            start = None
    if start is not None and start < len(text):
        spans.append((start, len(text)))
    return tuple(spans)


@lru_cache(maxsize=16384)
def words(text: str) -> tuple[Word, ...]:
    """Every word of a text in order. A hyphen parts words, so that 'long-term' equals 'long term'."""
    inside = quoted_spans(text)
    found: list[Word] = []
    pointer = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        while pointer < len(inside) and inside[pointer][1] <= start:
            pointer += 1
        quoted = pointer < len(inside) and inside[pointer][0] <= start
        printed = match.group()
        normal = sys.intern(normal_form(printed))
        stemmed = sys.intern(stem(normal))
        concept, sign = concept_of(stemmed)
        # 'US' and 'us' differ by case alone, and only one of them is a country.
        if printed == "US":
            concept, sign = "america", 1
        elif normal == "us":
            concept = "us"
        content = printed == "US" or normal not in lexicon.FUNCTION
        found.append(
            Word(printed, start, end, normal, stemmed, concept, sign, content, printed[:1].isupper(), quoted)
        )
    for at in range(len(found) - 1):
        country = lexicon.UNITED.get(found[at + 1].normal) if found[at].normal == "united" else None
        if country:
            found[at : at + 2] = [replace(word, concept=country) for word in found[at : at + 2]]
    return tuple(found)


def printed_spans(spans: Spans, start: int, end: int) -> Spans:
    """Where in the article the characters [start, end) of a wording stand.

    `spans` are the wording's own spans in the article, whose texts are joined by `JOINER` in the wording. A
    stretch over a joint comes back as several spans; characters of the joint itself have no place.
    """
    found: list[Span] = []
    offset = 0
    for low, high in spans:
        length = high - low
        begin, stop = max(start, offset), min(end, offset + length)
        if begin < stop:
            found.append((low + begin - offset, low + stop - offset))
        offset += length + len(JOINER)
    return tuple(found)
