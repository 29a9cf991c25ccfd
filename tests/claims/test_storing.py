"""From extraction records to stored claims, on records written by hand: no model takes part."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from threading import Thread

import pytest
from django.db import connection

from articles.enums import ReadingState
from articles.models import Article
from claims.domain import decide_link, record_review, store_extraction
from claims.enums import LinkState, QuoteKind, SpeakerKind, Status
from claims.extraction.records import Extraction, Mention, Proposition
from claims.models import Appearance, Claim, ClaimLink, Speaker
from tests.factories import make_article, make_user

HOLM = Mention("Ida Holm", SpeakerKind.PERSON, aliases=("Holm",), role="mayor")
BERG = Mention("Tor Berg", SpeakerKind.PERSON)
OFFICIALS = Mention("officials", SpeakerKind.UNNAMED)
FULL = "The old harbour bridge stays shut until the cracks in its northern arch are repaired"
CUT = "The old harbour bridge stays shut"
OTHER = "The ferry to Quarry Point will run every twenty minutes from Monday"


def proposition(text: str, words: str, speaker: Mention = HOLM, **fields: object) -> Proposition:
    start = text.index(words)
    made = Proposition(
        spans=((start, start + len(words)),),
        text=words,
        speaker=speaker,
        kind=QuoteKind.DIRECT,
        cue="said",
        cue_spans=(),
        source=(),
        attribution=0,
    )
    return replace(made, **fields)


def extraction(article: Article, *said: str | tuple[str, Mention], **fields: object) -> Extraction:
    pairs = [(item, HOLM) if isinstance(item, str) else item for item in said]
    return Extraction(claims=tuple(proposition(article.text, words, who, **fields) for words, who in pairs))


def article_saying(*said: str, **fields: object) -> Article:
    passages = [f"“{words},” was said." for words in said]
    return make_article("\n\n".join([*passages, str(fields.get("external_id", ""))]), **fields)


def grouping() -> set[frozenset[tuple[str, str]]]:
    """The claims as sets of (article, wording): what must not depend on the order of arrival."""
    groups: dict[int, set[tuple[str, str]]] = {}
    for appearance in Appearance.objects.select_related("article"):
        groups.setdefault(appearance.claim_id, set()).add((appearance.article.external_id, appearance.text))
    return {frozenset(group) for group in groups.values()}


@pytest.mark.django_db
def test_store_same_words_of_two_articles_are_one_claim() -> None:
    for index in range(2):
        article = article_saying(FULL, f"On day {index} nothing moved", external_id=str(index))
        store_extraction(article, extraction(article, FULL))
    assert grouping() == {frozenset({("0", FULL), ("1", FULL)})}
    article.refresh_from_db()
    assert (article.reading_state, article.reading_progress) == (ReadingState.DONE, 100)


@pytest.mark.django_db
def test_store_cut_wording_joins_the_full_one_and_is_truncated() -> None:
    for words in (CUT, FULL):
        article = article_saying(words)
        store_extraction(article, extraction(article, words))
    claim = Claim.objects.get()
    assert claim.text == FULL
    assert dict(claim.appearances.values_list("text", "variant")) == {FULL: "verbatim", CUT: "truncated"}


@pytest.mark.django_db
@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_store_any_order_of_articles_gives_the_same_claims(order: Sequence[int]) -> None:
    wordings = [(FULL, OTHER), (CUT,), (FULL, CUT + " today")]
    for index in order:
        article = article_saying(*wordings[index], external_id=str(index))
        store_extraction(article, extraction(article, *wordings[index]))
    assert grouping() == {
        frozenset({("0", FULL), ("1", CUT), ("2", FULL), ("2", CUT + " today")}),
        frozenset({("0", OTHER)}),
    }


@pytest.mark.django_db
def test_store_twice_keeps_every_row() -> None:
    article = article_saying(FULL, OTHER)
    found = extraction(article, FULL, OTHER)
    assert store_extraction(article, found) == 2
    before = list(Appearance.objects.order_by("pk").values_list("pk", "claim"))
    assert store_extraction(article, found) == 2
    assert list(Appearance.objects.order_by("pk").values_list("pk", "claim")) == before


@pytest.mark.django_db
def test_store_second_reading_replaces_what_no_editor_marked() -> None:
    article = article_saying(FULL, OTHER)
    store_extraction(article, extraction(article, FULL, OTHER))
    marked = Claim.objects.get(text=OTHER)
    record_review(marked.pk, reviewer=make_user(), status=Status.ATTRIBUTED, seen_review=None)
    store_extraction(article, extraction(article, CUT))
    assert set(Claim.objects.values_list("text", "status")) == {(CUT, "unreviewed"), (OTHER, "attributed")}
    assert marked.appearances.count() == 1


@pytest.mark.django_db
def test_store_opposite_polarity_is_another_claim_and_a_suggested_contest() -> None:
    articles = [
        article_saying("The bridge is safe to cross"),
        article_saying("The bridge is not safe to cross"),
    ]
    for article, who in zip(articles, (HOLM, BERG), strict=True):
        store_extraction(article, extraction(article, (article.text[1 : article.text.index(",")], who)))
    assert Claim.objects.count() == 2
    link = ClaimLink.objects.get()
    assert (link.kind, link.state) == ("contradicts", "suggested")


@pytest.mark.django_db
def test_store_dismissed_contest_is_not_suggested_again() -> None:
    article = article_saying("The bridge is safe to cross", "The bridge is not safe to cross")
    found = extraction(
        article, ("The bridge is safe to cross", HOLM), ("The bridge is not safe to cross", BERG)
    )
    store_extraction(article, found)
    link = decide_link(ClaimLink.objects.get().pk, state=LinkState.DISMISSED, editor=make_user())
    second = article_saying("The bridge is safe to cross", "Or not")
    store_extraction(second, extraction(second, "The bridge is safe to cross"))
    store_extraction(article, found)
    assert list(ClaimLink.objects.values_list("pk", "state")) == [(link.pk, "dismissed")]


@pytest.mark.django_db
def test_store_unnamed_speakers_stay_in_their_article() -> None:
    for _ in range(2):
        article = make_article(f"{FULL}, officials said on day {_}.")
        store_extraction(article, extraction(article, (FULL, OFFICIALS), kind=QuoteKind.INDIRECT))
    assert list(Speaker.objects.values_list("name", "kind")) == [("officials", "unnamed")] * 2
    assert Claim.objects.count() == 2


@pytest.mark.django_db
def test_store_alias_that_one_speaker_has_finds_them() -> None:
    for who in (HOLM, Mention("Holm", SpeakerKind.PERSON)):
        article = make_article(f"“{FULL},” said {who.name}.")
        store_extraction(article, extraction(article, (FULL, who)))
    assert list(Speaker.objects.values_list("name", "role")) == [("Ida Holm", "mayor")]


@pytest.mark.django_db
@pytest.mark.parametrize("names", [("Raúl R. Holm", "Raul Holm"), ("Raul Holm", "Raúl R. Holm")])
def test_store_name_with_accents_and_initials_is_the_plain_one(names: Sequence[str]) -> None:
    for name in (*names, names[1].upper()):
        article = make_article(f"“{FULL},” said {name}.")
        store_extraction(article, extraction(article, (FULL, Mention(name, SpeakerKind.PERSON))))
    assert list(Speaker.objects.values_list("name", flat=True)) == [names[0]]


@pytest.mark.django_db
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_store_lone_surname_is_who_bears_it_in_another_article_of_the_event(order: Sequence[int]) -> None:
    whole = Mention("Tor Berg", SpeakerKind.PERSON, aliases=("Berg",))
    for index in order:
        article = article_saying(FULL, OTHER, external_id=str(index))
        who = (Mention("Berg", SpeakerKind.PERSON), whole)[index]
        store_extraction(article, extraction(article, (FULL, HOLM), (OTHER, who)))
    claim = Claim.objects.get(text=OTHER, merged_into=None)
    assert (claim.speaker.name, claim.appearances.count()) == ("Tor Berg", 2)


@pytest.mark.django_db
def test_store_alias_that_two_speakers_have_names_neither() -> None:
    two = Mention("Arne Holm", SpeakerKind.PERSON, aliases=("Holm",))
    for who in (HOLM, two, Mention("Holm", SpeakerKind.PERSON)):
        article = make_article(f"“{FULL},” said {who.name}.")
        store_extraction(article, extraction(article, (FULL, who)))
    assert set(Speaker.objects.values_list("name", flat=True)) == {"Ida Holm", "Arne Holm", "Holm"}


@pytest.mark.django_db
def test_store_claim_that_loses_its_last_wording_leads_to_the_other() -> None:
    """Two fragments are two claims until an article prints the sentence that holds both."""
    fragments = ("until the cracks in its northern arch are repaired", CUT)
    for words in fragments:
        article = article_saying(words)
        store_extraction(article, extraction(article, words))
    article = article_saying(FULL)
    store_extraction(article, extraction(article, FULL))
    current = Claim.objects.get(merged_into=None)
    assert current.appearances.count() == 3
    assert list(Claim.objects.exclude(merged_into=None).values_list("merged_into", flat=True)) == [current.pk]


PILOT = "Quarry Point’s chief pilot"
DESCRIBED = Mention(PILOT, SpeakerKind.UNNAMED, role=PILOT)
BERG_JUNIOR = Mention("Una Berg", SpeakerKind.PERSON)
NAMED = Mention("Tor Berg", SpeakerKind.PERSON, role=PILOT)


@pytest.mark.django_db
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_store_described_speaker_is_who_another_article_of_the_event_calls_that(order: Sequence[int]) -> None:
    for index in order:
        article = article_saying(FULL, OTHER, external_id=str(index))
        who = (DESCRIBED, NAMED)[index]
        store_extraction(article, extraction(article, (FULL, HOLM), (OTHER, who)))
    assert grouping() == {frozenset({("0", FULL), ("1", FULL)}), frozenset({("0", OTHER), ("1", OTHER)})}
    assert Claim.objects.get(text=OTHER, merged_into=None).speaker.name == "Tor Berg"
    assert all(
        claim.merged_into.speaker.name == "Tor Berg" for claim in Claim.objects.exclude(merged_into=None)
    )


@pytest.mark.django_db
def test_store_described_speaker_of_another_event_stays_unnamed() -> None:
    for index, who in enumerate((DESCRIBED, NAMED)):
        article = article_saying(f"{OTHER} in week {index}", external_id=str(index))
        store_extraction(article, extraction(article, (f"{OTHER} in week {index}", who)))
    assert set(Claim.objects.values_list("speaker__name", flat=True)) == {PILOT, "Tor Berg"}


@pytest.mark.django_db
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_store_long_quote_without_a_name_is_whose_it_is_in_another_article(order: Sequence[int]) -> None:
    unknown = Mention(None, SpeakerKind.UNNAMED)
    for index in order:
        article = article_saying(FULL, OTHER, external_id=str(index))
        who = (unknown, NAMED)[index]
        store_extraction(article, extraction(article, (FULL, HOLM), (OTHER, who)))
    assert grouping() == {frozenset({("0", FULL), ("1", FULL)}), frozenset({("0", OTHER), ("1", OTHER)})}
    claim = Claim.objects.get(text=OTHER, merged_into=None)
    assert (claim.speaker.name, claim.appearances.count()) == ("Tor Berg", 2)


@pytest.mark.django_db
def test_store_marked_claim_of_a_described_speaker_stays_theirs() -> None:
    for index, who in enumerate((DESCRIBED, NAMED)):
        article = article_saying(FULL, OTHER, external_id=str(index))
        store_extraction(article, extraction(article, (FULL, HOLM), (OTHER, who)))
        if who is DESCRIBED:
            marked = Claim.objects.get(text=OTHER)
            record_review(marked.pk, reviewer=make_user(), status=Status.ATTRIBUTED, seen_review=None)
    assert {claim.speaker.name for claim in Claim.objects.filter(text=OTHER)} == {PILOT, "Tor Berg"}


@pytest.mark.django_db(transaction=True)
def test_store_by_workers_at_once_gives_one_claim() -> None:
    articles = [make_article(f"“{FULL},” Ida Holm said on day {day}.") for day in range(4)]
    errors: list[BaseException] = []

    def read(article: Article) -> None:
        try:
            store_extraction(article, extraction(article, FULL))
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=read, args=[article]) for article in articles]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert list(Claim.objects.values_list("text", flat=True)) == [FULL]
    assert Appearance.objects.count() == 4


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["İbrahim Işık", "ΝΙΚΟΣ ΠΑΠΠΑΣ", "\u212aora Élan"])
@pytest.mark.parametrize("kind", [SpeakerKind.PERSON, SpeakerKind.UNNAMED])
def test_store_finds_a_speaker_whose_capitals_python_lowers_in_another_way(
    name: str, kind: SpeakerKind
) -> None:
    for words in (FULL, OTHER):
        article = article_saying(words)
        store_extraction(article, extraction(article, (words, Mention(name, kind))))
    assert set(Claim.objects.values_list("speaker__name", "text")) == {(name, FULL), (name, OTHER)}
    assert Speaker.objects.count() == (1 if kind is SpeakerKind.PERSON else 2)


@pytest.mark.django_db
def test_store_finds_such_a_speaker_by_an_alias() -> None:
    for words, name in ((FULL, "Ida İnan"), (OTHER, "İNAN")):
        article = article_saying(words)
        who = Mention(name, SpeakerKind.PERSON, aliases=("İnan",))
        store_extraction(article, extraction(article, (words, who)))
    assert set(Claim.objects.values_list("speaker__name", flat=True)) == {"Ida İnan"}


@pytest.mark.django_db
def test_storing_keeps_no_relay_that_is_the_outlet_itself() -> None:
    article = article_saying(FULL, outlet="Velden Courier")
    store_extraction(article, extraction(article, FULL, via=("Courier", "Ashlaw Courier")))
    assert Appearance.objects.get().via == ["Ashlaw Courier"]
