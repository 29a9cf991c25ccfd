"""How much a claim needs a person: one number for the queue's order, and its reasons in words.

Pure: what an order goes by is decided here once, stored by whoever keeps the claims' columns, and told to
the editor in the same terms. It orders the queue and says nothing about what is true. A claim's status is
left out on purpose: a row stays where it is when somebody marks it.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

from claims.enums import LinkState

CONTESTED = 4000
"""An editor said that another claim stands against it."""

MAYBE_CONTESTED = 3000
"""Newsdesk suggests that another claim stands against it, and nobody has answered."""

ALTERED = 1000
"""Some outlet changes a number, a name or the polarity."""

AS_FACT = 600
"""Some outlet prints it in its own voice."""

OUTLET = 100
"""Each further outlet that reports it, up to MOST_OUTLETS."""

MOST_OUTLETS = 8
"""Outlets above which one more adds nothing: two wire services can reach fifty."""

WORTH = 400
"""What a checker could check in it, 0 (a courtesy) to 1 (a dated figure about a named body)."""

HIGHEST = CONTESTED + ALTERED + AS_FACT + OUTLET * (MOST_OUTLETS - 1) + WORTH
"""No priority is above this; all fit a small integer of the database."""


def priority(*, contested: LinkState | None, altered: bool, as_fact: bool, outlets: int, worth: float) -> int:
    """How much a claim needs a person, 0 to HIGHEST.

    `contested` is the strongest state of its links that were not dismissed, None without any. `outlets`
    counts those that report it, `worth` is its check-worthiness between 0 and 1.

    The weights keep the desk's order: what is contested comes before whatever is not, save that being altered
    and printed as fact everywhere may lift a claim over one that is merely suggested to be contested.
    """
    against = {LinkState.CONFIRMED: CONTESTED, LinkState.SUGGESTED: MAYBE_CONTESTED}
    return (
        (against.get(contested, 0) if contested else 0)
        + ALTERED * altered
        + AS_FACT * as_fact
        + OUTLET * (min(max(outlets, 1), MOST_OUTLETS) - 1)
        + round(WORTH * min(max(worth, 0.0), 1.0))
    )


class Ask(StrEnum):
    """What in a claim's words asks to be checked; the value completes the sentence 'it ...'."""

    FIGURE = "names a figure"
    DATE = "names a date"
    ACCUSATION = "accuses"
    NAME = "names somebody"


_NUMBER = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand "
    "thousands million millions billion billions trillion dozen dozens half thirds?(?=\\s+of) "
    "quarter double percent percentage"
)
_DATE = (
    "yesterday today tomorrow tonight monday tuesday wednesday thursday friday saturday sunday january "
    "february april june july august september october november december"
)
_GRAVE = (
    r"accus\w+ kill\w* murder\w* stole stolen steal\w* lie[ds]? lying cheat\w* fraud\w* corrupt\w* crim\w+ "
    r"attack\w* bomb\w* massacr\w+ brib\w+ abus\w+ rap(?:e|ed|ist)s? assault\w* violat\w+ illegal\w* guilty "
    r"threat\w+ invad\w+ invasion\w* conceal\w* falsif\w+ forg(?:e|ed|ery) mislead\w* misled "
    r"neglect\w* cover-up"
)


def _any_of(words: str) -> str:
    return r"\b(?:" + "|".join(words.split()) + r")\b"


_DAY_OR_MONTH = re.compile(_any_of(_DATE + " March May"), re.IGNORECASE)
_YEAR = r"\b(?:1[5-9]|20)\d\d\b"
_MONTH_DAY = r"\b(?:March|May)\s+\d{1,2}\b|\b\d{1,2}\s+(?:March|May)\b"
_FIGURE = re.compile(rf"\d|{_any_of(_NUMBER)}", re.IGNORECASE)
_FINDERS: tuple[tuple[Ask, re.Pattern[str]], ...] = (
    (Ask.FIGURE, _FIGURE),
    (Ask.DATE, re.compile(rf"{_YEAR}|{_MONTH_DAY}|{_any_of(_DATE)}", re.IGNORECASE)),
    (Ask.ACCUSATION, re.compile(_any_of(_GRAVE), re.IGNORECASE)),
)
# A capital inside a sentence that has lower case; a text in capitals names nobody by them.
_NAME = re.compile(r"(?<=[a-z,;’'”)] )(?!I\b)[A-ZÀ-ÖØ-Þ][\w’'-]*[a-zà-öø-ÿ]")


def asks(text: str) -> list[Ask]:
    """What in these words asks to be checked, the weightiest first: figures, dates, accusations, names.

    English words and Latin capitals; of other languages it finds the digits. A year alone is a date.
    """
    found = [ask for ask, pattern in _FINDERS if pattern.search(text)]
    if Ask.FIGURE in found and not _FIGURE.search(re.sub(rf"{_YEAR}|{_MONTH_DAY}", "", text)):
        found.remove(Ask.FIGURE)
    if any(not _DAY_OR_MONTH.match(name.group()) for name in _NAME.finditer(text)):
        found.append(Ask.NAME)
    return found


def reasons(
    text: str,
    *,
    contested_by: Iterable[str] = (),
    maybe_contested_by: Iterable[str] = (),
    altered_in: Iterable[str] = (),
    as_fact_in: Iterable[str] = (),
    outlets: int = 1,
) -> list[str]:
    """Why a claim stands where it does, in the order of the weights; names as the page prints them.

    >>> reasons("Forty died", contested_by=["Ruiz"], altered_in=["EW"], outlets=5)
    ['contested by Ruiz', 'altered in EW', '5 outlets', 'names a figure']
    """
    told = [
        ("contested by {}", contested_by),
        ("perhaps contested by {}", maybe_contested_by),
        ("altered in {}", altered_in),
        ("printed as fact in {}", as_fact_in),
    ]
    found = [phrase.format(_listed(names)) for phrase, names in ((p, list(n)) for p, n in told) if names]
    if outlets > 1:
        found.append(f"{outlets} outlets")
    return found + [ask.value for ask in asks(text)]


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
