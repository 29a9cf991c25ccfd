"""Named selections of claims, appearances, reviews and speakers."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Substr

from claims.enums import LinkState, QuoteKind, Status

if TYPE_CHECKING:
    from claims.models import Appearance, Claim, ClaimLink, Correction, Review, Speaker  # noqa: F401 -- named in bases

KEYSETS = {
    "contested": ("contested_rank", "outlet_count"),
    "outlets": ("outlet_count",),
    "newest": (),
}
"""What each order of the queue goes by, most first; the claim's id settles ties."""


def _appearances() -> "QuerySet[Appearance]":
    """Appearances of the claim that the outer query is about."""
    model: type[Appearance] = apps.get_model("claims", "Appearance")
    return model.objects.filter(claim=OuterRef("pk")).order_by()


def _links(*states: LinkState) -> Exists:
    """Whether the outer query's claim has a link in one of these states."""
    model: type[ClaimLink] = apps.get_model("claims", "ClaimLink")
    return Exists(
        model.objects.filter(Q(first=OuterRef("pk")) | Q(second=OuterRef("pk")), state__in=states).order_by()
    )


class SpeakerQuerySet(QuerySet["Speaker"]):
    """Speakers."""

    def current(self) -> Self:
        """Those that were not merged into another."""
        return self.filter(merged_into__isnull=True)

    def for_filter(self) -> Self:
        """Those with claims, most of them first, each with `claim_count`."""
        return (
            self.current()
            .annotate(claim_count=Count("claims", filter=Q(claims__merged_into__isnull=True)))
            .filter(claim_count__gt=0)
            .order_by("-claim_count", "name")
        )


