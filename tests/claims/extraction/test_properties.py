"""Whatever the text: no exception, offsets inside it, spans that hold words, texts that can be written."""

from itertools import pairwise

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from claims.extraction.pipeline import default_extractor
from claims.extraction.quotes import find_quotes
from claims.extraction.reading import read

PIECES = st.sampled_from(
    [
        "Mayor Ada Lark said the port was closed.",
        "“It is not safe,” she said. “We will see.”",
        "According to Reuters, Lark denied that 9 people died",
        "WE HAVE LOST ALL OF THE SHIPS, AND NOBODY KNOWS WHY",
        "LARK: What of it?",
        "he reportedly told the crew to “go home",
        "’s ‘secret’ talks",
        "«Мы готовы», сказал он.",
        "彼は「行く」と言った。",
        "\n\n",
        "\n",
        "\r\n",
        " ",
        "“",
        "”",
        '"',
        "‘",
        "''",
        "``",
        "—",
        "…",
        "\u00a0",
        "\ud800",
        "İ",
        "\U0001f600",
        "\0",
        ":",
        ", as reported by",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=14).map("".join)
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@QUICK
@given(TEXTS)
def test_any_text_yields_spans_inside_it(text):
    result = default_extractor("rules").extract(text)
    assert result.skipped == 0
    spans = [s for a in result.attributions for s in (*a.source, *a.cue, *a.content)]
    spans += [s for c in result.claims for s in (*c.spans, *c.cue_spans, *c.source)]
    assert all(0 <= start < end <= len(text) and text[start:end].strip() for start, end in spans)
    for attribution in result.attributions:
        assert attribution.content
        assert 0 < attribution.confidence <= 1
    for claim in result.claims:
        assert claim.spans == tuple(sorted(claim.spans))
        assert 0 <= claim.attribution < len(result.attributions)
        assert 0 < claim.confidence < 1
        assert 0 < claim.check_worthiness < 1
        assert claim.text.encode("utf-8")


@settings(QUICK, max_examples=300)
@given(st.text() | TEXTS)
def test_any_text_is_read_at_its_own_length(text):
    passages = list(read(text))
    ends = [p.start for p in passages[1:]] + [len(text)]
    assert [p.start + len(p.text) for p in passages] == ends
    assert passages[0].start == 0


@settings(QUICK, max_examples=300)
@example("'a\".’")
@given(st.text(alphabet="ab .\n“”\"'‘’«»`") | TEXTS)
def test_any_marks_give_quotes_in_order_that_do_not_overlap(text):
    quotes = find_quotes(text)
    assert all(q.start <= q.inner_start <= q.inner_end <= q.end <= len(text) for q in quotes)
    assert all(a.end <= b.start for a, b in pairwise(quotes))
    assert all("\n" not in text[q.start : q.end] for q in quotes)
