"""From how many origins the reports of one claim come, and what says so.

Three signs, each sure enough to show: a relay ('Axios reported'), an agency credited with the whole article
('(Reuters)', 'By The Associated Press'), and long passages that two articles print word for word outside of
quotation marks (a quotation is the speaker's, not the reporter's). What none of them joins counts as an
origin of its own: precision before recall.

Shared passages are found by word shingles (Broder 1997, 'On the resemblance and containment of documents').
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from claims.extraction.records import Span
from claims.matching import lexicon
from claims.matching.words import normal_form

SHINGLE = 8
"""Words in a row by which a shared passage is found."""

NEAR = 14
"""Words, outside of quotation marks, of a passage at the report itself that only one of two wrote."""

MUCH = 60
"""Words of shared passages that make two articles one, if they are also `PART` of the shorter one."""

PART = 0.25

CREDITED = 8
"""As `NEAR`, where an agency is said to have contributed to both articles."""

MOST = 60
"""Articles of one claim among which shared passages are looked for."""

AGENCIES = {
    "ap": "The Associated Press",
    "associated press": "The Associated Press",
    "afp": "Agence France-Presse",
    "agence france-presse": "Agence France-Presse",
    "reuters": "Reuters",
    "thomson reuters": "Reuters",
    "bloomberg": "Bloomberg",
    "upi": "United Press International",
    "united press international": "United Press International",
    "dpa": "dpa",
    "efe": "EFE",
    "ansa": "ANSA",
    "tass": "TASS",
    "interfax": "Interfax",
    "xinhua": "Xinhua",
    "kyodo": "Kyodo News",
    "kyodo news": "Kyodo News",
    "yonhap": "Yonhap",
    "pti": "Press Trust of India",
    "press trust of india": "Press Trust of India",
    "ani": "ANI",
    "ians": "IANS",
    "pa media": "PA Media",
    "press association": "PA Media",
    "aap": "AAP",
    "canadian press": "The Canadian Press",
    "anadolu": "Anadolu",
    "ukrinform": "Ukrinform",
    "cnn wire": "CNN Wire",
}
"""Agencies by the names and letters of their credits, in small letters and without 'the'."""

_AGENCY = "|".join(sorted((re.escape(name) for name in AGENCIES), key=len, reverse=True))
# Letters that are also words ('Ani', 'Ansa') count as a credit in capitals only.
_LETTERS = frozenset(name for name in AGENCIES if len(name) <= 4 and name != "tass")
_DATELINE = re.compile(
    rf"(?:^|\n)[^\S\n]*(?:[^\W\d_][\w.'’ ,/-]{{1,50}}?[^\S\n]*)?[(\[](?:the\s)?(?P<name>{_AGENCY})[)\]]"
    r"[^\S\n]*(?:[-–—:]|\n|$)",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    rf"^[^\S\n]*(?:by\s[^\n]{{0,80}}?[,/(|\s-]\s*|by\s|source:\s*|©\s*(?:\d{{4}}\s)?)?(?:the\s)?(?P<name>{_AGENCY})\)?[.\s]*$",
    re.IGNORECASE | re.MULTILINE,
)
_CONTRIBUTED = re.compile(
    rf"\b(?:the\s)?(?P<name>{_AGENCY})\b[^.\n]{{0,60}}\bcontributed\b"
    rf"|\bwith\s(?:inputs|reporting|files|material|additional\sreporting)\s(?:from|by)\s(?:the\s)?(?P<also>{_AGENCY})\b",
    re.IGNORECASE,
)
# What makes a relay a medium: a spokesman who passes something on is no origin that two papers share.
_MEDIA = lexicon.word_set(
    "axios politico newsweek bbc cnn nbc cbs abc msnbc npr c-span buzzfeed vox suspilne meduza ukrinform"
    " guardian telegraph bloomberg aljazeera"
)
_MEDIUM = lexicon.word_set(
    "times post news newspaper journal tribune herald gazette courier press agency radio television tv wire"
    " magazine daily weekly broadcasting telegraph guardian chronicle observer mirror globe sun star record"
    " examiner inquirer bulletin network jazeera spiegel monde hill atlantic economist"
)
_NO_MEDIUM = lexicon.word_set(
    "secretary office officer conference spokesman spokeswoman spokesperson minister intelligence security"
    " police space enforcement energy protection"
)
_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_OPEN, _CLOSE = "“„«", "”»"
_EDGE = 400
"""Characters at an article's beginning and end in which a credit stands."""


