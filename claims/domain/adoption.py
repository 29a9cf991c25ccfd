"""A speaker whom one article leaves unnamed and another article of the same event names."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

from articles.models import Article
from claims.domain.moving import move
from claims.domain.speakers import kept_apart
from claims.domain.utterances import settle_utterances
from claims.enums import AliasState, SpeakerKind
from claims.matching.people import same_body, same_person
from claims.models import Appearance, Claim, Speaker, SpeakerAlias


def event_articles(article_ids: Iterable[int]) -> list[int]:
    """These articles, and those that share their story or one of their claims."""
    ids = set(article_ids)
    stories = list(Article.objects.filter(pk__in=ids).exclude(story=None).values_list("story", flat=True))
    claims = list(Appearance.objects.filter(article__in=ids).order_by().values_list("claim", flat=True))
    # One index each: with all three as conditions of one query the database goes through every article.
    related = Article.objects.filter(story__in=set(stories)).order_by().values_list("pk", flat=True)
    sharing = Appearance.objects.filter(claim__in=set(claims)).order_by().values_list("article", flat=True)
    return sorted({*ids, *related, *sharing.distinct()})


def adopt_unnamed(article: Article) -> set[int]:
    """Give what unnamed speakers claim to those whom another article of the event names.

    The evidence is a description, "the port's chief pilot", or a form of a name, by which another article
    calls one speaker and no other; or a quotation that another article gives to one speaker.
    Claims that an editor marked or mended stay as they are. Returns the ids of the claims that changed.
    """
    related = event_articles([article.pk])
    return _adopt_described(related) | _adopt_namesakes(related) | settle_utterances(article, related)


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


def _adopt_namesakes(related: list[int]) -> set[int]:
    """Speakers of an event whom articles call by a part of one name, a nickname or an acronym are one.

    Who is printed with one name only is the one speaker whom other articles call so too; of 'Bill Adler' and
    'William Adler' the one that the desk has known longer speaks. Whom one article tells apart, or who may be
    two others, stays.
    """
    speakers = _speakers_of(related)
    lone = [one for one in speakers if " " not in one.name and one.kind != SpeakerKind.GROUP]
    bearers = _bearers({one.name.lower() for one in lone}, related)
    apart = kept_apart(speakers)
    touched: set[int] = set()
    for one in speakers:
        if one in lone:
            surname = {other for other in speakers if other.name.lower().endswith(f" {one.name.lower()}")}
            found = bearers[one.name.lower()] | {other for other in surname if _a_person(other)}
        else:
            found = set()
        same = {other for other in speakers if other != one and _namesakes(one, other)}
        if all(_namesakes(*pair) for pair in combinations(same, 2)):
            found |= {other for other in same if other.pk == min(named.pk for named in {one, *same})}
        found = {other for other in found if other != one and frozenset((one.pk, other.pk)) not in apart}
        if len(found) == 1:
            touched |= _give(one, found.pop(), related)
    return touched


def _speakers_of(related: list[int]) -> list[Speaker]:
    """The named speakers of an event, in the order in which the desk came to know them."""
    claims = Claim.objects.filter(merged_into=None, appearances__article__in=related)
    named = Speaker.objects.filter(article=None, merged_into=None, pk__in=claims.values("speaker"))
    return list(named.order_by("pk"))


def _a_person(speaker: Speaker) -> bool:
    return speaker.kind == SpeakerKind.PERSON


def _namesakes(one: Speaker, other: Speaker) -> bool:
    if _a_person(one) and _a_person(other):
        return same_person(one.name, other.name)
    bodies = one.kind == other.kind == SpeakerKind.ORGANISATION
    return bodies and same_body(one.name, other.name)


def _give(one: Speaker, speaker: Speaker, related: list[int]) -> set[int]:
    """Move a speaker's claims of an event to another, unless an article has both speak."""
    in_event = Appearance.objects.filter(article__in=related, claim__merged_into=None)
    articles = in_event.filter(claim__speaker=one).values("article")
    if in_event.filter(claim__speaker=speaker, article__in=articles).exists():
        return set()
    said = in_event.filter(claim__in=Claim.objects.undecided().filter(speaker=one)).select_related("article")
    basis = f"{one.name!r}: {speaker.name} in other articles of the event"
    return move(list(said.order_by("article", "start")), speaker, basis)


def _adopt(described: Speaker, named: Speaker) -> set[int]:
    claims = Claim.objects.undecided().filter(speaker=described, merged_into=None)
    appearances = Appearance.objects.filter(claim__in=claims).select_related("article")
    basis = f"{described.name!r}: another article calls {named.name} that"
    touched = move(list(appearances.order_by("article", "start")), named, basis)
    if not Claim.objects.filter(speaker=described, merged_into=None).exists():
        described.merged_into = named
        described.save(update_fields=["merged_into"])
    return touched
