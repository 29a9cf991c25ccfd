"""From an article's text to stored claims: the job, its progress, its failure."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from articles.enums import ReadingState
from articles.models import Article
from claims.domain.adoption import adopt_unnamed
from claims.domain.as_fact import suggest_as_fact
from claims.domain.contests import suggest_contests
from claims.domain.dating import date_reports
from claims.domain.decisions import earlier_reading
from claims.domain.mending.names import follow_names, follow_names_in_story
from claims.domain.placing import appearance_of, place, refresh
from claims.domain.speakers import speakers_for
from claims.domain.stories import suggest_story
from claims.extraction.records import Extraction
from claims.models import Claim

LONG = 50_000
"""Characters: what is longer is read after what is shorter, by as many steps as it has of these."""

EXTRACTING, STORING, READ = 10, 70, 100
"""Percent of the work done when a step begins; measured on articles of usual length."""


def queue_extraction(article: Article) -> None:
    """Have a worker read the article, once the caller's transaction commits."""
    from claims.tasks import read_article

    Article.objects.filter(pk=article.pk).update(
        reading_state=ReadingState.WAITING, reading_progress=0, reading_error=""
    )
    # Short articles first: one of a megabyte keeps a worker for minutes.
    length = len(article.text) // LONG
    read_article.configure(priority=-min(length, 1000)).defer(article_id=article.pk)


def queue_relating(article_ids: Iterable[int]) -> None:
    """Have a worker hold articles against those of their story, once the caller's transaction commits."""
    from claims.tasks import relate_article

    for article_id in article_ids:
        relate_article.defer(article_id=article_id)


@transaction.atomic
def relate(article_id: int) -> None:
    """Look for who is named and what is contested among an article and those that its story now has.

    Nothing is read again. An article that is gone has nothing to relate.
    """
    article = Article.objects.select_for_update(of=("self",)).filter(pk=article_id).first()
    if article is None:
        return
    touched = follow_names_in_story(article)
    touched |= adopt_unnamed(article)
    refresh(touched)
    claims = Claim.objects.filter(appearances__article=article, merged_into=None)
    suggest_contests(touched | set(claims.values_list("pk", flat=True)))
    suggest_as_fact([article.pk])


def extract_and_store(article_id: int) -> int:
    """Read one article and store what it claims; returns the number of claims.

    Its progress is visible to others while it runs. Raises Article.DoesNotExist.
    """
    from claims.extraction.pipeline import default_extractor

    extractor = default_extractor(settings.EXTRACTION_STRATEGY, settings.SPACY_MODEL)
    article = Article.objects.get(pk=article_id)
    _progress(article_id, EXTRACTING)
    extraction = extractor.extract(_prose(article))
    _progress(article_id, STORING)
    return store_extraction(article, extraction)


def record_failure(article_id: int, error: Exception) -> None:
    """Leave on the article why it could not be read."""
    Article.objects.filter(pk=article_id).update(
        reading_state=ReadingState.FAILED, reading_error=f"{type(error).__name__}: {error}"[:2000]
    )


@transaction.atomic
def store_extraction(article: Article, extraction: Extraction) -> int:
    """Store an article's claims, each with the claims of other articles that say the same.

    A second reading of an article replaces the first: appearances at the same spans stay as
    they are, those that an editor has marked or mended stay too, and nothing else is found where
    an editor decided. Returns the number of claims that the article reports.
    """
    # One reading of an article at a time; another waits here and then finds everything in place.
    Article.objects.select_for_update(of=("self",)).only("pk").get(pk=article.pk)
    speakers = speakers_for(article, (proposition.speaker for proposition in extraction.claims))
    kept, gone = earlier_reading(article, {proposition.spans for proposition in extraction.claims})
    new = [
        (appearance_of(article, proposition), speakers[proposition.speaker])
        for proposition in extraction.claims
        if proposition.spans not in kept
    ]
    touched = place(follow_names(article, new)) | gone
    # The story tells which articles report the event: before what is compared across them.
    suggest_story(article)
    touched |= follow_names_in_story(article)
    touched |= adopt_unnamed(article)
    refresh(touched)
    date_reports(article)
    suggest_contests(touched)
    suggest_as_fact([article.pk])
    Article.objects.filter(pk=article.pk).update(
        reading_state=ReadingState.DONE, reading_progress=READ, reading_error=""
    )
    return Claim.objects.filter(appearances__article=article).distinct().count()


def _prose(article: Article) -> str:
    """The article's text with what stands before its headline and body blanked: every offset stays."""
    begin, end = article.headline_span or (0, 0)
    head = "".join(
        letter if begin <= at < end or letter == "\n" else " "
        for at, letter in enumerate(article.text[: article.body_start])
    )
    return head + article.text[article.body_start :]


def _progress(article_id: int, percent: int) -> None:
    Article.objects.filter(pk=article_id).update(reading_state=ReadingState.READING, reading_progress=percent)
