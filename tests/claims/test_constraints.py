"""What the database itself refuses."""

import pytest
from django.db import IntegrityError, connection, transaction

from articles.models import Article
from claims.enums import CorrectionKind, QuoteKind, Status
from claims.models import Appearance, Claim, Correction, Review, Speaker
from tests.factories import make_article, make_claim, make_outlet, make_user

pytestmark = pytest.mark.django_db
TEXT = "Ida Holm said the bridge stays shut."


def make_spans(article: Article, spans: list[list[int]], **fields: object) -> Appearance:
    return Appearance.objects.create(
        claim=make_claim(),
        article=article,
        spans=spans,
        start=spans[0][0] if spans else 0,
        end=spans[-1][1] if spans else 1,
        text="x",
        kind=QuoteKind.INDIRECT,
        **fields,
    )


def test_appearance_accepts_spans_within_the_text() -> None:
    appearance = make_spans(make_article(TEXT), [[0, 8], [14, len(TEXT)]], cue_spans=[[9, 13]])
    appearance.refresh_from_db()
    assert appearance.spans == [[0, 8], [14, 36]]


@pytest.mark.parametrize(
    "spans",
    [
        [[0, len(TEXT) + 1]],
        [[5, 5]],
        [[9, 3], [4, 8]],
        [],
        [[0, 3], [-9, -3], [4, 8]],
        [[0, 3], [2, 8]],
        [[4, 8], [0, 9]],
        [[0, None], [None, 8]],
    ],
    ids=["outside", "empty", "reversed", "none", "negative", "overlapping", "unordered", "missing"],
)
def test_appearance_refuses_spans_outside_the_text(spans: list[list[int]]) -> None:
    with pytest.raises(IntegrityError):
        make_spans(make_article(TEXT), spans)


def test_appearance_refuses_a_list_that_holds_no_pairs() -> None:
    appearance = make_spans(make_article(TEXT), [[0, 8]])
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute("UPDATE claims_appearance SET spans = '{0,8}' WHERE id = %s", [appearance.pk])


@pytest.mark.parametrize("field", ["cue_spans", "source_spans"])
def test_appearance_refuses_cue_and_source_outside_the_text(field: str) -> None:
    with pytest.raises(IntegrityError):
        make_spans(make_article(TEXT), [[0, 8]], **{field: [[30, 40]]})


def test_appearance_refuses_a_hull_that_is_not_its_spans() -> None:
    appearance = make_spans(make_article(TEXT), [[0, 8]])
    with pytest.raises(IntegrityError):
        Appearance.objects.filter(pk=appearance.pk).update(end=20)


def test_article_text_never_changes() -> None:
    article = make_article(TEXT)
    article.text = TEXT + " It opens in May."
    with pytest.raises(IntegrityError), transaction.atomic():
        article.save(update_fields=["text"])
    article.refresh_from_db()
    assert article.text == TEXT


def test_article_same_text_of_one_outlet_is_refused() -> None:
    outlet = make_outlet()
    make_article(TEXT, outlet=outlet)
    make_article(TEXT, outlet=make_outlet())
    with pytest.raises(IntegrityError):
        make_article(TEXT, outlet=outlet)


def test_article_same_text_without_outlet_is_refused() -> None:
    make_article(TEXT)
    with pytest.raises(IntegrityError):
        make_article(TEXT)


@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = 'x'", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
@pytest.mark.parametrize(
    ("table", "column", "guard"),
    [
        ("claims_review", "note", "review_history_not_emptied"),
        ("claims_correction", "reason", "corrections_not_emptied"),
    ],
)
def test_history_only_grows(statement: str, table: str, column: str, guard: str) -> None:
    editor, claim = make_user(), make_claim()
    Review.objects.create(claim=claim, status=Status.ATTRIBUTED, reviewer=editor)
    Correction.objects.create(kind=CorrectionKind.MERGE, editor=editor, claim=claim)
    with (
        pytest.raises(IntegrityError, match="only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        # Off in tests: those that commit empty the tables.
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {guard}")
        cursor.execute(statement.format(table, column))


def test_status_outside_the_vocabulary_is_refused() -> None:
    claim = make_claim()
    with pytest.raises(IntegrityError):
        Claim.objects.filter(pk=claim.pk).update(status="true")


def test_disputed_without_a_reason_is_refused() -> None:
    claim = make_claim()
    with pytest.raises(IntegrityError):
        Claim.objects.filter(pk=claim.pk).update(status=Status.DISPUTED)


def test_unnamed_speaker_belongs_to_one_article() -> None:
    with pytest.raises(IntegrityError):
        Speaker.objects.create(name="officials", kind="unnamed")


def test_speaker_name_is_unique_whatever_its_case() -> None:
    Speaker.objects.create(name="Ida Holm", kind="person")
    with pytest.raises(IntegrityError):
        Speaker.objects.create(name="IDA HOLM", kind="person")
