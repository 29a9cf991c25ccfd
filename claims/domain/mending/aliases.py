"""Names that editors give speakers, and take from them: what each would change, and carrying it out."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet, Value
from django.db.models.functions import Lower

from articles.models import Story
from claims.domain.correcting import CannotCorrect
from claims.domain.mending.log import INLINE, is_part, parts_of, write
from claims.domain.mending.moves import move_back, move_to
from claims.domain.mending.names import basis_of, is_evidence, is_name, own_speaker, reports_named
from claims.domain.mending.speakers import speaker_called
from claims.domain.speakers import current
from claims.enums import AliasState, CorrectionKind, SpeakerKind
from claims.models import Appearance, Correction, Speaker, SpeakerAlias

BATCH = 100
"""Reports that one transaction of a worker moves."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a name would change. `speakers` are those whose claims these are now, with how many."""

    reports: list[Appearance]
    decided: int

    @property
    def claims(self) -> int:
        """How many claims would change."""
        return len({report.claim_id for report in self.reports})

    @property
    def marked(self) -> int:
        """How many of them an editor marked."""
        return len({report.claim_id for report in self.reports if report.claim.last_review_id is not None})

    @property
    def speakers(self) -> list[tuple[Speaker, int]]:
        """Whose claims they are now, most first."""
        claims: dict[Speaker, set[int]] = {}
        for report in self.reports:
            claims.setdefault(current(report.claim.speaker), set()).add(report.claim_id)
        return sorted(((who, len(ids)) for who, ids in claims.items()), key=lambda pair: -pair[1])


def effect_of_adding(name: str, speaker: Speaker | None, story: Story | None) -> Effect:
    """Which reports become `speaker`'s (None: one not known yet) where `name` means them.

    What an editor decided on stays, and is counted.
    """
    found = [
        report
        for report in _named(name, story)
        if speaker is None or current(report.claim.speaker) != current(speaker)
    ]
    return Effect([report for report in found if not report.pinned], sum(report.pinned for report in found))


def effect_of_removing(alias: SpeakerAlias) -> Effect:
    """Which reports are no longer the speaker's where the name does not mean them."""
    found = [
        report
        for report in _named(alias.name, alias.story)
        if current(report.claim.speaker) == current(alias.speaker)
        and own_speaker(report, without=alias) != current(alias.speaker)
    ]
    return Effect([report for report in found if not report.pinned], sum(report.pinned for report in found))


def _named(name: str, story: Story | None) -> list[Appearance]:
    reports = reports_named(name, story).select_related("article", "claim__speaker__merged_into")
    found = reports.defer("article__text").order_by("pk")
    return [report for report in found if is_evidence(name, report)]


@transaction.atomic
def add_alias(
    speaker_id: int, name: str, *, editor: User, story: Story | None = None, reason: str = ""
) -> Correction:
    """From now on `name` means this speaker, in one story or everywhere; what was read follows.

    At once where that is little, by a worker where it is much. Raises CannotCorrect.
    """
    speaker = Speaker.objects.select_for_update().get(pk=speaker_id)
    name = " ".join(name.replace("\0", "").split())
    if speaker.merged_into_id is not None or speaker.kind == SpeakerKind.UNNAMED:
        raise CannotCorrect(f"{speaker.name} can't have other names: choose a speaker with a name.")
    if not is_name(name):
        raise CannotCorrect("Give a name or a description that means one speaker: “he” may mean anybody.")
    if len(name) > 200:
        raise CannotCorrect(f"A name has at most 200 characters; this one has {len(name)}.")
    other = _same_name(name, story).filter(state=AliasState.ADDED).exclude(speaker=speaker).first()
    if other is not None and current(other.speaker) != speaker:
        where = f"in “{story}”" if story else "everywhere"
        raise CannotCorrect(
            f"An editor said that “{name}” means {other.speaker.name} {where}: remove that first."
        )
    alias = _same_name(name, story).filter(speaker=speaker).first()
    if alias is not None and alias.state == AliasState.ADDED:
        raise CannotCorrect(f"“{name}” means {speaker.name} already.")
    before = {"state": alias.state if alias else None}
    if alias is None:
        alias = SpeakerAlias(speaker=speaker, name=name, story=story)
    alias.state = AliasState.ADDED
    alias.save()
    correction = write(
        CorrectionKind.ALIAS,
        editor,
        speakers=(speaker, None),
        before=before,
        after=_names(alias, "added"),
        reason=reason,
    )
    _soon(correction, len(effect_of_adding(name, speaker, story).reports))
    return correction


