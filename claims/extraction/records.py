"""What extraction returns: frozen records whose offsets are code points into the input text."""

from dataclasses import dataclass, field

from claims.enums import AttributionClass, QuoteKind, SpeakerKind

type Span = tuple[int, int]
type Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Attribution:
    """One cue with what it attributes and to whom, as the PARC and PolNeAR corpora mark it.

    `source` is what is printed for that cue, so it may be a pronoun, or empty.
    """

    source: Spans
    cue: Spans
    content: Spans
    class_: AttributionClass
    confidence: float


@dataclass(frozen=True, slots=True)
class Mention:
    """The speaker of a claim, resolved within the article.

    `name` is None where the article gives no evidence who is meant. `aliases` are the
    other forms under which the article names the same speaker; `role` is printed text
    ("foreign policy adviser"). `basis` says in words what the resolution rests on.
    """

    name: str | None
    kind: SpeakerKind
    aliases: tuple[str, ...] = ()
    role: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Proposition:
    """One checkable claim in one article: a sentence of a quote, or an independent clause of one.

    `source` are the spans printed for the speaker (empty when inherited). `via` names the
    relays, nearest to the reader first. `denies` is True only when the cue itself negates
    ("refuted"). `attribution` indexes the extraction's attributions.
    """

    spans: Spans
    text: str
    speaker: Mention
    kind: QuoteKind
    cue: str
    cue_spans: Spans
    source: Spans
    attribution: int
    class_: AttributionClass = AttributionClass.SPEECH
    via: tuple[str, ...] = ()
    venue: str = ""
    denies: bool = False
    confidence: float = 1.0
    check_worthiness: float = 0.5


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything found in one article, in reading order. `skipped` counts what could not be read."""

    attributions: tuple[Attribution, ...] = ()
    claims: tuple[Proposition, ...] = ()
    skipped: int = 0
    notes: tuple[str, ...] = field(default=())
