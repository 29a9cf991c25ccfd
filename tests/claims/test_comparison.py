"""The view-models of the comparison: who is in the table, what is folded, what is marked."""

import pytest
from django.http import QueryDict

from claims.comparison import Comparison, Options, PlaceKind, compare
from claims.models import Claim
from claims.templatetags.wordmarks import marked
from tests.claims.flood import Flood, make_flood

pytestmark = pytest.mark.django_db


@pytest.fixture
def flood() -> Flood:
    return make_flood()


def compared(claim: Claim, query: str = "") -> Comparison:
    return compare(Claim.objects.for_comparison().get(pk=claim.pk), Options.read(QueryDict(query)))


def test_comparison_folds_the_outlets_that_print_the_same_words(flood):
    fold, *rest = compared(flood.claim).places
    assert fold.kind is PlaceKind.FOLD
    assert [outlet.siglum for outlet in fold.outlets] == ["AC", "BD", "CP"]
    assert [outlet.siglum for outlet in fold.own] == ["CP"]
    assert [
        [f"{one.outlet.siglum}{one.number} {one.label.word}" for one in place.renditions] for place in rest
    ] == [
        ["EW1 Altered"],
        ["AC2 Reworded"],
        ["DR1 Truncated"],
        ["BD2 Paraphrase"],
        [],
    ]
    assert [outlet.siglum for outlet in rest[-1].outlets] == ["FH"]


def test_comparison_marks_words_against_the_base(flood):
    comparison = compared(flood.claim)
    html = {f"{one.outlet.siglum}{one.number}": marked(one.passage) for one in comparison.renditions}
    print(html)
