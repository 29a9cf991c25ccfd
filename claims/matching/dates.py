"""On which days something was said: the words of a report that tell it, and the days that they mean.

Two steps, both pure. `said_when` finds the words beside the cue; they depend on the text alone. `resolve`
reckons them from the day on which the article was published, so that a day given later needs no new
reading. Rules for English news prose rather than a library of dates: those find dates anywhere, and the task
is to tell the day of the saying ('said on Friday') from the days that are talked about ('the call on
Friday').
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from claims.extraction.records import Span, Spans
from claims.matching.lexicon import word_set

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_ONE_DAY = timedelta(days=1)

_DAY = r"(?P<weekday>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = (
    r"(?P<month>Jan(?:uary|\.)|Feb(?:ruary|\.)|March|Mar\.|April|Apr\.|May|June|July|"
    r"Aug(?:ust|\.)|Sept(?:ember|\.)|Oct(?:ober|\.)|Nov(?:ember|\.)|Dec(?:ember|\.))"
)
_NUMBER = r"(?P<number>\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten)"
_PART = r"(?:\s(?:morning|afternoon|evening|night))?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = tuple(
    re.compile(rf"\b{form}(?!\w)")
    for form in (
        rf"(?:{_DAY},?\s\(?)?{_MONTH}\s(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?!\d)(?:,?\s{_YEAR})?",
        rf"(?:{_DAY},?\s\(?)?(?:the\s)?(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}(?:,?\s{_YEAR})?",
        rf"{_MONTH},?\s{_YEAR}",
        rf"(?P<last>last|this|past)\s{_DAY}{_PART}",
        rf"{_DAY}{_PART}",
        r"(?P<yesterday>[Yy]esterday(?:\s(?:morning|afternoon|evening))?)",
        r"(?P<lastnight>[Ll]ast\snight|[Oo]vernight)",
        r"(?P<today>[Tt]oday|[Tt]onight|[Tt]his\s(?:morning|afternoon|evening))",
        rf"{_NUMBER}\s(?P<unit>hour|day|week|month)s?\s(?P<ago>ago|earlier)",
        r"(?:[Ee]arlier\s)?(?P<which>[Tt]his|[Ll]ast|[Pp]ast)\s(?P<period>week|month|year)",
        r"(?P<weekend>(?:[Oo]ver|[Aa]t|[Dd]uring)\sthe\sweekend|[Tt]his\sweekend|[Ll]ast\sweekend)",
        rf"(?:[Hh]ours|(?:[Aa]n|[Oo]ne)\shour|{_NUMBER}\shours)\s(?P<later>later)",
        rf"(?:last\s|in\s){_MONTH}(?!\s\d)",
    )
)
"""Expressions of time; the earliest in a text wins, of those that begin together the longest."""

# Small words that may stand before an expression and belong to it: 'late on Thursday', 'earlier today'.
_LEAD = re.compile(r"(?:\b(?:on|in|late|later|early|earlier|back|just|only|around|the)\s)+$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*\s+(?=[\"“‘'(\[]?[^\W_a-z])|\n")
_ABBREVIATED = re.compile(
    r"(?:\b(?:[^\W\d_]|Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Col|Lt|St|Jr|Sr|No"
    r"|Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec))\.\s+$"
)
_WORD = re.compile(r"[\w’'-]+")
# What may stand between a cue and the day that belongs to it: to whom it was said, and where.
_CARRIER = (
    "statement interview speech post tweet letter conference press news briefing rally meeting message memo "
    "remarks address release report email testimony hearing podcast broadcast video appearance program "
    "programme show editorial column debate session court parliament"
)
_BETWEEN = word_set(
    f"{_CARRIER} {_CARRIER.replace(' ', 's ')}s reporters journalists lawmakers supporters officials members"
    " in a an the at on to during his her their its from of with by and via through for written joint"
    " prepared televised recorded separate brief daily weekly again also later me us them him it here there"
    " late early earlier morning evening afternoon night social media radio television tv studio house"
    " committee editors viewers listeners delegates parliamentarians senators council councillors"
)
_OPENING = re.compile(
    r"(?:speaking|talking|writing|addressing|testifying|appearing|asked|in|at|during|on)\b", re.IGNORECASE
)
_AUXILIARY = word_set(
    "has have had also again then later first once just even already repeatedly publicly who"
)


@dataclass(frozen=True, slots=True)
class Said:
    """The days, both included, and the words that tell them."""

    first: date
    last: date
    basis: str


@dataclass(frozen=True, slots=True)
class Report:
    """What `said_when` reads of one attribution, in code points of the article."""

    content: Spans
    cue: Spans
    source: Spans


def said_when(text: str, report: Report, quoted: Iterable[Span] = ()) -> Span | None:
    """The words beside a report's cue that tell when it was said; None where there are none.

    They stand in the cue's sentence, outside of what was said and of `quoted` (the contents of every report
    of the article), and so near the cue that they can't tell of anything else: 'said on Friday', 'told
    reporters late Thursday', 'on 14 March wrote', 'On Saturday, Ibsen said', 'Speaking at a meeting on
    Monday, she said'.
    """
    if not report.cue:
        return None
    cue = (report.cue[0][0], report.cue[-1][1])
    begin, end = sentence_around(text, *cue)
    held = [span for span in (*report.content, *quoted) if not _inside(cue, span)]
    for low, high in expressions(text, begin, end):
        if any(low < stop and start < high for start, stop in held):
            continue
        if _told(text, (low, high), cue, report.source, begin, held):
            return low, high
    return None


def sentence_around(text: str, start: int, end: int) -> Span:
    """The sentence that holds [start, end)."""
    low = text.rfind("\n", 0, start) + 1
    high = text.find("\n", end)
    high = len(text) if high < 0 else high
    for mark in _SENTENCE_END.finditer(text, low, high):
        if _ABBREVIATED.search(text, max(low, mark.start() - 6), mark.end()):
            continue
        if mark.end() <= start:
            low = mark.end()
        elif mark.start() >= end - 1:
            return low, mark.end()
    return low, high


def expressions(text: str, begin: int, end: int) -> list[Span]:
    """Every expression of time in [begin, end), in order, with the small words that belong to it."""
    found: list[Span] = []
    at = begin
    while at < end:
        matches = [match for form in _FORMS if (match := form.search(text, at, end))]
        if not matches:
            break
        first = min(matches, key=lambda match: (match.start(), -match.end()))
        lead = _LEAD.search(text, at, first.start())
        found.append((lead.start() if lead else first.start(), first.end()))
        at = first.end()
    return found


def _inside(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _told(text: str, words: Span, cue: Span, source: Spans, begin: int, held: Sequence[Span]) -> bool:
    if words[0] >= cue[1]:
        return _carries(_gap(text, cue[1], words[0], source))
    gap = _gap(text, words[1], cue[0], source)
    if gap is None or any(words[1] <= start < cue[0] for start, _ in held):
        return False
    if [word for word in gap if word.casefold() not in _AUXILIARY]:
        return _opens(text, words, cue, source, begin)
    # In mid-sentence nothing but who says it may stand before a day: 'Holm on Friday said'.
    after_source = any(begin <= start and stop <= words[0] + 1 for start, stop in source)
    return after_source or _opens(text, words, cue, source, begin)


def _gap(text: str, low: int, high: int, source: Spans) -> list[str] | None:
    """The words between, the source's left out; None across a mark that ends a clause."""
    between = "".join(
        " " if any(start <= at < end for start, end in source) else text[at] for at in range(low, high)
    )
    if re.search(r"[;:—–\n“”\"]", between):
        return None
    return _WORD.findall(between)


