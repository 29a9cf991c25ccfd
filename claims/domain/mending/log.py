"""Rows of the log of corrections that are about speakers and passages."""

from typing import Any

from django.contrib.auth.models import User

from claims.domain.correcting import State
from claims.enums import CorrectionKind
from claims.models import Appearance, Claim, Correction, Speaker

INLINE = 200
"""Reports up to which a correction is carried out at once; more are left to a worker."""


def write(
    kind: CorrectionKind,
    editor: User,
    *,
    before: State,
    after: State,
    claims: tuple[Claim | None, Claim | None] = (None, None),
    speakers: tuple[Speaker | None, Speaker | None] = (None, None),
    at: Appearance | None = None,
    spans: list[list[int]] | None = None,
    reason: str = "",
    undoes: Correction | None = None,
    part_of: Correction | None = None,
) -> Correction:
    """Append a row; one that is `part_of` another goes with it.

    `at` is the passage that was decided on, `spans` its words where they were others before.
    """
    passage: dict[str, Any] = {"article_id": at.article_id, "spans": spans or at.spans} if at else {}
    return Correction.objects.create(
        kind=kind,
        editor=editor,
        claim=claims[0],
        other_claim=claims[1],
        speaker=speakers[0],
        other_speaker=speakers[1],
        before=before,
        after=after | ({"part_of": part_of.pk} if part_of else {}),
        reason=reason.strip(),
        undoes=undoes,
        **passage,
    )


def parts_of(correction: Correction) -> list[Correction]:
    """What was done for a correction bit by bit and stands, the latest first."""
    parts = Correction.objects.standing().filter(
        kind=correction.kind, speaker=correction.speaker_id, after__part_of=correction.pk
    )
    return list(parts.order_by("-pk"))


def is_part(correction: Correction) -> bool:
    """Whether a row goes with another one."""
    return "part_of" in correction.after
