"""Stories that Newsdesk suggests, and what people decide about them."""

from collections.abc import Sequence
from datetime import date
from itertools import permutations

import pytest
from django.urls import reverse

from articles.domain import set_article_details
from articles.models import Article, Story
from claims.domain import suggest_story
from claims.matching.events import SAME_EVENT, likeness, profile, rarity
from tests.factories import make_article, make_story, make_user

BRIDGE = (
    (
        "The old harbour bridge at Quarry Point was closed on Monday after divers found cracks in its arch. "
        "Mayor Ida Holm said repairs would take until May, and a ferry would run every twenty minutes."
    ),
    (
        "Drivers face months of detours: the bridge at Quarry Point is shut, Mayor Ida Holm announced, "
        "because divers saw cracks in an arch. A ferry will carry passengers until the repairs end in May."
    ),
    (
        "Cracks in the northern arch have closed the harbour bridge. Ida Holm, mayor of Quarry Point, "
        "promised a ferry every twenty minutes while divers and masons work on the repairs."
    ),
)
BAKERY = (
    "A bakery in Dunmere won the county prize for its rye loaf on Monday. Baker Sten Oxley said he had "
    "used his grandmother's oven and a dough that rests for three days."
)
DAY = date(2026, 3, 2)

pytestmark = pytest.mark.django_db


def suggested(*texts: str, **fields: object) -> list[Article]:
    fields = {"published_on": DAY, **fields}
    articles = [make_article(text, **fields) for text in texts]
    for article in articles:
        suggest_story(article)
    return [Article.objects.get(pk=article.pk) for article in articles]


def test_likeness_of_one_event_is_above_that_of_two() -> None:
    profiles = [profile(text) for text in (*BRIDGE, BAKERY)]
    terms = {term for found in profiles for term in found}
    rare = rarity(4, {term: sum(term in found for found in profiles) for term in terms})
    assert likeness(profiles[0], profiles[1], rare) > SAME_EVENT > likeness(profiles[0], profiles[3], rare)
    assert likeness(profiles[0], profiles[0], rare) == pytest.approx(1)


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_suggest_story_puts_articles_of_one_event_together(order: Sequence[int]) -> None:
    texts = [*BRIDGE, BAKERY]
    articles = suggested(*(texts[index] for index in order))
    story_of = {index: article.story_id for index, article in zip(order, articles, strict=True)}
    story_of = {index: Article.objects.get(text=texts[index]).story_id for index in story_of}
    assert story_of[3] is None
    assert {story_of[0], story_of[1], story_of[2]} == {Story.objects.get().pk}
    assert not Article.objects.filter(story_decided=True).exists()


def test_suggest_story_keeps_events_of_other_weeks_apart() -> None:
    suggested(BRIDGE[0])
    [later] = suggested(BRIDGE[1], published_on=date(2026, 3, 20))
    assert later.story is None


def test_suggest_story_places_an_article_without_a_date_by_when_it_came_in() -> None:
    suggested(BRIDGE[0])
    [undated] = suggested(BRIDGE[1], published_on=None)
    assert undated.story is not None


def test_suggest_story_joins_the_story_that_people_made() -> None:
    story = make_story("The bridge")
    [first] = suggested(BRIDGE[0], story=story, story_decided=True)
    [second] = suggested(BRIDGE[1])
    assert (first.story, second.story, second.story_decided) == (story, story, False)


def test_suggest_story_never_asks_again_about_an_article_that_was_left_out() -> None:
    _first, second = suggested(*BRIDGE[:2])
    set_article_details(second.pk, story=None)
    suggest_story(second)
    suggested(BRIDGE[2])
    second.refresh_from_db()
    assert (second.story, second.story_decided) == (None, True)


def test_details_saved_without_a_story_leave_the_question_open() -> None:
    [article] = suggested(BRIDGE[0])
    set_article_details(article.pk, story=None)
    [second] = suggested(BRIDGE[1])
    article.refresh_from_db()
    assert article.story == second.story is not None


def test_accept_makes_the_suggestion_a_decision(client) -> None:
    first, _ = suggested(*BRIDGE[:2])
    address = reverse("articles:accept", args=[first.story_id])
    client.force_login(make_user("viewer", "Viewer"))
    assert client.post(address).status_code == 403
    client.force_login(make_user("admin", "Admin"))
    page = client.get(first.story.get_absolute_url()).content.decode()
    assert "2 articles here report the same event" in page
    assert client.post(address).status_code == 302
    assert Article.objects.filter(story=first.story, story_decided=True).count() == 2
    assert "strip--ask" not in client.get(first.story.get_absolute_url()).content.decode()


def test_suggested_story_takes_the_first_real_headline() -> None:
    suggested(*BRIDGE[:2])
    assert Story.objects.get().title.startswith("The old harbour bridge at Quarry Point")
    suggested(BRIDGE[2], headline="Cracks close Quarry Point bridge")
    assert Story.objects.get().title == "Cracks close Quarry Point bridge"