def _carries(gap: list[str] | None) -> bool:
    """Whether only to whom and where stand between the cue and the day behind it."""
    if gap is None or len(gap) > 9:
        return False
    return all(word.casefold() in _BETWEEN or word[0].isupper() for word in gap)


def _opens(text: str, words: Span, cue: Span, source: Spans, begin: int) -> bool:
    """Whether the expression opens the sentence, or stands in a phrase of where it was said that does."""
    opening = text[begin : words[0]].lstrip("\"“‘' ")
    carrier = _WORD.findall(opening)
    if opening:
        spoken = _OPENING.match(opening) and len(carrier) <= 14 and "," not in opening.rstrip(", ")
        if not (spoken and {word.casefold() for word in carrier} & _SAYING):
            return False
    after = text[words[1] : cue[0]]
    # One comma, then who says it: a second clause would have a verb of its own.
    rest = [word for word in _gap(text, words[1], cue[0], source) or () if word.casefold() not in _AUXILIARY]
    plain = all(word[0].isupper() or word.casefold() in _TITLED for word in rest)
    return plain and len(rest) <= 10 and after.count(",") <= (2 if opening else 3)


_SAYING = word_set(
    f"{_CARRIER} {_CARRIER.replace(' ', 's ')}s speaking talking writing addressing testifying appearing"
    " asked reporters"
)
_TITLED = word_set(
    "the a an its his her their of and for in at he she they it president minister prime chancellor secretary"
    " general foreign defence defense interior finance governor mayor senator spokesman spokeswoman"
    " spokesperson chief director chairman chairwoman leader commander police officials ministry government"
    " department office agency company union council committee party deputy vice former top senior state"
    " federal national city county opposition attorney judge court king queen adviser aide"
)


def resolve(words: str, published: date | None, *, before: Said | None = None) -> Said | None:
    """The days that an expression means in an article published on that day; None where that is open.

    A full date needs no day of publication. A weekday is the latest one up to that day; one that would be
    six days old may be tomorrow's by another time zone, and stays open. `before` is what was said before it
    in the article, from which 'hours later' is reckoned.
    """
    match = _matched(words)
    if match is None:
        return None
    found = {name: value for name, value in match.groupdict().items() if value}
    days = _days(found, words, published, before)
    if days is None:
        return None
    reckoned = "" if found.get("year") or found.get("later") else _printed_on(published)
    return Said(*days, f"“{words}”{reckoned}")


