"""What an editor did today, what waits for them, and the figures of the desk."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from claims.domain import record_review, undo_review
from claims.enums import Status, Variant
from claims.models import Appearance, Claim, Review
from claims.plots import bars, columns, nice_step
from claims.shift import MARKS, figures, shift_of
from tests.factories import make_report, make_reported_claim, make_story, make_user

DAY = date(2031, 5, 2)


@pytest.fixture
def ada(client):
    person = make_user("ada")
    client.force_login(person)
    return person


def mark(claim, editor, status=Status.ATTRIBUTED) -> Review:
    claim.refresh_from_db()
    return record_review(claim.pk, reviewer=editor, status=status, seen_review=claim.last_review_id)


def move_back(review: Review, days: int) -> None:
    """Make a mark one of an earlier day, which only a test may."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE claims_review DISABLE TRIGGER review_history_only_grows")
        Review.objects.filter(pk=review.pk).update(created_at=timezone.now() - timedelta(days=days))
        cursor.execute("ALTER TABLE claims_review ENABLE TRIGGER review_history_only_grows")


@pytest.mark.django_db(transaction=True)
def test_shift_counts_the_marks_of_today_that_stand(ada) -> None:
    bo = make_user("bo")
    first, second, third, fourth = (make_reported_claim() for _ in range(4))
    move_back(mark(first, ada), 2)
    kept = mark(second, ada, Status.CONFIRMED)
    undo_review(mark(third, ada).pk, reviewer=ada)
    mark(fourth, bo)
    shift = shift_of(ada)
    assert shift.marks == [kept]
    assert shift.counts == [(Status.CONFIRMED, 1), (Status.DISPUTED, 0), (Status.ATTRIBUTED, 0)]
    assert (shift.total, shift.taken_back, shift.since) == (1, 1, kept.created_at)


@pytest.mark.django_db
def test_shift_lists_what_is_assigned_and_how_far_it_is(ada) -> None:
    mine, done, hidden, _other = (make_reported_claim() for _ in range(4))
    Claim.objects.filter(pk__in=[mine.pk, done.pk, hidden.pk]).update(assigned_to=ada)
    Claim.objects.filter(pk=hidden.pk).update(rejected=True)
    mark(done, ada)
    shift = shift_of(ada)
    assert shift.assigned == [mine]
    assert (shift.assigned_count, shift.assigned_done, shift.waiting) == (1, 1, 1)


@pytest.mark.django_db
def test_shift_lists_what_waits_for_a_second_editor_but_not_for_the_first(ada, settings) -> None:
    settings.TWO_PERSON = True
    bo = make_user("bo")
    mine, theirs = make_reported_claim(), make_reported_claim()
    mark(mine, ada, Status.CONFIRMED)
    mark(theirs, bo, Status.CONFIRMED)
    assert (shift_of(ada).second, shift_of(bo).second) == ([theirs], [mine])


@pytest.mark.django_db
def test_shift_lists_claims_that_were_found_again_since_the_mark(ada) -> None:
    again, quiet = make_reported_claim(), make_reported_claim()
    mark(again, ada)
    mark(quiet, ada)
    report = make_report(again, "Island Echo")
    Appearance.objects.filter(pk=report.pk).update(created_at=timezone.now() + timedelta(seconds=1))
    assert shift_of(ada).found_again == [again]
    mark(again, make_user("bo"))
    assert shift_of(ada).found_again == []


@pytest.mark.django_db
def test_figures_count_marks_claims_and_reports_of_a_story() -> None:
    bo, story = make_user("bo"), make_story()
    claim = make_reported_claim("The pier is shut", "Tor Lind", ["Quay Gazette"], story=story)
    make_report(claim, "Harbour Post", "The pier was shut", story=story, variant=Variant.REWORDED)
    other = make_reported_claim("The ferry sails", "Ida Holm", ["Quay Gazette"])
    mark(claim, bo, Status.CONFIRMED)
    undo_review(mark(other, bo).pk, reviewer=bo)
    found = figures(days=7)
    assert [column.total for column in found.days.columns] == [0] * 6 + [1]
    assert found.days.columns[-1].day == timezone.localdate()
    assert {speaker.name: dict(bar.counts) for speaker, bar in found.speakers} == {
        "Tor Lind": {"confirmed": 1, "disputed": 0, "attributed": 0, "unreviewed": 0},
        "Ida Holm": {"confirmed": 0, "disputed": 0, "attributed": 0, "unreviewed": 1},
    }
    assert {outlet.name: bar.total for outlet, bar in found.outlets} == {"Quay Gazette": 2, "Harbour Post": 1}
    found = figures(days=7, story=story.pk)
    assert [speaker.name for speaker, _ in found.speakers] == ["Tor Lind"]
    assert {outlet.name: dict(bar.counts)["reworded"] for outlet, bar in found.outlets} == {
        "Quay Gazette": 0,
        "Harbour Post": 1,
    }
    assert (found.marks, figures(days=7, story=story.pk + 1).marks) == (1, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("/work/", 13), ("/figures/", 9)])
def test_pages_take_the_same_number_of_queries(ada, client, number, path, queries, django_assert_num_queries):
    for _ in range(number):
        claim = make_reported_claim(story=make_story())
        mark(claim, ada)
        Claim.objects.filter(pk=make_reported_claim().pk).update(assigned_to=ada)
    client.get(path)
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["days=x", "days=9999999", "story=x", "story=99999999999999999999"])
def test_figures_of_an_address_that_makes_no_sense_are_shown(ada, client, query):
    assert client.get(f"/figures/?{query}").status_code == 200


@pytest.mark.django_db
def test_own_work_is_for_editors_and_figures_for_readers(client):
    assert (client.get("/work/").status_code, client.get("/figures/").status_code) == (302, 302)
    client.force_login(make_user("vi", "Viewer"))
    assert (client.get("/work/").status_code, client.get("/figures/").status_code) == (403, 200)
    client.force_login(make_user("nobody", None))
    assert client.get("/figures/").status_code == 403


@given(st.integers(0, 10**7))
def test_grid_has_few_lines_and_room_for_the_highest(most: int) -> None:
    step = nice_step(most)
    assert step * 5 >= most
    assert most < 5 or most / step > 2


@given(st.lists(st.dictionaries(st.sampled_from(MARKS), st.integers(0, 10**6)), min_size=1, max_size=30))
def test_columns_stay_in_the_plot_and_stand_on_one_another(rows) -> None:
    plot = columns({DAY + timedelta(days=n): row for n, row in enumerate(rows)}, MARKS)
    for column in plot.columns:
        below = plot.base
        for part in column.parts:
            assert plot.left <= part.x
            assert part.x + part.width <= plot.width
            assert abs(part.y + part.height - below) < 0.3
            assert part.y >= 0
            below = part.y
        assert column.total == sum(part.count for part in column.parts) == sum(column.counts)


@given(st.lists(st.dictionaries(st.sampled_from(MARKS), st.integers(1, 10**6)), max_size=12))
def test_bars_share_one_scale_and_never_overlap(rows) -> None:
    for bar, row in zip(bars(rows, MARKS), rows, strict=True):
        assert bar.total == sum(row.values())
        for part, following in zip(bar.parts, bar.parts[1:], strict=False):
            assert part.x + part.width < following.x
        assert all(part.x + part.width <= 366 for part in bar.parts)


def test_empty_figures_have_a_grid() -> None:
    assert [tick.value for tick in columns({DAY: {}}, MARKS).ticks] == [0, 1]
    assert bars([], MARKS) == []
