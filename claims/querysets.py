"""Named selections of claims, appearances, reviews and speakers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import (
    BooleanField,
    CharField,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Substr

from claims.enums import LinkState, QuoteKind, Status, Variant

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

    from claims.models import (  # noqa: F401 -- named in bases
        Appearance,
        AsFact,
        Claim,
        ClaimLink,
        Correction,
        Review,
        SavedView,
        Speaker,
    )

KEYSETS: dict[str, tuple[str, ...]] = {
    "priority": ("priority",),
    "outlets": ("outlet_count",),
    "newest": (),
    "oldest": (),
}
"""What each order of the queue goes by, most first; the claim's id settles ties."""


_FAMILIES = """
    WITH RECURSIVE family(root, id) AS (
        SELECT id, id FROM unnest(%s::bigint[]) AS id
        UNION
        SELECT family.root, claim.id FROM claims_claim claim JOIN family ON claim.merged_into_id = family.id
    )
"""
"""Claims and all that were merged into them, however many times over."""
_FAMILY = _FAMILIES + "SELECT id FROM family"  # noqa: S608  # two constants
_ROOTS = _FAMILIES + "SELECT id, root FROM family"  # noqa: S608  # two constants


def _appearances() -> "QuerySet[Appearance]":
    """Appearances of the claim that the outer query is about."""
    model: type[Appearance] = apps.get_model("claims", "Appearance")
    return model.objects.filter(claim=OuterRef("pk")).order_by()


def reported(**lookups: Any) -> Exists:
    """Whether the outer query's claim has an appearance that fits."""
    return Exists(_appearances().filter(**lookups))


def new_since() -> Q:
    """Whether the outer query's claim has appearances that its mark has not seen."""
    seen = _AnyOf(F("pk"), OuterRef("last_review__seen"), output_field=BooleanField())
    unseen = _appearances().annotate(was_seen=seen).filter(was_seen=False)
    return Q(Exists(unseen)) & ~Q(status=Status.UNREVIEWED)


class _AnyOf(Func):
    """Whether a value is one of an array's."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("


@dataclass(slots=True)
class Conditions:
    """What a query asks of claims beyond the filters of `ClaimQuerySet.matching`.

    `words` is an expression of the text search. `report` are conditions that hold together for one
    appearance, that of the filters; `other_reports` each hold for some appearance, `without_report` for none.
    """

    words: str = ""
    claims: list[Q] = field(default_factory=list)
    report: list[Q] = field(default_factory=list)
    other_reports: list[Q] = field(default_factory=list)
    without_report: list[Q] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.words or self.claims or self.report or self.other_reports or self.without_report)


def linked(*states: LinkState) -> Exists:
    """Whether the outer query's claim has a link in one of these states."""
    model: type[ClaimLink] = apps.get_model("claims", "ClaimLink")
    return Exists(
        model.objects.filter(Q(first=OuterRef("pk")) | Q(second=OuterRef("pk")), state__in=states).order_by()
    )


def _as_fact_in() -> ArraySubquery:
    """The sigla of outlets that print the outer query's claim in their own voice, or are suggested to."""
    model: type[AsFact] = apps.get_model("claims", "AsFact")
    passages = model.objects.filter(claim=OuterRef("pk")).exclude(state=LinkState.DISMISSED).order_by()
    return ArraySubquery(passages.exclude(article__outlet=None).values("article__outlet__siglum").distinct())


class SpeakerQuerySet(QuerySet["Speaker"]):
    """Speakers."""

    def current(self) -> Self:
        """Those that were not merged into another."""
        return self.filter(merged_into__isnull=True)

    def for_filter(self) -> Self:
        """Those with claims, most of them first, each with its `claim_count`."""
        return self.current().filter(claim_count__gt=0).order_by("-claim_count", "name")


