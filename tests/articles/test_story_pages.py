import datetime
import re

import pytest

from articles.models import Story
from articles.views import stories as views
from articles.views.stories import between
from claims.enums import LinkKind, LinkState, Variant
from claims.models import ClaimLink
from tests.factories import (
    make_article,
    make_claim,
    make_report,
    make_reported_claim,
    make_speaker,
    make_story,
    make_user,
)

pytestmark = pytest.mark.django_db


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


def matrix(html: str) -> list[list[str]]:
    """The rows of the table: what stands in the row's head, then each cell, without markup."""
    body = html.partition("</thead>")[2].partition("</table>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    return [[plain(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in rows]


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_matrix_shows_what_each_outlet_prints_and_what_it_leaves_out(client, viewer):
    story = make_story()
    claim = make_claim("The ferry stays in port until Monday")
    make_report(claim, "Quay Gazette", story=story)
    make_report(
        claim, "Harbour Post", "The ferry stays in port until Tuesday", story=story, variant=Variant.ALTERED
    )
    make_article(outlet="Island Echo", story=story)
    html = client.get(story.get_absolute_url()).text
    assert re.findall(r'<abbr class="sig sig--box" title="(.*?)">', html) == [
        "Harbour Post",
        "Island Echo",
        "Quay Gazette",
    ]
    assert matrix(html) == [
        [
            "The ferry stays in port until Monday Unreviewed",
            "Altered Direct The ferry stays in port until base: Monday here: Tuesday",
            "Not reported",
            "Verbatim Direct The ferry stays in port…",
        ]
    ]


def test_outlet_with_several_reports_shows_the_loudest(client, viewer):
    story = make_story()
    claim = make_claim("The ferry stays in port")
    make_report(claim, "Quay Gazette", story=story)
    make_report(claim, "Quay Gazette", "a ferry in port", story=story, variant=Variant.PARAPHRASE)
    (row,) = matrix(client.get(story.get_absolute_url()).text)
    assert row[1].startswith("Paraphrase Direct, 1 more")


def test_articles_without_an_outlet_have_a_column_each(client, viewer):
    story = make_story()
    make_article(story=story)
    make_article(story=story)
    assert client.get(story.get_absolute_url()).text.count('title="Outlet not named"') == 2


def test_shared_claims_come_first(client, viewer):
    story = make_story()
    for number in range(3):
        make_reported_claim(f"Alone {number}", "Tomas Reiss", ["Quay Gazette"], story=story)
    make_reported_claim("Alone too", "Oda Brandt", ["Quay Gazette"], story=story)
    make_reported_claim("Shared", "Oda Brandt", ["Quay Gazette", "Harbour Post"], story=story)
    rows = [row[0].removesuffix(" Unreviewed") for row in matrix(client.get(story.get_absolute_url()).text)]
    assert rows == ["Shared", "Alone too", "Alone 0", "Alone 1", "Alone 2"]


def test_claims_of_a_merged_speaker_stand_with_the_one_that_is_left(client, viewer):
    story = make_story()
    brandt = make_speaker("Oda Brandt")
    make_reported_claim("One", brandt, ["Quay Gazette"], story=story)
    make_reported_claim("Two", make_speaker("O. Brandt", merged_into=brandt), ["Quay Gazette"], story=story)
    html = client.get(story.get_absolute_url()).text
    assert html.count('<tr class="speaker">') == 1
    assert "2 claims" in html


def test_only_differences_leaves_the_others_out_and_keeps_the_counts(client, viewer):
    story = make_story()
    make_reported_claim("The same", story=story)
    claim = make_reported_claim("The ferry stays", outlets=["Quay Gazette"], story=story)
    make_report(claim, "Harbour Post", "The ferry sails", story=story, variant=Variant.REWORDED)
    html = client.get(story.get_absolute_url(), {"only": "1"}).text
    assert [row[0] for row in matrix(html)] == ["The ferry stays Unreviewed"]
    assert "<b>2</b> claims, <b>1</b> with differences" in html


def test_contests_are_named_and_dismissed_ones_are_not(client, viewer):
    story = make_story()
    claims = [
        make_reported_claim(f"Claim {name}", name, ["Quay Gazette"], story=story)
        for name in ("Ida Holm", "Tomas Reiss", "Oda Brandt")
    ]
    states = [(0, 1, LinkState.SUGGESTED), (0, 2, LinkState.DISMISSED), (1, 2, LinkState.CONFIRMED)]
    for first, second, state in states:
        ClaimLink.objects.create(
            first=claims[first], second=claims[second], kind=LinkKind.CONTRADICTS, state=state
        )
    heads = {row[0] for row in matrix(client.get(story.get_absolute_url()).text)}
    assert heads == {
        "Claim Ida Holm Unreviewed Contested by Tomas Reiss? Suggested",
        "Claim Tomas Reiss Unreviewed Contested by Ida Holm? Suggested Contested by Oda Brandt",
        "Claim Oda Brandt Unreviewed Contested by Tomas Reiss",
    }


def test_contests_by_one_speaker_are_named_once(client, viewer):
    story = make_story()
    claim = make_reported_claim("One", "Ida Holm", ["Quay Gazette"], story=story)
    for number in range(2):
        other = make_claim(f"Not so {number}", "Oda Brandt")
        ClaimLink.objects.create(first=claim, second=other, kind=LinkKind.CONTRADICTS)
    assert matrix(client.get(story.get_absolute_url()).text)[0][0] == (
        "One Unreviewed Contested by Oda Brandt? Suggested"
    )


def test_story_without_articles_says_what_to_do(client, viewer):
    assert "No articles in this story" in client.get(make_story().get_absolute_url()).text


def test_story_is_renamed(client, admin):
    story = make_story("Ferry")
    response = client.post(story.get_absolute_url(), {"title": " Ferry  in port ", "seen": "Ferry"})
    assert response.url == story.get_absolute_url()
    assert Story.objects.get().title == "Ferry in port"


def test_stale_name_is_not_saved_and_both_are_shown(client, admin):
    story = make_story("Ferry, renamed")
    response = client.post(story.get_absolute_url(), {"title": "Ferry in port", "seen": "Ferry"})
    assert response.status_code == 409
    assert 'value="Ferry in port"' in response.text
    assert "Someone else has renamed it to “Ferry, renamed”: not saved." in response.text
    assert Story.objects.get().title == "Ferry, renamed"


def test_empty_name_is_refused(client, admin):
    story = make_story("Ferry")
    assert client.post(story.get_absolute_url(), {"title": " ", "seen": "Ferry"}).status_code == 422
    assert Story.objects.get().title == "Ferry"


@pytest.mark.parametrize("claims", [1, 3])
def test_story_takes_the_same_number_of_queries_for_any_number_of_claims(
    client, viewer, claims, django_assert_num_queries
):
    story = make_story()
    for number in range(claims):
        make_reported_claim(f"Claim {number}", f"Speaker {number}", [f"Outlet {number}", "Quay"], story=story)
    client.get(story.get_absolute_url())
    with django_assert_num_queries(9):
        client.get(story.get_absolute_url())


@pytest.mark.parametrize("found", [1, 3])
def test_list_takes_the_same_number_of_queries_for_any_number_of_stories(
    client, viewer, found, django_assert_num_queries
):
    for number in range(found):
        make_reported_claim(story=make_story(f"Story {number}"))
    client.get("/stories/")
    with django_assert_num_queries(4):
        client.get("/stories/")


def test_list_counts_and_pages(client, viewer, monkeypatch):
    monkeypatch.setattr(views, "PAGE", 2)
    for number in range(3):
        make_reported_claim(story=make_story(f"Story {number}"))
    first = client.get("/stories/").text
    assert re.findall(r'<th scope="row"><a href="[^"]+">(.*?)</a>', first) == ["Story 2", "Story 1"]
    assert first.count("2 articles") == first.count("2 outlets") == first.count("1 claim<") == 2
    (more,) = re.findall(r'href="(\?before=\d+)"', first)
    last = client.get(f"/stories/{more}").text
    assert re.findall(r'<th scope="row"><a href="[^"]+">(.*?)</a>', last) == ["Story 0"]
    assert "before=" not in last


def test_pages_are_for_those_with_the_right(client):
    story = make_story()
    client.force_login(make_user("nobody", None))
    assert client.get("/stories/").status_code == 403
    assert client.get(story.get_absolute_url()).status_code == 403
    client.force_login(make_user("vi", "Viewer"))
    assert client.get(story.get_absolute_url()).status_code == 200
    assert client.post(story.get_absolute_url(), {"title": "Other", "seen": story.title}).status_code == 403
    client.force_login(make_user("ed", "Editor"))
    assert client.post(story.get_absolute_url(), {"title": "Other", "seen": story.title}).status_code == 302
    assert client.get("/stories/0/").status_code == 404


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ((2031, 5, 2), (2031, 5, 2), "2 May 2031"),
        ((2031, 5, 2), (2031, 5, 4), "2–4 May 2031"),
        ((2031, 4, 30), (2031, 5, 2), "30 April – 2 May 2031"),
        ((2030, 12, 31), (2031, 1, 1), "31 December 2030 – 1 January 2031"),
    ],
)
def test_days_of_a_story_are_named_once(first, last, shown):
    assert between(datetime.date(*first), datetime.date(*last)) == shown
