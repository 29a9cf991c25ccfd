"""Where a claim's reports come from, and when each outlet says that it was said: rows as they are shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING

from articles.models import Article
from claims.matching.dates import Said, cannot_both_be, narrowed
from claims.models import Appearance

if TYPE_CHECKING:
    from claims.comparison.renditions import Masthead, Rendition

DECIDED = "said an editor"


@dataclass(frozen=True, slots=True)
class Sourced:
    """One article's reports of the claim with what says whence they come. `decided`: by an editor's word."""

    outlet: "Masthead"
    article: Article
    basis: tuple[str, ...]

    @property
    def decided(self) -> bool:
        """Whether an editor's word stands on it, which can be taken back."""
        return any(why.endswith(DECIDED) for why in self.basis)


@dataclass(frozen=True, slots=True)
class Family:
    """Reports of one origin."""

    reports: tuple[Sourced, ...]

    @property
    def outlets(self) -> "tuple[Masthead, ...]":
        """Who prints them, each once."""
        return tuple({report.outlet.key: report.outlet for report in self.reports}.values())


def families(reports: "Sequence[Rendition]") -> tuple[Family, ...]:
    """The origins behind a claim's reports, that of most outlets first; none until they were sought."""
    by_origin: dict[str, dict[int, list[Rendition]]] = {}
    for report in reports:
        if isinstance(report.appearance, Appearance) and report.appearance.origin:
            found = by_origin.setdefault(report.appearance.origin, {})
            found.setdefault(report.appearance.article_id, []).append(report)
    every = [
        Family(
            tuple(
                Sourced(own[0].outlet, own[0].appearance.article, tuple(dict.fromkeys(_bases(own))))
                for own in articles.values()
            )
        )
        for articles in by_origin.values()
    ]
    return tuple(sorted(every, key=lambda family: -len(family.outlets)))


def _bases(reports: "Iterable[Rendition]") -> Iterable[str]:
    for report in reports:
        if isinstance(report.appearance, Appearance) and report.appearance.origin_basis:
            yield report.appearance.origin_basis


@dataclass(frozen=True, slots=True)
class Account:
    """When one outlet says that the claim was said. Without days its article has no date to reckon from."""

    outlet: "Masthead"
    said: Said | None
    basis: str
    article: Article

    @property
    def days(self) -> str:
        """The days in words."""
        return in_words(self.said.first, self.said.last) if self.said else ""


def accounts(reports: "Sequence[Rendition]") -> tuple[Account, ...]:
    """One account for each outlet that tells, in the order of the outlets."""
    told: dict[str, list[Rendition]] = {}
    for report in reports:
        if isinstance(report.appearance, Appearance) and report.appearance.said_spans:
            told.setdefault(report.outlet.key, []).append(report)
    found = []
    for own in told.values():
        saids = [said for one in own if (said := said_of(one.appearance)) is not None]
        days = narrowed(saids) or (saids and (saids[0].first, saids[0].last)) or None
        first = own[0].appearance
        undated = days is None and first.article.published_on is None
        if days or undated:
            basis = "; ".join(dict.fromkeys(filter(None, map(_basis, own))))
            found.append(Account(own[0].outlet, Said(*days, basis) if days else None, basis, first.article))
    return tuple(found)


def _basis(report: "Rendition") -> str:
    return report.appearance.said_basis if isinstance(report.appearance, Appearance) else ""


def said_of(appearance: object) -> Said | None:
    """The days of a report as matching reckons with them; None where they are open."""
    if not isinstance(appearance, Appearance) or appearance.said_from is None or appearance.said_to is None:
        return None
    return Said(appearance.said_from, appearance.said_to, appearance.said_basis)


def conflicting(told: Sequence[Account]) -> tuple[Account, ...]:
    """The accounts that cannot be true together with another of them."""
    dated = [(account, account.said) for account in told if account.said is not None]
    apart = {
        account.outlet.key
        for (one, first), (two, second) in combinations(dated, 2)
        if cannot_both_be(first, second)
        for account in (one, two)
    }
    return tuple(account for account, _ in dated if account.outlet.key in apart)


def in_words(first: date, last: date) -> str:
    """An interval of days: 'Thursday 13 March 2025', '9 to 14 March 2025', 'February 2025'."""
    if first == last:
        return f"{first:%A} {first.day} {first:%B %Y}"
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    if whole and (first.year, first.month) == (last.year, last.month):
        return f"{first:%B %Y}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {last.day} {last:%B %Y}"
    beginning = f"{first.day} {first:%B}" + ("" if first.year == last.year else f" {first.year}")
    return f"{beginning} to {last.day} {last:%B %Y}"
