"""How each outlet of a story reports each claim: the rows and cells of the coverage matrix."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from articles.models import Article, Outlet, Story
from articles.views.articles import speaker_of
from claims.comparison.passages import Passage, opening, passage
from claims.comparison.provenance import said_of
from claims.comparison.renditions import ABSENT, AS_FACT, BEFORE, Label
from claims.enums import LinkState, Variant
from claims.matching.variants import loudness
from claims.models import Appearance, AsFact, Claim, ClaimLink, Speaker

UNNAMED = "Outlet not named"


@dataclass(frozen=True, slots=True)
class Column:
    """One outlet with its articles of the story; an article that names no outlet has a column of its own."""

    outlet: Outlet | None
    articles: tuple[Article, ...]
    reported: int
    """Claims of the story that it reports."""

    @property
    def name(self) -> str:
        """The outlet's name."""
        return self.outlet.name if self.outlet else UNNAMED

    @property
    def siglum(self) -> str:
        """The letters that stand for it."""
        return (self.outlet.siglum or self.outlet.name[:2].upper()) if self.outlet else "?"

    @property
    def dates(self) -> list[datetime.date]:
        """When its articles were published, as far as files say."""
        return sorted({article.published_on for article in self.articles if article.published_on})


@dataclass(frozen=True, slots=True)
class Cell:
    """What one outlet prints of one claim: the loudest of its appearances, or nothing."""

    appearance: Appearance | AsFact | None = None
    passage: Passage | None = None
    more: int = 0
    """Further appearances of the claim in this outlet."""
    before: bool = False
    """Whether the outlet's articles are older than what was said: it could not report it."""

    @property
    def label(self) -> Label:
        """The variant, 'as fact', or 'not reported'."""
        if self.appearance is None:
            return Label(BEFORE if self.before else ABSENT)
        return Label(label_of(self.appearance))

    @property
    def url(self) -> str:
        """The article at the passage."""
        if self.appearance is None:
            return ""
        anchor = "f" if isinstance(self.appearance, AsFact) else "a"
        return (
            f"{reverse('articles:article', args=[self.appearance.article_id])}#{anchor}{self.appearance.pk}"
        )

    @property
    def suggested(self) -> bool:
        """Whether it is shown as fact and nobody has decided on that."""
        return isinstance(self.appearance, AsFact) and self.appearance.state == LinkState.SUGGESTED

    @property
    def first_words(self) -> str:
        """Enough to recognise what is printed word for word."""
        return opening(self.appearance.text, room=24) if self.appearance else ""

    @property
    def how(self) -> str:
        """Direct, Indirect, Mixed, or the outlet's own voice."""
        if isinstance(self.appearance, AsFact):
            return "Own voice"
        return self.appearance.kind.capitalize() if self.appearance else ""


@dataclass(frozen=True, slots=True)
class Contest:
    """Who stands against a claim; until an editor answers it is only suggested."""

    by: str
    suggested: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One claim."""

    claim: Claim
    cells: tuple[Cell, ...]
    contests: tuple[Contest, ...]

    @property
    def differs(self) -> bool:
        """Whether some outlet departs from the fullest wording."""
        return any(cell.label.departs for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Part:
    """The claims of one speaker."""

    speaker: Speaker
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The matrix. `parts` hold the rows that are shown, the counts are of the whole story."""

    columns: tuple[Column, ...]
    parts: tuple[Part, ...]
    article_count: int
    claim_count: int
    differing: int

    @property
    def shown(self) -> int:
        """Rows in sight."""
        return sum(len(part.rows) for part in self.parts)


