"""When it was said, report by report: words found at the reading, days reckoned whenever the date changes."""

from django.db import transaction

from articles.models import Article
from claims.domain.origins import count_origins
from claims.matching.dates import Report, Said, resolve, said_when
from claims.models import Appearance


@transaction.atomic
def follow_details(article: Article) -> Article:
    """Bring days and origins in line with an article's outlet and date, which a person changed."""
    date_reports(article)
    count_origins(set(article.appearances.values_list("claim", flat=True)))
    return article


def date_reports(article: Article) -> set[int]:
    """Say of each of an article's reports when it was said, from its words and its day of publication.

    To be called after a reading, and whenever the article's date changes. Returns the ids of the claims
    whose days changed.
    """
    appearances = list(article.appearances.order_by("start", "pk"))
    contents = [(start, end) for found in appearances for start, end in found.spans]
    found = {cue: said_when(article.text, report, contents) for cue, report in _reports(appearances).items()}
    days: dict[str, Said | None] = {}
    last: Said | None = None
    for cue, words in sorted(found.items(), key=lambda item: item[1] or (0, 0)):
        if words is not None:
            days[cue] = resolve(article.text[slice(*words)], article.published_on, before=last)
            last = days[cue] or last
    changed = [
        appearance
        for appearance in appearances
        if _date(
            appearance,
            found.get(str(appearance.cue_spans)),
            days.get(str(appearance.cue_spans)),
            article.text,
        )
    ]
    Appearance.objects.bulk_update(changed, ["said_from", "said_to", "said_spans", "said_basis"])
    return {appearance.claim_id for appearance in changed}


def _reports(appearances: list[Appearance]) -> dict[str, Report]:
    """One attribution each, by its cue: a quote of three sentences was said at one time."""
    reports: dict[str, Report] = {}
    for found in appearances:
        content, cue, source = (
            tuple((start, end) for start, end in spans)
            for spans in (found.spans, found.cue_spans, found.source_spans)
        )
        if cue:
            before = reports.get(str(found.cue_spans))
            reports[str(found.cue_spans)] = Report(
                content + (before.content if before else ()), cue, source or (before.source if before else ())
            )
    return reports


def _date(appearance: Appearance, words: tuple[int, int] | None, said: Said | None, text: str) -> bool:
    """Write what is known on the appearance; whether that is another than before."""
    basis = said.basis if said else f"“{text[slice(*words)]}”" if words else ""
    new = (
        said.first if said else None,
        said.last if said else None,
        [list(words)] if words else [],
        basis[:300],
    )
    old = (appearance.said_from, appearance.said_to, appearance.said_spans, appearance.said_basis)
    appearance.said_from, appearance.said_to, appearance.said_spans, appearance.said_basis = new
    return new != old
