"""What a correction did, in words: for the history and for notices."""

from claims.enums import CorrectionKind
from claims.models import Claim, Correction


def told(correction: Correction) -> str:
    """A sentence without its full stop; who did it, to what and when stand beside it."""
    other = correction.other_claim
    names = [speaker.name for speaker in (correction.speaker, correction.other_speaker) if speaker]
    where = f" in “{correction.article}”" if correction.article else ""
    match CorrectionKind(correction.kind):
        case CorrectionKind.SPLIT:
            return f"Split off as a claim of its own{_claim(other)}{where}"
        case CorrectionKind.MERGE:
            return f"Merged into{_claim(other) or ' another claim'}"
        case CorrectionKind.MOVE:
            return f"Moved a report{where} to{_claim(other) or ' another claim'}"
        case CorrectionKind.MATCH:
            return f"Confirmed the match of a report{where}"
        case CorrectionKind.SPEAKER:
            return f"Changed the speaker{_from_to(names)}{where}"
        case CorrectionKind.SPAN:
            return f"Changed the words that are the claim{where}"
        case CorrectionKind.ADD:
            return f"Added a claim that was missed{where}"
        case CorrectionKind.REJECT:
            return "Rejected: not a claim"
        case CorrectionKind.ALIAS:
            return _alias(correction, names[0] if names else "a speaker")
        case CorrectionKind.SPEAKER_MERGE if "parted" in correction.before and len(names) == 2:
            return f"Parted {names[0]} from {names[1]}"
        case CorrectionKind.SPEAKER_MERGE:
            return f"Made one speaker{_from_to(names)}"
        case CorrectionKind.SPEAKER_DETAILS:
            return f"Changed the details of {names[0] if names else 'a speaker'}{_changes(correction)}"


def _alias(correction: Correction, speaker: str) -> str:
    """What became of a name, or which reports followed it."""
    if "part_of" in correction.after:
        count = len(correction.after.get("appearances", ()))
        return f"Let {count} report{'' if count == 1 else 's'} follow a name of {speaker}"
    name = correction.after.get("name") or correction.before.get("name")
    where = " in one story" if correction.after.get("story") else ""
    if correction.after.get("done") == "removed":
        return f"Said that “{name}” does not mean {speaker}{where}"
    return f"Said that “{name}” means {speaker}{where}"


def _claim(claim: Claim | None) -> str:
    return f" claim {claim.pk}: {claim}" if claim is not None else ""


def _from_to(names: list[str]) -> str:
    return f" from {names[0]} to {names[1]}" if len(names) == 2 else f": {names[0]}" if names else ""


def _changes(correction: Correction) -> str:
    """The plain values that differ, before and after."""
    before, after = correction.before, correction.after
    changed = [
        f"{key.replace('_', ' ')} from {before.get(key) or 'none'} to {after.get(key) or 'none'}"
        for key in after
        if before.get(key) != after[key] and not isinstance(after[key], dict | list)
    ]
    return f": {'; '.join(changed)}" if changed else ""
