"""What a row of the queue shows: plain values made from claims that `for_queue()` fetched."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q

from articles.models import Article, Outlet
from claims.enums import DisputedFor, LinkState, QuoteKind, SpeakerKind, Status, Variant
from claims.linter import Hint
from claims.models import Appearance, Claim, ClaimLink, Review, ReviewReason, Speaker
from claims.priority import reasons

PLACES = 5
"""Outlets of a story up to which each has its own place in the code strip."""


def siglum_of(outlet: Outlet) -> str:
    """The letters that stand for an outlet in tables, from its name where it has none yet."""
    return outlet.siglum or "".join(word[0] for word in outlet.name.split())[:2].upper()


def short_name(speaker: Speaker) -> str:
    """A person's surname; any other name as it is."""
    return speaker.name.split()[-1] if speaker.kind == SpeakerKind.PERSON else speaker.name


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the code strip: an outlet's siglum, or none where it does not report the claim."""

    siglum: str
    name: str


@dataclass(frozen=True, slots=True)
class Contest:
    """Another claim that stands, or may stand, against this one."""

    link: ClaimLink
    other: Claim

    @property
    def confirmed(self) -> bool:
        """Whether an editor has said so."""
        return self.link.state == LinkState.CONFIRMED

    @property
    def by(self) -> str:
        """Who contests, in a word."""
        if self.link.is_version:
            return "another version"
        return short_name(self.other.who)


@dataclass(frozen=True, slots=True)
class Report:
    """One appearance with its outlet's siglum; `number` counts that outlet's appearances of the claim."""

    appearance: Appearance
    siglum: str
    outlet: str
    number: int


