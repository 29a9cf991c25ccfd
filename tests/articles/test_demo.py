"""The demo story: what it holds, that it comes into an empty desk only, and that it goes without a trace."""

import io
import re
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from articles.demo import MARK, OUTLETS, STORY, demo_articles
from articles.domain import ingest_article
from articles.enums import ReadingState
from articles.models import Article, Outlet, Story, Upload
from articles.readers import read
from claims.domain import record_review, store_extraction, undo_review
from claims.enums import LinkKind, QuoteKind, SpeakerKind, Status, Variant
from claims.extraction.records import Extraction, Mention, Proposition
from claims.models import Appearance, Claim, ClaimLink, Review, Speaker
from tests.factories import make_article, make_outlet, make_reported_claim, make_user

LOGS = "The board is hiding its inspection logs"


def run(command, *arguments):
    out = io.StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue().strip()


def say(article, text, *, speaker="Odile Marchbank", kind=SpeakerKind.PERSON, unnamed=False):
    """Store that `speaker` says `text`, which the article prints in some case."""
    start = article.text.lower().index(text.lower())
    span = (start, start + len(text))
    mention = Mention(name=None if unnamed else speaker, kind=SpeakerKind.UNNAMED if unnamed else kind)
    claim = Proposition(
        spans=(span,),
        text=text,
        speaker=mention,
        kind=QuoteKind.DIRECT,
        cue="",
        cue_spans=(),
        source=(),
        attribution=0,
    )
    store_extraction(article, Extraction(attributions=(), claims=(claim,)))


def mark(claim, editor, status=Status.CONFIRMED):
    latest = claim.reviews.last()
    return record_review(
        claim.pk, reviewer=editor, status=status, seen_review=latest and latest.pk, note="Seen."
    )


def everything():
    models = (Article, Upload, Outlet, Story, Speaker, Claim, Appearance, ClaimLink, Review)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


@pytest.mark.parametrize("article", list(demo_articles()), ids=list(OUTLETS))
def test_demo_articles_are_reports_of_a_usual_length(article):
    words = len(article.reading.text[article.reading.body_start :].split())
    assert 250 <= words <= 450
    assert article.reading.headline
    assert (article.reading.published_on is None) == (article.outlet == "Saltway Radio")


def test_demo_has_one_statement_word_for_word_in_three_outlets():
    post = (
        "The third gate has been broken since October, and the Harbour Board knew it. At this very hour "
        "340 homes in Lower Quay are under water, and the board is hiding its inspection logs."
    )
    holders = [article.outlet for article in demo_articles() if post in article.reading.text]
    assert holders == ["Northline", "Velmouth Courier", "Morrow Daily"]


def test_demo_has_an_altered_number_and_a_lost_not():
    texts = {article.outlet: article.reading.text for article in demo_articles()}
    assert re.findall(r"(\d+) homes in Lower Quay", texts["Brannoch Herald"]) == ["430"]
    assert '"We were warned before the water' in texts["Saltway Radio"]
    assert "“We were not warned before the water" in texts["Northline"]


def test_load_demo_stores_articles_outlets_and_story_and_has_them_read(db):
    assert run("load_demo") == "Loaded the demo: 7 articles, which a worker reads now."
    articles = Article.objects.order_by("pk")
    assert [article.outlet.name for article in articles] == [name for name, _ in OUTLETS.values()]
    assert {article.story.title for article in articles} == {STORY}
    assert {article.reading_state for article in articles} == {ReadingState.WAITING}
    assert [article.published_on for article in articles][:4] == [
        date(2026, 2, 11),
        date(2026, 2, 11),
        date(2026, 2, 12),
        None,
    ]
    assert list(Outlet.objects.filter(demo=True).order_by("pk").values_list("name", "siglum")) == list(
        OUTLETS.values()
    )
    assert Story.objects.get().demo
    from procrastinate.contrib.django.models import ProcrastinateJob

    assert ProcrastinateJob.objects.filter(task_name="read_article").count() == 7


def test_load_demo_leaves_a_desk_with_articles_alone(db):
    make_article()
    before = everything()
    with pytest.raises(CommandError) as refusal:
        run("load_demo")
    assert str(refusal.value) == (
        "There are articles already, and the demo is for an empty desk. "
        "Add it beside them with --force; remove_demo takes it away again."
    )
    assert everything() == before


