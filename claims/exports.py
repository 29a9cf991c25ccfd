"""The only writer of sheets: claims as CSV or JSON Lines, row by row, whatever their number.

Everything here is a generator over a server-side cursor, so memory and the number of queries
for each `CHUNK` claims stay the same however long the sheet is.
"""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import batched

from django.db.models import Prefetch, Q
from django.utils import timezone

from articles.models import Article, Story
from claims.enums import LinkState, QuoteKind, Status
from claims.models import Appearance, AsFact, Claim, ClaimLink, Review, Speaker
from claims.querysets import ClaimQuerySet

CHUNK = 200
"""Claims read from the database at a time."""

REVIEWED = (Status.CONFIRMED, Status.DISPUTED, Status.ATTRIBUTED)
"""The default rows of a sheet, in the order in which the desk names them."""

BYTE_ORDER_MARK = "\ufeff"


class Rows(StrEnum):
    """What a row of a sheet stands for."""

    CLAIMS = "claims"
    APPEARANCES = "appearances"


CLAIM_COLUMNS: Mapping[str, str] = {
    "claim_id": "Claim",
    "status": "Status",
    "disputed_for": "Disputed for",
    "speaker": "Speaker",
    "speaker_role": "Role",
    "claim": "Claim text",
    "kind": "Quote kinds",
    "story": "Story",
    "outlets": "Outlets",
    "outlet_count": "Number of outlets",
    "origin_count": "Number of origins",
    "first_outlet": "First outlet",
    "first_published_on": "First published",
    "first_url": "First link",
    "contested_by": "Contested by",
    "note": "Note",
    "evidence_url": "Evidence",
    "reviewed_by": "Reviewed by",
    "reviewed_at": "Reviewed at",
    "permalink": "Permalink",
}
"""The columns of a row a claim, in their order, with their names on the page."""

APPEARANCE_COLUMNS: Mapping[str, str] = {
    "outlet": "Outlet",
    "headline": "Headline",
    "url": "Link",
    "published_on": "Published",
    "quote": "Quote",
    "cue": "Cue",
    "via": "Via",
    "variant": "Wording",
    "char_start": "Starts at",
    "char_end": "Ends at",
}
"""What a row an appearance adds."""


def columns(rows: Rows) -> Mapping[str, str]:
    """Every column that such a sheet can have, in the default order: name to label."""
    return CLAIM_COLUMNS if rows is Rows.CLAIMS else {**CLAIM_COLUMNS, **APPEARANCE_COLUMNS}


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Which claims a sheet holds. None leaves a filter out; `statuses` are joined by 'or'."""

    statuses: Sequence[Status] = REVIEWED
    stories: Sequence[int] | None = None
    speakers: Sequence[int] | None = None
    contested: bool = False

    def claims(self) -> ClaimQuerySet:
        """The claims, oldest first."""
        return Claim.objects.selected(
            statuses=self.statuses,
            stories=self.stories,
            speakers=self.speakers,
            contested=self.contested,
        ).order_by("pk")

    def appearance_count(self) -> int:
        """How many rows a sheet of appearances has."""
        return Appearance.objects.filter(claim__in=self.claims().order_by()).count()


def stories_titled(title: str) -> list[int]:
    """The ids of the stories with this title, its case aside."""
    return list(Story.objects.filter(title__iexact=title.strip()).values_list("pk", flat=True))


def speakers_called(name: str) -> list[int]:
    """The ids of the speakers with this name or alias, its case aside, and of those merged with them."""
    name = name.strip()
    found = Speaker.objects.filter(Q(name__iexact=name) | Q(aliases__name__iexact=name))
    ids: set[int] = set()
    wave = set(found.values_list("pk", flat=True))
    while wave:
        ids |= wave
        merged = Speaker.objects.filter(Q(merged_into__in=wave) | Q(merged_speakers__in=wave))
        wave = set(merged.values_list("pk", flat=True)) - ids
    return sorted(ids)


# Formulas. Spreadsheets run a cell that starts with one of these signs (after white space that an
# import trims, and in the full-width forms of East Asian keyboards). Such a cell gets one leading
# apostrophe. A cell that already starts with apostrophes in front of such a sign gets one more, so
# that taking one away restores every cell exactly.
FORMULA = re.compile(r"'*\s*[\t\r\n=+\-@＝＋－＠]")


def make_harmless(value: str) -> str:
    """The value as it goes into a cell: what a spreadsheet would run gets a leading apostrophe."""
    return "'" + value if FORMULA.match(value) else value


def undo_harmless(cell: str) -> str:
    """The value that `make_harmless` made this cell of."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def csv_sheet(
    selection: Selection,
    *,
    rows: Rows = Rows.CLAIMS,
    only: Sequence[str] | None = None,
    base_url: str,
    excel: bool = False,
) -> Iterator[str]:
    """A sheet as CSV (RFC 4180), head first, in pieces of up to 100 lines.

    `only` are the columns and their order, all of them by default; `base_url` is what
    permalinks start with; `excel` puts the byte-order mark in front.
    """
    chosen = list(only if only is not None else columns(rows))
    writer = csv.writer(Line(), lineterminator="\r\n")
    table = table_rows(selection.claims(), rows=rows, base_url=base_url)
    yield (BYTE_ORDER_MARK if excel else "") + writer.writerow(chosen)
    lines = (writer.writerow(make_harmless(row[name]) for name in chosen) for row in table)
    for some in batched(lines, 100):
        yield "".join(some)


