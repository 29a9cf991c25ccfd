"""Quotations that no cue governs: further sentences of a quote, later paragraphs, transcripts."""

import re
from collections.abc import Iterator

from claims.extraction.quotes import paragraphs
from claims.extraction.syntax import Found, Page, tokens_in

_WORD = r"[A-Z][\w.'’-]+"
_TURN = re.compile(rf"(?P<who>{_WORD}(?: {_WORD}){{0,3}})\s?(?P<cue>:)\s+(?=\S)")
_SIGNED = re.compile(r"[”\"]\s*(?P<cue>[—–―]|--?)\s*(?P<who>[A-Z][^\n“”\"]{2,80})$")
_WORDS = 3


def attach_floating(page: Page, found: list[Found]) -> list[Found]:
    """Give every sentence-like quotation without a cue to whom it continues; returns the additions.

    A quotation in the paragraph of an earlier one joins its content, and so does one that a paragraph
    opens after an unclosed one. A paragraph that is nothing but a quotation inherits its speaker: it
    becomes an attribution with neither cue nor source.
    """
    ranges = page.ranges()
    outside = [f for f in found if all(page.quote_at[i] is None for i in f.cue)]
    taken = {i: f for f in outside for i in f.content if page.quote_at[i] is not None}
    added: list[Found] = []
    last: Found | None = None
    last_quote = -1
    for q, tokens in enumerate(ranges):
        if not tokens:
            continue
        owner = next((taken[i] for i in tokens if i in taken), None)
        if owner is not None:
            last, last_quote = owner, q
            continue
        if not _is_sentence(page, tokens) or any(
            i in f.source or i in f.cue for f in outside for i in tokens[:2]
        ):
            continue
        if last is not None and last_quote >= 0:
            distance = page.paragraph_at[tokens[0]] - page.paragraph_at[ranges[last_quote][-1]]
            unclosed = not page.quotes[last_quote].closed
            near = distance == 0 or (unclosed and distance == 1)
            if near and not _other_speaker_between(page, found, ranges[last_quote][-1], tokens[0], last):
                last.content.update(tokens)
                last_quote = q
                continue
            if distance == 1 and _fills_paragraph(page, tokens):
                last = Found(set(), set(tokens), set(), last.class_, 0.45)
                added.append(last)
                last_quote = q
                continue
        introduced = _introduced(page, found, tokens)
        if introduced is not None:
            last = Found(set(), set(tokens), set(introduced.source), introduced.class_, 0.5)
            added.append(last)
            last_quote = q
    return added


def _is_sentence(page: Page, tokens: range) -> bool:
    words = [page.doc[i] for i in tokens if page.doc[i].is_alpha]
    if len(words) < _WORDS or (not words[0].is_title and not words[0].text[0].isupper()):
        return False
    return any(t.tag_ in ("VBD", "VBZ", "VBP", "MD", "VB") for t in words)


def _fills_paragraph(page: Page, tokens: range) -> bool:
    paragraph = page.paragraph_at[tokens[0]]
    before = tokens[0] == 0 or page.paragraph_at[tokens[0] - 1] != paragraph
    rest = [page.doc[i] for i in range(tokens[-1] + 1, len(page.doc)) if page.paragraph_at[i] == paragraph][
        :4
    ]
    return before and not any(t.is_alpha for t in rest)


def _other_speaker_between(page: Page, found: list[Found], start: int, end: int, owner: Found) -> bool:
    return any(f is not owner and f.source and start < min(f.source) < end and f.content for f in found)


def _introduced(page: Page, found: list[Found], tokens: range) -> Found | None:
    """The last attribution of the sentence just before, in the same paragraph or ending with a colon."""
    near = [f for f in found if f.source and f.content and 0 < tokens[0] - max(f.content | f.cue) <= 3]
    return near[-1] if near else None


def transcripts(page: Page) -> Iterator[Found]:
    """'WALLACE: ...' and '“...” — Name': a turn is what the paragraph says after the name."""
    text = page.text
    lines = paragraphs(text)
    turns = [(span, match) for span in lines if (match := _TURN.match(text, *span))]
    for (_, end), match in turns:
        who = match["who"]
        known = who.isupper() or text[match.end()] in '“"' or sum(m["who"] == who for _, m in turns) > 1
        if known and len(text[match.end() : end].split()) >= _WORDS:
            yield _turn(page, match, (match.end(), end))
    for start, end in lines:
        signed = _SIGNED.search(text, start, end)
        if signed and text[start] in '“”"':
            yield _turn(page, signed, (start, signed.start() + 1))


def _turn(page: Page, match: re.Match[str], content: tuple[int, int]) -> Found:
    return Found(
        cue=tokens_in(page.doc, (match.span("cue"),)),
        source=tokens_in(page.doc, (match.span("who"),)),
        content=tokens_in(page.doc, (content,)),
        confidence=0.7,
    )
