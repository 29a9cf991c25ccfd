"""The pages that mend claims and speakers: what they do, refuse and keep, to whom."""

import re

import pytest
from django.test import Client

from claims.domain import version_of
from claims.domain.mending.aliases import add_alias
from claims.domain.mending.merging import merge_speakers
from claims.models import Appearance, Claim, Correction, Speaker, SpeakerAlias
from tests.factories import make_appearance, make_article, make_claim, make_speaker, make_story, make_user

pytestmark = pytest.mark.django_db
TEXT = (
    "“The ferry stays in port until Monday,” the harbour pilot said.\n\n"
    "“Snow will fall,” she said. “Snow will fall,” she said again. 🛥 Nobody crosses."
)


@pytest.fixture
def editor(client: Client):
    user = make_user("maya", first_name="Maya")
    client.force_login(user)
    return user


def make_ferry() -> Appearance:
    article = make_article(TEXT, outlet="Quay Gazette", story=make_story("A ferry in port"))
    claim = make_claim("The ferry stays in port until Monday.", "Tomas Reiss")
    return make_appearance(
        claim,
        article,
        "The ferry stays in port until Monday",
        source="the harbour pilot",
        reading="The ferry stays in port until Monday.",
    )


@pytest.fixture
def report() -> Appearance:
    found = make_ferry()
    Appearance.objects.filter(pk=found.pk).update(source="the harbour pilot", read_name="Tomas Reiss")
    return found


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def pages(report: Appearance) -> list[str]:
    claim, article, speaker = report.claim_id, report.article_id, report.claim.speaker_id
    return [
        f"/claims/{claim}/fix/",
        f"/reports/{report.pk}/words/",
        f"/articles/{article}/claims/new/",
        f"/claims/{claim}/speaker/",
        f"/claims/{claim}/reject/",
        f"/speakers/{speaker}/details/",
        f"/speakers/{speaker}/names/",
        f"/speakers/{speaker}/merge/",
        f"/speakers/{speaker}/part/",
    ]


def test_mending_asks_strangers_to_log_in_and_refuses_viewers(client, report):
    for url in pages(report):
        assert client.get(url).headers["Location"].startswith("/accounts/login/"), url
    client.force_login(make_user("vic", "Viewer"))
    for url in pages(report):
        get = url.endswith("fix/")
        assert (client.get(url) if get else client.post(url)).status_code == 403, url
    assert "Fix claim" not in text_of(client.get(report.article.get_absolute_url()))
    page = text_of(client.get(report.claim.speaker.get_absolute_url()))
    assert "Add a name" not in page
    assert Correction.objects.count() == 0


def test_mending_what_is_not_there_is_not_found(client, editor):
    for url in ("/claims/99/fix/", "/reports/99/words/", "/articles/99/claims/new/", "/names/99/remove/"):
        assert client.post(url).status_code in (404, 405), url
    assert client.get("/claims/99/fix/").status_code == 404


def test_fix_page_changes_the_speaker_and_leads_to_the_claim_with_an_undo(client, editor, report):
    page = client.get(f"/claims/{report.claim_id}/fix/")
    assert "printed as “the harbour pilot”" in text_of(page)
    answer = client.post(
        f"/claims/{report.claim_id}/speaker/",
        {"report": report.pk, "name": "Oda Brandt", "kind": "person", "seen": version_of(report.claim)},
        follow=True,
    )
    claim = Claim.objects.get(speaker__name="Oda Brandt")
    assert answer.redirect_chain[0][0].startswith(f"/claims/{claim.pk}/?corrected=")
    assert "Changed the speaker from Tomas Reiss to Oda Brandt" in text_of(answer)
    client.post(f"/corrections/{Correction.objects.get().pk}/undo/")
    report.refresh_from_db()
    assert report.claim.speaker.name == "Tomas Reiss"


