import datetime
import re
from html import unescape

import pytest
from django.urls import reverse

from articles.domain import details_version
from articles.enums import ReadingState
from articles.models import Article, Outlet
from articles.views import articles as views
from claims.enums import Status
from tests.factories import (
    make_appearance,
    make_article,
    make_claim,
    make_outlet,
    make_reported_claim,
    make_speaker,
    make_story,
    make_user,
)

pytestmark = pytest.mark.django_db

TEXT = (
    "date 2031-05-02 Ferry stays in port\n\nBy Tomas Reiss\n\n"
    "“The ferry to Lund stays in port, and it will snow,” Oda Brandt said.\n"
    "Nobody <waited> on the pier."
)


@pytest.fixture
def viewer(client):
    person = make_user("vi", "Viewer")
    client.force_login(person)
    return person


@pytest.fixture
def admin(client):
    person = make_user("ada", "Admin")
    client.force_login(person)
    return person


def make_ferry_article(**fields) -> Article:
    return make_article(
        TEXT,
        headline="Ferry stays in port",
        headline_span=[TEXT.index("Ferry"), TEXT.index("Ferry") + 19],
        byline="Tomas Reiss",
        body_start=TEXT.index("“"),
        **fields,
    )


def printed(html: str) -> str:
    """What a reader sees of the article's pane, without the reference marks."""
    pane = re.search(r'<article class="prose">(.*?)</article>', html, re.DOTALL)[1]
    pane = re.sub(r'<a class="ref".*?</a>', "", pane)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", pane)).split())


def test_article_shows_its_whole_text(client, viewer):
    article = make_ferry_article(outlet="Quay Gazette", published_on=datetime.date(2031, 5, 2))
    claim = make_claim("The ferry to Lund stays in port")
    make_appearance(claim, article)
    shown = printed(client.get(article.get_absolute_url()).text)
    assert shown == (
        "Ferry stays in port Quay Gazette. By Tomas Reiss. 2 May 2031. date 2031-05-02 By Tomas Reiss "
        "“The ferry to Lund stays in port, and it will snow,” Oda Brandt said. Nobody <waited> on the pier."
    )


def test_nested_claims_are_each_marked_and_linked(client, viewer):
    article = make_ferry_article()
    whole = make_appearance(
        make_claim("The ferry to Lund stays in port, and it will snow", status=Status.ATTRIBUTED), article
    )
    part = make_appearance(make_claim("it will snow", "Tomas Reiss"), article)
    html = client.get(article.get_absolute_url()).text
    mark = r'<mark class="q" data-n="([\d ]+)" data-line="(\d)"><span data-at="(\d+)">(.*?)</span></mark>'
    start, inner = whole.start, part.start
    assert re.findall(mark, html) == [
        ("1 ", "1", str(start), "The ferry to Lund stays in port, and "),
        ("1 2 ", "1", str(inner), "it will snow"),
    ]
    assert re.findall(r'<span class="anchor" id="(a\d+)">', html) == [f"a{whole.pk}", f"a{part.pk}"]
    assert re.findall(r'<a class="ref" href="#(r\d)"', html) == ["r1", "r2"]
    assert re.findall(r'<a class="claim" href="([^"]+)">', html) == [
        whole.claim.get_absolute_url(),
        part.claim.get_absolute_url(),
    ]
    assert 'data-status="attributed"' in html


def test_claim_printed_twice_counts_once_in_two_places(client, viewer):
    article = make_article("“It will snow,” Oda Brandt said. “It will snow.”")
    claim = make_claim("It will snow")
    make_appearance(claim, article)
    make_appearance(claim, article, "It will snow.")
    assert "1, in 2 places" in client.get(article.get_absolute_url()).text


def test_claim_in_the_headline_is_marked_there(client, viewer):
    article = make_ferry_article()
    make_appearance(make_claim("Ferry stays in port"), article)
    heading = re.search(r"<h1>(.*?)</h1>", client.get(article.get_absolute_url()).text, re.DOTALL)[1]
    assert 'data-n="1 "' in heading


def test_merged_speaker_goes_by_the_name_that_is_left(client, viewer):
    article = make_ferry_article()
    make_appearance(
        make_claim("it will snow", make_speaker("O. Brandt", merged_into=make_speaker("Oda Brandt"))), article
    )
    html = client.get(article.get_absolute_url()).text
    assert "<b>Oda Brandt</b>" in html
    assert "<b>O. Brandt</b>" not in html


def test_markup_in_a_text_is_text(client, viewer):
    assert "Nobody &lt;waited&gt; on" in client.get(make_ferry_article().get_absolute_url()).text


@pytest.mark.parametrize(
    ("state", "shown"),
    [(ReadingState.READING, "still looking for claims"), (ReadingState.FAILED, "Looking for claims failed")],
)
def test_article_that_is_not_read_says_so(client, viewer, state, shown):
    assert shown in client.get(make_ferry_article(reading_state=state).get_absolute_url()).text


def test_neighbours_are_those_of_the_story(client, viewer):
    story = make_story()
    first = make_article(story=story)
    make_article()
    second = make_article(story=story)
    assert f'href="{second.get_absolute_url()}" rel="next"' in client.get(first.get_absolute_url()).text
    assert f'href="{first.get_absolute_url()}" rel="prev"' in client.get(second.get_absolute_url()).text


