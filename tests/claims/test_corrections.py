"""Editors split, merge, move and confirm; later articles and readings follow, and each can be undone."""

from threading import Thread

import pytest
from django.contrib.auth.models import User
from django.db import connection

from articles.models import Article
from claims.domain import (
    CannotCorrect,
    StaleCorrection,
    confirm_match,
    decide_link,
    merge_claims,
    move_appearance,
    record_review,
    split_appearances,
    store_extraction,
    undo_correction,
    version_of,
)
from claims.enums import DisputedFor, LinkState, Status
from claims.extraction.records import Extraction
from claims.models import Appearance, Claim, ClaimLink, Correction, Review
from tests.claims.test_storing import (
    BERG,
    CUT,
    FULL,
    OTHER,
    article_saying,
    extraction,
    grouping,
    proposition,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db
THIRD = "Nobody may cross the old harbour bridge on foot"


@pytest.fixture
def editor() -> User:
    return make_user("Liv")


def read(number: str, *said: str) -> Article:
    """Store an article of this external id that prints these words."""
    article = article_saying(*said, external_id=number)
    store_extraction(article, extraction(article, *said))
    return article


def claim_of(number: str, words: str) -> Claim:
    return Claim.objects.get(appearances__article__external_id=number, appearances__text=words)


def appearance_of(number: str, words: str) -> Appearance:
    return Appearance.objects.get(article__external_id=number, text=words)


def rows() -> list[tuple[object, ...]]:
    """Everything that an undo restores."""
    appearances = Appearance.objects.order_by("pk").values_list("pk", "claim", "pinned", "variant")
    claims = Claim.objects.filter(appearances__isnull=False).distinct().order_by("pk")
    return [*appearances, *claims.values_list("pk", "text", "status", "disputed_for", "merged_into")]


def mark(claim: Claim, editor: User, status: Status = Status.CONFIRMED, **fields: object) -> Review:
    claim.refresh_from_db()
    return record_review(claim.pk, reviewer=editor, status=status, seen_review=claim.last_review_id, **fields)


@pytest.fixture
def one_claim() -> tuple[Article, Article]:
    """The full quote and a cut one, which matching takes for one claim."""
    return read("full", FULL), read("cut", CUT)


@pytest.fixture
def two_claims() -> tuple[Article, Article]:
    """What matching takes for two claims."""
    return read("full", FULL), read("third", THIRD)


def split_the_cut_one(editor: User) -> Correction:
    cut = appearance_of("cut", CUT)
    return split_appearances(cut.claim_id, [cut.pk], editor=editor)


def merge_them(editor: User) -> Correction:
    return merge_claims(claim_of("third", THIRD).pk, claim_of("full", FULL).pk, editor=editor)


# Split


@pytest.mark.usefixtures("one_claim")
def test_split_makes_a_claim_of_its_own_that_waits_in_the_queue(editor: User) -> None:
    whole = claim_of("full", FULL)
    mark(whole, editor)
    correction = split_the_cut_one(editor)
    assert grouping() == {frozenset({("full", FULL)}), frozenset({("cut", CUT)})}
    apart = claim_of("cut", CUT)
    assert (correction.claim, correction.other_claim) == (whole, apart)
    assert (apart.text, apart.status, apart.speaker) == (CUT, "unreviewed", whole.speaker)
    assert appearance_of("cut", CUT).variant == "verbatim"
    assert claim_of("full", FULL).status == "confirmed"


@pytest.mark.usefixtures("one_claim")
def test_split_is_followed_by_later_articles(editor: User) -> None:
    split_the_cut_one(editor)
    read("later", CUT)
    read("latest", FULL, CUT + " today")
    assert claim_of("later", CUT) == claim_of("cut", CUT) != claim_of("full", FULL)
    assert claim_of("latest", FULL) == claim_of("full", FULL)
    assert claim_of("latest", CUT + " today").pk in {claim_of("cut", CUT).pk, claim_of("full", FULL).pk}


@pytest.mark.usefixtures("one_claim")
def test_split_survives_a_wording_that_holds_both(editor: User) -> None:
    split_the_cut_one(editor)
    read("fuller", FULL + ", whatever the ferry company says")
    assert claim_of("full", FULL) != claim_of("cut", CUT)
    assert Claim.objects.filter(merged_into=None, appearances__isnull=False).distinct().count() == 2


@pytest.mark.parametrize("found", [CUT, "The old harbour bridge stays", "harbour bridge stays shut", ""])
@pytest.mark.usefixtures("one_claim")
def test_split_is_found_again_by_another_reading(editor: User, found: str) -> None:
    """The same spans, overlapping ones, none at all."""
    split_the_cut_one(editor)
    before = rows()
    article = Article.objects.get(external_id="cut")
    for _ in range(2):
        store_extraction(article, extraction(article, *([found] if found else [])))
    assert rows() == before


@pytest.mark.usefixtures("one_claim")
def test_split_undone_is_one_claim_again(editor: User) -> None:
    before = rows()
    correction = split_the_cut_one(editor)
    apart = correction.other_claim
    undone = undo_correction(correction.pk, editor=editor)
    assert rows() == before
    assert undone.undoes == correction
    assert undo_correction(correction.pk, editor=editor) == undone  # a double click
    apart.refresh_from_db()
    assert apart.merged_into == correction.claim
    read("later", CUT)
    assert claim_of("later", CUT) == claim_of("full", FULL)


@pytest.mark.usefixtures("one_claim")
def test_split_undone_takes_back_what_followed_it(editor: User) -> None:
    correction = split_the_cut_one(editor)
    read("later", CUT)
    undo_correction(correction.pk, editor=editor)
    assert grouping() == {frozenset({("full", FULL), ("cut", CUT), ("later", CUT)})}


@pytest.mark.usefixtures("one_claim")
def test_split_with_a_mark_on_it_is_not_undone(editor: User) -> None:
    correction = split_the_cut_one(editor)
    mark(claim_of("cut", CUT), editor)
    with pytest.raises(CannotCorrect, match="has been marked since"):
        undo_correction(correction.pk, editor=editor)
    assert grouping() == {frozenset({("full", FULL)}), frozenset({("cut", CUT)})}


@pytest.mark.usefixtures("one_claim")
def test_split_of_everything_or_nothing_is_refused(editor: User) -> None:
    claim = claim_of("full", FULL)
    every = list(claim.appearances.values_list("pk", flat=True))
    for chosen, why in ((every, "leave one out"), ([], "Choose the reports")):
        with pytest.raises(CannotCorrect, match=why):
            split_appearances(claim.pk, chosen, editor=editor)
    assert not Correction.objects.exists()


# Merge


@pytest.mark.usefixtures("two_claims")
def test_merge_sets_a_pointer_and_reads_reports_together(editor: User) -> None:
    gone = claim_of("third", THIRD)
    correction = merge_them(editor)
    assert grouping() == {frozenset({("full", FULL), ("third", THIRD)})}
    gone.refresh_from_db()
    assert (gone.merged_into, gone.text) == (correction.other_claim, THIRD)
    assert merge_claims(gone.pk, correction.other_claim_id, editor=editor) == correction  # a double click


@pytest.mark.parametrize("words", [FULL, THIRD])
@pytest.mark.usefixtures("two_claims")
def test_merge_is_followed_by_later_articles(editor: User, words: str) -> None:
    merge_them(editor)
    read("later", words)
    assert claim_of("later", words) == claim_of("full", FULL)


@pytest.mark.parametrize("number", ["full", "third"])
@pytest.mark.usefixtures("two_claims")
def test_merge_is_found_again_by_another_reading(editor: User, number: str) -> None:
    merge_them(editor)
    before = rows()
    words = {"full": FULL, "third": THIRD}[number]
    article = Article.objects.get(external_id=number)
    for found in (words, words[4:-4], words[: len(words) // 2]):
        store_extraction(article, extraction(article, found))
        assert rows() == before


@pytest.mark.usefixtures("two_claims")
def test_merge_undone_restores_both(editor: User) -> None:
    mark(claim_of("third", THIRD), editor, Status.ATTRIBUTED)
    before = rows()
    correction = merge_them(editor)
    assert claim_of("full", FULL).status == "attributed"
    undo_correction(correction.pk, editor=editor)
    assert rows() == before
    assert claim_of("full", FULL).last_review is None


@pytest.mark.usefixtures("two_claims")
def test_merge_undone_matches_anew_what_came_since(editor: User) -> None:
    correction = merge_them(editor)
    read("later", THIRD)
    undo_correction(correction.pk, editor=editor)
    assert claim_of("later", THIRD) == claim_of("third", THIRD) != claim_of("full", FULL)


@pytest.mark.usefixtures("two_claims")
def test_merge_of_marks_that_agree_keeps_them(editor: User) -> None:
    first = mark(claim_of("third", THIRD), editor)
    second = mark(claim_of("full", FULL), editor)
    before = Review.objects.count()
    claim = merge_them(editor).other_claim
    claim.refresh_from_db()
    assert (claim.status, claim.last_review) == ("confirmed", second)
    assert list(Review.objects.of(claim.pk)) == [first, second]
    assert Review.objects.count() == before


@pytest.mark.parametrize(
    "other", [{"status": Status.ATTRIBUTED}, {"status": Status.DISPUTED, "disputed_for": DisputedFor.WORDS}]
)
@pytest.mark.usefixtures("two_claims")
def test_merge_of_marks_that_disagree_returns_to_the_queue(editor: User, other: dict[str, object]) -> None:
    mark(claim_of("third", THIRD), editor, **other)
    kept = mark(claim_of("full", FULL), editor)
    correction = merge_them(editor)
    claim = claim_of("full", FULL)
    assert (claim.status, claim.disputed_for) == ("unreviewed", "")
    assert "the marks differ" in claim.last_review.note
    undo_correction(correction.pk, editor=editor)
    claim.refresh_from_db()
    assert (claim.status, claim.last_review.status) == ("confirmed", "confirmed")
    assert claim.last_review.undoes.note.startswith("Merged with claim")
    assert claim.reviews.first() == kept
    assert claim_of("third", THIRD).status == other["status"]


@pytest.mark.usefixtures("two_claims")
def test_merge_marked_since_is_not_undone(editor: User) -> None:
    correction = merge_them(editor)
    mark(claim_of("full", FULL), editor)
    with pytest.raises(CannotCorrect, match="marked since the merge"):
        undo_correction(correction.pk, editor=editor)
    assert len(grouping()) == 1


def test_merge_keeps_what_an_editor_said_of_contests(editor: User) -> None:
    article = article_saying("The bridge is safe to cross", "The bridge is not safe to cross", OTHER)
    said = (
        "The bridge is safe to cross",
        ("The bridge is not safe to cross", BERG),
        OTHER,
    )
    store_extraction(article, extraction(article, *said))
    link = decide_link(ClaimLink.objects.get().pk, state=LinkState.DISMISSED, editor=editor)
    other = Claim.objects.get(text=OTHER)
    correction = merge_claims(link.first_id, other.pk, editor=editor)
    assert list(ClaimLink.objects.values_list("first", "second", "state")) == [
        (*sorted((other.pk, link.second_id)), "dismissed")
    ]
    undo_correction(correction.pk, editor=editor)
    assert (link.first_id, link.second_id, "dismissed") in ClaimLink.objects.values_list(
        "first", "second", "state"
    )


def test_merge_of_one_passage_in_two_claims_loses_none(editor: User) -> None:
    article = article_saying(FULL)
    first = proposition(article.text, FULL)
    store_extraction(article, Extraction(claims=(first, proposition(article.text, FULL, BERG))))
    one, two = Claim.objects.order_by("pk")
    before = rows()
    correction = merge_claims(two.pk, one.pk, editor=editor)
    assert Appearance.objects.count() == 2
    undo_correction(correction.pk, editor=editor)
    assert rows() == before


# Move


def test_move_gives_one_report_to_another_claim_and_back(editor: User, one_claim: object) -> None:
    read("third", THIRD)
    before = rows()
    cut = appearance_of("cut", CUT)
    correction = move_appearance(cut.pk, claim_of("third", THIRD).pk, editor=editor)
    assert grouping() == {frozenset({("full", FULL)}), frozenset({("third", THIRD), ("cut", CUT)})}
    assert (correction.article, correction.spans) == (cut.article, cut.spans)
    read("later", CUT)
    assert claim_of("later", CUT) == claim_of("third", THIRD)
    undo_correction(correction.pk, editor=editor)
    assert claim_of("later", CUT) == claim_of("full", FULL)
    Appearance.objects.filter(article__external_id="later").delete()
    assert rows() == before


def test_move_is_found_again_by_another_reading(editor: User, one_claim: object) -> None:
    read("third", THIRD)
    move_appearance(appearance_of("cut", CUT).pk, claim_of("third", THIRD).pk, editor=editor)
    before = rows()
    for number, words in (("cut", CUT), ("cut", CUT[4:]), ("full", FULL[:-20]), ("third", THIRD[10:])):
        article = Article.objects.get(external_id=number)
        store_extraction(article, extraction(article, words))
        assert rows() == before


@pytest.mark.usefixtures("two_claims")
def test_move_of_the_only_report_merges(editor: User) -> None:
    gone = claim_of("third", THIRD)
    correction = move_appearance(appearance_of("third", THIRD).pk, claim_of("full", FULL).pk, editor=editor)
    gone.refresh_from_db()
    assert (correction.kind, gone.merged_into) == ("merge", correction.other_claim)


# Confirm


@pytest.mark.usefixtures("one_claim")
def test_confirmed_match_stays_and_can_be_doubted_again(editor: User) -> None:
    before = rows()
    correction = confirm_match(appearance_of("cut", CUT).pk, editor=editor)
    assert set(Appearance.objects.values_list("pinned", flat=True)) == {True}
    article = Article.objects.get(external_id="cut")
    store_extraction(article, extraction(article))
    assert grouping() == {frozenset({("full", FULL), ("cut", CUT)})}
    with pytest.raises(CannotCorrect, match="already"):
        confirm_match(appearance_of("cut", CUT).pk, editor=editor)
    undo_correction(correction.pk, editor=editor)
    assert rows() == before


# Two editors


@pytest.mark.usefixtures("one_claim")
def test_stale_correction_changes_nothing(editor: User) -> None:
    claim, cut = claim_of("full", FULL), appearance_of("cut", CUT)
    seen = version_of(claim)
    mark(claim, make_user("Per"))
    before = rows()
    with pytest.raises(StaleCorrection, match="marked Confirmed by Per"):
        split_appearances(claim.pk, [cut.pk], editor=editor, seen=seen)
    assert rows() == before
    claim.refresh_from_db()
    split_appearances(claim.pk, [cut.pk], editor=editor, seen=version_of(claim))
    with pytest.raises(StaleCorrection, match="no longer one of"):
        split_appearances(claim.pk, [cut.pk], editor=editor)


@pytest.mark.usefixtures("two_claims")
def test_correction_of_a_claim_merged_away_says_where_it_went(editor: User) -> None:
    read("cut", CUT)
    correction = merge_them(editor)
    with pytest.raises(StaleCorrection, match="was merged into claim") as caught:
        merge_claims(correction.claim_id, claim_of("cut", CUT).pk, editor=make_user("Per"))
    assert caught.value.claim == correction.other_claim


@pytest.mark.usefixtures("one_claim")
def test_correction_under_a_newer_one_is_undone_after_it(editor: User) -> None:
    read("third", THIRD)
    before = rows()
    split = split_the_cut_one(editor)
    merge = merge_claims(claim_of("third", THIRD).pk, claim_of("cut", CUT).pk, editor=make_user("Per"))
    with pytest.raises(CannotCorrect, match=r"Per has since made another correction here \(merge\)"):
        undo_correction(split.pk, editor=editor)
    undo_correction(merge.pk, editor=editor)
    undo_correction(split.pk, editor=editor)
    assert rows() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_merge_and_mark_at_once_lose_neither(turn: int) -> None:
    editor, other = make_user("Liv"), make_user("Per")
    read("full", FULL)
    read("third", THIRD)
    gone, into = claim_of("third", THIRD), claim_of("full", FULL)
    failures: list[Exception] = []

    def run(act: object) -> None:
        try:
            act()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    acts = [
        lambda: merge_claims(gone.pk, into.pk, editor=editor),
        lambda: record_review(gone.pk, reviewer=other, status=Status.CONFIRMED, seen_review=None),
    ]
    threads = [Thread(target=run, args=[act]) for act in (acts if turn % 2 else acts[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    into.refresh_from_db()
    assert Correction.objects.get().kind == "merge"
    # The mark came first and counts for both, or it came too late and its editor was told.
    assert (into.status, [type(failure).__name__ for failure in failures]) in [
        ("confirmed", []),
        ("unreviewed", ["MergedAway"]),
    ]
