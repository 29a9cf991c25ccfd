"""The field's closed vocabularies. A leaf: imports nothing local, so the pure packages may use it."""

from enum import StrEnum


class Status(StrEnum):
    """An editor's mark on a claim; said is not true, so the two are never mixed up."""

    UNREVIEWED = "unreviewed"
    ATTRIBUTED = "attributed"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"


class DisputedFor(StrEnum):
    """Why a claim is disputed: it is not so, or it was never said."""

    CONTENT = "content"
    WORDS = "words"


class QuoteKind(StrEnum):
    """How much of an appearance's content stands between quotation marks."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class AttributionClass(StrEnum):
    """What the cue reports: an utterance, a state of mind, or a plan."""

    SPEECH = "speech"
    BELIEF = "belief"
    INTENT = "intent"


class Strategy(StrEnum):
    """Where attributions come from."""

    RULES = "rules"
    TAGGER = "tagger"
    BOTH = "both"


class SpeakerKind(StrEnum):
    """What claims; an unnamed speaker belongs to one article and is never joined by name alone."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"
    UNNAMED = "unnamed"


class SourceClass(StrEnum):
    """What an unnamed source is said to be, from its printed words."""

    OFFICIAL = "official"
    SPOKESPERSON = "spokesperson"
    AIDE = "aide"
    DIPLOMAT = "diplomat"
    LAWYER = "lawyer"
    EXPERT = "expert"
    EMPLOYEE = "employee"
    RELATIVE = "relative"
    WITNESS = "witness"
    FAMILIAR = "familiar"  # 'a person familiar with the matter'
    DOCUMENT = "document"
    MEDIA = "media"
    SOURCE = "source"  # nothing but 'sources', 'people'
    OTHER = "other"


class Variant(StrEnum):
    """How an appearance's wording stands to the fullest one."""

    VERBATIM = "verbatim"
    TRUNCATED = "truncated"
    SPLICED = "spliced"
    REWORDED = "reworded"
    ALTERED = "altered"
    PARAPHRASE = "paraphrase"


class LinkState(StrEnum):
    """A link found by Newsdesk is suggested until an editor answers."""

    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


class LinkKind(StrEnum):
    """How two claims stand against each other."""

    CONTRADICTS = "contradicts"
    IN_TENSION = "in tension"


class CorrectionKind(StrEnum):
    """What an editor mended."""

    SPLIT = "split"
    MERGE = "merge"
    MOVE = "move"
    MATCH = "match"
    SPEAKER = "speaker"
    SPAN = "span"
    ADD = "add"
    REJECT = "reject"
    ALIAS = "alias"
    SPEAKER_MERGE = "speaker merge"
    SPEAKER_DETAILS = "speaker details"


class AliasState(StrEnum):
    """How a speaker came by another name. A removed one stays removed: no article brings it back."""

    LEARNED = "learned"
    ADDED = "added"
    REMOVED = "removed"
