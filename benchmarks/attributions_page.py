"""The page that shows predicted against gold, article by article: one static file, no script."""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.attributions import ArticleResult, Case

_STYLE = """
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }
body { max-width: 110rem; margin: 1rem auto; padding: 0 1rem; }
pre { font-size: 13px; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
td, th { border-top: 1px solid #8884; padding: .3rem .5rem; vertical-align: top; text-align: left; }
th:first-child, td:first-child { width: 6rem; }
.source { background: #4a90d940; } .cue { background: #d9a54a59; } .content { background: #5cb85c33; }
.right { color: #2e7d32; } .edges { color: #8a6d00; } .source-wrong { color: #c2571a; }
.missed, .spurious { color: #c62828; }
summary { cursor: pointer; padding: .3rem 0; } summary b { font-variant-numeric: tabular-nums; }
small { opacity: .7; }
"""
_LABELS = {
    "right": ("right", "right"),
    "edges": ("edges", "other edges"),
    "source": ("source-wrong", "other source"),
    "missed": ("missed", "missed"),
    "spurious": ("spurious", "not in gold"),
}
_CONTEXT = 40  # characters shown before and after


def write_page(path: Path, system: str, results: Sequence["ArticleResult"], report: str) -> Path:
    """Write the page, articles with most errors first; returns `path`."""
    articles = "\n".join(_article(result) for result in sorted(results, key=lambda result: -result.errors))
    path.write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Attributions: {escape(system)}</title>'
        f"<style>{_STYLE}</style><h1>Attributions, predicted against gold: {escape(system)}</h1>"
        '<p>Marked: <span class="source">source</span>, <span class="cue">cue</span>, '
        '<span class="content">content</span>. Articles with most errors first.</p>'
        f"<details open><summary>Figures</summary><pre>{escape(report)}</pre></details>\n{articles}</html>\n",
        encoding="utf-8",
    )
    return path


def _article(result: "ArticleResult") -> str:
    rows = "\n".join(_row(result.text, case) for case in result.cases)
    return (
        f"<details><summary><b>{result.errors}</b> of {len(result.cases)} wrong: "
        f"{escape(result.stem)}</summary>"
        f"<table><tr><th></th><th>gold</th><th>predicted</th></tr>{rows}</table></details>"
    )


def _row(text: str, case: "Case") -> str:
    style, label = _LABELS[case.outcome]
    confidence = "" if case.confidence is None else f"<br><small>{case.confidence:.2f}</small>"
    return (
        f'<tr><td class="{style}">{label}<br><small>{case.kind.value}, {case.cue_class}</small>'
        f"{confidence}</td>"
        f"<td>{_marked(text, case.gold)}</td><td>{_marked(text, case.predicted)}</td></tr>"
    )


def _marked(text: str, parts: Mapping[str, Sequence[Sequence[int]]] | None) -> str:
    """The stretch of text that an attribution covers, its three parts marked."""
    if parts is None:
        return ""
    spans = sorted((start, end, role) for role in ("source", "cue", "content") for start, end in parts[role])
    first, last = spans[0][0], max(end for _, end, _ in spans)
    at = max(first - _CONTEXT, 0)
    out: list[str] = []
    for span_start, end, role in spans:
        start = max(span_start, at)  # the corpus has spans that overlap
        if start < end:
            out += [escape(text[at:start]), f'<span class="{role}">{escape(text[start:end])}</span>']
            at = end
    return "".join([*out, escape(text[at : last + _CONTEXT])])
