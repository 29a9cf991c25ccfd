"""Numbers in a wording as intervals: 'at least 12' leaves room for 14, 'nine' does not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from claims.matching import lexicon
from claims.matching.lexicon import CALENDAR
from claims.matching.words import Word, stem

_SMALL = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen"""
_UNITS = {word: value for value, word in enumerate(_SMALL.split())}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
}
_SCALES = {"hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
_VAGUE = {
    "dozens": 24.0,
    "scores": 40.0,
    "hundreds": 200.0,
    "thousands": 2e3,
    "millions": 2e6,
    "billions": 2e9,
}
_SPANS = {"decade": 10.0, "century": 100.0}
_SUFFIXES = {"%": 1.0, "bn": 1e9, "m": 1e6, "k": 1e3}


def _phrases(listing: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(phrase.split()) for phrase in listing.split(","))


_FROM = _phrases(
    "at least,more than,no fewer than,no less than,not less than,over,above,upwards of,in excess of"
)
_UP_TO = _phrases("at most,up to,no more than,not more than,fewer than,less than,under,below")
_NEAR = _phrases("about,around,roughly,approximately,some,nearly,almost,close to,an estimated,estimated")
_REFERRING = frozenset(
    {"the", "these", "those", "both", "all", "our", "their", "his", "her", "its", "between"}
)
_BEFORE_UNIT = lexicon.word_set(
    "was were are is have had been of more other or than the a an our their less fewer"
)
_CALENDAR = frozenset(stem(month) for month in CALENDAR) | {"calendar year"}
_NUMERAL = re.compile(r"^([$€£¥]?)(\d+(?:[.,]\d+)*)(%|st|nd|rd|th|bn|m|k)?$")
_CURRENCY = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen"}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its bound and what it counts; `first` to `last` are its words' indices.

    `low` and `high` say what the number leaves open: [12, inf) for 'at least 12'. `units` are the concepts
    right behind it ('thousands of Ukrainian troops': ukraine, troop). `vague` marks 'thousands'.
    """

    value: float
    low: float
    high: float
    units: frozenset[str]
    first: int
    last: int
    text: str
    vague: bool = False

    def allows(self, other: "Quantity") -> bool:
        """Whether both can be so of one thing."""
        return self.low <= other.high and other.low <= self.high

    def equals(self, other: "Quantity") -> bool:
        """Whether both print the same number, whatever bound stands before it."""
        return self.value == other.value and self.vague == other.vague

    def counts_same(self, other: "Quantity") -> bool:
        """Whether both may count the same thing: nothing says otherwise."""
        return not self.units or not other.units or bool(self.units & other.units)

    @property
    def concept(self) -> str:
        """What stands for the amount among the concepts of a wording."""
        return f"#{self.value:g}"

    @property
    def calendar(self) -> bool:
        """Whether it is a day of a month or a year rather than an amount."""
        return bool(self.units & _CALENDAR)


def _numeral(printed: str) -> tuple[float, str] | None:
    """Value and unit of digits, or None: ordinals are names of days and rounds, not amounts."""
    match = _NUMERAL.match(printed)
    if not match or match[3] in ("st", "nd", "rd", "th"):
        return None
    digits = match[2]
    whole, _, decimals = digits.rpartition(".")
    if "." in digits and "," not in decimals:
        value = float(whole.replace(",", "").replace(".", "") + "." + decimals)
    else:
        value = float(digits.replace(",", "").replace(".", ""))
    unit = _CURRENCY.get(match[1], "")
    if match[3] == "%":
        unit = "percent"
    return value * _SUFFIXES.get(match[3] or "", 1.0), unit


def _spelled(row: Sequence[Word], at: int) -> tuple[float, int] | None:
    """Value of a number in words and the index after it ('two hundred', 'twenty five')."""
    word = row[at].normal
    value: float
    if word in _TENS:
        value, after = float(_TENS[word]), at + 1
        if after < len(row) and 0 < _UNITS.get(row[after].normal, 0) < 10:
            value, after = value + _UNITS[row[after].normal], after + 1
    elif word in _UNITS:
        value, after = float(_UNITS[word]), at + 1
    elif word in _SCALES and at and row[at - 1].normal in ("a", "an", "half"):
        value, after = (0.5 if row[at - 1].normal == "half" else 1.0), at
    else:
        return None
    return value, after


def _bound(row: Sequence[Word], first: int, after: int, value: float) -> tuple[float, float, int]:
    """The interval a number leaves open and the index where its bound begins."""
    before = [word.normal for word in row[max(0, first - 3) : first]]
    for size in (3, 2, 1):
        phrase = tuple(before[-size:]) if len(before) >= size else ()
        if phrase in _FROM:
            return value, inf, first - size
        if phrase in _UP_TO:
            return -inf, value, first - size
        if phrase in _NEAR:
            return value * 0.9, value * 1.1, first - size
    following = [word.normal for word in row[after : after + 2]]
    if following == ["or", "more"]:
        return value, inf, first
    if following in (["or", "less"], ["or", "fewer"]):
        return -inf, value, first
    return value, value, first


def _units(row: Sequence[Word], after: int) -> frozenset[str]:
    """What is counted: the run of content words behind the number."""
    units: list[str] = []
    for word in row[after : after + 5]:
        if word.normal in ("percent", "per"):
            return frozenset({"percent"})
        if word.content:
            units.append(word.concept)
        elif units or word.normal not in _BEFORE_UNIT:
            break
    return frozenset(units[:3])


def quantities(row: Sequence[Word]) -> tuple[Quantity, ...]:
    """Every amount among the words, in order. 'the two leaders' refers back and is none; nor is 'one of
    them'.
    """
    found: list[Quantity] = []
    at = 0
    while at < len(row):
        word = row[at]
        if word.normal in _SPANS and at and row[at - 1].normal in ("a", "an", "one", "the", "past", "last"):
            span = _SPANS[word.normal]
            found.append(Quantity(span, span, span, frozenset({stem("years")}), at, at, word.text))
        if word.normal in _VAGUE:
            value = _VAGUE[word.normal]
            units = _units(row, at + 1)
            found.append(Quantity(value, value, inf, units, at, at, word.text, vague=True))
            at += 1
            continue
        numeral = _numeral(word.normal)
        unit = ""
        if numeral:
            value, unit = numeral
            after = at + 1
        else:
            spelled = _spelled(row, at)
            if spelled is None:
                at += 1
                continue
            value, after = spelled
        scaled = False
        while after < len(row) and row[after].normal in _SCALES:
            value, after, scaled = value * _SCALES[row[after].normal], after + 1, True
        small = not numeral and not scaled and value <= 3
        refers = small and at > 0 and row[at - 1].normal in _REFERRING
        pronoun = not numeral and not scaled and value == 1
        if not refers and not pronoun:
            if at and row[at - 1].normal in CALENDAR and value < 32:
                units = frozenset({row[at - 1].stem})
            elif numeral and 1900 <= value < 2100 and word.text.isdigit():
                units = frozenset({"calendar year"})
            else:
                units = frozenset({unit}) if unit else _units(row, after)
            low, high, first = _bound(row, at, after, value)
            text = " ".join(item.text for item in row[first:after])
            found.append(Quantity(value, low, high, units, first, after - 1, text))
        at = max(after, at + 1)
    return tuple(found)
