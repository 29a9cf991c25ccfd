"""Marking many claims at once: what is changed, what is left alone, and the way back."""

import pytest
from django.test import Client
from django.urls import reverse

from claims.domain import record_review, undo_review
from claims.domain.batches import plan_batch, prepare_batch, run_batch, undo_batch
from claims.enums import DisputedFor, Status
from claims.models import Batch, Claim, Review
from tests.factories import make_report, make_reported_claim, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def iris():
    return make_user("iris", first_name="Iris")


@pytest.fixture
def maya():
    return make_user("maya", first_name="Maya")


@pytest.fixture
def claims():
    return [make_reported_claim(text, outlets=["Harbour Post"]) for text in ("One", "Two", "Three")]


def mark(claim, editor, status=Status.CONFIRMED, **fields):
    seen = Claim.objects.get(pk=claim.pk).last_review_id
    return record_review(claim.pk, reviewer=editor, status=status, seen_review=seen, **fields)


def prepared(claims, editor, status=Status.ATTRIBUTED, **fields):
    pairs = Claim.objects.filter(pk__in=[claim.pk for claim in claims]).values_list("pk", "last_review")
    return prepare_batch(pairs, editor=editor, status=status, **fields)


def statuses():
    return list(Claim.objects.order_by("pk").values_list("status", flat=True))


def test_batch_says_what_it_would_change_and_marks_nothing_yet(claims, iris, maya):
    mark(claims[0], maya, Status.ATTRIBUTED)
    mark(claims[1], maya)
    batch = prepared(claims, iris)
    plan = plan_batch(batch)
    assert (plan.total, plan.same, plan.stale) == (2, 1, [])
    assert plan.change == {Status.CONFIRMED: 1, Status.UNREVIEWED: 1}
    assert statuses() == ["attributed", "confirmed", "unreviewed"]


def test_batch_leaves_alone_what_somebody_marked_since(claims, iris, maya):
    batch = prepared(claims, iris)
    mark(claims[1], maya)
    assert [claim.pk for claim in plan_batch(batch).stale] == [claims[1].pk]
    done = run_batch(batch.pk, editor=iris)
    assert done.skipped == [claims[1].pk]
    assert statuses() == ["attributed", "confirmed", "attributed"]


def test_batch_leaves_alone_what_was_merged_since(claims, iris):
    batch = prepared(claims, iris)
    Claim.objects.filter(pk=claims[0].pk).update(merged_into=claims[1])
    assert plan_batch(batch).gone == 1
    assert run_batch(batch.pk, editor=iris).skipped == [claims[0].pk]
    assert Review.objects.count() == 2


def test_batch_run_twice_marks_once(claims, iris):
    batch = prepared(claims, iris)
    first, second = (run_batch(batch.pk, editor=iris) for _ in range(2))
    assert first.done_at == second.done_at
    assert Review.objects.count() == 3


def test_batch_of_another_editor_cannot_be_run(claims, iris, maya):
    with pytest.raises(Batch.DoesNotExist):
        run_batch(prepared(claims, iris).pk, editor=maya)


def test_batch_keeps_what_each_mark_saw(claims, iris):
    run_batch(prepared(claims, iris).pk, editor=iris)
    for claim in claims:
        seen = list(claim.appearances.values_list("pk", flat=True))
        assert [review.seen for review in claim.reviews.all()] == [seen]


def test_batch_marks_again_what_was_found_again_since(claims, iris):
    mark(claims[0], iris, Status.ATTRIBUTED)
    mark(claims[1], iris, Status.ATTRIBUTED)
    make_report(claims[0], "Eastwire", "One")
    run_batch(prepared(claims, iris).pk, editor=iris)
    assert [claim.reviews.count() for claim in claims] == [2, 1, 1]


def test_undo_of_a_batch_restores_what_stood_before_in_one_step(claims, iris, maya):
    mark(claims[0], maya, Status.DISPUTED, disputed_for=DisputedFor.WORDS, note="Not on the tape.")
    mark(claims[1], maya, evidence_urls=["https://log.example/1"])
    batch = run_batch(prepared(claims, iris).pk, editor=iris)
    undone = undo_batch(batch.pk, editor=maya)
    assert undone.skipped == []
    assert statuses() == ["disputed", "confirmed", "unreviewed"]
    latest = [Claim.objects.get(pk=claim.pk).last_review for claim in claims]
    assert [review.undoes.batch for review in latest] == [batch] * 3
    assert (latest[0].note, latest[0].disputed_for, latest[1].evidence_urls) == (
        "Not on the tape.",
        "words",
        ["https://log.example/1"],
    )
    assert undo_batch(batch.pk, editor=maya) == undone


def test_undo_of_a_batch_leaves_alone_what_was_marked_again(claims, iris, maya):
    batch = run_batch(prepared(claims, iris).pk, editor=iris)
    mark(claims[2], maya)
    assert undo_batch(batch.pk, editor=iris).skipped == [claims[2].pk]
    assert statuses() == ["unreviewed", "unreviewed", "confirmed"]


