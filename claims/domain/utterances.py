"""One utterance that articles of an event give to several speakers: all but one of the readings are wrong.

Outlets print the same words in quotation marks; who 'he' is, or whose spokesman speaks, the reader of one
article gets wrong or leaves open. The speaker whom an article prints beside the words is the likeliest. Where
two articles print two persons, nobody knows better, and the claims stay apart.
"""

from collections.abc import Iterable

from articles.models import Article
from claims.domain.moving import move, of_event
from claims.domain.placing import bare_wording_of
from claims.enums import SpeakerKind
from claims.matching.people import same_body, same_person
from claims.matching.scoring import same_quote
from claims.matching.words import words
from claims.models import Appearance, Claim, Speaker

type Evidence = tuple[bool, bool, bool, bool, int, bool, str]

SURE = 0.6
"""Confidence of an attribution from which its speaker counts before that of a less sure one."""

_KINDS = {SpeakerKind.PERSON: 3, SpeakerKind.ORGANISATION: 2, SpeakerKind.GROUP: 1, SpeakerKind.UNNAMED: 0}


def settle_utterances(article: Article, related: Iterable[int]) -> set[int]:
    """Give the quotations of an article and the same ones in `related` articles to one speaker each.

    What else a corrected speaker says in the same breath follows. Claims that an editor decided on stay.
    Returns the ids of the claims that changed.
    """
    touched: set[int] = set()
    pending = list(of_event([article.pk]).values_list("pk", flat=True))
    own, others = _same_keys(pending, related)
    for claim_id in pending:
        claim = own.get(claim_id)
        same = _same_words(claim, others) if claim else []
        moved = _settle([claim, *same]) if claim and same else set()
        if moved:
            touched |= moved
            own, others = _same_keys(pending, related)
    return touched


def _same_keys(own: list[int], related: Iterable[int]) -> tuple[dict[int, Claim], list[Claim]]:
    """The claims of these ids that are current, and those of the event that share an index key with one."""
    claims = {claim.pk: claim for claim in of_event(related).filter(pk__in=own)}
    keys = sorted({key for claim in claims.values() for key in claim.match_keys})
    return claims, list(of_event(related).filter(match_keys__overlap=keys))


def _same_words(claim: Claim, others: Iterable[Claim]) -> list[Claim]:
    """Claims of other speakers that quote the same words."""
    said = [bare_wording_of(appearance, claim.speaker) for appearance in claim.appearances.all()]
    keys = set(claim.match_keys)
    return [
        other
        for other in others
        if other.speaker_id != claim.speaker_id
        and not keys.isdisjoint(other.match_keys)
        and any(
            same_quote(wording, bare_wording_of(appearance, other.speaker))
            for appearance in other.appearances.all()
            for wording in said
        )
    ]


def _settle(claims: list[Claim]) -> set[int]:
    best: dict[Speaker, Evidence] = {}
    for one in claims:
        found = max(_evidence(appearance, one) for appearance in one.appearances.all())
        best[one.speaker] = max(found, best.get(one.speaker, found))
    speaker = max(best, key=lambda one: best[one])
    if any(_rivals(speaker, other, best) for other in best if other != speaker):
        return set()
    touched: set[int] = set()
    for one in claims:
        free = Claim.objects.undecided().filter(pk=one.pk).exists()
        if one.speaker != speaker and free:
            basis = f"Another article quotes {speaker} with these words; here it read as {one.speaker}"
            said = list(one.appearances.all())
            touched |= move(said, speaker, basis)
            touched |= _follow(said, one.speaker, speaker)
    return touched


def _follow(moved: Iterable[Appearance], source: Speaker, speaker: Speaker) -> set[int]:
    """What the article gives to the same printed speaker by the same cue is the same speaker's too."""
    breath = {}
    for appearance in moved:
        beside = Appearance.objects.filter(
            article=appearance.article_id,
            claim__speaker=source,
            claim__in=Claim.objects.undecided(),
            source_spans=appearance.source_spans,
            cue_spans=appearance.cue_spans,
        ).select_related("article")
        for other in beside.exclude(cue_spans=[]):
            breath[other.pk] = other
    basis = f"Said in one breath with what another article gives to {speaker}; here it read as {source}"
    return move(breath.values(), speaker, basis) if breath else set()


def _evidence(appearance: Appearance, claim: Claim) -> Evidence:
    """How well an article shows that the claim's speaker says it; of equal evidence the name decides."""
    speaker = claim.speaker
    return (
        claim.last_review_id is not None or appearance.pinned,
        speaker.kind != SpeakerKind.UNNAMED,
        appearance.confidence >= SURE,
        _printed(appearance, speaker),
        _KINDS[SpeakerKind(speaker.kind)],
        # Who speaks of himself by his name is mostly not who speaks.
        not _names(speaker.name) & {word.normal for word in words(appearance.text)},
        speaker.name,
    )


def _printed(appearance: Appearance, speaker: Speaker) -> bool:
    """Whether the article prints the speaker's name beside the words, not 'he'."""
    source = " ".join(appearance.article.text[start:end] for start, end in appearance.source_spans)
    return bool(_names(speaker.name) & {word.normal for word in words(source)})


def _names(name: str) -> set[str]:
    """The last word of a name, which articles print where they print one."""
    found = words(name)
    return {found[-1].normal} if found else set()


def _rivals(speaker: Speaker, other: Speaker, best: dict[Speaker, Evidence]) -> bool:
    """Whether articles print both, two persons or two bodies that are not one by another name."""
    both_printed = best[speaker][2] and best[speaker][3] and best[other][2] and best[other][3]
    alike = speaker.kind == other.kind and speaker.kind in (SpeakerKind.PERSON, SpeakerKind.ORGANISATION)
    one = same_person(speaker.name, other.name) or same_body(speaker.name, other.name)
    return both_printed and alike and not one
