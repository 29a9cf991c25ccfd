"""The claim's page and the speaker's: what they show, to whom, and in how many queries."""

import re
from datetime import date

import pytest
from django.test import Client

from claims.domain import record_review, undo_review
from claims.enums import DisputedFor, LinkKind, LinkState, QuoteKind, Status, Variant
from claims.models import ClaimLink, SpeakerAlias
from tests.claims.flood import Flood, make_flood
from tests.factories import (
    make_appearance,
    make_article,
    make_claim,
    make_report,
    make_reported_claim,
    make_speaker,
    make_story,
    make_user,
)

pytestmark = pytest.mark.django_db
QUERIES = 18


@pytest.fixture
def flood() -> Flood:
    return make_flood()


@pytest.fixture
def editor(client: Client):
    user = make_user("maya", first_name="Maya", last_name="Osei")
    client.force_login(user)
    return user


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_claim_page_asks_strangers_to_log_in(client, flood):
    assert client.get(flood.claim.get_absolute_url()).status_code == 302


def test_claim_page_refuses_people_without_the_right(client, flood):
    client.force_login(make_user("nobody", group=None))
    assert client.get(flood.claim.get_absolute_url()).status_code == 403


def test_claim_page_of_no_claim_is_not_found(client, editor):
    assert client.get("/claims/99/").status_code == 404


def test_claim_page_of_a_viewer_has_no_verdict_and_asks_nothing(client, flood):
    client.force_login(make_user("vic", "Viewer"))
    html = client.get(flood.claim.get_absolute_url()).content.decode()
    assert "Suggested: contested by" in html
    assert 'class="verdict"' not in html
    assert "Yes, link them" not in html


def test_claim_page_shows_differences_denial_and_counts(client, editor, flood):
    html = client.get(flood.claim.get_absolute_url()).content.decode()
    assert '<ins><span class="vh">here: </span>dozens</ins>' in html
    assert '<del><span class="vh">missing: </span>BUT</del>' in html
    text = text_of(html)
    assert "Word for word in 3 outlets" in text
    assert "Report it 5 of 6" in text
    assert "Word for word 3 of 6" in text
    assert "Carry the denial (suggested) 2 of 6" in text
    assert "no family was cut off" in text
    assert "Fjord Herald: nothing on this claim" in text
    assert "number: &#x27;hundreds&#x27; is &#x27;dozens&#x27; here" in text
    assert html.count("Yes, link them") == 1


def test_claim_page_of_a_confirmed_link_says_contested(client, editor, flood):
    ClaimLink.objects.update(state=LinkState.CONFIRMED)
    text = text_of(client.get(flood.claim.get_absolute_url()).content.decode())
    assert "Contested by Tor Lind" in text
    assert "Yes, link them" not in text
    assert "Carry the denial 2 of 6" in text


def test_claim_page_links_every_wording_to_its_article_at_the_passage(client, editor, flood):
    html = client.get(flood.claim.get_absolute_url()).content.decode()
    for reports in flood.reports.values():
        for report in reports:
            assert f'href="/articles/{report.article_id}/#a{report.pk}"' in html


def test_claim_page_gives_htmx_the_comparison_alone(client, editor, flood):
    answer = client.get(
        flood.claim.get_absolute_url(),
        {"fold": "0"},
        headers={"hx-request": "true", "hx-target": "comparison"},
    )
    html = answer.content.decode()
    assert html.strip().startswith('<section id="comparison"')
    assert "cmp--all" in html
    assert "<html" not in html
    assert {"HX-Request", "HX-Target"} <= {part.strip() for part in answer.headers["Vary"].split(",")}