def test_fix_page_previews_an_alias_and_then_applies_it(client, editor, report):
    other = make_appearance(
        make_claim("Snow will fall.", "Tomas Reiss"),
        report.article,
        "Snow will fall",
        reading="Snow will fall.",
    )
    Appearance.objects.filter(pk=other.pk).update(source="the harbour pilot", read_name="Tomas Reiss")
    asked = {
        "report": report.pk,
        "name": "Oda Brandt",
        "kind": "person",
        "alias": "the harbour pilot",
        "scope": "story",
    }
    preview = client.post(f"/claims/{report.claim_id}/speaker/", asked | {"preview": "1"})
    assert "Oda Brandt is new here. Changes 2 claims where “the harbour pilot” is printed" in text_of(preview)
    assert Correction.objects.count() == 0
    client.post(f"/claims/{report.claim_id}/speaker/", asked)
    assert set(Claim.objects.current().values_list("speaker__name", flat=True)) == {"Oda Brandt"}
    assert SpeakerAlias.objects.get().story == report.article.story


def test_fix_page_keeps_what_was_typed_where_somebody_was_faster(client, editor, report):
    seen = version_of(report.claim)
    client.post(f"/claims/{report.claim_id}/reject/", {"reason": "A caption.", "seen": seen})
    answer = client.post(
        f"/claims/{report.claim_id}/speaker/",
        {
            "report": report.pk,
            "name": "Oda Brandt",
            "kind": "group",
            "seen": seen,
            "reason": "Typed at length",
        },
    )
    assert answer.status_code == 409
    html = answer.content.decode()
    assert 'value="Oda Brandt"' in html
    assert 'value="Typed at length"' in html
    assert "was changed in the meantime" in html


def test_fix_page_says_what_is_missing(client, editor, report):
    answer = client.post(f"/claims/{report.claim_id}/speaker/", {"report": [], "name": ""})
    assert answer.status_code == 422
    assert "Say who said it" in text_of(answer)
    assert "Choose the reports" in text_of(answer)
    answer = client.post(f"/claims/{report.claim_id}/reject/", {"reason": ""})
    assert (answer.status_code, "Say in a few words" in text_of(answer)) == (422, True)


def test_rejected_claim_leaves_queue_and_article_but_keeps_its_page(client, editor, report):
    client.post(f"/claims/{report.claim_id}/reject/", {"reason": "A caption."})
    assert "The ferry stays in port until Monday." not in text_of(client.get("/?status=unreviewed"))
    assert client.get(f"/claims/{report.claim_id}/").status_code == 200
    assert "Claims in reading order" in text_of(client.get(report.article.get_absolute_url()))
    assert client.get(report.article.get_absolute_url()).context["reader"].mentions == []


def test_words_pasted_as_printed_become_the_claims(client, editor, report):
    answer = client.post(
        f"/reports/{report.pk}/words/", {"words": '"the ferry   stays in port"', "seen": "1-37"}
    )
    assert answer.status_code == 302
    report.refresh_from_db()
    assert (report.text, report.spans, report.pinned) == ("The ferry stays in port", [[1, 24]], True)


def test_words_that_stand_there_twice_are_asked_about(client, editor, report):
    url = f"/articles/{report.article_id}/claims/new/"
    asked = client.post(url, {"words": "Snow will fall", "name": "Oda Brandt", "kind": "person"})
    assert asked.status_code == 422
    assert "These words stand there 2 times. Which ones?" in text_of(asked)
    at = asked.context["places"][1]["at"]
    assert 'value="Oda Brandt"' in asked.content.decode()
    client.post(url, {"at": at, "name": "Oda Brandt", "kind": "person"})
    added = Appearance.objects.get(claim__speaker__name="Oda Brandt")
    assert added.start == TEXT.rindex("Snow will fall")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"words": "The ferry sank"}, "The article does not print “The ferry sank”"),
        ({"words": "  "}, "Paste the words"),
        ({"at": "3-x"}, "Select the words again"),
        ({"at": "3-99999"}, "lie outside of the article"),
        ({"at": "62-64"}, "Select at least one word"),
    ],
)
def test_words_that_are_not_there_are_told(client, editor, report, given, said):
    answer = client.post(f"/reports/{report.pk}/words/", given)
    assert (answer.status_code, said in text_of(answer)) == (422, True), text_of(answer)
    if "ferry" in given.get("words", ""):
        assert ">The ferry sank</textarea>" in answer.content.decode()


