"""A speaker whom one article leaves unnamed and another article of the same event names."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from articles.models import Article
from claims.domain.placing import place, wording_of
from claims.enums import AliasState, SpeakerKind
from claims.matching.scoring import same_quote
from claims.models import Appearance, Claim, ClaimLink, Speaker, SpeakerAlias
from claims.querysets import ClaimQuerySet


def event_articles(article_ids: Iterable[int]) -> list[int]:
    """These articles, and those that share their story or one of their claims."""
    articles = Article.objects.filter(pk__in=article_ids)
    claims = Appearance.objects.filter(article__in=articles).values("claim")
    stories = articles.exclude(story=None).values("story")
    related = Q(pk__in=articles) | Q(story__in=stories) | Q(appearances__claim__in=claims)
    return list(Article.objects.filter(related).distinct().order_by("pk").values_list("pk", flat=True))


def adopt_unnamed(article: Article) -> set[int]:
    """Give what unnamed speakers claim to those whom another article of the event names.

    The evidence is a description, "the port's chief pilot", or a surname, by which another article
    calls one speaker and no other; or a long quotation that another article gives to one speaker.
    Claims that an editor marked or mended stay as they are. Returns the ids of the claims that changed.
    """
    related = event_articles([article.pk])
    return _adopt_described(related) | _adopt_surnames(related) | _adopt_quoted(related)


def _adopt_described(related: list[int]) -> set[int]:
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
    for alias in aliases.exclude(state=AliasState.REMOVED).select_related("speaker").distinct():
        bearers[alias.name.lower()].add(alias.speaker)
    return bearers


def _adopt_surnames(related: list[int]) -> set[int]:
    """Who is printed with one name only is the one speaker whom other articles of the event call so too."""
    lone = (
        _of_event(related)
        .undecided()
        .filter(speaker__kind=SpeakerKind.PERSON, speaker__article=None)
        .exclude(speaker__name__contains=" ")
    )
    claims = list(lone)
    bearers = _bearers({claim.speaker.name.lower() for claim in claims}, related)
    touched: set[int] = set()
    for claim in claims:
        found = bearers[claim.speaker.name.lower()] - {claim.speaker}
        if len(found) == 1:
            (speaker,) = found
            basis = f"{claim.speaker.name!r}: another article calls {speaker.name} that"
            touched |= _move(list(claim.appearances.all()), speaker, basis)
    return touched


def _adopt_quoted(related: list[int]) -> set[int]:
    """A claim whose words another article quotes at length is the claim of who says them there."""
    unnamed = _of_event(related).undecided().filter(speaker__kind=SpeakerKind.UNNAMED)
    keys = sorted({key for claim in unnamed for key in claim.match_keys})
    named = list(
        _of_event(related).exclude(speaker__kind=SpeakerKind.UNNAMED).filter(match_keys__overlap=keys)
    )
    touched: set[int] = set()
    for claim in unnamed:
        said = [wording_of(appearance, claim.speaker) for appearance in claim.appearances.all()]
        speakers = {
            other.speaker
            for other in named
            if set(other.match_keys) & set(claim.match_keys)
            and any(
                same_quote(wording, wording_of(appearance, other.speaker))
                for appearance in other.appearances.all()
                for wording in said
            )
        }
        if len(speakers) == 1:
            named_speaker = speakers.pop()
            basis = f"another article quotes {named_speaker.name} with the same words"
            touched |= _move(list(claim.appearances.all()), named_speaker, basis)
    return touched


def _of_event(related: list[int]) -> ClaimQuerySet:
    claims = Claim.objects.filter(merged_into=None, appearances__article__in=related).distinct()
    return claims.select_related("speaker").prefetch_related("appearances__article").order_by("pk")


def _adopt(described: Speaker, named: Speaker) -> set[int]:
    claims = Claim.objects.undecided().filter(speaker=described, merged_into=None)
    appearances = Appearance.objects.filter(claim__in=claims).select_related("article")
    basis = f"{described.name!r}: another article calls {named.name} that"
    touched = _move(list(appearances.order_by("article", "start")), named, basis)
    if not Claim.objects.filter(speaker=described, merged_into=None).exists():
        described.merged_into = named
        described.save(update_fields=["merged_into"])
    return touched


def _move(appearances: list[Appearance], speaker: Speaker, basis: str) -> set[int]:
    """Place all appearances of some claims anew, as this speaker's; the claims they leave lead to them."""
    came_from = {appearance.pk: appearance.claim_id for appearance in appearances}
    for appearance in appearances:
        appearance.basis = basis[:300]
    touched = place([(appearance, speaker) for appearance in appearances])
    Appearance.objects.bulk_update(appearances, ["basis"])
    for appearance in appearances:
        Claim.objects.filter(pk=came_from[appearance.pk]).update(merged_into=appearance.claim)
    emptied = set(came_from.values())
    ClaimLink.objects.filter(Q(first__in=emptied) | Q(second__in=emptied)).delete()
    return touched