def test_claim_page_keeps_the_queues_filters(client, editor, flood):
    other = make_reported_claim("The school roof leaks", outlets=["Coast Post"], story=flood.story)
    make_reported_claim("The ferry stops", outlets=["Coast Post"])
    query = f"story={flood.story.pk}&sort=newest"
    page = client.get(f"/claims/{flood.denial.pk}/?{query}&fold=0")
    neighbours = page.context["neighbours"]
    assert (neighbours.previous, neighbours.position, neighbours.count) == (other.pk, 2, 3)
    assert neighbours.next == flood.claim.pk
    html = page.content.decode()
    assert f'href="/claims/{flood.claim.pk}/?story={flood.story.pk}&amp;sort=newest"' in html
    assert f'<input type="hidden" name="story" value="{flood.story.pk}">' in html


def test_claim_page_outside_of_the_filters_still_leads_on(client, editor, flood):
    neighbours = client.get(f"/claims/{flood.claim.pk}/?status=confirmed").context["neighbours"]
    assert (neighbours.previous, neighbours.position, neighbours.next, neighbours.count) == (
        None,
        None,
        None,
        0,
    )


def test_claim_page_tells_the_history_and_what_is_new_since(client, editor, flood):
    mark = record_review(
        flood.claim.pk, reviewer=editor, status=Status.ATTRIBUTED, note="Seen.", seen_review=None
    )
    record_review(
        flood.claim.pk,
        reviewer=editor,
        status=Status.DISPUTED,
        disputed_for=DisputedFor.CONTENT,
        evidence_urls=["https://wire.example/river"],
        seen_review=mark.pk,
    )
    late = make_article("Families are completely cut off by the river, she said.", outlet="Coast Post")
    make_appearance(
        flood.claim, late, "Families are completely cut off by the river", variant=Variant.REWORDED
    )
    html = client.get(flood.claim.get_absolute_url()).content.decode()
    text = text_of(html)
    assert "1 new since" in text
    assert "CP 2 found again in Coast Post, reworded" in text
    assert "Disputed: the content by Maya Osei" in text
    assert text.index("Maya Osei , the content, on 7 appearances") < text.index(
        "Maya Osei , on 7 appearances"
    )
    assert 'href="https://wire.example/river"' in html
    assert "Found in 6 articles, 8 appearances" in text


def test_claim_page_tells_of_an_undo(client, editor, flood):
    mark = record_review(flood.claim.pk, reviewer=editor, status=Status.CONFIRMED, seen_review=None)
    undo_review(mark.pk, reviewer=editor)
    text = text_of(client.get(flood.claim.get_absolute_url()).content.decode())
    assert "took back Confirmed" in text
    assert "new since" not in text


def test_claim_page_of_a_merged_claim_leads_on(client, editor, flood):
    flood.denial.merged_into = flood.claim
    flood.denial.save(update_fields=["merged_into"])
    assert client.get(f"/claims/{flood.denial.pk}/").headers["Location"] == f"/claims/{flood.claim.pk}/"


def test_claim_page_without_appearances_says_so(client, editor):
    claim = make_claim("Nobody prints this")
    text = text_of(client.get(claim.get_absolute_url()).content.decode())
    assert "No article reports this claim any more" in text


def test_claim_page_ignores_an_address_that_makes_no_sense(client, editor, flood):
    page = client.get(f"/claims/{flood.claim.pk}/?base=zzz&fold=&show=nothing&context=book&story=x&sort=y")
    assert page.status_code == 200
    assert page.context["comparison"].chosen == 6


def claim_in(outlets: int) -> int:
    """A claim that this many outlets print, each with a wording of its own, as many contests and marks."""
    story = make_story(f"A story of {outlets}")
    claim = make_claim(f"The bridge of {outlets} arches is closed to every lorry", make_speaker("Ida Holm"))
    seen = None
    for number in range(outlets):
        wording = claim.text if number == 0 else f"bridge number {number} is closed to lorries"
        variant = Variant.VERBATIM if number == 0 else Variant.REWORDED
        article = {"published_on": date(2026, 1, 1 + number)}
        make_report(claim, f"Outlet {number}", wording, story=story, variant=variant, article=article)
        make_report(claim, f"Outlet {number}", f"again {wording}", story=story, variant=Variant.REWORDED)
        other = make_reported_claim(f"Lorry {number} of {outlets} crossed", f"Driver {number}", story=story)
        make_report(other, f"Outlet {number}", "a lorry crossed", story=story, kind=QuoteKind.INDIRECT)
        ClaimLink.objects.create(
            first=claim, second=other, kind=LinkKind.CONTRADICTS, state=LinkState.SUGGESTED
        )
        editor = make_user(f"editor-{outlets}-{number}")
        seen = record_review(claim.pk, reviewer=editor, status=Status.ATTRIBUTED, seen_review=seen).pk
    return claim.pk


