"""Marks that are made while another one is being saved."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from claims.domain import StaleReview, record_review, undo_review
from claims.enums import Status
from claims.models import Claim, Review
from tests.factories import make_claim, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def others_wait() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def while_saving(first: Callable[[], object], second: Callable[[], object]) -> "Future[object]":
    """Run `second` in a thread; `first` commits only once that one waits for its lock."""

    def run() -> object:
        try:
            return second()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads, transaction.atomic():
        first()
        future = threads.submit(run)
        deadline = time.monotonic() + 10
        while not others_wait():
            assert time.monotonic() < deadline, "the second did not wait"
            time.sleep(0.01)
    return future


def mark(claim: Claim, reviewer, status: Status = Status.CONFIRMED) -> Review:
    return record_review(claim.pk, reviewer=reviewer, status=status, seen_review=None)


def test_mark_that_waited_for_another_editors_is_stale() -> None:
    claim, iris, maya = make_claim(), make_user("iris"), make_user("maya")
    late = while_saving(lambda: mark(claim, iris), lambda: mark(claim, maya, Status.ATTRIBUTED))
    with pytest.raises(StaleReview):
        late.result()
    assert [review.reviewer for review in claim.reviews.all()] == [iris]


def test_double_click_is_one_mark_while_the_first_is_being_saved() -> None:
    claim, iris = make_claim(), make_user("iris")
    late = while_saving(lambda: mark(claim, iris), lambda: mark(claim, iris))
    assert late.result() == claim.reviews.get()


def test_undo_that_waited_for_another_undo_is_stale() -> None:
    claim, iris, maya = make_claim(), make_user("iris"), make_user("maya")
    review = mark(claim, iris)
    late = while_saving(
        lambda: undo_review(review.pk, reviewer=iris), lambda: undo_review(review.pk, reviewer=maya)
    )
    with pytest.raises(StaleReview):
        late.result()
    assert claim.reviews.count() == 2
