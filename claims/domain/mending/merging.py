"""Two speakers who are one: a pointer, claims that say the same joined; and parting them again."""

import json
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core import serializers
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from claims.domain.correcting import CannotCorrect, State, settle
from claims.domain.derived import index_words
from claims.domain.links import carry_links, take_links
from claims.domain.mending.log import INLINE, write
from claims.domain.mending.moves import FIELDS, family, move_back, move_to
from claims.domain.placing import wording_of
from claims.enums import AliasState, CorrectionKind, SpeakerKind
from claims.matching.grouping import candidate_keys
from claims.matching.grouping import place as place_among
from claims.models import Appearance, Claim, ClaimLink, Correction, Speaker
from claims.querysets import ClaimQuerySet

type Pair = tuple[Claim, Claim]


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What merging two speakers would do.

    `same` are pairs of claims that say the same and would be one, `left` those where both are marked: they
    stay two until an editor decides.
    """

    claims: int
    others: int
    same: list[Pair]
    left: list[Pair]


def plan_merge(speaker: Speaker, into: Speaker) -> MergePlan:
    """What merging `speaker` into another one would do. Raises CannotCorrect where they can't be merged."""
    _check(speaker, into)
    claims, others = _claims(speaker), _claims(into)
    same, left = _pairs(list(claims), others)
    return MergePlan(claims.count(), others.count(), same, left)


@transaction.atomic
def merge_speakers(speaker_id: int, into_id: int, *, editor: User, reason: str = "") -> Correction:
    """The first speaker is the second: its page and claims lead there, and claims that say the same are one.

    No claim changes its speaker. Pairs of marked claims stay two: `after["left"]`. The same merge sent twice
    is one. Raises CannotCorrect, Speaker.DoesNotExist.
    """
    rows = Speaker.objects.select_for_update().filter(pk__in=[speaker_id, into_id]).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) < len({speaker_id, into_id}):
        raise Speaker.DoesNotExist("There is no such speaker.")
    speaker, into = found[speaker_id], found[into_id]
    if speaker.merged_into_id == into.pk and (done := merge_of(speaker)) is not None:
        return done
    _check(speaker, into)
    same, left = _pairs(list(_claims(speaker)), _claims(into))
    merged = list(Speaker.objects.filter(merged_into=speaker).order_by("pk"))
    before: State = {
        "aliases": list(into.aliases.values_list("pk", flat=True)),
        "merged": {str(other.pk): other.merged_into_id for other in [speaker, *merged]},
        "appearances": {},
        "links": [],
    }
    after: State = {"appearances": {}, "claims": [], "left": [[one.pk, other.pk] for one, other in left]}
    for other in [speaker, *merged]:
        other.merged_into = into
        other.save(update_fields=["merged_into"])
    for gone, heir in same:
        _join(gone, heir, before, after)
    settle({claim.pk for pair in same for claim in pair} | _few(_claims(speaker)))
    index_words(Claim.objects.filter(speaker=speaker).values_list("pk", flat=True))
    return write(
        CorrectionKind.SPEAKER_MERGE,
        editor,
        speakers=(speaker, into),
        before=before,
        after=after,
        reason=reason,
    )


def merge_of(speaker: Speaker) -> Correction | None:
    """The correction by which a speaker was merged, unless it was taken back."""
    merges = Correction.objects.standing().filter(kind=CorrectionKind.SPEAKER_MERGE, speaker=speaker)
    return merges.select_related("editor").last()


def undo_merge(correction: Correction) -> None:
    """Part two speakers: each has the claims it had, and what came since by the first one's names."""
    pointers: dict[str, int | None] = correction.before["merged"]
    rows = Speaker.objects.select_for_update().filter(pk__in=[int(pk) for pk in pointers]).order_by("pk")
    speakers = {speaker.pk: speaker for speaker in rows}
    speaker, into = speakers[correction.speaker_id or 0], correction.other_speaker
    if into is None or speaker.merged_into_id != into.pk:
        raise CannotCorrect(f"{speaker.name} was merged or parted again since: undo that first.")
    for pk, pointer in pointers.items():
        if speakers[int(pk)].merged_into_id == into.pk:
            Speaker.objects.filter(pk=int(pk)).update(merged_into=pointer)
    move_back(correction.before, correction.after)
    speaker.refresh_from_db()
    # Articles taught the other one this one's names meanwhile.
    learned = into.aliases.filter(state=AliasState.LEARNED, name__iexact=speaker.name)
    learned.exclude(pk__in=correction.before["aliases"]).delete()
    late = list(_late(correction, speaker, into))
    if late:
        move_to(speaker, late, basis=f"the article names {speaker.name}", pin=False)
    settle(_few(_claims(speaker)))
    index_words(Claim.objects.filter(speaker=speaker).values_list("pk", flat=True))