@pytest.mark.parametrize("outlets", [1, 3])
@pytest.mark.parametrize("fold", ["0", "1"])
def test_claim_page_needs_the_same_queries_for_one_and_three(
    client, editor, django_assert_num_queries, outlets, fold
):
    pk = claim_in(outlets)
    with django_assert_num_queries(QUERIES):
        page = client.get(f"/claims/{pk}/?fold={fold}")
    assert len(page.context["comparison"].renditions) == 2 * outlets
    assert len(page.context["comparison"].contests) == outlets


# The speaker's page


def test_speaker_page_tells_who_it_is_and_lists_the_claims(client, editor, flood):
    speaker = flood.claim.speaker
    SpeakerAlias.objects.create(speaker=speaker, name="Mayor Holm")
    html = client.get(speaker.get_absolute_url()).content.decode()
    text = text_of(html)
    assert "Person, mayor of Aldersund" in text
    assert "Mayor Holm Not as the speaker of a claim Learned from articles 0" in text
    assert "1 claim" in text
    assert f'href="/claims/{flood.claim.pk}/"' in html
    assert f'href="/?speaker={speaker.pk}"' in html


def test_speaker_page_refuses_people_without_the_right(client, flood):
    client.force_login(make_user("nobody", group=None))
    assert client.get(flood.claim.speaker.get_absolute_url()).status_code == 403


def test_speaker_page_of_a_merged_speaker_leads_on(client, editor, flood):
    other = make_speaker("Mayor Holm", merged_into=flood.claim.speaker)
    assert client.get(other.get_absolute_url()).headers["Location"] == flood.claim.speaker.get_absolute_url()


def test_speaker_page_turns_pages_by_the_last_claim(client, editor, monkeypatch):
    monkeypatch.setattr("claims.views.speakers.PAGE", 2)
    claims = [make_reported_claim(f"The bridge has {n} arches", outlets=["Coast Post"]) for n in range(3)]
    first = client.get(claims[0].speaker.get_absolute_url())
    assert list(first.context["claims"]) == [claims[2], claims[1]]
    second = client.get(f"{claims[0].speaker.get_absolute_url()}?after={first.context['more']}")
    assert (list(second.context["claims"]), second.context["more"]) == ([claims[0]], None)


@pytest.mark.parametrize("claims", [1, 3])
def test_speaker_page_needs_the_same_queries_for_one_and_three(
    client, editor, django_assert_num_queries, claims
):
    for number in range(claims):
        claim = make_reported_claim(f"The bridge has {number} arches", outlets=["Coast Post"])
    with django_assert_num_queries(13):
        page = client.get(claim.speaker.get_absolute_url())
    assert len(page.context["claims"]) == claims


def test_claim_page_calls_the_same_speakers_other_figure_a_version_and_no_denial(client, editor):
    story = make_story()
    told = make_reported_claim("At this hour 340 homes are under water", outlets=["Eastwire"], story=story)
    other = make_reported_claim("At this hour 430 homes are under water", outlets=["Gull Times"], story=story)
    ClaimLink.objects.create(first=told, second=other, kind=LinkKind.CONTRADICTS)
    page = text_of(client.get(told.get_absolute_url()).content.decode())
    assert "Suggested: the same statement, printed otherwise" in page
    assert "Gull Times: another version, below" in page
    assert "Version" in page
    assert "Carry the denial" not in page
    assert "nothing on this claim" not in page
