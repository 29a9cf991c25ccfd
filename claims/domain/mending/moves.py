"""Reports that go to the claims of another speaker, and back again."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core import serializers
from django.db.models import Q

from claims.domain.correcting import CannotCorrect, State, settle
from claims.domain.links import carry_links, give_links, take_links
from claims.domain.mending.printed import readable
from claims.domain.placing import place
from claims.models import Appearance, Claim, ClaimLink, Speaker

FIELDS = ("claim_id", "pinned", "basis", "match_reason")


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move changed, as the log keeps it; `homes` are the claims that the reports belong to now."""

    before: State
    after: State
    homes: list[int]


def family(speaker: Speaker) -> Q:
    """Claims of a speaker, and of those who were merged into it."""
    return Q(speaker=speaker) | Q(speaker__merged_into=speaker)


def move_to(speaker: Speaker, appearances: Sequence[Appearance], *, basis: str, pin: bool) -> Moved:
    """Place reports anew as this speaker's, each with the claim of the speaker that says the same.

    A claim that none of its reports stay with leads to where they went, and its marks stay its own. The
    appearances come with their articles.
    """
    left = {appearance.claim_id for appearance in appearances}
    speakers = Speaker.objects.filter(Q(claims__in=left) | Q(pk=speaker.pk))
    list(Speaker.objects.select_for_update(no_key=True).filter(pk__in=speakers.values("pk")).order_by("pk"))
    list(Claim.objects.select_for_update().filter(pk__in=left).order_by("pk").values_list("pk"))
    ids = [appearance.pk for appearance in appearances]
    near = Claim.objects.filter(family(speaker), merged_into=None)
    watched = Appearance.objects.filter(Q(pk__in=ids) | Q(claim__in=near)).order_by()
    was = _rows(watched)
    claims_were = set(near.values_list("pk", flat=True)) | left
    links = json.loads(
        serializers.serialize("json", ClaimLink.objects.filter(Q(first__in=left) | Q(second__in=left)))
    )
    for appearance in appearances:
        appearance.basis = basis[:300]
        appearance.pinned = False
        appearance.reading = appearance.reading or readable(appearance.text)
    touched = place([(appearance, speaker) for appearance in appearances])
    for appearance in appearances:
        appearance.pinned = pin
    Appearance.objects.bulk_update(appearances, ["basis", "pinned", "match_reason", "reading"])
    emptied = lead_on(left, appearances, was)
    now = _rows(Appearance.objects.filter(pk__in=[int(pk) for pk in was]))
    changed = [pk for pk in was if was[pk] != now.get(pk)]
    gone = Claim.objects.filter(pk__in=claims_were).exclude(merged_into=None)
    settle(touched | left)
    return Moved(
        {"appearances": {pk: was[pk] for pk in changed}, "links": links},
        {
            "appearances": {pk: now[pk] for pk in changed},
            "claims": sorted(emptied | set(gone.values_list("pk", flat=True))),
        },
        sorted({appearance.claim_id for appearance in appearances}),
    )


def lead_on(left: Iterable[int], appearances: Sequence[Appearance], was: State) -> set[int]:
    """Let claims without reports lead to where most of theirs went; returns them."""
    empty = Claim.objects.filter(pk__in=left, appearances=None, merged_into=None)
    emptied = set()
    for claim in empty:
        went = Counter(a.claim_id for a in appearances if was[str(a.pk)]["claim_id"] == claim.pk)
        if went:
            heir = Claim.objects.get(pk=went.most_common(1)[0][0])
            claim.merged_into = heir
            claim.save(update_fields=["merged_into"])
            carry_links(take_links(claim), claim, heir)
            emptied.add(claim.pk)
    return emptied


def move_back(before: State, after: State) -> set[int]:
    """Put reports back where they were, but for what was decided since; returns the claims that changed.

    Raises CannotCorrect where a claim that they went to, and that nothing else is left of, was marked since.
    """
    were, came = before["appearances"], after["appearances"]
    found = Appearance.objects.filter(pk__in=[int(pk) for pk in were]).order_by("pk")
    back = [appearance for appearance in found if appearance.claim_id == came[str(appearance.pk)]["claim_id"]]
    leaving = {appearance.claim_id for appearance in back}
    Claim.objects.filter(pk__in=after["claims"]).update(merged_into=None)
    for appearance in back:
        for field, value in were[str(appearance.pk)].items():
            setattr(appearance, field, value)
    Appearance.objects.bulk_update(back, ["claim", "pinned", "basis", "match_reason"])
    for claim in Claim.objects.filter(pk__in=leaving, appearances=None, merged_into=None):
        if claim.last_review_id is not None and claim.pk not in {row["claim_id"] for row in were.values()}:
            raise CannotCorrect(f"Claim {claim.pk}, which came of this, was marked since: undo that first.")
        home = next((a.claim_id for a in back if came[str(a.pk)]["claim_id"] == claim.pk), None)
        take_links(claim)
        Claim.objects.filter(pk=claim.pk).update(merged_into=home)
    give_links(before["links"])
    touched = leaving | {appearance.claim_id for appearance in back}
    settle(touched)
    return touched


def _rows(appearances: Iterable[Appearance]) -> State:
    return {
        str(appearance.pk): {field: getattr(appearance, field) for field in FIELDS}
        for appearance in appearances
    }