def _printed_on(published: date | None) -> str:
    if published is None:
        return ""
    weekday, month = DAYS[published.weekday()].capitalize(), MONTHS[published.month - 1].capitalize()
    return f" in an article of {weekday} {published.day} {month} {published.year}"


def _matched(words: str) -> re.Match[str] | None:
    matches = [match for form in _FORMS if (match := form.search(words))]
    return min(matches, key=lambda match: (match.start(), -match.end()), default=None)


def _days(
    found: dict[str, str], words: str, published: date | None, before: Said | None
) -> tuple[date, date] | None:
    if "later" in found:
        return (before.first, before.last + _ONE_DAY) if before else None
    if "month" in found:
        return _calendar(found, published)
    if published is None:
        return None
    if "weekday" in found:
        return _weekday(found, published)
    if "ago" in found:
        return _ago(found, published)
    if "which" in found:
        return _period(found["which"].casefold(), found["period"], published)
    if "weekend" in found:
        saturday = published - timedelta(days=(published.weekday() - 5) % 7)
        return saturday, min(saturday + _ONE_DAY, published)
    if "yesterday" in found:
        return published - _ONE_DAY, published - _ONE_DAY
    if "lastnight" in found:
        return published - _ONE_DAY, published
    return published, published


def _calendar(found: dict[str, str], published: date | None) -> tuple[date, date] | None:
    named = found["month"].rstrip(".").lower()
    month = next(at for at, name in enumerate(MONTHS, 1) if name.startswith(named))
    year = int(found["year"]) if "year" in found else None
    if year is None and published is None:
        return None
    day = int(found.get("day", 1))
    # Without a year it is the latest such day; tomorrow's may be today's elsewhere.
    for candidate in (year,) if year else (published.year, published.year - 1):  # type: ignore[union-attr]
        try:
            first = date(candidate, month, day)
        except ValueError:
            return None
        if year or published is None or first <= published + _ONE_DAY:
            break
    else:
        return None
    if "day" in found:
        return first, first
    following = date(first.year + month // 12, month % 12 + 1, 1)
    last = following - _ONE_DAY
    return first, min(last, published) if published and first <= published else last


def _weekday(found: dict[str, str], published: date) -> tuple[date, date] | None:
    weekday = next(at for at, name in enumerate(DAYS) if name.startswith(found["weekday"].lower()))
    back = (published.weekday() - weekday) % 7
    if found.get("last") == "last":
        latest = published - timedelta(days=back or 7)
        # 'last Friday' on a Monday is three days ago; on a Saturday it is either of two.
        return (latest - timedelta(days=7) if back and back < 3 else latest), latest
    if back == 6:
        return None
    return published - timedelta(days=back), published - timedelta(days=back)


_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_NUMBERS |= {"eight": 8, "nine": 9, "ten": 10}


def _ago(found: dict[str, str], published: date) -> tuple[date, date] | None:
    number = int(found["number"]) if found["number"].isdigit() else _NUMBERS[found["number"].lower()]
    unit = found["unit"]
    if found["ago"] == "earlier" or number > 1000:
        return None
    if unit == "hour":
        return published - timedelta(days=number // 24 + 1), published
    days = number * {"day": 1, "week": 7, "month": 30}[unit]
    slack = timedelta(days={"day": 0, "week": 3, "month": 15}[unit])
    day = published - timedelta(days=days)
    return day - slack, min(day + slack, published)


def _period(which: str, period: str, published: date) -> tuple[date, date]:
    if period == "week":
        # A week begins on Sunday or on Monday, by country: both are left open.
        monday = published - timedelta(days=published.weekday())
        if which == "this":
            return monday - _ONE_DAY, published
        return monday - timedelta(days=8), monday - _ONE_DAY
    if period == "month":
        first = published.replace(day=1)
        if which == "this":
            return first, published
        return (first - _ONE_DAY).replace(day=1), first - _ONE_DAY
    first = published.replace(month=1, day=1)
    if which == "this":
        return first, published
    return first.replace(year=first.year - 1), first - _ONE_DAY


def cannot_both_be(one: Said, two: Said) -> bool:
    """Whether two accounts of when one thing was said have no day in common."""
    return one.last < two.first or two.last < one.first


def narrowed(accounts: Iterable[Said]) -> tuple[date, date] | None:
    """The days that every account leaves open; None where there is no account, or no such day."""
    known = list(accounts)
    if not known:
        return None
    first, last = max(said.first for said in known), min(said.last for said in known)
    return (first, last) if first <= last else None


def in_conflict(accounts: Sequence[Said]) -> bool:
    """Whether any two of the accounts cannot both be true."""
    ordered = sorted(accounts, key=lambda said: said.last)
    latest = max((said.first for said in accounts), default=None)
    return latest is not None and ordered[0].last < latest