@dataclass(frozen=True, slots=True)
class Print:
    """One article as origins are read from it."""

    article: int
    outlet: str
    text: str
    body_start: int = 0
    byline: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """One report of the claim: where it stands in its article (cue and source included), and who relays it.

    `via` has the relay nearest to the reader first. `same_as` is an article's id where an editor said that
    this report has its origin, `alone` that an editor said it has its own.
    """

    printed: Print
    hull: Span
    via: tuple[str, ...] = ()
    same_as: int | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a report comes from. Reports with the same `name` have one origin; `basis` says why, for editors.

    `basis` is empty where nothing joins the report with another or names whence it comes.
    """

    name: str
    basis: str = ""


def origins(reports: Sequence[Report]) -> tuple[Origin, ...]:
    """The origin of each report of one claim, in their order. The same set gives the same in any order."""
    families = _Families()
    nodes = [_node(report, index) for index, report in enumerate(reports)]
    basis: dict[int, str] = {}
    for index, (node, why) in enumerate(nodes):
        families.add(node, (not why, reports[index].printed.article))
        if why:
            basis[index] = why
    for one, two, why in _joined(reports):
        families.join(nodes[one][0], nodes[two][0])
        for index, other in ((one, two), (two, one)):
            if index not in basis:
                basis[index] = why.format(reports[other].printed.outlet or "another article")
    for index, report in enumerate(reports):
        same = _of_article(reports, report.same_as)
        if same is not None:
            families.join(nodes[index][0], nodes[same][0])
            basis[index] = f"same as {reports[same].printed.outlet or 'another article'}, said an editor"
        if report.alone:
            basis[index] = "its own, said an editor"
    return tuple(
        Origin(families.name(node)[:200], basis.get(index, "")[:300]) for index, (node, _) in enumerate(nodes)
    )


def _of_article(reports: Sequence[Report], article: int | None) -> int | None:
    return next((index for index, report in enumerate(reports) if report.printed.article == article), None)


def _node(report: Report, index: int) -> tuple[str, str]:
    """What a report comes from by itself, and what says so: a name, or its own outlet."""
    if report.alone:
        return f"={report.printed.article}.{index}", ""
    if report.via and is_medium(report.via[-1]):
        *through, first = report.via
        chain = f" through {', '.join(reversed(through))}, {len(report.via)} hops" if through else ""
        return _named(first), f"relayed from {first}{chain}"
    if report.same_as is None and (agency := credited_to(report.printed)):
        return _named(agency), f"credited to {agency}"
    if report.printed.outlet:
        return _named(report.printed.outlet), ""
    return f"={report.printed.article}", ""


def _named(name: str) -> str:
    plain = re.sub(r"^the\s+", "", name.strip().casefold())
    return AGENCIES.get(plain, name.strip()).casefold().removeprefix("the ")


def is_medium(name: str) -> bool:
    """Whether a relay is a newspaper, broadcaster or agency, by its name."""
    plain = re.sub(r"^the\s+", "", name.strip().casefold())
    parts = set(plain.split())
    if plain in AGENCIES or plain in _MEDIA:
        return True
    return len(name.split()) > 1 and bool(parts & (_MEDIA | _MEDIUM)) and not parts & _NO_MEDIUM


def credited_to(printed: Print) -> str:
    """The agency that an article is credited to as a whole, by dateline or byline; '' where there is none."""
    head = printed.text[printed.body_start : printed.body_start + _EDGE]
    places = (
        (_BYLINE, printed.byline),
        (_BYLINE, printed.text[: printed.body_start][-_EDGE:]),
        (_DATELINE, head),
        (_BYLINE, head),
        (_BYLINE, printed.text[printed.body_start :][-_EDGE:]),
    )
    for form, place in places:
        for match in form.finditer(place):
            if agency := _agency(match["name"]):
                return agency
    return ""


def contributors(printed: Print) -> frozenset[str]:
    """Agencies that an article says contributed to it."""
    tail = printed.text[printed.body_start :][-2 * _EDGE :]
    found = (match["name"] or match["also"] for match in _CONTRIBUTED.finditer(tail))
    return frozenset(agency for name in found if (agency := _agency(name)))


def _agency(name: str) -> str:
    plain = " ".join(name.casefold().split())
    if plain in _LETTERS and not name.isupper() and name != "dpa":
        return ""
    return AGENCIES[plain]


# Shared passages


@dataclass(frozen=True, slots=True)
class _Row:
    """An article's words: normal forms, offsets, and whether each stands in quotation marks."""

    normal: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    quoted: tuple[bool, ...]
    shingles: Mapping[int, tuple[int, ...]]


