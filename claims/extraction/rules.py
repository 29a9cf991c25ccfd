"""The rules, put together: every attribution of a passage, nested ones included."""

from collections.abc import Iterable

from spacy.tokens import Doc

from claims.extraction.floating import attach_floating, transcripts
from claims.extraction.nominal import nominal_cues
from claims.extraction.records import Attribution
from claims.extraction.reported import reported_speech
from claims.extraction.syntax import Found, Page, attribution_of


def rule_attributions(doc: Doc) -> list[Attribution]:
    """Attributions by rules alone, in reading order; offsets are the doc's own."""
    page = Page.of(doc)
    turns = list(transcripts(page))
    spoken = {i for turn in turns for i in turn.content}
    found = [f for f in (*reported_speech(page), *nominal_cues(page)) if not f.cue & spoken]
    found = _untangle([*turns, *found])
    found += attach_floating(page, found)
    _close_marks(page, found)
    records = [attribution_of(doc, f) for f in found]
    return sorted((r for r in records if r.content), key=lambda r: (min(r.content + r.cue), r.content))


def _close_marks(page: Page, found: list[Found]) -> None:
    """A content that holds every word of a quotation holds its marks too."""
    ranges = page.ranges()
    for f in found:
        for q in {page.quote_at[i] for i in f.content}:
            if q is None or not page.quotes[q].closed:
                continue
            if all(i in f.content for i in ranges[q] if page.doc[i].is_alpha or page.doc[i].like_num):
                f.content.update(ranges[q])


def _untangle(found: Iterable[Found]) -> list[Found]:
    """Of several readings of one content, keep the surest; two cues with the same words are one."""
    kept: list[Found] = []
    for candidate in sorted(found, key=lambda f: -f.confidence):
        twin = any(
            (candidate.cue & other.cue)
            or (candidate.content == other.content and not candidate.cue & other.content)
            for other in kept
        )
        if not twin:
            kept.append(candidate)
    return sorted(kept, key=lambda f: min(f.cue | f.content))