class ClaimQuerySet(QuerySet["Claim"]):
    """Claims."""

    def current(self) -> Self:
        """Those that stand: not merged away, and some article still reports them."""
        return self.filter(Exists(_appearances()), merged_into__isnull=True)

    def undecided(self) -> Self:
        """Those that no editor marked, and in which no editor decided on an appearance."""
        return self.filter(~Exists(_appearances().filter(pinned=True)), last_review=None)

    def matching(
        self,
        *,
        status: Iterable[Status] = (),
        story: Iterable[int] = (),
        speaker: Iterable[int] = (),
        outlet: Iterable[int] = (),
        kind: Iterable[QuoteKind] = (),
        via: Iterable[str] = (),
        contested: bool = False,
        q: str = "",
    ) -> Self:
        """Those that fit every filter given; story, outlet, kind and relay fit one and the same appearance.

        Each word of `q` is looked for in the claim, its speaker's name and every wording of it.
        """
        claims = self
        if status := list(status):
            claims = claims.filter(status__in=status)
        if speaker := list(speaker):
            claims = claims.filter(Q(speaker__in=speaker) | Q(speaker__merged_into__in=speaker))
        wanted = {
            "article__story__in": list(story),
            "article__outlet__in": list(outlet),
            "kind__in": list(kind),
            "via__overlap": list(via),
        }
        if conditions := {lookup: values for lookup, values in wanted.items() if values}:
            claims = claims.filter(Exists(_appearances().filter(**conditions)))
        if contested:
            claims = claims.filter(_links(LinkState.SUGGESTED, LinkState.CONFIRMED))
        for word in q.split()[:10]:
            claims = claims.filter(
                Q(text__icontains=word)
                | Q(speaker__name__icontains=word)
                | Exists(_appearances().filter(text__icontains=word))
            )
        return claims

    def selected(
        self,
        *,
        statuses: Iterable[Status],
        stories: Iterable[int] | None = None,
        speakers: Iterable[int] | None = None,
        contested: bool = False,
    ) -> Self:
        """What a sheet holds; None leaves a filter out, an empty one selects nothing.

        A reviewed claim stays even when no article reports it any more: its history does. Contested
        are those that an editor said so of: a sheet tells others what people decided.
        """
        claims = self.filter(
            Exists(_appearances()) | ~Q(status=Status.UNREVIEWED),
            merged_into__isnull=True,
            status__in=list(statuses),
        )
        if stories is not None:
            claims = claims.filter(Exists(_appearances().filter(article__story__in=list(stories))))
        if speakers is not None:
            claims = claims.filter(speaker__in=list(speakers))
        return claims.filter(_links(LinkState.CONFIRMED)) if contested else claims

    def in_order(self, sort: str) -> Self:
        """Ordered by one of KEYSETS, annotated with what the order goes by."""
        outlets = (
            _appearances().values("claim").annotate(n=Count("article__outlet", distinct=True)).values("n")
        )
        keys = {
            "contested_rank": Case(
                When(_links(LinkState.CONFIRMED), then=2),
                When(_links(LinkState.SUGGESTED), then=1),
                default=0,
                output_field=IntegerField(),
            ),
            "outlet_count": Coalesce(Subquery(outlets), Value(0)),
        }
        wanted = KEYSETS[sort]
        tie = "-pk" if sort == "newest" else "pk"
        return self.annotate(**{key: keys[key] for key in wanted}).order_by(
            *(f"-{key}" for key in wanted), tie
        )

    def after(self, sort: str, position: tuple[int, ...]) -> Self:
        """What follows `position` (the KEYSETS values of a row, then its id) in that order."""
        return self._beside(sort, position, "lt", "gt")

    def before(self, sort: str, position: tuple[int, ...]) -> Self:
        """What precedes `position` in that order."""
        return self._beside(sort, position, "gt", "lt")

    def _beside(self, sort: str, position: tuple[int, ...], by_key: str, by_id: str) -> Self:
        *values, pk = position
        rest = Q(**{f"pk__{by_key if sort == 'newest' else by_id}": pk})
        for key, value in reversed(list(zip(KEYSETS[sort], values, strict=True))):
            rest = Q(**{f"{key}__{by_key}": value}) | Q(**{key: value}) & rest
        return self.filter(rest)

    def for_queue(self) -> Self:
        """With everything that a row of the queue shows, in a fixed number of queries."""
        links: QuerySet[ClaimLink] = apps.get_model("claims", "ClaimLink").objects.exclude(
            state=LinkState.DISMISSED
        )
        return self.select_related("speaker", "last_review__reviewer").prefetch_related(
            Prefetch("appearances", queryset=apps.get_model("claims", "Appearance").objects.for_rows()),
            Prefetch("links_as_first", queryset=links.select_related("second__speaker")),
            Prefetch("links_as_second", queryset=links.select_related("first__speaker")),
        )

    def with_counts(self) -> Self:
        """Each with `article_count`, how many articles report it."""
        counted = _appearances().values("claim").annotate(n=Count("article", distinct=True)).values("n")
        return self.annotate(article_count=Coalesce(Subquery(counted), Value(0)))

    def for_comparison(self) -> Self:
        """With everything that `claims.comparison.compare` reads, in a fixed number of queries.

        Articles of the same story that do not report the claim come without their text, but with their
        `beginning`.
        """
        model: type[Appearance] = apps.get_model("claims", "Appearance")
        around = (
            apps.get_model("articles", "Article")
            .objects.select_related("outlet")
            .annotate(beginning=Substr("text", F("body_start") + 1, 256))
            .defer("text")
        )
        reports = model.objects.select_related("article__outlet", "article__story")
        links: QuerySet[ClaimLink] = apps.get_model("claims", "ClaimLink").objects.exclude(
            state=LinkState.DISMISSED
        )
        return self.select_related("speaker", "last_review__reviewer").prefetch_related(
            Prefetch(
                "appearances",
                queryset=reports.prefetch_related(Prefetch("article__story__articles", queryset=around)),
            ),
            Prefetch("links_as_first", queryset=links.select_related("second__speaker")),
            Prefetch("links_as_first__second__appearances", queryset=reports),
            Prefetch("links_as_second", queryset=links.select_related("first__speaker")),
            Prefetch("links_as_second__first__appearances", queryset=reports),
        )

    def tally(self) -> dict[Status, int]:
        """How many claims have each status, in one query."""
        counted = dict(self.order_by().values_list("status").annotate(Count("pk")))
        return {status: counted.get(status, 0) for status in Status}


class AppearanceQuerySet(QuerySet["Appearance"]):
    """Appearances."""

    def for_rows(self) -> Self:
        """With article and outlet, in the order they were found; the article's text stays in the database."""
        return self.select_related("article__outlet").defer("article__text").order_by("pk")

    def relays(self) -> list[str]:
        """Every name that passes claims on, in the order of the alphabet."""
        names = self.annotate(relay=Func(F("via"), function="unnest", output_field=CharField()))
        return sorted(set(names.order_by().values_list("relay", flat=True).distinct()), key=str.casefold)


class ReviewQuerySet(QuerySet["Review"]):
    """Reviews: the history, which only grows."""


class CorrectionQuerySet(QuerySet["Correction"]):
    """What editors mended."""

    def standing(self) -> Self:
        """Those that were not taken back, without the rows that take others back."""
        return self.filter(undoes=None, undone_by=None)

    def for_history(self) -> Self:
        """With everything that tells of them in words; the articles' texts stay in the database."""
        about = ("claim", "other_claim", "speaker", "other_speaker", "article")
        undone = [f"undoes__{name}" for name in about]
        return self.select_related(*about, *undone, "editor", "undone_by").defer(
            "article__text", "undoes__article__text"
        )
