"""Articles as no test writer would choose them, read by the rules and stored: nothing lost or invented."""

import pytest

from articles.domain import ingest_article
from articles.models import Article
from articles.readers import read
from claims.domain import store_extraction
from claims.extraction.pipeline import default_extractor
from claims.models import Appearance, Claim, Speaker
from tests.factories import make_article, make_outlet, make_user

pytestmark = pytest.mark.django_db
LEAD = "The council of Ashlaw met on Monday.\n\n"
LONG = " ".join(f"In ward {number} the pumps ran all night and nobody was hurt" for number in range(250))


def stored(text: str, outlet: str = "Quay Gazette") -> Article:
    """An article as a worker leaves it."""
    article = make_article(LEAD + text, outlet=outlet)
    store_extraction(article, default_extractor("rules", "").extract(article.text))
    return article


def printed(article: Article) -> list[str]:
    return [
        " … ".join(article.text[start:end] for start, end in found.spans)
        for found in article.appearances.order_by("start")
    ]


def test_same_article_twice_is_one_article_with_its_claims_once() -> None:
    text = LEAD + "“The quay is closed until Friday,” said Ida Holm, the mayor."
    for name in ("one.txt", "two.txt"):
        reading = read(text.encode(), filename=name, max_bytes=10_000)
        ingested = ingest_article(reading, filename=name, content=text.encode(), outlet="Quay Gazette")
        if ingested.created:
            store_extraction(ingested.article, default_extractor("rules", "").extract(ingested.article.text))
    assert (Article.objects.count(), Claim.objects.count(), Appearance.objects.count()) == (1, 1, 1)


def test_one_wording_in_very_many_articles_is_one_claim() -> None:
    words = "“The old harbour bridge stays shut until the cracks are repaired,” said Ida Holm, the mayor."
    for number in range(40):
        stored(f"{words}\n\nEdition {number}.", outlet=f"Outlet {number}")
    claim = Claim.objects.get()
    assert (claim.appearances.count(), claim.outlet_count, claim.article_count) == (40, 40, 40)


def test_quote_of_three_thousand_words_is_stored_whole_and_shown(client) -> None:
    assert len(LONG.split()) >= 3000
    article = stored(f"“{LONG},” said Ida Holm, the mayor, in one breath.")
    # Its clauses are claims; only the 'and' between two of them is part of neither.
    assert sum(len(words.split()) for words in printed(article)) == len(LONG.split()) - LONG.count(" and ")
    client.force_login(make_user("ada"))
    for claim in Claim.objects.all()[:1]:
        assert client.get(claim.get_absolute_url()).status_code == 200
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "quote",
    [
        "We did it 🎉👩‍👩‍👧 and the bridge 🌉 is open again",
        "الجسر مفتوح مرة أخرى منذ صباح اليوم",
        "הגשר פתוח שוב מאז הבוקר",
        "The \u202ebridge\u202c is open\u200b again since this morning",
        "Café, naïve façade: the bre\u0301ach is closed since dawn",
    ],
)
def test_emoji_right_to_left_and_combining_marks_keep_every_offset(client, quote) -> None:
    articles = [
        stored(f"“{quote},” said Ida Holm, the mayor.\n\n{name} was there.", outlet=name)
        for name in ("Quay Gazette", "Harbour Post")
    ]
    assert [printed(article) for article in articles] == [[quote], [quote]]
    claim = Claim.objects.get()
    assert claim.appearances.count() == 2
    client.force_login(make_user("ada"))
    assert client.get(claim.get_absolute_url()).status_code == 200
    assert client.get("/", {"q": quote.split()[0]}).status_code == 200


def test_two_speakers_of_one_surname_stay_two() -> None:
    make_outlet("Quay Gazette")
    stored("“The quay is closed until Friday,” said Ida Holm, the mayor.")
    stored("“The quay is closed until Friday,” said Arne Holm, the harbour master.", outlet="Harbour Post")
    assert set(Speaker.objects.filter(merged_into=None).values_list("name", flat=True)) == {
        "Ida Holm",
        "Arne Holm",
    }
    assert Claim.objects.filter(merged_into=None).count() == 2