class Line:
    """A file whose `write` gives the line back, which makes `csv.writer` a generator's tool."""

    def write(self, line: str) -> str:
        """The line."""
        return line


def table_rows(claims: ClaimQuerySet, *, rows: Rows = Rows.CLAIMS, base_url: str) -> Iterator[dict[str, str]]:
    """Each row as column name to value, before it is made harmless."""
    base_url = base_url.rstrip("/")
    for claim in _in_chunks(claims):
        cells = _claim_cells(claim, base_url)
        if rows is Rows.CLAIMS:
            yield cells
            continue
        for appearance in claim.appearances.all():
            yield cells | _appearance_cells(appearance)


def preview(
    selection: Selection, *, rows: Rows, after: int, claims: int
) -> tuple[list[dict[str, str]], int | None]:
    """The rows of the first claims behind the id `after`, and the id to go on from, None at the end.

    Permalinks are paths, and nothing is made harmless: these rows are for a page.
    """
    found = list(selection.claims().filter(pk__gt=after).values_list("pk", flat=True)[: claims + 1])
    shown = Claim.objects.filter(pk__in=found[:claims]).order_by("pk")
    following = found[claims - 1] if len(found) > claims else None
    return list(table_rows(shown, rows=rows, base_url="")), following


def jsonl_sheet(selection: Selection) -> Iterator[str]:
    """Each claim as one line of JSON, with its history and its appearances."""
    for some in batched(_in_chunks(selection.claims(), with_history=True), CHUNK):
        histories = Review.objects.select_related("reviewer").by_claim([claim.pk for claim in some])
        for claim in some:
            yield json.dumps(_record(claim, histories[claim.pk]), ensure_ascii=False) + "\n"


def _in_chunks(claims: ClaimQuerySet, *, with_history: bool = False) -> Iterator[Claim]:
    """Each claim with all that a row prints; the articles' texts stay in the database."""
    appearances = Appearance.objects.select_related("article__outlet", "article__story")
    links = ClaimLink.objects.exclude(state=LinkState.DISMISSED)
    found = claims.select_related("speaker__merged_into", "last_review__reviewer").prefetch_related(
        Prefetch("appearances", appearances.defer("article__text")),
        Prefetch("links_as_first", links),
        Prefetch("links_as_second", links),
    )
    if with_history:
        passages = AsFact.objects.exclude(state=LinkState.DISMISSED)
        found = found.prefetch_related(Prefetch("as_fact", passages))
    return found.iterator(chunk_size=CHUNK)


def _claim_cells(claim: Claim, base_url: str) -> dict[str, str]:
    appearances = list(claim.appearances.all())
    articles = _in_order_of_day({appearance.article for appearance in appearances})
    outlets = _names(articles, lambda article: article.outlet.name if article.outlet else None)
    first = articles[0] if articles and (articles[0].published_on or len(articles) == 1) else None
    speaker = claim.speaker.merged_into or claim.speaker
    review = claim.last_review
    kinds = {appearance.kind for appearance in appearances}
    return {
        "claim_id": str(claim.pk),
        "status": claim.status,
        "disputed_for": claim.disputed_for,
        "speaker": speaker.name,
        "speaker_role": speaker.role,
        "claim": claim.text,
        "kind": _joined(kind for kind in QuoteKind if kind in kinds),
        "story": _joined(_names(articles, lambda article: article.story.title if article.story else None)),
        "outlets": _joined(outlets),
        "outlet_count": str(len(outlets)),
        "origin_count": "" if claim.origin_count is None else str(claim.origin_count),
        "first_outlet": first.outlet.name if first and first.outlet else "",
        "first_published_on": _day(first.published_on if first else None),
        "first_url": first.url if first else "",
        "contested_by": _joined(str(other) for other in _against(claim, LinkState.CONFIRMED)),
        "note": review.note if review else "",
        "evidence_url": _joined(review.evidence_urls) if review else "",
        "reviewed_by": _reviewer(review) if review else "",
        "reviewed_at": _moment(review.created_at) if review else "",
        "permalink": base_url + claim.get_absolute_url(),
    }


