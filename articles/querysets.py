"""Named selections of outlets, stories and articles."""

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    from articles.models import Article, Story, Upload  # noqa: F401 -- named in bases


def _shared() -> "QuerySet[Any, Any]":
    """How many claims of the outer upload's article are reported by other articles of its story."""
    appearances = apps.get_model("claims", "Appearance").objects.order_by()
    others = appearances.filter(claim=OuterRef("claim"), article__story=OuterRef("article__story")).exclude(
        article=OuterRef("article")
    )
    own = appearances.filter(Exists(others), article=OuterRef("article"))
    return own.values("article").annotate(n=Count("claim", distinct=True)).values("n")


class StoryQuerySet(QuerySet["Story"]):
    """Stories."""

    def current(self) -> Self:
        """Those that were not merged into another."""
        return self.filter(merged_into=None)

    def with_counts(self) -> Self:
        """Newest first, with `article_count`, `outlet_count`, `claim_count` and `suggested_count`.

        The last is the number of articles that Newsdesk put there and nobody has answered for.
        """
        return self.annotate(
            suggested_count=Count("articles", distinct=True, filter=Q(articles__story_decided=False)),
            article_count=Count("articles", distinct=True),
            outlet_count=Count("articles__outlet", distinct=True),
            claim_count=Count("articles__appearances__claim", distinct=True),
        ).order_by("-pk")


class ArticleQuerySet(QuerySet["Article"]):
    """Articles."""

    def for_list(self) -> Self:
        """Newest first, with what a row shows; the text stays in the database."""
        return (
            self.select_related("outlet", "story")
            .annotate(claim_count=Count("appearances__claim", distinct=True))
            .defer("text")
            .order_by("-pk")
        )

    def for_page(self) -> Self:
        """With what the article's own page shows."""
        return self.select_related("outlet", "story")


class UploadQuerySet(QuerySet["Upload"]):
    """Files that people brought in."""

    def for_page(self, user: "AbstractBaseUser | AnonymousUser") -> Self:
        """One person's files that are not cleared yet, newest first, without their bytes."""
        return (
            self.filter(uploaded_by_id=user.pk, cleared=False)
            .select_related("article", "article__outlet", "article__story")
            .annotate(
                claim_count=Count("article__appearances__claim", distinct=True),
                speaker_count=Count("article__appearances__claim__speaker", distinct=True),
                shared_count=Coalesce(Subquery(_shared()), Value(0)),
            )
            .defer("content", "article__text")
            .order_by("-pk")
        )