@transaction.atomic
def part_adopted(speaker_id: int, *, editor: User) -> Correction:
    """Part an unnamed source that Newsdesk itself took for somebody: its article's reports are its own again.

    They are pinned, so that no later article joins them again. Raises CannotCorrect.
    """
    speaker = Speaker.objects.select_for_update(of=("self",)).select_related("merged_into").get(pk=speaker_id)
    into = speaker.merged_into
    if into is None or merge_of(speaker) is not None:
        raise CannotCorrect(f"{speaker.name} is not one that Newsdesk merged by itself.")
    Speaker.objects.filter(pk=speaker.pk).update(merged_into=None)
    speaker.refresh_from_db()
    reports = Appearance.objects.filter(
        Q(claim__speaker=into) | Q(claim__speaker__merged_into=into), read_name__iexact=speaker.name
    ).select_related("article")
    if speaker.article_id is not None:
        reports = reports.filter(article=speaker.article_id)
    moved = move_to(speaker, list(reports), basis=f"an editor said that this is not {into.name}", pin=True)
    return write(
        CorrectionKind.SPEAKER_MERGE,
        editor,
        speakers=(speaker, into),
        before=moved.before | {"parted": into.pk},
        after=moved.after,
    )


def undo_parting(correction: Correction) -> None:
    """Merge an unnamed source again, as Newsdesk had it."""
    speaker = Speaker.objects.select_for_update().get(corrections=correction)
    if speaker.merged_into_id is not None:
        raise CannotCorrect(f"{speaker.name} was merged again since: undo that first.")
    move_back(correction.before, correction.after)
    Speaker.objects.filter(pk=speaker.pk).update(merged_into=correction.before["parted"])


def _check(speaker: Speaker, into: Speaker) -> None:
    if speaker.pk == into.pk:
        raise CannotCorrect("A speaker can't be merged with itself: choose another one.")
    for one in (speaker, into):
        if one.merged_into is not None:
            raise CannotCorrect(f"{one.name} was merged into {one.merged_into.name} already.")
    if into.kind == SpeakerKind.UNNAMED and speaker.kind != SpeakerKind.UNNAMED:
        raise CannotCorrect(f"{into.name} is an unnamed source of one article: merge it into {speaker.name}.")
    if into.kind == SpeakerKind.UNNAMED and speaker.article_id != into.article_id:
        raise CannotCorrect("Unnamed sources of different articles can't be known to be one.")


def _claims(speaker: Speaker) -> ClaimQuerySet:
    claims = Claim.objects.filter(family(speaker), merged_into=None, appearances__isnull=False).distinct()
    return claims.prefetch_related("appearances__article").select_related("speaker").order_by("pk")


def _few(claims: ClaimQuerySet) -> set[int]:
    """Their ids, as far as one request can hold them against others."""
    return set(claims.values_list("pk", flat=True)[:INLINE])


def _pairs(claims: list[Claim], others: ClaimQuerySet) -> tuple[list[Pair], list[Pair]]:
    """Claims that say the same: those to join (the one that goes, the one that stays), those both marked."""
    keys = sorted({key for claim in claims for key in claim.match_keys})
    near = list(others.filter(match_keys__overlap=keys)) if keys else []
    same: list[Pair] = []
    left: list[Pair] = []
    for claim in claims:
        shared = [other for other in near if set(other.match_keys) & set(claim.match_keys)]
        other = _says_the_same(claim, shared)
        if other is None:
            continue
        if claim.last_review_id is not None and other.last_review_id is not None:
            left.append((claim, other))
        elif claim.last_review_id is not None or other.rejected:
            same.append((other, claim))
            near.remove(other)
        else:
            same.append((claim, other))
    return same, left


def _says_the_same(claim: Claim, others: list[Claim]) -> Claim | None:
    groups = [[wording_of(report, other.speaker) for report in other.appearances.all()] for other in others]
    for report in claim.appearances.all():
        wording = wording_of(report, claim.speaker)
        if candidate_keys(wording):
            placed = place_among(wording, groups, [set(range(len(group))) for group in groups])
            if placed.group is not None:
                return others[placed.group]
    return None


def _join(gone: Claim, heir: Claim, before: State, after: State) -> None:
    """All reports of a claim go to another one, which it leads to; what changes is added to the states."""
    # The same passage can't be in one claim twice: its second report stays with the claim that goes.
    there = list(heir.appearances.values_list("article_id", "spans"))
    reports = gone.appearances.order_by("pk")
    moving = [report for report in reports if (report.article_id, report.spans) not in there]
    for report in moving:
        before["appearances"][str(report.pk)] = {field: getattr(report, field) for field in FIELDS}
        report.claim = heir
        after["appearances"][str(report.pk)] = {field: getattr(report, field) for field in FIELDS}
    links = ClaimLink.objects.filter(Q(first__in=[gone, heir]) | Q(second__in=[gone, heir]))
    before["links"] += json.loads(serializers.serialize("json", links))
    Appearance.objects.bulk_update(moving, ["claim"])
    carry_links(take_links(gone), gone, heir)
    gone.merged_into = heir
    gone.save(update_fields=["merged_into"])
    after["claims"].append(gone.pk)


def _late(correction: Correction, speaker: Speaker, into: Speaker) -> QuerySet[Appearance]:
    """What came to the other speaker since the merge, in articles that name this one."""
    others = {into.name.lower(), *_known_as(into)}
    names = {speaker.name.lower(), *(_known_as(speaker) - others)}
    reports = Appearance.objects.alias(lowered=Lower("read_name")).filter(
        Q(claim__speaker=into) | Q(claim__speaker__merged_into=into),
        lowered__in=names,
        pinned=False,
        created_at__gt=correction.created_at,
    )
    return reports.exclude(pk__in=[int(pk) for pk in correction.after["appearances"]]).select_related(
        "article"
    )


def _known_as(speaker: Speaker) -> set[str]:
    return {name.lower() for name in speaker.aliases.values_list("name", flat=True)}
