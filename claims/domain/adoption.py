"""A speaker whom one article only describes and another article of the same event names."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from articles.models import Article
from claims.domain.placing import place
from claims.enums import SpeakerKind
from claims.models import Appearance, Claim, ClaimLink, Speaker, SpeakerAlias


def event_articles(article_ids: Iterable[int]) -> list[int]:
    """These articles, and those that share their story or one of their claims."""
    articles = Article.objects.filter(pk__in=article_ids)
    claims = Appearance.objects.filter(article__in=articles).values("claim")
    stories = articles.exclude(story=None).values("story")
    related = Q(pk__in=articles) | Q(story__in=stories) | Q(appearances__claim__in=claims)
    return list(Article.objects.filter(related).distinct().order_by("pk").values_list("pk", flat=True))


def adopt_described(article: Article) -> set[int]:
    """Give what a described speaker claims to the one speaker whom that description names.

    "The port's chief pilot" of one article is the speaker whom another article of the event
    calls just that, where it is only one. Claims that an editor marked stay as they are.
    Returns the ids of the claims that changed.
    """
    related = event_articles([article.pk])
    described = Speaker.objects.filter(kind=SpeakerKind.UNNAMED, merged_into=None, article__in=related)
    bearers = _bearers({speaker.name.lower() for speaker in described}, related)
    touched: set[int] = set()
    for speaker in described.order_by("pk"):
        found = bearers[speaker.name.lower()]
        if len(found) == 1:
            touched |= _adopt(speaker, found.pop())
    return touched


def _bearers(descriptions: set[str], related: list[int]) -> dict[str, set[Speaker]]:
    bearers: dict[str, set[Speaker]] = defaultdict(set)
    aliases = SpeakerAlias.objects.filter(
        name__lower__in=descriptions,
        speaker__article=None,
        speaker__merged_into=None,
        speaker__claims__appearances__article__in=related,
    )
    for alias in aliases.select_related("speaker").distinct():
        bearers[alias.name.lower()].add(alias.speaker)
    return bearers


def _adopt(described: Speaker, named: Speaker) -> set[int]:
    claims = Claim.objects.filter(speaker=described, merged_into=None, last_review=None)
    appearances = list(
        Appearance.objects.filter(claim__in=claims).select_related("article").order_by("article", "start")
    )
    came_from = {appearance.pk: appearance.claim_id for appearance in appearances}
    for appearance in appearances:
        appearance.basis = f"{described.name!r}: another article calls {named.name} that"[:300]
    touched = place([(appearance, named) for appearance in appearances])
    Appearance.objects.bulk_update(appearances, ["basis"])
    for appearance in appearances:
        # The claim it came from lost all its appearances to this one: old links lead on.
        Claim.objects.filter(pk=came_from[appearance.pk]).update(merged_into=appearance.claim)
    emptied = set(came_from.values())
    ClaimLink.objects.filter(Q(first__in=emptied) | Q(second__in=emptied)).delete()
    if not Claim.objects.filter(speaker=described, merged_into=None).exists():
        described.merged_into = named
        described.save(update_fields=["merged_into"])
    return touched
