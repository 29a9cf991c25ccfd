"""What the search box offers while somebody types."""

import pytest
from django.test import Client
from django.urls import reverse

from claims.models import SpeakerAlias
from tests.factories import make_claim, make_report, make_reported_claim, make_speaker, make_story, make_user

pytestmark = pytest.mark.django_db
URL = reverse("claims:suggestions")


@pytest.fixture
def client():
    client = Client()
    client.force_login(make_user("editor", first_name="Iris"))
    return client


def offered(client, q, at=None):
    answer = client.get(URL, {"q": q, "at": len(q) if at is None else at}).json()
    return q[answer["start"] : answer["end"]], [(o["insert"], o["hint"]) for o in answer["options"]]


def inserts(client, q):
    return [insert for insert, _ in offered(client, q)[1]]


def test_suggestions_are_the_fields_that_begin_so(client):
    assert offered(client, "sp") == ("sp", [("speaker:", "who claims it")])
    assert offered(client, "ice -out") == (
        "out",
        [("outlet:", "who prints it"), ("outlets:", "how many outlets print it")],
    )
    assert "status:" in inserts(client, "")
    assert inserts(client, "ice ") == []


def test_suggestions_are_about_the_place_of_the_cursor(client):
    assert offered(client, "sta ice", at=3)[0] == "sta"
    assert offered(client, "𝔸 sta")[1][0][0] == "status:"


@pytest.mark.parametrize(
    ("typed", "part", "expected"),
    [
        ("status:un", "un", ["unreviewed"]),
        ("status:confirmed,dis", "dis", ["disputed"]),
        ("variant:", "", ["verbatim", "truncated", "spliced", "reworded", "altered", "paraphrase"]),
        ("outlets:>", ">", [">1", ">=3"]),
        ("said:to", "to", ["today"]),
        ("reviewer:", "", ["me", "nobody", "editor"]),
        ("reviewer:ir", "ir", ["editor"]),
        ("colour:", "colour:", []),
    ],
)
def test_suggestions_are_the_values_of_a_field(client, typed, part, expected):
    found, options = offered(client, typed)
    assert (found, [insert for insert, _ in options]) == (part, expected)


def test_suggestions_name_those_with_most_claims_first_and_count_them(client):
    for text in ("One", "Two"):
        make_reported_claim(text, "Ida Holm", outlets=["Eastwire"])
    jon = make_speaker("Jon Holmberg")
    make_reported_claim("Three", jon, outlets=["Eastwire", "Harbour Post"])
    make_speaker("Ada Holm")
    SpeakerAlias.objects.create(speaker=jon, name="The Harbourmaster")
    two = [('"Ida Holm"', "2 claims"), ('"Jon Holmberg"', "1 claim")]
    assert offered(client, "speaker:hol") == ("hol", two)
    assert offered(client, "speaker:") == ("", two)
    assert offered(client, 'speaker:"jon ho') == ('"jon ho', two[1:])
    assert offered(client, "speaker:harbourm") == ("harbourm", two[1:])
    assert offered(client, "outlet:") == ("", [("Eastwire", "3 claims"), ('"Harbour Post"', "1 claim")])


def test_suggestions_know_stories_and_relays(client):
    make_report(
        make_claim("One"), "Eastwire", story=make_story("Ice in the bay"), via=["Nordpress", "Quay Radio"]
    )
    assert offered(client, "story:ba") == ("ba", [('"Ice in the bay"', "1 claim")])
    assert inserts(client, "via:") == ["Nordpress", '"Quay Radio"']
    assert inserts(client, "via:qu") == ['"Quay Radio"']


# Session, user and 2 for permissions; the names, and how many claims each has.
QUERIES = 4


@pytest.mark.parametrize("claims", [1, 3])
def test_suggestions_ask_a_fixed_number_of_queries(client, django_assert_num_queries, claims):
    for n in range(claims):
        make_reported_claim(f"Claim {n}", f"Holm {n}")
    with django_assert_num_queries(QUERIES):
        assert len(inserts(client, "speaker:hol")) == claims


@pytest.mark.parametrize(
    "q", ["speaker:'", 'speaker:"', "speaker:\\", "via:%", "story:&|!", "outlet:\0", ":", "-", "'" * 2000]
)
def test_suggestions_survive_nonsense(client, q):
    assert client.get(URL, {"q": q, "at": "²"}).status_code == 200


def test_suggestions_are_closed_to_people_without_the_right():
    client = Client()
    assert client.get(URL).status_code == 302
    client.force_login(make_user("guest", None))
    assert client.get(URL).status_code == 403