def test_undo_of_an_undo_marks_again(claims, iris):
    batch = run_batch(prepared(claims, iris).pk, editor=iris)
    undo_batch(undo_batch(batch.pk, editor=iris).pk, editor=iris)
    assert set(statuses()) == {"attributed"}


def test_batch_costs_the_same_queries_for_one_and_three(claims, iris, django_assert_num_queries):
    for claim in claims:
        mark(claim, iris, Status.DISPUTED, disputed_for=DisputedFor.WORDS)
    for some in (claims[:1], claims):
        batch = prepared(some, iris, Status.CONFIRMED if len(some) > 1 else Status.ATTRIBUTED)
        with django_assert_num_queries(10):
            run_batch(batch.pk, editor=iris)


# The two-person rule


def test_first_confirmed_waits_for_a_second_editor(claims, iris, maya, settings):
    settings.TWO_PERSON = True
    first = mark(claims[0], iris)
    assert (first.awaits_second, statuses()[0]) == (True, "unreviewed")
    again = mark(claims[0], iris, note="Now with a note.")
    assert (again.awaits_second, statuses()[0]) == (True, "unreviewed")
    second = mark(claims[0], maya)
    assert (second.awaits_second, statuses()[0]) == (False, "confirmed")
    assert not mark(claims[0], iris, note="Kept.").awaits_second


def test_undo_of_the_second_confirmed_waits_again_for_another_than_the_first(claims, iris, maya, settings):
    settings.TWO_PERSON = True
    mark(claims[0], maya, Status.ATTRIBUTED)
    mark(claims[0], iris)
    assert statuses()[0] == "attributed"
    second = mark(claims[0], maya)
    undone = undo_review(second.pk, reviewer=maya)
    assert (undone.awaits_second, undone.author, statuses()[0]) == (True, iris, "attributed")
    assert mark(claims[0], iris).awaits_second
    assert not mark(claims[0], maya).awaits_second


def test_undo_of_the_first_confirmed_leaves_nothing_waiting(claims, iris, settings):
    settings.TWO_PERSON = True
    undone = undo_review(mark(claims[0], iris).pk, reviewer=iris)
    assert (undone.awaits_second, undone.status, statuses()[0]) == (False, "unreviewed", "unreviewed")


def test_batch_keeps_the_two_person_rule(claims, iris, maya, settings):
    settings.TWO_PERSON = True
    mark(claims[0], maya)
    mark(claims[1], iris)
    run_batch(prepared(claims, iris, Status.CONFIRMED).pk, editor=iris)
    assert statuses() == ["confirmed", "unreviewed", "unreviewed"]
    assert [claim.reviews.count() for claim in claims] == [2, 1, 1]
    assert [claim.reviews.last().awaits_second for claim in claims] == [False, True, True]


# The pages


@pytest.fixture
def client(iris):
    client = Client()
    client.force_login(iris)
    return client


def test_all_that_match_are_counted_then_planned_then_marked_then_taken_back(client, claims, maya):
    mark(claims[1], maya)
    start = f"{reverse('claims:batches')}?status=unreviewed"
    assert "Mark all 2 claims that match" in client.get(start).content.decode()
    planned = client.post(start, {"status": "attributed"})
    page = client.get(planned["Location"]).content.decode()
    assert "Nothing is saved yet." in page
    assert statuses() == ["unreviewed", "confirmed", "unreviewed"]
    done = client.post(planned["Location"])
    assert "2 saved as Attributed" in client.get(done["Location"]).content.decode()
    assert statuses() == ["attributed", "confirmed", "attributed"]
    undone = client.post(reverse("claims:undo-batch", args=[Batch.objects.get().pk]))
    assert "2 taken back" in client.get(undone["Location"]).content.decode()
    assert statuses() == ["unreviewed", "confirmed", "unreviewed"]


@pytest.mark.parametrize("query", ["?story=x", "?status=maybe"])
def test_filter_that_makes_no_sense_marks_nothing(client, claims, query):
    url = reverse("claims:batches") + query
    assert "makes no sense" in client.get(url).content.decode()
    assert client.post(url, {"status": "confirmed"}).status_code == 422
    assert Batch.objects.count() == 0


def test_dispute_of_all_that_match_needs_its_reason(client, claims):
    response = client.post(reverse("claims:batches"), {"status": "disputed"})
    assert response.status_code == 422
    assert "Choose what is disputed" in response.content.decode()


@pytest.mark.parametrize("name", ["claims:batches", "claims:batch", "claims:undo-batch"])
def test_viewer_marks_nothing(claims, iris, name):
    viewer = Client()
    viewer.force_login(make_user("vera", "Viewer"))
    args = [] if name == "claims:batches" else [prepared(claims, iris).pk]
    assert viewer.post(reverse(name, args=args)).status_code == 403
