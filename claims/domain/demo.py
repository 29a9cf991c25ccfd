"""The demo story comes and goes as a whole; nothing that a newsroom brought in goes with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Exists, OuterRef

from articles.demo import MARK, STORY, demo_articles
from articles.domain import ingest_article, suggest_siglum
from articles.models import Article, Outlet, Story
from claims.domain.placing import refresh
from claims.domain.reading import queue_extraction
from claims.models import Appearance, Claim, Speaker


@dataclass(frozen=True, slots=True)
class Removed:
    """How much of the demo there was."""

    articles: int
    claims: int
    reviews: int


class NotEmpty(Exception):
    """The desk already holds articles."""


@transaction.atomic
def load_demo(*, force: bool = False) -> int:
    """Store the demo's articles, have them read, and return how many are new.

    Raises NotEmpty unless the desk has no article or `force` is set. An outlet of the same
    name that is already there prints the demo's article and does not become a part of the demo.
    """
    if not force and Article.objects.exists():
        raise NotEmpty
    Story.objects.get_or_create(title=STORY, demo=True)
    new = 0
    for article in demo_articles():
        if not Outlet.objects.filter(name__iexact=article.outlet).exists():
            taken = Outlet.objects.filter(siglum=article.siglum).exists()
            siglum = suggest_siglum(article.outlet) if taken else article.siglum
            Outlet.objects.create(name=article.outlet, siglum=siglum, demo=True)
        ingested = ingest_article(
            article.reading,
            filename=article.filename,
            content=article.content,
            outlet=article.outlet,
            story=STORY,
        )
        if ingested.created:
            queue_extraction(ingested.article)
            new += 1
    return new


@transaction.atomic
def remove_demo() -> Removed:
    """Delete the demo's articles, and every claim, mark, speaker, outlet and story that only they have.

    What other articles report too stays with its whole history, and is brought in line with
    the appearances that are left. An outlet or a story that other articles use stays as theirs.
    """
    articles = Article.objects.filter(external_id__startswith=MARK)
    # A worker that is reading one of them finishes first; one that waits finds it gone.
    article_ids = list(articles.select_for_update(of=("self",)).values_list("pk", flat=True))
    touched = Appearance.objects.filter(article__in=article_ids).values("claim")
    reported = Claim.objects.filter(pk__in=touched)
    # Nothing new can come to these claims from here on; what comes later finds them gone, or stands alone.
    list(reported.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    elsewhere = Exists(Appearance.objects.filter(claim=OuterRef("pk")).exclude(article__in=article_ids))
    staying = list(reported.filter(elsewhere).values_list("pk", flat=True))
    going = _with_merged(set(reported.exclude(elsewhere).values_list("pk", flat=True)))
    speakers = set(Claim.objects.filter(pk__in=going).values_list("speaker", flat=True))

    reviews = _delete_claims(going, article_ids)
    Speaker.objects.filter(merged_into__article__in=article_ids).update(merged_into=None)
    own = set(Speaker.objects.filter(article__in=article_ids).values_list("pk", flat=True))
    # With them go their files and their appearances.
    _delete_speakers(speakers | own)
    Article.objects.filter(pk__in=article_ids).delete()
    for owner in (Outlet, Story):
        owner.objects.filter(demo=True, articles=None).delete()
        owner.objects.filter(demo=True).update(demo=False)
    refresh(staying)
    return Removed(len(article_ids), len(going), reviews)


def _with_merged(claims: set[int]) -> set[int]:
    """These, and the claims without an appearance of their own that were merged into them."""
    found, wave = set(claims), set(claims)
    while wave:
        merged = Claim.objects.filter(merged_into__in=wave, appearances=None).values_list("pk", flat=True)
        wave = set(merged) - found
        found |= wave
    return found


def _delete_claims(claims: set[int], articles: list[int]) -> int:
    """Delete claims with their marks, and what was mended in them; returns how many marks."""
    ids = list(claims)
    Claim.objects.filter(merged_into__in=ids).update(merged_into=None)
    Claim.objects.filter(pk__in=ids).update(last_review=None)
    with _histories() as cursor:
        cursor.execute(
            "DELETE FROM claims_correction WHERE article_id = ANY(%(articles)s)"
            " OR claim_id = ANY(%(claims)s) OR other_claim_id = ANY(%(claims)s)",
            {"claims": ids, "articles": articles},
        )
        cursor.execute("DELETE FROM claims_review WHERE claim_id = ANY(%s)", [ids])
        reviews: int = cursor.rowcount
    Claim.objects.filter(pk__in=ids).delete()
    return reviews


def _delete_speakers(speakers: set[int]) -> None:
    """Delete those that nothing is left of, with what was mended in them."""
    alone = Speaker.objects.filter(pk__in=speakers, claims=None, merged_speakers=None)
    ids = list(alone.values_list("pk", flat=True))
    with _histories() as cursor:
        cursor.execute(
            "DELETE FROM claims_correction"
            " WHERE speaker_id = ANY(%(ids)s) OR other_speaker_id = ANY(%(ids)s)",
            {"ids": ids},
        )
    Speaker.objects.filter(pk__in=ids).delete()


@contextmanager
def _histories() -> Iterator[CursorWrapper]:
    """A cursor that may delete from the histories, which the database otherwise refuses."""
    with connection.cursor() as cursor:
        # A table's triggers can't be switched while checks that were put off wait for it.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE claims_review DISABLE TRIGGER review_history_only_grows")
        cursor.execute("ALTER TABLE claims_correction DISABLE TRIGGER corrections_only_grow")
        yield cursor
        cursor.execute("ALTER TABLE claims_correction ENABLE TRIGGER corrections_only_grow")
        cursor.execute("ALTER TABLE claims_review ENABLE TRIGGER review_history_only_grows")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
