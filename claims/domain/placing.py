"""Which claim a new appearance belongs to: candidates from the index, the judgement from `claims.matching`.

The claims of unreviewed appearances follow from the set of articles, in whatever order they came. What an
editor marked stays where the editor saw it, what an editor mended where the editor put it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from heapq import nlargest

from django.db.models import Q

from articles.models import Article
from claims.domain.derived import index_words
from claims.domain.origins import count_origins
from claims.domain.speakers import name_of
from claims.enums import QuoteKind, SpeakerKind
from claims.extraction.records import Proposition
from claims.matching.grouping import candidate_keys
from claims.matching.grouping import place as place_among
from claims.matching.reading import Wording
from claims.matching.variants import fullest, judge
from claims.matching.words import JOINER
from claims.models import Appearance, Claim, ClaimLink, Speaker

type Placed = tuple[Appearance, Speaker]

NOTE_LENGTH, REASON_LENGTH = 1000, 300

MANY, NEAREST = 500, 40
"""Candidates of a speaker up to which all are judged, and how many for each wording where there are more."""

CONTEXT_LENGTH = 2000
"""Characters of a paragraph that matching reads: an article may be one paragraph of a megabyte."""


@dataclass(eq=False)
class Group:
    """A claim while articles are placed: stored or to be made, with its appearances."""

    claim: Claim
    members: list[Appearance] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)

    def add(self, appearance: Appearance, keys: Iterable[str]) -> None:
        """Give an appearance to this claim."""
        self.members.append(appearance)
        self.keys |= set(keys)

    @property
    def held(self) -> set[int]:
        """Which of its members an editor decided on, by a mark on the claim or one by one: they stay."""
        settled = self.claim.last_review_id is not None
        return {index for index, member in enumerate(self.members) if settled or member.pinned}


def appearance_of(article: Article, proposition: Proposition) -> Appearance:
    """A proposition as an appearance of no claim yet, not stored."""
    return Appearance(
        article=article,
        spans=[list(span) for span in proposition.spans],
        start=proposition.spans[0][0],
        end=proposition.spans[-1][1],
        text=JOINER.join(article.text[start:end] for start, end in proposition.spans),
        reading=proposition.text,
        kind=proposition.kind,
        reports=proposition.class_,
        cue=proposition.cue[:200],
        cue_spans=[list(span) for span in proposition.cue_spans],
        source_spans=[list(span) for span in proposition.source],
        source=" ".join(article.text[start:end] for start, end in proposition.source).strip()[:200],
        read_name=name_of(proposition.speaker),
        read_kind=SpeakerKind.UNNAMED if proposition.speaker.name is None else proposition.speaker.kind,
        basis=proposition.speaker.basis[:300],
        via=[name[:200] for name in proposition.via if not _own_outlet(article, name)],
        venue=proposition.venue[:200],
        denies=proposition.denies,
        confidence=proposition.confidence,
        check_worthiness=proposition.check_worthiness,
    )


def _own_outlet(article: Article, name: str) -> bool:
    """Whether a relay is the article's own outlet: 'the Courier' in the Velden Courier."""
    if article.outlet is None:
        return False
    own = set(article.outlet.name.casefold().split())
    return set(name.casefold().split()) <= own


def wording_of(appearance: Appearance, speaker: Speaker) -> Wording:
    """What matching reads of an appearance; the article must be loaded with it, its text too."""
    return replace(bare_wording_of(appearance, speaker), context=_paragraph(appearance))


def bare_wording_of(appearance: Appearance, speaker: Speaker) -> Wording:
    """The same without what stands around it, so without the article's text."""
    return Wording(
        text=appearance.text,
        kind=QuoteKind(appearance.kind),
        denies=appearance.denies,
        speaker=speaker.name,
        when=appearance.article.published_on,
    )


def _paragraph(appearance: Appearance) -> str:
    """What stands around an appearance: it tells whom 'the two leaders' means."""
    text = appearance.article.text
    begin = text.rfind("\n", 0, appearance.start) + 1
    end = text.find("\n", appearance.end)
    return text[begin : end if end >= 0 else len(text)][:CONTEXT_LENGTH]


def place(new: Sequence[Placed]) -> set[int]:
    """Give appearances their claims, old or new, and store both; returns the ids of those claims.

    An appearance that has a claim already moves to the one found. Of several at the same spans
    by the same speaker the first is stored.
    """
    first = {
        (speaker.pk, found.article_id, str(found.spans)): (found, speaker) for found, speaker in reversed(new)
    }
    wanted = [(found, speaker, wording_of(found, speaker)) for found, speaker in reversed(first.values())]
    groups = _candidates(wanted)
    changed: dict[Group, None] = {}  # a set that keeps the order of reading, for the ids of new claims
    for appearance, speaker, wording in wanted:
        keys = candidate_keys(wording)
        near = [group for group in groups[speaker.pk] if group.keys & keys]
        placement = place_among(
            wording,
            [[wording_of(member, speaker) for member in group.members] for group in near],
            [group.held for group in near],
        )
        if placement.group is None:
            home = Group(Claim(speaker=speaker, text=appearance.reading))
            groups[speaker.pk].append(home)
        else:
            home = near[placement.group]
        moved = [(near[move.group], near[move.group].members[move.index]) for move in placement.moves]
        appearance.match_reason = placement.match.reason[:REASON_LENGTH] if placement.match else ""
        home.add(appearance, keys)
        for source, other in moved:
            source.members.remove(other)
            home.add(other, candidate_keys(wording_of(other, speaker)))
            if not source.members:
                source.claim.merged_into = home.claim
            changed[source] = None
        changed[home] = None
    return _store(changed)