def set_details(client, article: Article, **fields):
    sent = {"outlet": "", "story": "", "published_on": "", "seen": details_version(article)} | fields
    return client.post(reverse("articles:details", args=[article.pk]), sent)


def test_details_are_saved(client, admin):
    article = make_ferry_article()
    response = set_details(client, article, outlet="Quay Gazette", story="Ferry", published_on="2031-05-03")
    assert response.url == article.get_absolute_url()
    article = Article.objects.get()
    assert (article.outlet.name, article.story.title) == ("Quay Gazette", "Ferry")
    assert article.published_on == datetime.date(2031, 5, 3)


def test_stale_details_are_shown_beside_what_was_typed_and_not_saved(client, admin):
    article = make_ferry_article()
    Article.objects.update(outlet=make_outlet("Harbour Post"))
    response = set_details(client, article, outlet="Quay Gazette")
    assert response.status_code == 409
    assert "Someone else changed these details: not saved." in response.text
    assert 'value="Quay Gazette"' in response.text
    assert "Harbour Post" in response.text
    assert Article.objects.get().outlet.name == "Harbour Post"
    assert not Outlet.objects.filter(name="Quay Gazette").exists()


def test_outlet_that_has_the_text_is_refused_with_the_reason(client, admin):
    make_ferry_article(outlet="Quay Gazette")
    article = make_ferry_article(outlet="Harbour Post")
    response = set_details(client, article, outlet="Quay Gazette")
    assert response.status_code == 422
    assert "One outlet can’t have the same text twice." in unescape(response.text)
    article.refresh_from_db()
    assert article.outlet.name == "Harbour Post"


def test_wrong_date_is_refused_and_kept(client, admin):
    response = set_details(client, make_ferry_article(), published_on="soon", outlet="Quay Gazette")
    assert response.status_code == 422
    assert 'value="Quay Gazette"' in response.text


@pytest.mark.parametrize("claims", [1, 3])
def test_article_takes_the_same_number_of_queries_for_any_number_of_claims(
    client, viewer, claims, django_assert_num_queries
):
    words = ["The ferry to Lund", "stays in port", "it will snow"]
    article = make_ferry_article()
    for number in range(claims):
        make_appearance(make_claim(words[number], f"Speaker {number}"), article)
    client.get(article.get_absolute_url())
    with django_assert_num_queries(9):
        client.get(article.get_absolute_url())


@pytest.mark.parametrize("found", [1, 3])
def test_list_takes_the_same_number_of_queries_for_any_number_of_articles(
    client, viewer, found, django_assert_num_queries
):
    for number in range(found):
        make_reported_claim(outlets=[f"Outlet {number}"], story=make_story(f"Story {number}"))
    client.get("/articles/")
    with django_assert_num_queries(6):
        client.get("/articles/")


def titles(html: str) -> list[str]:
    return re.findall(r'<th scope="row">\s*<a href="[^"]+">(.*?)</a>', html)


def test_list_is_newest_first_and_pages_by_the_last_row(client, viewer, monkeypatch):
    monkeypatch.setattr(views, "PAGE", 2)
    for number in range(5):
        make_article(f"Text {number}.", headline=f"Headline {number}")
    first = client.get("/articles/").text
    assert titles(first) == ["Headline 4", "Headline 3"]
    (more,) = re.findall(r'href="(\?before=\d+)"', first)
    second = client.get(f"/articles/{more}").text
    assert titles(second) == ["Headline 2", "Headline 1"]
    (more,) = re.findall(r'href="(\?before=\d+)"', second)
    last = client.get(f"/articles/{more}").text
    assert titles(last) == ["Headline 0"]
    assert "before=" not in last


def test_list_filters_by_story_and_outlet(client, viewer):
    story = make_story()
    wanted = make_article(headline="Wanted", outlet="Quay Gazette", story=story)
    make_article(headline="Other outlet", outlet="Harbour Post", story=story)
    make_article(headline="Other story", outlet="Quay Gazette")
    assert titles(client.get("/articles/", {"story": story.pk, "outlet": wanted.outlet_id}).text) == [
        "Wanted"
    ]
    assert titles(client.get("/articles/", {"story": "x"}).text) == ["Other story", "Other outlet", "Wanted"]


def test_pages_are_for_those_with_the_right(client):
    article = make_ferry_article()
    client.force_login(make_user("nobody", None))
    assert client.get("/articles/").status_code == 403
    assert client.get(article.get_absolute_url()).status_code == 403
    client.force_login(make_user("vi", "Viewer"))
    assert client.get(article.get_absolute_url()).status_code == 200
    assert set_details(client, article).status_code == 403
    client.force_login(make_user("ed", "Editor"))
    assert set_details(client, article).status_code == 302


def test_missing_article_is_404_and_strangers_sign_in(client):
    assert client.get("/articles/1/").url == "/accounts/login/?next=/articles/1/"
    client.force_login(make_user("vi", "Viewer"))
    assert client.get("/articles/1/").status_code == 404