def cover(story: Story, *, only: bool = False) -> Coverage:
    """The story's matrix, with `only` the claims that some outlet prints differently; four queries.

    What several outlets report comes first, among the speakers and among the claims of each.
    """
    articles = list(story.articles.select_related("outlet").defer("text").order_by("published_on", "pk"))
    appearances = list(
        Appearance.objects.filter(article__story=story, claim__rejected=False)
        .select_related("claim__speaker__merged_into")
        .order_by("article_id", "start", "pk")
    )
    by_claim: dict[int, list[Appearance]] = defaultdict(list)
    for appearance in appearances:
        by_claim[appearance.claim_id].append(appearance)
    contests = contests_of(by_claim)
    facts = facts_of(story, by_claim)
    columns = columns_of(articles, appearances)
    rows = [
        Row(
            found[0].claim,
            tuple(cells_of(found, columns, facts.get(found[0].claim_id, ()))),
            tuple(dict.fromkeys(contests.get(found[0].claim_id, ()))),
        )
        for found in sorted(by_claim.values(), key=lambda found: -len({one.article_id for one in found}))
    ]
    parts: dict[int, tuple[Speaker, list[Row]]] = {}
    for row in rows:
        if row.differs or not only:
            speaker = speaker_of(by_claim[row.claim.pk][0])
            parts.setdefault(speaker.pk, (speaker, []))[1].append(row)
    return Coverage(
        columns=columns,
        parts=tuple(Part(speaker, tuple(own)) for speaker, own in sorted(parts.values(), key=most_shared)),
        article_count=len(articles),
        claim_count=len(rows),
        differing=sum(row.differs for row in rows),
    )


def most_shared(part: tuple[Speaker, list[Row]]) -> tuple[int, int, str]:
    """The order of speakers: by claims that several outlets report, then by claims, then by name."""
    speaker, rows = part
    shared = sum(sum(cell.appearance is not None for cell in row.cells) > 1 for row in rows)
    return -shared, -len(rows), speaker.name


def columns_of(articles: Sequence[Article], appearances: Sequence[Appearance]) -> tuple[Column, ...]:
    """The story's outlets by name, those without a name at the end."""
    own: dict[object, list[Article]] = defaultdict(list)
    for article in articles:
        own[article.outlet_id or f"article {article.pk}"].append(article)
    reported: dict[int, set[int]] = defaultdict(set)
    for appearance in appearances:
        reported[appearance.article_id].add(appearance.claim_id)
    columns = [
        Column(found[0].outlet, tuple(found), len(set().union(*(reported[article.pk] for article in found))))
        for found in own.values()
    ]
    return tuple(sorted(columns, key=lambda column: (column.outlet is None, column.name.casefold())))


def label_of(found: Appearance | AsFact) -> str:
    """How a passage stands to the claim."""
    return AS_FACT if isinstance(found, AsFact) else found.variant


def cells_of(
    appearances: Sequence[Appearance], columns: Sequence[Column], facts: Sequence[AsFact] = ()
) -> Iterable[Cell]:
    """One claim's cell for each outlet; departures are compared with the fullest wording."""
    fullest = max(appearances, key=lambda one: (one.variant == Variant.VERBATIM, len(one.text)))
    said = [said.first for one in appearances if (said := said_of(one)) is not None]
    for column in columns:
        ids = {article.pk for article in column.articles}
        every: list[Appearance | AsFact] = [*appearances, *facts]
        own = [found for found in every if found.article_id in ids]
        if not own:
            yield Cell(before=bool(said) and was_before(column, min(said)))
            continue
        loudest = min(own, key=lambda one: loudness(label_of(one)))
        base = fullest.text if label_of(loudest) != Variant.VERBATIM else ""
        yield Cell(loudest, passage(loudest.text, [(0, len(loudest.text))], base=base), len(own) - 1)


def was_before(column: Column, said: datetime.date) -> bool:
    """Whether every article of an outlet was published before that day."""
    return all(
        article.published_on is not None and article.published_on < said for article in column.articles
    )


def facts_of(story: Story, claims: Iterable[int]) -> dict[int, list[AsFact]]:
    """Claim id to the passages that print it as fact in the story's articles, dismissed ones left out."""
    found: dict[int, list[AsFact]] = defaultdict(list)
    passages = AsFact.objects.filter(article__story=story, claim__in=list(claims))
    for one in passages.exclude(state=LinkState.DISMISSED):
        if one.claim_id is not None:
            found[one.claim_id].append(one)
    return found


def contests_of(claims: Iterable[int]) -> dict[int, list[Contest]]:
    """Claim id to what stands against it, dismissed suggestions left out."""
    wanted = list(claims)
    found: dict[int, list[Contest]] = defaultdict(list)
    links = (
        ClaimLink.objects.filter(Q(first__in=wanted) | Q(second__in=wanted))
        .exclude(state=LinkState.DISMISSED)
        .select_related("first__speaker", "second__speaker")
    )
    for link in links:
        suggested = link.state == LinkState.SUGGESTED
        found[link.first_id].append(Contest(link.second.speaker.name, suggested))
        found[link.second_id].append(Contest(link.first.speaker.name, suggested))
    return found