class ClaimQuerySet(QuerySet["Claim"]):
    """Claims."""

    def current(self) -> Self:
        """Those that stand: some article reports them, none merged away, and no editor rejected them."""
        return self.filter(listed=True)

    def turned_down(self) -> Self:
        """Those that editors rejected: no claims, kept with their history."""
        return self.filter(Exists(_appearances()), merged_into__isnull=True, rejected=True)

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
        article: Iterable[int] = (),
        variant: Iterable[Variant] = (),
        published_from: date | None = None,
        published_to: date | None = None,
        said_from: date | None = None,
        said_to: date | None = None,
        reviewer: Iterable[int] = (),
        assigned: Iterable[int] = (),
        contested: bool = False,
        q: Conditions | None = None,
    ) -> Self:
        """Those that fit every filter given; what is asked of a report fits one and the same appearance.

        That is story, outlet, article, kind, variant, relay, the day it came out, and the days between which
        it was said. `reviewer` are people whose mark the claim has.
        """
        claims = self
        if status := list(status):
            claims = claims.filter(status__in=status)
        if speaker := list(speaker):
            claims = claims.filter(Q(speaker__in=speaker) | Q(speaker__merged_into__in=speaker))
        if reviewer := list(reviewer):
            claims = claims.filter(~Q(status=Status.UNREVIEWED), last_review__reviewer__in=reviewer)
        if assigned := list(assigned):
            claims = claims.filter(assigned_to__in=assigned)
        wanted = {
            "article__story__in": list(story),
            "article__outlet__in": list(outlet),
            "article__in": list(article),
            "kind__in": list(kind),
            "variant__in": list(variant),
            "via__overlap": list(via),
            "article__published_on__gte": published_from,
            "article__published_on__lte": published_to,
            "said_to__gte": said_from,
            "said_from__lte": said_to,
        }
        conditions = [Q(**{lookup: value}) for lookup, value in wanted.items() if value]
        conditions += q.report if q else []
        if conditions:
            claims = claims.filter(Exists(_appearances().filter(*conditions)))
        if contested:
            claims = claims.filter(linked(LinkState.SUGGESTED, LinkState.CONFIRMED))
        return claims._fitting(q) if q else claims

    def _fitting(self, q: Conditions) -> Self:
        claims = self.filter(*q.claims)
        for condition in q.other_reports:
            claims = claims.filter(Exists(_appearances().filter(condition)))
        for condition in q.without_report:
            claims = claims.filter(~Exists(_appearances().filter(condition)))
        if q.words:
            claims = claims.filter(search=SearchQuery(q.words, config="newsdesk", search_type="raw"))
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
            rejected=False,
            status__in=list(statuses),
        )
        if stories is not None:
            claims = claims.filter(Exists(_appearances().filter(article__story__in=list(stories))))
        if speakers is not None:
            claims = claims.filter(speaker__in=list(speakers))
        return claims.filter(linked(LinkState.CONFIRMED)) if contested else claims

    def in_order(self, sort: str) -> Self:
        """Ordered by one of KEYSETS."""
        return self.order_by(*(f"-{key}" for key in KEYSETS[sort]), "-pk" if sort == "newest" else "pk")

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
        """With what `claims.rows.rows_for` needs, in a fixed number of queries."""
        queue = self.select_related("speaker__merged_into", "last_review__reviewer", "assigned_to")
        return queue.annotate(as_fact_in=_as_fact_in()).prefetch_related(
            Prefetch("appearances", queryset=apps.get_model("claims", "Appearance").objects.for_rows()),
        )

    def with_dismissed(self, user: "AbstractBaseUser | AnonymousUser") -> Self:
        """Each with `dismissed`, the rules of the hints on it that this user has seen enough of."""
        hints = apps.get_model("claims", "Dismissal").objects.filter(claim=OuterRef("pk"), user=user.pk)
        return self.annotate(dismissed=ArraySubquery(hints.order_by().values("rule")))

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
        passages: QuerySet[AsFact] = apps.get_model("claims", "AsFact").objects.all()
        links: QuerySet[ClaimLink] = apps.get_model("claims", "ClaimLink").objects.exclude(
            state=LinkState.DISMISSED
        )
        rows = self.select_related("speaker__merged_into", "last_review__reviewer", "assigned_to")
        return rows.prefetch_related(
            Prefetch(
                "appearances",
                queryset=reports.prefetch_related(Prefetch("article__story__articles", queryset=around)),
            ),
            Prefetch("as_fact", queryset=passages.select_related("article__outlet", "decided_by")),
            Prefetch("links_as_first", queryset=links.select_related("second__speaker__merged_into")),
            Prefetch("links_as_first__second__appearances", queryset=reports),
            Prefetch("links_as_second", queryset=links.select_related("first__speaker__merged_into")),
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

    def by_claim(self, claim_ids: Iterable[int]) -> dict[int, list["Review"]]:
        """Each claim's history, oldest first, with those of all that were merged into it."""
        with connection.cursor() as cursor:
            cursor.execute(_ROOTS, [list(claim_ids)])
            root_of: dict[int, int] = dict(cursor.fetchall())
        histories: dict[int, list[Review]] = {root: [] for root in root_of.values()}
        for review in self.filter(claim__in=list(root_of)):
            histories[root_of[review.claim_id]].append(review)
        return histories

    def of(self, *claim_ids: int) -> Self:
        """Those of claims and of all that were merged into them: their histories are read together."""
        return self.filter(claim__in=RawSQL(_FAMILY, [list(claim_ids)]))  # noqa: S611  # no input in it


class CorrectionQuerySet(QuerySet["Correction"]):
    """What editors mended."""

    def standing(self) -> Self:
        """Those that were not taken back, without the rows that take others back."""
        return self.filter(undoes=None, undone_by=None)

    def about(self, *claim_ids: int) -> Self:
        """Those in which one of these claims took part."""
        return self.filter(Q(claim__in=claim_ids) | Q(other_claim__in=claim_ids))

    def for_history(self) -> Self:
        """With everything that tells of them in words; the articles' texts stay in the database."""
        about = ("claim", "other_claim", "speaker", "other_speaker", "article")
        undone = [f"undoes__{name}" for name in about]
        return self.select_related(*about, *undone, "editor", "undone_by").defer(
            "article__text", "undoes__article__text"
        )


class SavedViewQuerySet(QuerySet["SavedView"]):
    """Views of the queue that people keep."""

    def seen_by(self, user: "AbstractBaseUser | AnonymousUser") -> Self:
        """One's own and those that others share: own first, each with `is_default` for this person."""
        default = apps.get_model("claims", "DefaultView").objects.filter(user=user.pk, view=OuterRef("pk"))
        return (
            self.filter(Q(owner=user.pk) | Q(shared=True))
            .select_related("owner")
            .annotate(is_default=Exists(default), is_own=Q(owner=user.pk))
            .order_by("-is_own", "name", "pk")
        )
