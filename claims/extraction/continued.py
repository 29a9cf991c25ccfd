"""Quotations that go on in the next paragraph: the mark that would close the one before is left out."""

from collections.abc import Sequence
from dataclasses import replace

from claims.extraction.records import Attribution, Spans
from claims.extraction.syntax import Page


def continued(page: Page, records: Sequence[Attribution]) -> list[Attribution]:
    """The attributions, each with the paragraphs in which a quotation of its content goes on.

    A paragraph continues the one before where that one's quotation stays open and this one begins with
    another, unless something else attributes it.
    """
    grown = list(records)
    for before, quote in zip(page.quotes, page.quotes[1:], strict=False):
        gap = page.text[before.end : quote.start]
        if before.closed or "\n" not in gap or gap.strip():
            continue
        if any(_overlaps(record.content, quote.start, quote.end) for record in grown):
            continue
        for at, record in enumerate(grown):
            if _overlaps(record.content, before.inner_start, before.inner_end):
                content = sorted((*record.content, (quote.start, quote.end)))
                grown[at] = replace(record, content=tuple(content))
                break
    return grown


def _overlaps(spans: Spans, start: int, end: int) -> bool:
    return any(low < end and start < high for low, high in spans)
