"""Origins, days and passages as fact: found with every reading, answered by editors, shown on the pages."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from django.core.management import call_command

from articles.models import Article, Story
from claims.domain import store_extraction
from claims.domain.as_fact import decide_as_fact, suggest_as_fact
from claims.domain.dating import follow_details
from claims.domain.origins import decide_origin, undo_origin
from claims.domain.placing import refresh
from claims.enums import LinkState, QuoteKind, SpeakerKind
from claims.extraction.records import Extraction, Mention, Proposition
from claims.models import Appearance, AsFact, Claim
from tests.factories import (
    make_appearance,
    make_article,
    make_claim,
    make_outlet,
    make_report,
    make_speaker,
    make_story,
    make_user,
)

pytestmark = pytest.mark.django_db

HOLM = Mention("Ida Holm", SpeakerKind.PERSON)
CLAIM = "The northern pier was flooded by the spring tide"
FRIDAY = date(2031, 3, 14)


def quoting(outlet: str, story: Story | None = None, *, when: str = "on Friday", **fields: object) -> Article:
    """An article that quotes the claim, and its reading."""
    text = f"“{CLAIM},” Ida Holm said {when}.\n\nMore from {outlet}."
    via = fields.pop("via", ())
    article = make_article(text, outlet=outlet, story=story, **fields)
    read(article, via=via)
    return article


def read(article: Article, **given: object) -> None:
    """Read what the article quotes again."""

    def span(words: str) -> tuple[tuple[int, int], ...]:
        start = article.text.index(words)
        return ((start, start + len(words)),)

    found = Proposition(
        spans=span(CLAIM),
        text=CLAIM,
        speaker=HOLM,
        kind=QuoteKind.DIRECT,
        cue="said",
        cue_spans=span("said"),
        source=span("Ida Holm"),
        attribution=0,
    )
    store_extraction(article, Extraction(claims=(replace(found, **given),)))


def stating(outlet: str, story: Story, **fields: object) -> Article:
    """An article that says the same with nobody to say it, read."""
    text = f"With the northern pier flooded by the spring tide, the town waits.\n\nMore from {outlet}."
    article = make_article(text, outlet=outlet, story=story, **fields)
    store_extraction(article, Extraction())
    return article


# When it was said


def test_store_says_when_it_was_said():
    article = quoting("Quay Gazette", published_on=FRIDAY, when="on Thursday")
    report = article.appearances.get()
    assert (report.said_from, report.said_to) == (date(2031, 3, 13), date(2031, 3, 13))
    assert [article.text[start:end] for start, end in report.said_spans] == ["on Thursday"]
    assert report.said_basis == "“on Thursday” in an article of Friday 14 March 2031"


def test_store_without_a_date_keeps_the_words_and_a_date_given_later_resolves_them():
    article = quoting("Quay Gazette")
    report = article.appearances.get()
    assert (report.said_from, report.said_basis) == (None, "“on Friday”")
    article.published_on = date(2031, 3, 15)
    article.save(update_fields=["published_on"])
    follow_details(article)
    report.refresh_from_db()
    assert (report.said_from, report.said_to) == (FRIDAY, FRIDAY)
    article.published_on = None
    article.save(update_fields=["published_on"])
    follow_details(article)
    report.refresh_from_db()
    assert (report.said_from, report.said_to) == (None, None)


def test_details_page_sets_the_days_anew(client):
    article = quoting("Quay Gazette")
    client.force_login(make_user("ann", "Admin"))
    form = {"outlet": "Quay Gazette", "published_on": "2031-03-15", "story": ""}
    client.post(f"/articles/{article.pk}/details/", form | {"seen": f"{article.outlet_id}//"})
    assert article.appearances.get().said_from == FRIDAY


def test_claim_page_flags_days_that_cannot_both_be(client):
    story = make_story()
    quoting("Eastwire", story, published_on=FRIDAY, when="on Thursday")
    quoting("Baymore", story, published_on=FRIDAY, when="on Friday")
    quoting("Corrant", story)
    client.force_login(make_user())
    html = client.get(Claim.objects.get().get_absolute_url()).content.decode()
    assert "Baymore says Friday 14 March 2031; Eastwire says Thursday 13 March 2031." in html
    assert "“on Friday”, but the article has no date." in html


def test_claim_page_agrees_on_a_day(client):
    story = make_story()
    quoting("Eastwire", story, published_on=FRIDAY, when="earlier this week")
    quoting("Baymore", story, published_on=FRIDAY, when="on Thursday")
    client.force_login(make_user())
    html = client.get(Claim.objects.get().get_absolute_url()).content.decode()
    assert "Said Thursday 13 March 2031." in html
    assert "cannot all be true" not in html


def test_coverage_tells_what_was_published_before_it_was_said(client):
    story = make_story()
    quoting("Eastwire", story, published_on=FRIDAY, when="on Friday")
    make_article("Rain fell.", outlet="Early Post", story=story, published_on=date(2031, 3, 13))
    make_article("Snow fell.", outlet="Late Post", story=story, published_on=date(2031, 3, 15))
    client.force_login(make_user())
    html = client.get(story.get_absolute_url()).content.decode()
    assert html.count("Published before it was said") == 1


# Origins


def test_store_counts_origins():
    story = make_story()
    quoting("Eastwire", story, via=("Axios",))
    quoting("Baymore", story, via=("Axios",))
    quoting("Corrant", story)
    claim = Claim.objects.get()
    assert claim.origin_count == 2
    assert sorted(claim.appearances.values_list("origin", "origin_basis")) == [
        ("axios", "relayed from Axios"),
        ("axios", "relayed from Axios"),
        ("corrant", ""),
    ]


def test_editor_decides_on_an_origin_and_a_new_reading_keeps_it():
    editor, story = make_user(), make_story()
    one, two = quoting("Eastwire", story), quoting("Baymore", story)
    claim = Claim.objects.get()
    decide_origin(claim.pk, article=one.pk, same_as=two.pk, editor=editor)
    claim.refresh_from_db()
    assert claim.origin_count == 1
    Appearance.objects.filter(article=one).delete()
    read(one)
    claim = Appearance.objects.get(article=one).claim
    assert claim.origin_count == 1
    undo_origin(claim.pk, article=one.pk, editor=editor)
    claim.refresh_from_db()
    assert claim.origin_count == 2


def test_editor_parts_what_newsdesk_joined():
    editor, story = make_user(), make_story()
    one = quoting("Eastwire", story, via=("Axios",))
    quoting("Baymore", story, via=("Axios",))
    claim = Claim.objects.get()
    decide_origin(claim.pk, article=one.pk, same_as=None, editor=editor)
    claim.refresh_from_db()
    assert claim.origin_count == 2
    assert Appearance.objects.get(article=one).origin_basis == "its own, said an editor"


def test_origin_of_an_article_without_the_claim_is_refused(client):
    quoting("Eastwire")
    claim, other = Claim.objects.get(), make_article()
    client.force_login(make_user())
    answer = client.post(f"/claims/{claim.pk}/origins/", {"article": other.pk, "same_as": ""})
    assert answer.status_code == 400
    client.force_login(make_user("vic", "Viewer"))
    assert client.post(f"/claims/{claim.pk}/origins/", {"article": other.pk}).status_code == 403


# As fact


def passages() -> set[tuple[str, str]]:
    return set(AsFact.objects.values_list("article__outlet__name", "text"))


def test_as_fact_does_not_depend_on_the_order_of_articles():
    for number, order in enumerate(permutations(["quote", "fact", "second"])):
        story = make_story(f"Order {number}")
        for kind in order:
            if kind == "fact":
                stating(f"Baymore {number}", story)
            else:
                quoting(f"{kind} {number}", story)
        assert passages() == {(f"Baymore {number}", "the northern pier flooded by the spring tide")}
        AsFact.objects.all().delete()
        Article.objects.all().delete()


def test_dismissed_passage_never_comes_back_and_a_confirmed_one_stays():
    editor, story = make_user(), make_story()
    quote, fact = quoting("Eastwire", story), stating("Baymore", story)
    passage = AsFact.objects.get()
    decide_as_fact(passage.pk, state=LinkState.DISMISSED, editor=editor)
    suggest_as_fact([fact.pk])
    store_extraction(fact, Extraction())
    assert [found.state for found in AsFact.objects.all()] == ["dismissed"]
    # The claim is read anew; the answer is about the words.
    Appearance.objects.filter(article=quote).delete()
    Claim.objects.all().delete()
    read(quote)
    assert [(found.state, found.claim_id) for found in AsFact.objects.all()] == [
        ("dismissed", Claim.objects.get().pk)
    ]
    decide_as_fact(passage.pk, state=LinkState.CONFIRMED, editor=editor)
    suggest_as_fact([fact.pk])
    assert [found.state for found in AsFact.objects.all()] == ["confirmed"]


def test_suggestion_goes_with_the_claim_that_it_was_about():
    story = make_story()
    quote = quoting("Eastwire", story)
    stating("Baymore", story)
    assert AsFact.objects.count() == 1
    store_extraction(quote, Extraction())
    assert not AsFact.objects.exists()


def test_as_fact_is_shown_on_every_page(client):
    story = make_story()
    quoting("Eastwire", story)
    article = stating("Baymore", story)
    passage = AsFact.objects.get()
    client.force_login(make_user())
    claim_page = client.get(passage.claim.get_absolute_url()).content.decode()
    assert "Own voice" in claim_page
    assert f"/articles/{article.pk}/#f{passage.pk}" in claim_page
    assert "<dt>As fact</dt>" in claim_page
    assert f"#f{passage.pk}" in client.get(story.get_absolute_url()).content.decode()
    assert f'id="f{passage.pk}"' in client.get(article.get_absolute_url()).content.decode()
    assert 'data-label="fact"' in client.get("/").content.decode()


def test_as_fact_is_answered_on_the_page(client):
    story = make_story()
    quoting("Eastwire", story)
    stating("Baymore", story)
    passage = AsFact.objects.get()
    client.force_login(make_user())
    page = passage.claim.get_absolute_url()
    assert client.post(f"/passages/{passage.pk}/", {"state": "maybe"}).status_code == 400
    answer = client.post(f"/passages/{passage.pk}/", {"state": "dismissed", "next": page})
    assert answer.url == page
    html = client.get(page).content.decode()
    assert "Own voice" not in html
    assert "Not as fact" in html
    client.force_login(make_user("vic", "Viewer"))
    assert client.post(f"/passages/{passage.pk}/", {"state": "confirmed"}).status_code == 403


def test_pages_show_outlets_and_origins(client):
    story = make_story()
    make_outlet("Eastwire")
    quoting("Eastwire", story, via=("Axios",))
    quoting("Baymore", story, via=("Axios",))
    client.force_login(make_user())
    html = client.get(Claim.objects.get().get_absolute_url()).content.decode()
    assert "2 outlets, 1 origin." in html
    assert "relayed from Axios" in html


def test_claim_page_tells_the_class_of_an_unnamed_source(client):
    article = make_article("“The pier is lost,” a harbour official said.", outlet="Eastwire")
    speaker = make_speaker("a harbour official", SpeakerKind.UNNAMED, article=article)
    claim = make_claim("The pier is lost", speaker)
    make_appearance(claim, article)
    client.force_login(make_user())
    assert ", unnamed: official." in client.get(claim.get_absolute_url()).content.decode()


def test_rejected_claim_is_stated_by_nobody():
    story = make_story()
    quoting("Eastwire", story)
    Claim.objects.update(rejected=True)
    stating("Baymore", story)
    assert not AsFact.objects.exists()


def test_command_fills_what_an_older_desk_stored(capsys):
    story = make_story()
    article = quoting("Eastwire", story, published_on=FRIDAY)
    stating("Baymore", story)
    Claim.objects.update(origin_count=None)
    article.appearances.update(said_from=None, said_to=None, said_spans=[], said_basis="", origin="")
    AsFact.objects.all().delete()
    call_command("find_origins")
    assert capsys.readouterr().out == "2 articles looked through.\n"
    assert Claim.objects.get().origin_count == 1
    assert article.appearances.get().said_from == FRIDAY
    assert AsFact.objects.count() == 1


def test_what_an_outlet_relays_adds_no_origin_to_what_it_has_at_first_hand():
    claim = make_claim("The sea wall broke at two places")
    for outlet in ("Quay Gazette", "Harbour Post"):
        make_report(claim, outlet)
    make_report(claim, "Quay Gazette", via=["Nordpress"])
    refresh([claim.pk])
    claim.refresh_from_db()
    assert claim.origin_count == 2
    make_report(claim, "Island Echo", via=["Nordpress"])
    refresh([claim.pk])
    claim.refresh_from_db()
    assert claim.origin_count == 3


def test_claim_page_marks_a_match_across_stories(client):
    client.force_login(make_user("ada"))
    claim = make_claim("The sea wall broke at two places")
    make_report(claim, "Quay Gazette", story=make_story("The storm"))
    page = client.get(claim.get_absolute_url()).text
    assert "Matched across" not in page
    make_report(claim, "Harbour Post", "The wall broke", story=make_story("The repairs"), variant="truncated")
    page = client.get(claim.get_absolute_url()).text
    assert "Matched across 2 stories:" in page
    assert page.count("in another story") == 1