def test_load_demo_forced_adds_it_once(db):
    make_article()
    assert run("load_demo", "--force") == "Loaded the demo: 7 articles, which a worker reads now."
    assert run("load_demo", "--force") == "The demo is loaded already."
    assert Article.objects.count() == 8


def test_load_demo_does_not_make_an_outlet_that_is_there_a_demo(db):
    ours = make_outlet("Ashlaw Tribune", "NL")
    run("load_demo")
    ours.refresh_from_db()
    assert not ours.demo
    assert Outlet.objects.get(name="Northline").siglum not in {"", "NL"}
    run("remove_demo")
    assert list(Outlet.objects.all()) == [ours]


def test_remove_demo_leaves_nothing_behind(db):
    before = everything()
    run("load_demo")
    editor = make_user()
    for article in Article.objects.exclude(outlet__name__in=["Saltway Radio", "Ashlaw Tribune"]):
        say(article, LOGS)
    say(Article.objects.get(outlet__name="Ashlaw Tribune"), "they would be published", unnamed=True)
    mark(Claim.objects.first(), editor)
    undo_review(mark(Claim.objects.first(), editor, Status.ATTRIBUTED).pk, reviewer=editor)
    assert Speaker.objects.count() == 2
    assert run("remove_demo") == "Removed the demo: 7 articles, 2 claims, 3 marks on them."
    assert everything() == before


def test_remove_demo_says_that_there_is_none(db):
    assert run("remove_demo") == "There is no demo to remove."


def test_remove_demo_touches_nothing_else(db):
    editor = make_user()
    claim = make_reported_claim("The ferry sails at noon", "Ida Holm")
    mark(claim, editor)
    ClaimLink.objects.create(
        first=claim, second=make_reported_claim("It does not sail", "Per Lund"), kind=LinkKind.CONTRADICTS
    )
    before = everything()
    run("load_demo", "--force")
    say(Article.objects.get(external_id=f"{MARK}1-northline.txt"), LOGS)
    run("remove_demo")
    assert everything() == before


def test_remove_demo_keeps_what_another_article_reports_too(db):
    editor = make_user()
    run("load_demo")
    say(Article.objects.get(outlet__name="Northline"), LOGS)
    text = "“The board is hiding its logs,” said Odile Marchbank, the mayor, on Monday."
    reading = read(text.encode(), filename="ours.txt", max_bytes=1000)
    ours = ingest_article(reading, filename="ours.txt", content=text.encode(), outlet="Ours").article
    say(ours, "The board is hiding its logs")
    claim = Claim.objects.get()
    mark(claim, editor)
    assert claim.appearances.get(article=ours).variant != Variant.VERBATIM
    run("remove_demo")
    claim.refresh_from_db()
    (left,) = claim.appearances.all()
    # It was measured against the demo's wording; now it is the fullest one itself.
    assert (left.article, left.variant) == (ours, Variant.VERBATIM)
    assert (claim.speaker.name, claim.status, claim.reviews.count()) == ("Odile Marchbank", "confirmed", 1)
    assert list(Article.objects.all()) == [ours]


def test_remove_demo_keeps_an_outlet_and_a_story_that_others_use(db):
    run("load_demo")
    outlet, story = Outlet.objects.get(name="Northline"), Story.objects.get()
    ours = make_article(outlet=outlet, story=story)
    run("remove_demo")
    ours.refresh_from_db()
    assert (ours.outlet, ours.story) == (outlet, story)
    assert not Outlet.objects.filter(demo=True).exists()
    assert not Story.objects.filter(demo=True).exists()


def test_remove_demo_takes_claims_that_were_merged_into_its_own(db):
    run("load_demo")
    say(Article.objects.first(), LOGS)
    kept = Claim.objects.get()
    Claim.objects.create(speaker=kept.speaker, text="Merged away", merged_into=kept)
    run("remove_demo")
    assert not Claim.objects.exists()


def test_remove_demo_leaves_the_history_guarded(db):
    run("load_demo")
    run("remove_demo")
    review = mark(make_reported_claim(), make_user())
    with pytest.raises(IntegrityError, match="The history of claims only grows"), transaction.atomic():
        connection.cursor().execute("DELETE FROM claims_review WHERE id = %s", [review.pk])


@pytest.mark.parametrize(("loaded", "says"), [(True, 1), (False, 0)])
def test_every_page_says_that_a_demo_is_loaded(client, db, loaded, says):
    if loaded:
        run("load_demo")
    client.force_login(make_user())
    page = client.get("/sheets/")
    assert page.content.decode().count('<p class="demo"><b>Demo.</b>') == says