def test_words_changed_by_somebody_else_meanwhile_are_not_overwritten(client, editor, report):
    answer = client.post(f"/reports/{report.pk}/words/", {"at": "1-24", "seen": "1-30"})
    assert (answer.status_code, "Somebody else changed these words" in text_of(answer)) == (409, True)


def test_speaker_page_shows_names_where_printed_roles_and_history(client, editor, report):
    speaker = report.claim.speaker
    add_alias(speaker.pk, "the harbour pilot", editor=editor)
    page = text_of(client.get(speaker.get_absolute_url()))
    assert "the harbour pilot Quay Gazette Added by an editor 1" in page
    assert "Roles over time" in page
    assert "Maya : Said that “the harbour pilot” means Tomas Reiss" in page


def test_speaker_page_adds_and_removes_a_name_after_a_preview(client, editor, report):
    brandt = make_speaker("Oda Brandt")
    url = f"/speakers/{brandt.pk}/names/"
    preview = client.post(url, {"name": "the harbour pilot", "preview": "1"})
    assert "Changes 1 claim . 1 of Tomas Reiss" in text_of(preview)
    answer = client.post(url, {"name": "the harbour pilot"}, follow=True)
    assert "Said that “the harbour pilot” means Oda Brandt." in text_of(answer)
    alias = SpeakerAlias.objects.get()
    asked = client.post(f"/names/{alias.pk}/remove/")
    assert "Removing “the harbour pilot” changes 1 claim" in text_of(asked)
    client.post(f"/names/{alias.pk}/remove/", {"sure": "1"})
    report.refresh_from_db()
    assert report.claim.speaker.name == "Tomas Reiss"


def test_speaker_page_merges_after_a_preview_and_parts_again(client, editor, report):
    reiss, brandt = report.claim.speaker, make_speaker("Oda Brandt")
    url = f"/speakers/{reiss.pk}/merge/"
    assert "There is no speaker called “Nobody”" in text_of(client.post(url, {"into": "Nobody"}))
    asked = client.post(url, {"into": "oda brandt"})
    assert "1 claim of Tomas Reiss will be shown as claims of Oda Brandt, who has 0." in text_of(asked)
    answer = client.post(url, {"into": "Oda Brandt", "sure": "1"}, follow=True)
    assert answer.redirect_chain[0][0].startswith(brandt.get_absolute_url())
    assert "Made one speaker from Tomas Reiss to Oda Brandt" in text_of(answer)
    assert client.get(reiss.get_absolute_url()).headers["Location"] == brandt.get_absolute_url()
    assert "Oda Brandt" in text_of(client.get(report.claim.get_absolute_url()))
    client.post(f"/speakers/{reiss.pk}/part/")
    assert Speaker.objects.get(pk=reiss.pk).merged_into is None


def test_speaker_page_changes_details_and_refuses_a_stale_change(client, editor, report):
    speaker = report.claim.speaker
    seen = client.get(speaker.get_absolute_url()).context["seen"]
    given = {"name": "Tomas Reiss", "kind": "person", "role": "harbour pilot", "seen": seen}
    client.post(f"/speakers/{speaker.pk}/details/", given)
    speaker.refresh_from_db()
    assert speaker.role == "harbour pilot"
    answer = client.post(f"/speakers/{speaker.pk}/details/", given | {"role": "master of ships"})
    assert (answer.status_code, 'value="master of ships"' in answer.content.decode()) == (409, True)


def test_undo_of_a_merge_from_the_speakers_history(client, editor, report):
    reiss, brandt = report.claim.speaker, make_speaker("Oda Brandt")
    done = merge_speakers(reiss.pk, brandt.pk, editor=editor)
    answer = client.post(f"/speakers/{brandt.pk}/undo/{done.pk}/", follow=True)
    assert "Taken back: made one speaker" in text_of(answer)


@pytest.mark.parametrize("reports", [1, 3])
def test_fix_page_needs_the_same_queries_for_one_and_three(
    client, editor, report, django_assert_num_queries, reports
):
    for number in range(1, reports):
        make_appearance(
            report.claim, make_article(f"{TEXT}\n{number}"), "The ferry stays in port until Monday"
        )
    with django_assert_num_queries(8):
        page = client.get(f"/claims/{report.claim_id}/fix/")
    assert len(page.context["reports"]) == reports
