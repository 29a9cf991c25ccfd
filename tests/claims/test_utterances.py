"""One quotation that the articles of an event give to several speakers, or to one by several names."""

from collections.abc import Sequence
from itertools import permutations

import pytest

from articles.models import Article
from claims.domain import record_review, store_extraction
from claims.enums import QuoteKind, SpeakerKind, Status
from claims.extraction.records import Extraction, Mention, Proposition
from claims.models import Appearance, Claim
from tests.factories import make_article, make_user

HOLM = Mention("Ida Holm", SpeakerKind.PERSON)
BERG = Mention("Tor Berg", SpeakerKind.PERSON)
HARBOUR = Mention("Velden Harbour Board", SpeakerKind.ORGANISATION)
NOBODY = Mention(None, SpeakerKind.UNNAMED)
SHARED = "The old harbour bridge stays shut until its northern arch is repaired"
QUOTE = "The ferry to Quarry Point will run every twenty minutes from Monday"
SHORT = "We are ready"

type Said = tuple[str, str, Mention]
"""What is quoted, who is printed beside it, and whom the engine takes that for."""


def event(number: int, *said: Said, kind: QuoteKind = QuoteKind.DIRECT) -> Article:
    """An article of one event; all that the same words name as who says it is one attribution."""
    text, claims = f"“{SHARED},” Vera Lund said.", []
    everything = [(SHARED, "Vera Lund", Mention("Vera Lund", SpeakerKind.PERSON)), *said]
    for words, source, _ in said:
        text += f"\n\n“{words},” {source} said."
    text += f"\n\nEdition {number}."
    for words, source, who in everything:
        start = text.index(words)
        begin = text.index(f"{source} said")
        cue = begin + len(source) + 1
        claims.append(
            Proposition(
                spans=((start, start + len(words)),),
                text=words,
                speaker=who,
                kind=kind if words != SHARED else QuoteKind.DIRECT,
                cue="said",
                cue_spans=((cue, cue + 4),),
                source=((begin, begin + len(source)),),
                attribution=0,
                confidence=0.9,
            )
        )
    article = make_article(text, external_id=str(number))
    store_extraction(article, Extraction(claims=tuple(claims)))
    return article


def speakers(words: str) -> list[str]:
    """Who says it now, a name for each claim with these words."""
    claims = Claim.objects.filter(merged_into=None, appearances__text=words).distinct()
    return sorted(claims.values_list("speaker__name", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_quotation_is_whose_name_an_article_prints_beside_it(order: Sequence[int]) -> None:
    readings = ((QUOTE, "he", HOLM), (QUOTE, "Mr. Berg", BERG), (QUOTE, "the statement", NOBODY))
    for number in order:
        event(number, readings[number])
    assert speakers(QUOTE) == ["Tor Berg"]
    assert Claim.objects.get(merged_into=None, text=QUOTE).appearances.count() == 3
    assert "Tor Berg" in Appearance.objects.get(text=QUOTE, article__external_id="0").basis


@pytest.mark.django_db
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_quotation_of_a_body_is_the_person_who_speaks_for_it(order: Sequence[int]) -> None:
    readings = ((QUOTE, "the Velden Harbour Board", HARBOUR), (QUOTE, "Tor Berg", BERG))
    for number in order:
        event(number, readings[number])
    assert speakers(QUOTE) == ["Tor Berg"]


@pytest.mark.django_db
@pytest.mark.parametrize("order", list(permutations(range(2))))
def test_quotation_that_articles_give_to_two_persons_by_name_stays_two_claims(order: Sequence[int]) -> None:
    readings = ((QUOTE, "Ida Holm", HOLM), (QUOTE, "Tor Berg", BERG))
    for number in order:
        event(number, readings[number])
    assert speakers(QUOTE) == ["Ida Holm", "Tor Berg"]


@pytest.mark.django_db
def test_quotation_without_a_name_stays_open_where_two_are_named() -> None:
    for number, who in enumerate(((QUOTE, "Ida Holm", HOLM), (QUOTE, "Tor Berg", BERG))):
        event(number, who)
    event(2, (QUOTE, "the statement", NOBODY))
    assert len(speakers(QUOTE)) == 3


@pytest.mark.django_db
def test_reports_in_other_words_stay_with_their_speakers() -> None:
    for number, who in enumerate(((QUOTE, "he", HOLM), (QUOTE, "Tor Berg", BERG))):
        event(number, who, kind=QuoteKind.INDIRECT)
    assert speakers(QUOTE) == ["Ida Holm", "Tor Berg"]


@pytest.mark.django_db
def test_slogans_that_two_speakers_share_stay_two_claims() -> None:
    for number, who in enumerate(
        (("Safety comes first here", "he", HOLM), ("Safety comes first here", "Tor Berg", BERG))
    ):
        event(number, who)
    assert speakers("Safety comes first here") == ["Ida Holm", "Tor Berg"]


@pytest.mark.django_db
def test_claim_that_an_editor_marked_keeps_its_speaker_and_gives_it_to_others() -> None:
    event(0, (QUOTE, "he", HOLM))
    marked = Claim.objects.get(text=QUOTE)
    record_review(marked.pk, reviewer=make_user(), status=Status.ATTRIBUTED, seen_review=None)
    event(1, (QUOTE, "he", BERG))
    assert speakers(QUOTE) == ["Ida Holm"]


@pytest.mark.django_db
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize(
    ("one", "two"),
    [
        (Mention("Tim Berg", SpeakerKind.PERSON), Mention("Timothy R. Berg", SpeakerKind.PERSON)),
        (Mention("Berg", SpeakerKind.ORGANISATION), BERG),
        (HARBOUR, Mention("VHB", SpeakerKind.ORGANISATION)),
    ],
)
def test_speaker_by_two_forms_of_a_name_is_one_within_an_event(
    one: Mention, two: Mention, order: Sequence[int]
) -> None:
    for number in order:
        who = (one, two)[number]
        event(number, (SHORT, str(who.name), who))
    assert len(speakers(SHORT)) == 1


@pytest.mark.django_db
def test_speakers_whom_one_article_tells_apart_stay_two() -> None:
    father, son = (Mention(name, SpeakerKind.PERSON) for name in ("Tor Berg", "Tor Berg Jr."))
    event(0, (SHORT, "Tor Berg", father), (QUOTE, "Tor Berg Jr.", son))
    assert (speakers(SHORT), speakers(QUOTE)) == (["Tor Berg"], ["Tor Berg Jr."])
