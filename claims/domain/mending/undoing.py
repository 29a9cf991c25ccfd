"""Taking back what editors mended of speakers and passages, while nothing newer stands on it."""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.db import transaction

from claims.domain.correcting import CannotCorrect, newer_than
from claims.domain.mending import aliases, merging, spans, speakers
from claims.domain.mending.log import is_part, write
from claims.domain.mending.moves import move_back
from claims.enums import CorrectionKind
from claims.models import Claim, Correction


def _undo_speaker(correction: Correction) -> None:
    move_back(correction.before, correction.after)


def _undo_merge(correction: Correction) -> None:
    if "parted" in correction.before:
        merging.undo_parting(correction)
    else:
        merging.undo_merge(correction)


UNDO: dict[CorrectionKind, Callable[[Correction], None]] = {
    CorrectionKind.SPEAKER: _undo_speaker,
    CorrectionKind.ALIAS: aliases.undo_alias,
    CorrectionKind.SPEAKER_MERGE: _undo_merge,
    CorrectionKind.SPEAKER_DETAILS: speakers.undo_details,
    CorrectionKind.SPAN: spans.undo_spans,
    CorrectionKind.ADD: spans.undo_add,
    CorrectionKind.REJECT: spans.undo_reject,
}


@transaction.atomic
def undo_mending(correction_id: int, *, editor: User, reason: str = "") -> Correction:
    """Take back a correction of a speaker or a passage. Sent twice it is done once.

    Raises CannotCorrect where something newer stands on it, Correction.DoesNotExist.
    """
    correction = Correction.objects.select_related("claim", "speaker").get(pk=correction_id)
    undo = UNDO.get(CorrectionKind(correction.kind))
    if undo is None or correction.undoes_id is not None or is_part(correction):
        raise CannotCorrect("This can't be undone: make the correction again instead.")
    ids = [pk for pk in (correction.claim_id, correction.other_claim_id) if pk is not None]
    list(Claim.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    if (undone := Correction.objects.filter(undoes=correction).first()) is not None:
        return undone
    if ids and (newer := newer_than(correction)) is not None:
        what = newer.get_kind_display().lower()
        raise CannotCorrect(
            f"{newer.editor} has since made another correction here ({what}): undo that one first."
        )
    undo(correction)
    row = write(
        CorrectionKind(correction.kind),
        editor,
        claims=(correction.claim, correction.other_claim),
        speakers=(correction.speaker, correction.other_speaker),
        before=correction.after,
        after=correction.before,
        reason=reason,
        undoes=correction,
    )
    if correction.kind == CorrectionKind.ALIAS:
        aliases.soon_after_undo(correction)
    return row