@lru_cache(maxsize=128)
def _row(text: str, body_start: int) -> _Row:
    normal, starts, ends, quoted = [], [], [], []
    inside, at = False, body_start
    for match in _WORD.finditer(text, body_start):
        for letter in text[at : match.start()]:
            # A quotation mark that never closes ends with its paragraph.
            if letter == "\n" or letter in _CLOSE:
                inside = False
            elif letter in _OPEN:
                inside = True
            elif letter == '"':
                inside = not inside
        normal.append(normal_form(match.group()))
        starts.append(match.start())
        ends.append(match.end())
        quoted.append(inside)
        at = match.end()
    found: dict[int, list[int]] = defaultdict(list)
    for index in range(len(normal) - SHINGLE + 1):
        found[hash(tuple(normal[index : index + SHINGLE]))].append(index)
    return _Row(
        tuple(normal),
        tuple(starts),
        tuple(ends),
        tuple(quoted),
        {key: tuple(at) for key, at in found.items()},
    )


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that two articles share, as the first prints them: `own` of them outside of quotation marks."""

    one: Span
    two: Span
    words: int
    own: int


def shared_passages(one: Print, two: Print) -> list[Passage]:
    """Every longest run of at least `SHINGLE` words that both articles print, in the first one's order."""
    first, second = _row(one.text, one.body_start), _row(two.text, two.body_start)
    found: list[Passage] = []
    done: dict[int, int] = {}  # by diagonal, up to where it was read
    for key, places in first.shingles.items():
        for at in places:
            for other in second.shingles.get(key, ()):
                if done.get(at - other, -1) > at or first.normal[at] != second.normal[other]:
                    continue
                size = _run(first.normal, second.normal, at, other)
                if size < SHINGLE:
                    continue
                done[at - other] = at + size
                own = sum(
                    not (first.quoted[at + step] or second.quoted[other + step]) for step in range(size)
                )
                found.append(
                    Passage(
                        (first.starts[at], first.ends[at + size - 1]),
                        (second.starts[other], second.ends[other + size - 1]),
                        size,
                        own,
                    )
                )
    return sorted(found, key=lambda passage: passage.one)


def _run(first: Sequence[str], second: Sequence[str], at: int, other: int) -> int:
    size = 0
    while at + size < len(first) and other + size < len(second) and first[at + size] == second[other + size]:
        size += 1
    return size


def _joined(reports: Sequence[Report]) -> Iterator[tuple[int, int, str]]:
    """Pairs of reports that shared passages join, and why, with '{}' for the other's outlet."""
    by_article: dict[int, list[int]] = defaultdict(list)
    for index, report in enumerate(reports):
        # What an editor decided on is settled, and what is relayed has its origin elsewhere.
        if not report.alone and report.same_as is None and not report.via:
            by_article[report.printed.article].append(index)
    articles = sorted(by_article)[:MOST]
    for one, two in _sharing({key: reports[by_article[key][0]].printed for key in articles}):
        first, second = reports[by_article[one][0]].printed, reports[by_article[two][0]].printed
        if first.outlet and first.outlet == second.outlet:
            continue
        passages = shared_passages(first, second)
        much = _much(first, second, passages)
        for left in by_article[one]:
            for right in by_article[two]:
                why = much or _near(reports[left], reports[right], passages)
                if why:
                    yield left, right, why


def _sharing(prints: Mapping[int, Print]) -> Iterable[tuple[int, int]]:
    """Pairs of articles with a shingle in common, by an index: not every pair is read."""
    holders: dict[int, list[int]] = defaultdict(list)
    for key, printed in prints.items():
        for shingle in _row(printed.text, printed.body_start).shingles:
            holders[shingle].append(key)
    pairs = {pair for held in holders.values() if len(held) > 1 for pair in combinations(held, 2)}
    return sorted(pairs)


def _much(one: Print, two: Print, passages: Sequence[Passage]) -> str:
    shared = sum(passage.own for passage in passages)
    shorter = min(
        sum(not quoted for quoted in _row(printed.text, printed.body_start).quoted) for printed in (one, two)
    )
    if shared >= MUCH and shared >= PART * shorter:
        return f"{shared} words of the article are word for word those of {{}}"
    return ""


def _near(one: Report, two: Report, passages: Sequence[Passage]) -> str:
    """A passage that holds, or runs into, both reports."""
    need = CREDITED if contributors(one.printed) & contributors(two.printed) else NEAR
    for passage in passages:
        if passage.own >= need and _meet(passage.one, one.hull) and _meet(passage.two, two.hull):
            return f"prints the same {passage.words} words as {{}}"
    return ""


def _meet(one: Span, two: Span) -> bool:
    return one[0] < two[1] and two[0] < one[1]


class _Families:
    """Disjoint sets of nodes. A set is called by an agency or relay in it, else by its first article."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._rank: dict[str, tuple[bool, int]] = {}

    def add(self, node: str, rank: tuple[bool, int]) -> None:
        """A node, with what it stands behind others by."""
        self._parent.setdefault(node, node)
        self._rank[node] = min(rank, self._rank.get(node, rank))

    def join(self, one: str, two: str) -> None:
        """Put two sets together; which node stands for them does not depend on the order."""
        first, second = self.name(one), self.name(two)
        if first != second:
            low, high = sorted((first, second), key=lambda node: (self._rank[node], node))
            self._parent[high] = low

    def name(self, node: str) -> str:
        """The node that stands for all of a set."""
        while self._parent[node] != node:
            node = self._parent[node]
        return node