def _appearance_cells(appearance: Appearance) -> dict[str, str]:
    article = appearance.article
    return {
        "outlet": article.outlet.name if article.outlet else "",
        "headline": article.headline,
        "url": article.url,
        "published_on": _day(article.published_on),
        "quote": appearance.text,
        "cue": appearance.cue,
        "via": _joined(appearance.via),
        "variant": appearance.variant,
        "char_start": str(appearance.start),
        "char_end": str(appearance.end),
    }


def _record(claim: Claim, reviews: Iterable[Review]) -> dict[str, object]:
    """A claim in the shape that docs/architecture.md calls a record: names are stable, more may be added."""
    speaker = claim.speaker.merged_into or claim.speaker
    return {
        "claim_id": claim.pk,
        "text": claim.text,
        "speaker": speaker.name,
        "status": claim.status,
        "disputed_for": claim.disputed_for,
        "contested_by": _against(claim, LinkState.CONFIRMED),
        "suggested_contests": _against(claim, LinkState.SUGGESTED),
        "reviews": [
            {
                "status": review.status,
                "disputed_for": review.disputed_for,
                "note": review.note,
                "evidence_url": _joined(review.evidence_urls),
                "evidence_urls": review.evidence_urls,
                "reviewed_by": _reviewer(review),
                "reviewed_at": _moment(review.created_at),
            }
            for review in reviews
        ],
        "origin_count": claim.origin_count,
        "appearances": [_appearance_record(appearance) for appearance in claim.appearances.all()],
        "as_fact": [_passage_record(passage) for passage in claim.as_fact.all()],
    }


def _appearance_record(appearance: Appearance) -> dict[str, object]:
    article = appearance.article
    return {
        "article_id": article.pk,
        "external_id": article.external_id,
        "filename": article.filename,
        "outlet": article.outlet.name if article.outlet else None,
        "story": article.story.title if article.story else None,
        "headline": article.headline,
        "published_on": _day(article.published_on) or None,
        "spans": appearance.spans,
        "start": appearance.start,
        "end": appearance.end,
        "text": appearance.text,
        "kind": appearance.kind,
        "cue": appearance.cue,
        "via": appearance.via,
        "denies": appearance.denies,
        "variant": appearance.variant,
        "origin": appearance.origin,
        "origin_basis": appearance.origin_basis,
        "said_from": _day(appearance.said_from) or None,
        "said_to": _day(appearance.said_to) or None,
        "said_basis": appearance.said_basis,
    }


def _passage_record(passage: AsFact) -> dict[str, object]:
    return {
        "article_id": passage.article_id,
        "spans": passage.spans,
        "text": passage.text,
        "state": passage.state,
    }


def _in_order_of_day(articles: Iterable[Article]) -> list[Article]:
    """Earliest first; of one day, in the order in which they were brought in; undated ones last."""
    return sorted(articles, key=lambda article: (article.published_on or date.max, article.pk))


def _names(articles: Iterable[Article], name: Callable[[Article], str | None]) -> list[str]:
    """Each article's name of something, once, in order, without those that have none."""
    return list(dict.fromkeys(found for article in articles if (found := name(article))))


def _against(claim: Claim, state: LinkState) -> list[int]:
    """The ids of the claims that this one's links in such a state lead to."""
    links = [(link.second_id, link.state) for link in claim.links_as_first.all()]
    links += [(link.first_id, link.state) for link in claim.links_as_second.all()]
    return sorted(other for other, found in links if found == state)


def _joined(values: Iterable[str]) -> str:
    return "; ".join(values)


def _reviewer(review: Review) -> str:
    return review.reviewer.get_full_name() or review.reviewer.get_username()


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _moment(moment: datetime) -> str:
    """ISO 8601 in the desk's time zone, to the second, with its offset."""
    return timezone.localtime(moment).isoformat(timespec="seconds")