def refresh(claim_ids: Iterable[int]) -> None:
    """Bring claims in line with their appearances: text, index keys, each wording against the fullest.

    A claim that nothing reports any more goes, unless an editor marked or mended it, or others lead to it.
    """
    claims = (
        Claim.objects.filter(pk__in=claim_ids, merged_into=None)
        .select_related("speaker")
        .prefetch_related("appearances__article")
    )
    reports: list[Appearance] = []
    changed: list[Claim] = []
    refreshed: list[int] = []
    for claim in claims.order_by("pk"):
        appearances = list(claim.appearances.all())
        if not appearances:
            if claim.last_review_id is None and not has_history(claim):
                claim.delete()
            continue
        wordings = [wording_of(appearance, claim.speaker) for appearance in appearances]
        lead = appearances[fullest(wordings)]
        for appearance in appearances:
            judgement = judge(
                lead.text,
                appearance.text,
                kind=QuoteKind(appearance.kind),
                base_denies=lead.denies,
                denies=appearance.denies,
            )
            variant, note = judgement.variant, judgement.note[:NOTE_LENGTH]
            if (appearance.variant, appearance.variant_note) != (variant, note):
                appearance.variant, appearance.variant_note = variant, note
                reports.append(appearance)
        before = claim.text, claim.match_keys, claim.check_worthiness
        claim.match_keys = sorted(set().union(*(candidate_keys(wording) for wording in wordings)))
        claim.check_worthiness = max(appearance.check_worthiness for appearance in appearances)
        if claim.last_review_id is None:
            claim.text = lead.reading or lead.text
        if (claim.text, claim.match_keys, claim.check_worthiness) != before:
            changed.append(claim)
        refreshed.append(claim.pk)
    # What the lists go by is derived after each of these statements: few, and only what is new.
    Appearance.objects.bulk_update(reports, ["variant", "variant_note"], batch_size=500)
    Claim.objects.bulk_update(changed, ["text", "match_keys", "check_worthiness"], batch_size=500)
    index_words(refreshed)
    count_origins(claim_ids)


def has_history(claim: Claim) -> bool:
    """Whether anything but its marks stands on a claim: what an editor mended, or claims merged into it."""
    return claim.corrections.exists() or claim.corrections_as_other.exists() or claim.merged_claims.exists()


def _candidates(wanted: Sequence[tuple[Appearance, Speaker, Wording]]) -> dict[int, list[Group]]:
    """By speaker, the stored claims that share an index key with one of the wordings.

    A wording that leaves its claim is no candidate for itself.
    """
    leaving = {appearance.pk for appearance, _, _ in wanted if appearance.pk is not None}
    keys: dict[int, list[frozenset[str]]] = defaultdict(list)
    for _, speaker, wording in wanted:
        keys[speaker.pk].append(candidate_keys(wording))
    groups: dict[int, list[Group]] = defaultdict(list)
    # By ids: with a condition on the joined speaker the database would go through every claim.
    family = {speaker_id: [speaker_id] for speaker_id in keys}
    for speaker_id, into in Speaker.objects.filter(merged_into__in=keys).values_list("pk", "merged_into"):
        family[into or speaker_id].append(speaker_id)
    for speaker_id, wordings in keys.items():
        shared = sorted(frozenset().union(*wordings))
        found = Claim.objects.filter(
            speaker__in=family[speaker_id], merged_into=None, match_keys__overlap=shared
        )
        nearest = _nearest(dict(found.values_list("pk", "match_keys")), wordings)
        claims = Claim.objects.filter(pk__in=nearest).prefetch_related("appearances__article")
        for claim in claims.order_by("pk"):
            members = [member for member in claim.appearances.all() if member.pk not in leaving]
            groups[speaker_id].append(Group(claim, members, set(claim.match_keys)))
    return groups


def _nearest(claims: dict[int, list[str]], wordings: Iterable[frozenset[str]]) -> set[int]:
    """Of claims by their index keys those that share most with one of the wordings, where they are very many.

    Somebody who has said thousands of things has said each few words before: what shares no more than those
    is not looked at.
    """
    if len(claims) <= MANY:
        return set(claims)
    keys = {pk: frozenset(of_claim) for pk, of_claim in claims.items()}
    chosen: set[int] = set()
    for wanted in wordings:
        shared = ((len(of_claim & wanted), -pk) for pk, of_claim in keys.items())
        chosen |= {-pk for number, pk in nlargest(NEAREST, shared) if number}
    return chosen


def _store(changed: Iterable[Group]) -> set[int]:
    full = [group for group in changed if group.members]
    unborn = [group for group in full if group.claim.pk is None]
    for group in unborn:
        group.claim.match_keys = sorted(group.keys)
    Claim.objects.bulk_create([group.claim for group in unborn])
    new: list[Appearance] = []
    moved: list[Appearance] = []
    for group in full:
        for appearance in group.members:
            if appearance.pk is None:
                new.append(appearance)
            elif appearance.claim_id != group.claim.pk:
                moved.append(appearance)
            appearance.claim = group.claim
    Appearance.objects.bulk_create(new)
    Appearance.objects.bulk_update(moved, ["claim"])
    emptied = [group.claim for group in changed if not group.members and group.claim.pk is not None]
    Claim.objects.bulk_update(emptied, ["merged_into"])
    ClaimLink.objects.filter(Q(first__in=emptied) | Q(second__in=emptied)).delete()
    return {group.claim.pk for group in full}