@transaction.atomic
def remove_alias(alias_id: int, *, editor: User, reason: str = "") -> Correction:
    """The name does not mean the speaker: what is theirs by it alone goes to whom the article means.

    No later article brings the name back. Raises CannotCorrect, SpeakerAlias.DoesNotExist.
    """
    alias = SpeakerAlias.objects.select_for_update().get(pk=alias_id)
    if alias.state == AliasState.REMOVED:
        raise CannotCorrect(f"“{alias.name}” was removed already.")
    count = len(effect_of_removing(alias).reports)
    before = {"state": alias.state}
    alias.state = AliasState.REMOVED
    alias.save(update_fields=["state"])
    correction = write(
        CorrectionKind.ALIAS,
        editor,
        speakers=(alias.speaker, None),
        before=before,
        after=_names(alias, "removed"),
        reason=reason,
    )
    _soon(correction, count)
    return correction


def _names(alias: SpeakerAlias, done: str) -> dict[str, object]:
    return {"alias": alias.pk, "name": alias.name, "story": alias.story_id, "done": done}


def _same_name(name: str, story: Story | None) -> QuerySet[SpeakerAlias]:
    rows = SpeakerAlias.objects.annotate(lowered=Lower("name")).filter(
        lowered=Lower(Value(name)), story=story
    )
    return rows.select_related("speaker__merged_into")


def undo_alias(correction: Correction) -> None:
    """The name means whom it meant before, and so do the reports that followed it."""
    alias = SpeakerAlias.objects.select_for_update().filter(pk=correction.after["alias"]).first()
    wanted = AliasState(correction.after["done"])
    if is_part(correction) or alias is None or alias.state != wanted:
        raise CannotCorrect("This name was changed again since: undo that first.")
    was = correction.before["state"]
    if was is None:
        alias.delete()
    else:
        alias.state = was
        alias.save(update_fields=["state"])


def carry_out(correction: Correction) -> bool:
    """Do a part of what follows from a name's correction, or its undo; False where nothing is left."""
    if Correction.objects.filter(undoes=correction).exists():
        parts = parts_of(correction)
        if parts:
            take_back_part(parts[0], Correction.objects.get(undoes=correction).editor)
        return len(parts) > 1
    alias = SpeakerAlias.objects.select_related("speaker", "story").get(pk=correction.after["alias"])
    if correction.after["done"] == AliasState.ADDED:
        reports = effect_of_adding(alias.name, alias.speaker, alias.story).reports
        targets = {current(alias.speaker): reports[:BATCH]} if reports else {}
    else:
        reports = effect_of_removing(alias).reports
        targets = _owners(alias, reports[:BATCH])
    for speaker, moving in targets.items():
        whole = list(Appearance.objects.filter(pk__in=[r.pk for r in moving]).select_related("article"))
        moved = move_to(speaker, whole, basis=_basis(alias, speaker), pin=False)
        write(
            CorrectionKind.ALIAS,
            correction.editor,
            speakers=(correction.speaker, speaker),
            before=moved.before,
            after=moved.after,
            part_of=correction,
        )
    return len(reports) > BATCH


def take_back_part(part: Correction, editor: User) -> None:
    """Put back what one part moved, by a row of its own."""
    move_back(part.before, part.after)
    write(
        CorrectionKind(part.kind),
        editor,
        speakers=(part.speaker, part.other_speaker),
        before={},
        after={"part_of": part.after["part_of"]},
        undoes=part,
    )


def _owners(alias: SpeakerAlias, reports: Iterable[Appearance]) -> dict[Speaker, list[Appearance]]:
    """The reports by whom their own article means."""
    owners: dict[Speaker, list[Appearance]] = {}
    for report in reports:
        owner = own_speaker(report, without=alias) or speaker_called(
            report.read_name or report.source, SpeakerKind(report.read_kind), report.article
        )
        owners.setdefault(owner, []).append(report)
    return owners


def _basis(alias: SpeakerAlias, speaker: Speaker) -> str:
    if alias.state == AliasState.ADDED:
        return basis_of(speaker)
    return f"an editor said that “{alias.name}” does not mean {alias.speaker.name}"


def _soon(correction: Correction, reports: int) -> None:
    """Carry it out now where it is little, else leave it to a worker."""
    if reports > INLINE:
        from claims.tasks import mend_names

        mend_names.defer(correction_id=correction.pk)
        return
    while carry_out(correction):
        pass


def soon_after_undo(correction: Correction) -> None:
    """The same for taking it back."""
    _soon(correction, sum(len(part.after["appearances"]) for part in parts_of(correction)))