@dataclass
class Row:
    """A claim of the queue. `story_outlets` are the outlets of its stories, in their order."""

    claim: Claim
    story_outlets: Sequence[Outlet]
    just_saved: bool = False
    conflict: "Conflict | None" = None
    oob: bool = False
    links: Sequence[ClaimLink] | None = None
    hints: list[Hint] = field(default_factory=list)
    appearances: list[Appearance] = field(init=False)

    def __post_init__(self) -> None:
        self.appearances = list(self.claim.appearances.all())

    @property
    def status(self) -> Status:
        """The claim's status."""
        return Status(self.claim.status)

    @property
    def review(self) -> Review | None:
        """The latest mark; none on a claim that was never marked, or whose mark was taken back."""
        latest = self.claim.last_review
        return latest if latest and latest.status != Status.UNREVIEWED else None

    @property
    def seen(self) -> str:
        """The version in sight: the id of the latest row of the history."""
        return str(self.claim.last_review_id or "")

    @cached_property
    def kinds(self) -> list[QuoteKind]:
        """How it is printed, most quoted first."""
        found = {appearance.kind for appearance in self.appearances}
        return [kind for kind in (QuoteKind.DIRECT, QuoteKind.MIXED, QuoteKind.INDIRECT) if kind in found]

    @cached_property
    def via(self) -> list[str]:
        """Who passes it on, without repeating a name."""
        return list(dict.fromkeys(name for appearance in self.appearances for name in appearance.via))

    @cached_property
    def reports(self) -> list[Report]:
        """Every appearance, numbered within its outlet in the order in which Newsdesk found them."""
        counts: dict[int | None, int] = defaultdict(int)
        reports = []
        for appearance in self.appearances:
            outlet = appearance.article.outlet
            key = outlet.pk if outlet else None
            counts[key] += 1
            name = outlet.name if outlet else "An outlet not named yet"
            reports.append(Report(appearance, siglum_of(outlet) if outlet else "?", name, counts[key]))
        return reports

    @cached_property
    def outlets(self) -> dict[int, Outlet]:
        """The outlets that report it, by id, in the order of their names."""
        found = {a.article.outlet.pk: a.article.outlet for a in self.appearances if a.article.outlet}
        return dict(sorted(found.items(), key=lambda item: item[1].name.casefold()))

    @cached_property
    def outlet_total(self) -> int:
        """Outlets of its stories, those that report it among them."""
        return len({outlet.pk for outlet in self.story_outlets} | self.outlets.keys())

    @cached_property
    def places(self) -> list[Place | None]:
        """The code strip: up to five outlets have a place each, of more those that report it."""
        if self.outlet_total <= PLACES:
            everyone = {outlet.pk: outlet for outlet in self.story_outlets} | self.outlets
            return [
                Place(siglum_of(outlet), outlet.name) if pk in self.outlets else None
                for pk, outlet in sorted(everyone.items(), key=lambda item: item[1].name.casefold())
            ]
        named = list(self.outlets.values())
        return [Place(siglum_of(outlet), outlet.name) for outlet in named[: 4 if len(named) > 4 else 5]]

    @property
    def more_outlets(self) -> int:
        """How many outlets the code strip leaves unnamed."""
        return len(self.outlets) - sum(place is not None for place in self.places)

    @cached_property
    def contests(self) -> list[Contest]:
        """The claims against this one, confirmed ones first."""
        links = self.links
        if links is None:
            links = [*self.claim.links_as_first.all(), *self.claim.links_as_second.all()]
        own = self.claim.pk
        found = [Contest(link, link.second if link.first_id == own else link.first) for link in links]
        return sorted(found, key=lambda contest: not contest.confirmed)

    @cached_property
    def contesters(self) -> list[Contest]:
        """One of its contests for each name: who contests it, told once."""
        named: dict[str, Contest] = {}
        for contest in self.contests:
            named.setdefault(contest.by, contest)
        return list(named.values())

    @cached_property
    def questions(self) -> list[Contest]:
        """Suggestions that this row asks about: it is the claim that was found later."""
        return [c for c in self.contests if not c.confirmed and c.link.second_id == self.claim.pk]

    @cached_property
    def altered_in(self) -> list[str]:
        """Sigla of the outlets that change a number, a name or the polarity."""
        altered = [r.siglum for r in self.reports if r.appearance.variant == Variant.ALTERED]
        return list(dict.fromkeys(altered))

    def why(self, as_fact_in: Sequence[str] = ()) -> list[str]:
        """Why it stands where it does in the queue's order, in words, the weightiest first."""
        named = [contest for contest in self.contesters if not contest.link.is_version]
        return reasons(
            self.claim.text,
            contested_by=[contest.by for contest in named if contest.confirmed],
            maybe_contested_by=[contest.by for contest in named if not contest.confirmed],
            altered_in=self.altered_in,
            as_fact_in=as_fact_in or self.as_fact_in,
            outlets=len(self.outlets),
        )

    @property
    def as_fact_in(self) -> list[str]:
        """Sigla of the outlets that print it as fact, while nobody has marked it."""
        found: list[str] = getattr(self.claim, "as_fact_in", [])
        return sorted(found) if self.status is Status.UNREVIEWED else []

    @property
    def origins(self) -> int:
        """How many origins its outlets have, where that is fewer than there are outlets; else 0."""
        count = self.claim.origin_count or 0
        return count if count < len(self.outlets) else 0

    @cached_property
    def new(self) -> list[Report]:
        """Appearances that the latest mark has not seen."""
        if self.review is None:
            return []
        seen = set(self.review.seen)
        return [report for report in self.reports if report.appearance.pk not in seen]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A mark that was not saved, because somebody else was faster; everything typed is in it.

    Without a status it was an undo.
    """

    latest: Review
    status: Status | None = None
    disputed_for: DisputedFor | None = None
    note: str = ""
    evidence_urls: Sequence[str] = ()
    reason: ReviewReason | None = None


def _links_of(claims: set[int]) -> dict[int, list[ClaimLink]]:
    """The links of each claim that were not dismissed, with both claims and who says them."""
    found: dict[int, list[ClaimLink]] = defaultdict(list)
    links = ClaimLink.objects.filter(Q(first__in=claims) | Q(second__in=claims)).order_by("pk")
    people = ("first__speaker__merged_into", "second__speaker__merged_into")
    for link in links.exclude(state=LinkState.DISMISSED).select_related(*people):
        for claim in claims & {link.first_id, link.second_id}:
            found[claim].append(link)
    return found


def rows_for(claims: Iterable[Claim]) -> list[Row]:
    """Rows of claims from `for_queue()`, with two queries: their links, and the outlets of their stories."""
    claims = list(claims)
    links_of = _links_of({claim.pk for claim in claims})
    stories = {
        claim.pk: {a.article.story_id for a in claim.appearances.all() if a.article.story_id is not None}
        for claim in claims
    }
    articles = (
        Article.objects.filter(story__in=set().union(*stories.values()), outlet__isnull=False)
        .order_by("story_id", "outlet_id")
        .distinct("story_id", "outlet_id")
        .select_related("outlet")
        .only("story", "outlet")
    )
    outlets_of: dict[int | None, list[Outlet]] = defaultdict(list)
    for article in articles:
        if article.outlet is not None:
            outlets_of[article.story_id].append(article.outlet)
    return [
        Row(
            claim,
            [outlet for story in stories[claim.pk] for outlet in outlets_of[story]],
            links=links_of.get(claim.pk, ()),
        )
        for claim in claims
    ]
