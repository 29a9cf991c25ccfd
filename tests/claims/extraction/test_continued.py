"""Quotations over paragraphs, and several in one sentence."""

from claims.enums import AttributionClass
from claims.extraction.clauses import split_content
from claims.extraction.continued import continued
from claims.extraction.records import Attribution, Span
from claims.extraction.syntax import Page, tokens_in

OPEN = (
    "Ida Holm posted on her page: “The bridge is shut.\n\n“The ferry runs from Monday.”\n\n"
    "“It is free,” Tor Berg said."
)


def _attribution(*content: Span) -> Attribution:
    return Attribution(((0, 8),), ((9, 15),), content, AttributionClass.SPEECH, 0.9)


def test_quotation_left_open_goes_on_in_the_next_paragraph(extractor) -> None:
    page = Page.of(extractor.parse(OPEN))
    start = OPEN.index("“The bridge")
    (grown,) = continued(page, [_attribution((start, OPEN.index("\n")))])
    assert [OPEN[low:high] for low, high in grown.content] == [
        "“The bridge is shut.",
        "“The ferry runs from Monday.”",
    ]


def test_paragraph_that_somebody_else_says_is_not_taken(extractor) -> None:
    page = Page.of(extractor.parse(OPEN))
    start, other = OPEN.index("“The bridge"), OPEN.index("“The ferry")
    records = [_attribution((start, OPEN.index("\n"))), _attribution((other, other + 29))]
    assert continued(page, records) == records


def test_quoted_statements_in_a_list_are_a_claim_each(extractor) -> None:
    text = "She wrote that they should “keep the ferry running all night” and “open the bridge by Monday.”"
    page = Page.of(extractor.parse(text))
    start = text.index("they")
    units = split_content(page, tokens_in(page.doc, ((start, len(text)),)))
    assert [page.doc[unit[0] : unit[-1] + 1].text for unit in units] == [
        "they should “keep the ferry running all night”",
        "open the bridge by Monday.",
    ]
