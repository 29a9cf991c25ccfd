"""Two stories that are one event: merged, parted again, and what leads where meanwhile."""

import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.domain import NotMergeable, merge_stories, set_article_details, story_titled, unmerge_story
from articles.models import Article, Story
from claims.domain.reading import relate
from claims.models import ClaimLink
from tests.factories import make_article, make_claim, make_report, make_reported_claim, make_story, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    person = make_user("ada", "Admin")
    client.force_login(person)
    return person


def stories() -> tuple[Story, Story, Article, Article]:
    bridge, quay = make_story("The bridge closes"), make_story("The quay floods")
    return bridge, quay, make_article(story=bridge), make_article(story=quay, story_decided=True)


def story_of(article: Article) -> tuple[int | None, bool]:
    article.refresh_from_db()
    return article.story_id, article.story_decided


def test_merged_story_gives_its_articles_and_gets_them_back() -> None:
    bridge, quay, suggested, decided = stories()
    assert merge_stories(bridge.pk, into=quay.pk) == quay
    assert story_of(suggested) == (quay.pk, False)
    assert story_of(decided) == (quay.pk, True)
    assert list(Story.objects.current()) == [quay]
    unmerge_story(bridge.pk)
    assert story_of(suggested) == (bridge.pk, False)
    assert story_of(decided) == (quay.pk, True)
    assert list(Story.objects.current()) == [quay, bridge]


def test_article_that_was_moved_since_the_merge_stays_where_it_was_put() -> None:
    bridge, quay, article, _ = stories()
    ferry = make_story("The ferry")
    merge_stories(bridge.pk, into=quay.pk)
    set_article_details(article.pk, story=ferry)
    unmerge_story(bridge.pk)
    assert story_of(article) == (ferry.pk, True)


def test_merges_in_a_row_part_in_any_order() -> None:
    bridge, quay, first, second = stories()
    ferry = make_story("The ferry")
    merge_stories(bridge.pk, into=quay.pk)
    merge_stories(quay.pk, into=ferry.pk)
    assert Story.objects.get(pk=bridge.pk).current == ferry
    unmerge_story(bridge.pk)
    assert (story_of(first)[0], story_of(second)[0]) == (bridge.pk, ferry.pk)
    unmerge_story(quay.pk)
    assert (story_of(first)[0], story_of(second)[0]) == (bridge.pk, quay.pk)


def test_merge_refuses_itself_and_what_is_merged() -> None:
    bridge, quay, *_ = stories()
    ferry = make_story("The ferry")
    with pytest.raises(NotMergeable, match="itself"):
        merge_stories(bridge.pk, into=bridge.pk)
    merge_stories(bridge.pk, into=quay.pk)
    for story, into in ((bridge, ferry), (ferry, bridge)):
        with pytest.raises(NotMergeable, match="merged one of these stories already"):
            merge_stories(story.pk, into=into.pk)
    unmerge_story(bridge.pk)
    with pytest.raises(NotMergeable, match="taken this merge back"):
        unmerge_story(bridge.pk)
    with pytest.raises(Story.DoesNotExist):
        merge_stories(bridge.pk, into=10**9)


def test_name_of_a_merged_story_means_the_one_it_went_into() -> None:
    bridge, quay, *_ = stories()
    merge_stories(bridge.pk, into=quay.pk)
    assert story_titled("the bridge closes") == quay


def test_pages_merge_lead_on_and_take_back(client, admin) -> None:
    bridge, quay, first, second = stories()
    merge = reverse("articles:merge_story", args=[bridge.pk])
    page = client.get(bridge.get_absolute_url()).text
    assert merge in page
    assert '<option value="The quay floods">' in page
    assert client.post(merge, {"into": "the QUAY floods"}).url == quay.get_absolute_url()
    assert client.get(bridge.get_absolute_url()).url == quay.get_absolute_url()
    page = client.get(quay.get_absolute_url()).text
    assert "“The bridge closes” was merged into this story." in page
    assert "The bridge closes" not in client.get(reverse("articles:stories")).text
    parted = client.post(reverse("articles:unmerge_story", args=[bridge.pk]))
    assert parted.url == bridge.get_absolute_url()
    assert story_of(first)[0] == bridge.pk
    jobs = ProcrastinateJob.objects.filter(task_name="relate_article").order_by("pk")
    assert [job.args["article_id"] for job in jobs] == [second.pk, first.pk, first.pk]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("The harbour", "No other story is called “The harbour”."),
        ("The bridge closes", "No other story is called “The bridge closes”."),
        ("Twice", "Several stories are called “Twice”."),
    ],
)
def test_page_says_why_it_can_not_merge_and_keeps_what_was_typed(client, admin, typed, said) -> None:
    bridge, *_ = stories()
    make_story("Twice"), make_story("Twice")
    answer = client.post(reverse("articles:merge_story", args=[bridge.pk]), {"into": typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{typed}"' in answer.text
    assert Story.objects.get(pk=bridge.pk).merged_into is None


def test_merging_is_for_those_with_the_right(client) -> None:
    bridge, quay, *_ = stories()
    for name in ("merge_story", "unmerge_story"):
        address = reverse(f"articles:{name}", args=[bridge.pk])
        assert client.post(address, {"into": quay.title}).status_code == 302  # to sign in
    client.force_login(make_user("vi", "Viewer"))
    for name in ("merge_story", "unmerge_story"):
        assert client.post(reverse(f"articles:{name}", args=[bridge.pk])).status_code == 403
    assert "Merge" not in client.get(bridge.get_absolute_url()).text
    assert Story.objects.get(pk=bridge.pk).merged_into is None


def test_article_moved_to_another_story_is_held_against_its_claims() -> None:
    bridge, quay = make_story("The bridge"), make_story("The quay")
    make_reported_claim("The bridge is closed to lorries", "Ida Holm", ["Quay Gazette"], story=bridge)
    denial = make_claim("The bridge is not closed to lorries", "Tor Lind")
    report = make_report(denial, "Harbour Post", story=quay)
    relate(report.article_id)
    assert not ClaimLink.objects.exists()
    set_article_details(report.article_id, story=bridge)
    relate(report.article_id)
    assert ClaimLink.objects.get().second == denial
    set_article_details(report.article_id, story=quay)
    relate(report.article_id)
    assert not ClaimLink.objects.exists()
    relate(10**9)  # gone meanwhile
