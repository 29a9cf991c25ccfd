"""Who said it: another speaker for reports of a claim, and what is known of a speaker."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Lower

from articles.models import Article
from claims.domain.correcting import CannotCorrect, StaleCorrection, State, lock_claims
from claims.domain.derived import index_words
from claims.domain.mending.log import write
from claims.domain.mending.moves import family, move_to
from claims.domain.speakers import current
from claims.enums import AliasState, CorrectionKind, SpeakerKind
from claims.models import Claim, Correction, Speaker, SpeakerAlias


class StaleSpeaker(Exception):
    """A speaker changed since this editor saw it; nothing was changed. `speaker` is as it is now."""

    def __init__(self, speaker: Speaker) -> None:
        super().__init__(f"Somebody else changed {speaker.name} in the meantime. Nothing was saved.")
        self.speaker = speaker


def details_of(speaker: Speaker) -> str:
    """What a page sends back, so that a change of an older state of the speaker is noticed."""
    return "\n".join((str(speaker.merged_into_id or ""), speaker.name, speaker.kind, speaker.role))


def speaker_called(name: str, kind: SpeakerKind, article: Article | None = None) -> Speaker:
    """The speaker of this very name, or the one it was merged into; else a new one of this kind.

    An unnamed source is one of `article`'s. Raises CannotCorrect where the name says nothing.
    """
    name = " ".join(name.replace("\0", "").split())
    if not name:
        raise CannotCorrect("Say who said it: a name, or how the article calls an unnamed source.")
    if len(name) > 200:
        raise CannotCorrect(f"A name has at most 200 characters; this one has {len(name)}.")
    if kind is SpeakerKind.UNNAMED and article is None:
        raise CannotCorrect("An unnamed source belongs to one article: choose reports of one article alone.")
    within = article if kind is SpeakerKind.UNNAMED else None
    rows = Speaker.objects.annotate(lowered=Lower("name")).filter(lowered=Lower(Value(name)), article=within)
    found = rows.select_related("merged_into").first()
    return current(found) if found else Speaker.objects.create(name=name, kind=kind, article=within)


@transaction.atomic
def fix_speaker(
    claim_id: int,
    appearance_ids: Collection[int],
    *,
    speaker: Speaker,
    editor: User,
    seen: str = "",
    reason: str = "",
) -> Correction:
    """These reports of a claim are `speaker`'s: they join the claim that says the same, or a new one.

    It is the row's `other_claim`. Marks stay with the claim that they were made on: of one that nothing is
    left of, the history is read where its reports went. Raises CannotCorrect and StaleCorrection.
    """
    (claim,) = lock_claims({claim_id: seen})
    members = list(claim.appearances.select_related("article").order_by("pk"))
    chosen = [member for member in members if member.pk in set(appearance_ids)]
    if len(chosen) < len(set(appearance_ids)):
        raise StaleCorrection(claim, f"A report that you chose is no longer one of claim {claim.pk}.")
    if not chosen:
        raise CannotCorrect("Choose the reports whose speaker is another one.")
    if current(claim.speaker) == current(speaker):
        raise CannotCorrect(f"This is a claim of {speaker.name} already: choose somebody else.")
    if speaker.kind == SpeakerKind.UNNAMED and any(a.article_id != speaker.article_id for a in chosen):
        raise CannotCorrect("An unnamed source belongs to one article: choose reports of that article alone.")
    moved = move_to(speaker, chosen, basis=f"an editor said that this is {speaker.name}", pin=True)
    return write(
        CorrectionKind.SPEAKER,
        editor,
        claims=(claim, Claim.objects.get(pk=moved.homes[0])),
        speakers=(claim.speaker, speaker),
        before=moved.before,
        after=moved.after,
        at=chosen[0] if len(chosen) == 1 else None,
        reason=reason,
    )


@transaction.atomic
def change_speaker(
    speaker_id: int, *, name: str, kind: SpeakerKind, role: str, editor: User, seen: str = ""
) -> Correction | None:
    """Set what is known of a speaker; the former name stays one by which articles print them.

    Returns None where nothing changes. Raises StaleSpeaker and CannotCorrect.
    """
    speaker = Speaker.objects.select_for_update().get(pk=speaker_id)
    if seen and details_of(speaker) != seen:
        raise StaleSpeaker(speaker)
    name, role = " ".join(name.split()), " ".join(role.split())
    if not name:
        raise CannotCorrect("Give the speaker a name.")
    if (kind is SpeakerKind.UNNAMED) is not (speaker.article_id is not None):
        raise CannotCorrect(
            "An unnamed source stays one of its article: if it is somebody known, merge it into them."
            if speaker.article_id
            else "A speaker with a name can't become an unnamed source: mend the claims one by one."
        )
    other = Speaker.objects.annotate(lowered=Lower("name")).filter(
        lowered=Lower(Value(name)), article=speaker.article_id
    )
    if (same := other.exclude(pk=speaker.pk).first()) is not None:
        raise CannotCorrect(f"There is a speaker called {same.name} already: merge the two instead.")
    before: State = {"name": speaker.name, "kind": speaker.kind, "role": speaker.role, "alias": None}
    if before | {"name": name, "kind": kind.value, "role": role} == before:
        return None
    if name.casefold() != speaker.name.casefold() and speaker.article_id is None:
        alias, new = SpeakerAlias.objects.get_or_create(
            speaker=speaker, story=None, name__iexact=speaker.name,
            defaults={"name": speaker.name, "state": AliasState.ADDED},
        )  # fmt: skip
        before["alias"] = alias.pk if new else None
    _set_details(speaker, {"name": name, "kind": kind.value, "role": role})
    after = {"name": name, "kind": kind.value, "role": role}
    return write(CorrectionKind.SPEAKER_DETAILS, editor, speakers=(speaker, None), before=before, after=after)


def undo_details(correction: Correction) -> None:
    """Give a speaker back its name, kind and role."""
    speaker = Speaker.objects.select_for_update().get(corrections=correction)
    if any(getattr(speaker, field) != value for field, value in correction.after.items()):
        raise CannotCorrect(f"{speaker.name} was changed again since: undo that first.")
    before = dict(correction.before)
    SpeakerAlias.objects.filter(pk=before.pop("alias"), state=AliasState.ADDED).delete()
    _set_details(speaker, before)


def _set_details(speaker: Speaker, details: dict[str, str]) -> None:
    for field, value in details.items():
        setattr(speaker, field, value)
    speaker.save(update_fields=["name", "kind", "role"])
    index_words(Claim.objects.filter(family(speaker)).values_list("pk", flat=True))
