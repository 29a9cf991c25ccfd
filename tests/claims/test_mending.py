"""What editors mend of speakers and passages: done, undone, found again, followed; each on PostgreSQL."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.contrib.auth.models import User

from articles.models import Article, Story
from claims.domain import (
    CannotCorrect,
    StaleCorrection,
    record_review,
    store_extraction,
    undo_correction,
    version_of,
)
from claims.domain.mending.aliases import add_alias, effect_of_adding, effect_of_removing, remove_alias
from claims.domain.mending.merging import merge_speakers, part_adopted, plan_merge
from claims.domain.mending.spans import add_claim, fix_spans, reject_claim
from claims.domain.mending.speakers import (
    StaleSpeaker,
    change_speaker,
    details_of,
    fix_speaker,
    speaker_called,
)
from claims.enums import QuoteKind, SpeakerKind, Status
from claims.extraction.records import Extraction, Mention, Proposition
from claims.models import Appearance, Claim, ClaimLink, Correction, Speaker, SpeakerAlias
from tests.claims.test_worker import run_worker
from tests.factories import make_article, make_speaker, make_story, make_user

pytestmark = pytest.mark.django_db
HOLM = Mention("Ida Holm", SpeakerKind.PERSON, aliases=("Holm",))
BERG = Mention("Tor Berg", SpeakerKind.PERSON)
PILOT = Mention(None, SpeakerKind.UNNAMED, aliases=("the pilot",))
BRIDGE = "The old harbour bridge stays shut until the cracks in its northern arch are repaired"
FERRY = "The ferry to Quarry Point will run every twenty minutes from Monday"
ICE = "The eastern basin froze over during the night for the first time this winter"
SNOW = "Another forty centimetres of snow will fall before the weekend"


@pytest.fixture
def editor() -> User:
    return make_user()


def read(
    *said: tuple[str, Mention, str], article: Article | None = None, story: Story | None = None
) -> Article:
    """An article that prints these words, who said them and as what it prints them ('he', 'Holm'); stored."""
    if article is None:
        text = "\n\n".join(f"“{words},” {printed or 'it was'} said." for words, _, printed in said)
        article = make_article(f"{text}\n\nEdition {Article.objects.count()}.", story=story)
    propositions = []
    for words, who, printed in said:
        start = article.text.index(words)
        at = article.text.index(f"{printed} said", start) if printed else 0
        propositions.append(
            Proposition(
                spans=((start, start + len(words)),),
                text=f"{words}.",
                speaker=who,
                kind=QuoteKind.DIRECT,
                cue="said",
                cue_spans=(),
                source=((at, at + len(printed)),) if printed else (),
                attribution=0,
            )
        )
    store_extraction(article, Extraction(claims=tuple(propositions)))
    return article


def who_says(words: str) -> set[tuple[str, int]]:
    """Who the current claims of these words belong to, each with how many reports."""
    claims = Claim.objects.filter(appearances__text=words, merged_into=None).distinct()
    return {
        ((claim.speaker.merged_into or claim.speaker).name, claim.appearances.count()) for claim in claims
    }


def rows(*, but: Sequence[str] = ()) -> dict[str, Any]:
    """Everything that stands, row by row, without the log and what was made by the way and led on."""
    current = Claim.objects.filter(merged_into=None, appearances__isnull=False).distinct()
    return {
        "claims": sorted(current.values_list("pk", "speaker", "text", "status", "last_review", "rejected")),
        "reports": sorted(
            Appearance.objects.values_list(
                "pk", "claim", "spans", "text", "kind", "variant", "pinned", "basis", "match_reason"
            )
        ),
        "speakers": sorted(
            Speaker.objects.filter(claims__appearances__isnull=False)
            .distinct()
            .values_list("pk", "name", "kind", "role", "merged_into")
        ),
        "links": sorted(ClaimLink.objects.values_list("first", "second", "kind", "state", "decided_by")),
        "aliases": sorted(SpeakerAlias.objects.values_list("speaker", "name", "state", "story")),
    }


# Who said it


def test_fix_speaker_moves_reports_to_the_claim_that_says_the_same(editor: User) -> None:
    read((BRIDGE, BERG, "Tor Berg"))
    read((BRIDGE, HOLM, "Ida Holm"))
    wrong = Claim.objects.get(speaker__name="Tor Berg")
    right = Claim.objects.get(speaker__name="Ida Holm")
    report = wrong.appearances.get()
    done = fix_speaker(wrong.pk, [report.pk], speaker=right.speaker, editor=editor, seen=version_of(wrong))
    report.refresh_from_db()
    wrong.refresh_from_db()
    assert (report.claim, report.pinned, wrong.merged_into, done.other_claim) == (right, True, right, right)
    assert done.article == report.article


def test_fix_speaker_of_a_marked_claim_leaves_the_mark_with_it(editor: User) -> None:
    read((BRIDGE, BERG, "Tor Berg"))
    claim = Claim.objects.get()
    mark = record_review(claim.pk, reviewer=editor, status=Status.ATTRIBUTED, seen_review=None)
    speaker = speaker_called("Ida Holm", SpeakerKind.PERSON)
    fix_speaker(claim.pk, [claim.appearances.get().pk], speaker=speaker, editor=editor)
    claim.refresh_from_db()
    home = claim.merged_into
    assert home is not None
    assert (claim.status, claim.last_review) == ("attributed", mark)
    assert (home.speaker.name, home.status, home.text) == ("Ida Holm", "unreviewed", f"{BRIDGE}.")


def test_fix_speaker_undone_restores_everything(editor: User) -> None:
    read((BRIDGE, BERG, "Tor Berg"), (SNOW, BERG, "he"))
    read((BRIDGE, HOLM, "Ida Holm"))
    before = rows()
    wrong = Claim.objects.get(speaker__name="Tor Berg", text=f"{BRIDGE}.")
    right = Speaker.objects.get(name="Ida Holm")
    done = fix_speaker(wrong.pk, [wrong.appearances.get().pk], speaker=right, editor=editor)
    assert rows() != before
    undo = undo_correction(done.pk, editor=editor)
    assert rows() == before
    assert undo_correction(done.pk, editor=editor) == undo


def test_fix_speaker_wins_over_a_later_reading(editor: User) -> None:
    article = read((BRIDGE, BERG, "Tor Berg"))
    claim = Claim.objects.get()
    fix_speaker(claim.pk, [claim.appearances.get().pk], speaker=make_speaker("Ida Holm"), editor=editor)
    for words in (BRIDGE, BRIDGE[: BRIDGE.index(" until")], f"“{BRIDGE}"):
        read((words, BERG, "Tor Berg"), article=article)
    assert who_says(BRIDGE) == {("Ida Holm", 1)}
    assert article.appearances.count() == 1


def test_fix_speaker_of_one_report_leaves_the_others(editor: User) -> None:
    read((BRIDGE, BERG, "Tor Berg"))
    article = read((BRIDGE, BERG, "he"))
    claim = Claim.objects.get()
    report = article.appearances.get()
    fix_speaker(claim.pk, [report.pk], speaker=make_speaker("Ida Holm"), editor=editor)
    assert who_says(BRIDGE) == {("Tor Berg", 1), ("Ida Holm", 1)}


def test_fix_speaker_on_an_older_state_changes_nothing(editor: User) -> None:
    read((BRIDGE, BERG, "Tor Berg"))
    claim = Claim.objects.get()
    seen = version_of(claim)
    record_review(claim.pk, reviewer=editor, status=Status.ATTRIBUTED, seen_review=None)
    before = rows()
    with pytest.raises(StaleCorrection, match="Nothing was changed"):
        fix_speaker(claim.pk, [claim.appearances.get().pk], speaker=make_speaker(), editor=editor, seen=seen)
    assert (rows(), Correction.objects.count()) == (before, 0)


@pytest.mark.parametrize(
    ("name", "kind", "message"),
    [
        (" ", SpeakerKind.PERSON, "Say who said it"),
        ("x" * 201, SpeakerKind.PERSON, "this one has 201"),
        ("officials", SpeakerKind.UNNAMED, "belongs to one article"),
    ],
)
def test_speaker_called_says_what_a_name_lacks(name: str, kind: SpeakerKind, message: str) -> None:
    with pytest.raises(CannotCorrect, match=message):
        speaker_called(name, kind)


def test_fix_speaker_to_the_same_one_or_of_no_report_says_so(editor: User) -> None:
    read((BRIDGE, BERG, "Tor Berg"))
    claim = Claim.objects.get()
    with pytest.raises(CannotCorrect, match="already"):
        fix_speaker(claim.pk, [claim.appearances.get().pk], speaker=claim.speaker, editor=editor)
    with pytest.raises(CannotCorrect, match="Choose the reports"):
        fix_speaker(claim.pk, [], speaker=make_speaker("Ida Holm"), editor=editor)


# Names


def test_alias_in_a_story_changes_what_its_articles_call_so(editor: User) -> None:
    story = make_story()
    read((BRIDGE, PILOT, "the pilot"), (FERRY, PILOT, "he"), story=story)
    read((SNOW, PILOT, "the pilot"))
    holm = make_speaker("Ida Holm")
    effect = effect_of_adding("The pilot", holm, story)
    assert (effect.claims, effect.marked, [(who.name, n) for who, n in effect.speakers]) == (
        2,
        0,
        [("the pilot", 2)],
    )
    before = rows()
    done = add_alias(holm.pk, "The pilot", editor=editor, story=story)
    assert who_says(BRIDGE) == {("Ida Holm", 1)}
    assert who_says(FERRY) == {("Ida Holm", 1)}
    assert who_says(SNOW) == {("the pilot", 1)}
    undo_correction(done.pk, editor=editor)
    assert rows() == before


def test_alias_wins_over_whom_the_reading_took_the_words_for(editor: User) -> None:
    """'the pilot' that the article's reading took for Tor Berg is Ida Holm."""
    read((BRIDGE, BERG, "the pilot"))
    read((FERRY, BERG, "Tor Berg"))
    add_alias(make_speaker("Ida Holm").pk, "the pilot", editor=editor)
    assert (who_says(BRIDGE), who_says(FERRY)) == ({("Ida Holm", 1)}, {("Tor Berg", 1)})


def test_alias_is_followed_by_later_articles_and_readings(editor: User) -> None:
    story = make_story()
    holm = make_speaker("Ida Holm")
    article = read((FERRY, PILOT, "the pilot"), story=story)
    add_alias(holm.pk, "the pilot", editor=editor, story=story)
    read((FERRY, PILOT, "the pilot"), (SNOW, PILOT, "the pilot"), article=None, story=story)
    read((FERRY, PILOT, "the pilot"), article=article)
    read((BRIDGE, PILOT, "the pilot"))
    assert (who_says(FERRY), who_says(SNOW)) == ({("Ida Holm", 2)}, {("Ida Holm", 1)})
    assert who_says(BRIDGE) == {("the pilot", 1)}


def test_alias_of_a_story_is_followed_by_an_article_that_comes_to_it(editor: User) -> None:
    from claims.domain.reading import relate

    story = make_story()
    article = read((FERRY, PILOT, "the pilot"))
    add_alias(make_speaker("Ida Holm").pk, "the pilot", editor=editor, story=story)
    assert who_says(FERRY) == {("the pilot", 1)}
    Article.objects.filter(pk=article.pk).update(story=story)
    relate(article.pk)
    assert who_says(FERRY) == {("Ida Holm", 1)}


def test_alias_keeps_two_speakers_of_one_surname_apart(editor: User) -> None:
    arne = Mention("Arne Holm", SpeakerKind.PERSON)
    read((BRIDGE, arne, "Holm"))
    read((FERRY, Mention("Holm", SpeakerKind.PERSON), "Holm"))
    ida = make_speaker("Ida Holm")
    add_alias(ida.pk, "Holm", editor=editor)
    assert (who_says(BRIDGE), who_says(FERRY)) == ({("Arne Holm", 1)}, {("Ida Holm", 1)})


def test_alias_leaves_what_an_editor_decided_on_one_by_one(editor: User) -> None:
    read((BRIDGE, PILOT, "the pilot"))
    claim = Claim.objects.get()
    fix_speaker(claim.pk, [claim.appearances.get().pk], speaker=make_speaker("Tor Berg"), editor=editor)
    ida = make_speaker("Ida Holm")
    effect = effect_of_adding("the pilot", ida, None)
    assert (effect.claims, effect.decided) == (0, 1)
    add_alias(ida.pk, "the pilot", editor=editor)
    assert who_says(BRIDGE) == {("Tor Berg", 1)}


@pytest.mark.parametrize("name", ["he", " They ", "...", ""])
def test_alias_that_may_mean_anybody_is_refused(editor: User, name: str) -> None:
    with pytest.raises(CannotCorrect, match="means one speaker"):
        add_alias(make_speaker().pk, name, editor=editor)


def test_alias_that_an_editor_gave_to_somebody_else_is_refused(editor: User) -> None:
    add_alias(make_speaker("Tor Berg").pk, "the pilot", editor=editor)
    with pytest.raises(CannotCorrect, match="means Tor Berg everywhere: remove that first"):
        add_alias(make_speaker("Ida Holm").pk, "The Pilot", editor=editor)


def test_alias_removed_gives_back_what_hung_on_it_alone(editor: User) -> None:
    read((BRIDGE, HOLM, "Holm"))
    read((FERRY, Mention("Holm", SpeakerKind.PERSON), "Holm"))
    assert who_says(FERRY) == {("Ida Holm", 1)}
    alias = SpeakerAlias.objects.get(name="Holm")
    effect = effect_of_removing(alias)
    assert effect.claims == 1
    before = rows()
    done = remove_alias(alias.pk, editor=editor)
    assert (who_says(BRIDGE), who_says(FERRY)) == ({("Ida Holm", 1)}, {("Holm", 1)})
    # No article teaches it again.
    read((SNOW, HOLM, "Holm"))
    read((ICE, Mention("Holm", SpeakerKind.PERSON), "Holm"))
    assert (who_says(SNOW), who_says(ICE)) == ({("Ida Holm", 1)}, {("Holm", 1)})
    Article.objects.filter(appearances__text__in=[SNOW, ICE]).delete()
    undo_correction(done.pk, editor=editor)
    after = rows()
    assert {key: after[key] for key in ("reports", "aliases")} == {
        key: before[key] for key in ("reports", "aliases")
    }


def test_alias_cannot_be_undone_after_it_was_removed(editor: User) -> None:
    done = add_alias(make_speaker().pk, "the pilot", editor=editor)
    remove_alias(SpeakerAlias.objects.get().pk, editor=editor)
    with pytest.raises(CannotCorrect, match="changed again"):
        undo_correction(done.pk, editor=editor)


# Speakers


def test_merge_speakers_joins_claims_that_say_the_same_and_parts_them_again(editor: User) -> None:
    mayor = Mention("Mayor Holm", SpeakerKind.PERSON)
    read((BRIDGE, HOLM, "Ida Holm"), (SNOW, HOLM, "she"))
    read((BRIDGE, mayor, "Mayor Holm"), (FERRY, mayor, "she"))
    one, other = Speaker.objects.get(name="Mayor Holm"), Speaker.objects.get(name="Ida Holm")
    before = rows()
    plan = plan_merge(one, other)
    assert (plan.claims, plan.others, len(plan.same), plan.left) == (2, 2, 1, [])
    done = merge_speakers(one.pk, other.pk, editor=editor)
    assert merge_speakers(one.pk, other.pk, editor=editor) == done
    assert who_says(BRIDGE) == {("Ida Holm", 2)}
    assert who_says(FERRY) == {("Ida Holm", 1)}
    assert Claim.objects.get(appearances__text=FERRY).speaker == one, "no claim is rewritten"
    undo_correction(done.pk, editor=editor)
    assert rows() == before


def test_merge_speakers_is_followed_by_later_articles_and_their_claims_are_parted_too(editor: User) -> None:
    mayor = Mention("Mayor Holm", SpeakerKind.PERSON)
    read((BRIDGE, HOLM, "Ida Holm"))
    read((FERRY, mayor, "Mayor Holm"))
    one, other = Speaker.objects.get(name="Mayor Holm"), Speaker.objects.get(name="Ida Holm")
    done = merge_speakers(one.pk, other.pk, editor=editor)
    read((BRIDGE, mayor, "Mayor Holm"), (SNOW, mayor, "she"))
    read((FERRY, HOLM, "Ida Holm"))
    assert {text: who_says(text) for text in (BRIDGE, FERRY, SNOW)} == {
        BRIDGE: {("Ida Holm", 2)},
        FERRY: {("Ida Holm", 2)},
        SNOW: {("Ida Holm", 1)},
    }
    undo_correction(done.pk, editor=editor)
    assert who_says(BRIDGE) == {("Ida Holm", 1), ("Mayor Holm", 1)}
    assert who_says(SNOW) == {("Mayor Holm", 1)}


def test_speakers_who_were_parted_are_not_joined_by_their_names_again(editor: User) -> None:
    story = make_story()
    bill, william = Mention("Bill Adler", SpeakerKind.PERSON), Mention("William Adler", SpeakerKind.PERSON)
    one, other = make_speaker("William Adler"), make_speaker("Bill Adler")
    undo_correction(merge_speakers(one.pk, other.pk, editor=editor).pk, editor=editor)
    read((BRIDGE, bill, "Bill Adler"), story=story)
    read((FERRY, william, "William Adler"), story=story)
    assert (who_says(BRIDGE), who_says(FERRY)) == ({("Bill Adler", 1)}, {("William Adler", 1)})


def test_merge_speakers_keeps_marks_and_leaves_two_marked_claims_apart(editor: User) -> None:
    mayor = Mention("Mayor Holm", SpeakerKind.PERSON)
    read((BRIDGE, HOLM, "Ida Holm"), (SNOW, HOLM, "she"))
    read((BRIDGE, mayor, "Mayor Holm"), (SNOW, mayor, "she"))
    marked = Claim.objects.filter(text=f"{BRIDGE}.") | Claim.objects.filter(
        text=f"{SNOW}.", speaker__name="Mayor Holm"
    )
    for claim in marked:
        record_review(claim.pk, reviewer=editor, status=Status.ATTRIBUTED, seen_review=None)
    one, other = Speaker.objects.get(name="Mayor Holm"), Speaker.objects.get(name="Ida Holm")
    before = rows()
    done = merge_speakers(one.pk, other.pk, editor=editor)
    assert who_says(BRIDGE) == {("Ida Holm", 1)}
    assert Claim.objects.filter(text=f"{BRIDGE}.", merged_into=None).count() == 2
    assert len(done.after["left"]) == 1
    stays = Claim.objects.get(text=f"{SNOW}.", merged_into=None)
    assert (stays.speaker.name, stays.status, stays.appearances.count()) == ("Mayor Holm", "attributed", 2)
    undo_correction(done.pk, editor=editor)
    assert rows() == before


def test_merge_of_one_who_others_were_merged_into_leads_all_on_and_back(editor: User) -> None:
    first, second, third = (make_speaker(name) for name in ("A. Holm", "Mayor Holm", "Ida Holm"))
    inner = merge_speakers(first.pk, second.pk, editor=editor)
    outer = merge_speakers(second.pk, third.pk, editor=editor)
    first.refresh_from_db()
    assert first.merged_into == third
    undo_correction(outer.pk, editor=editor)
    first.refresh_from_db()
    assert first.merged_into == second
    undo_correction(inner.pk, editor=editor)
    first.refresh_from_db()
    assert first.merged_into is None


def test_merge_that_makes_no_sense_is_refused(editor: User) -> None:
    one = make_speaker("Ida Holm")
    unnamed = make_speaker("officials", SpeakerKind.UNNAMED, article=make_article())
    with pytest.raises(CannotCorrect, match="itself"):
        merge_speakers(one.pk, one.pk, editor=editor)
    with pytest.raises(CannotCorrect, match="unnamed source"):
        merge_speakers(one.pk, unnamed.pk, editor=editor)
    merge_speakers(unnamed.pk, one.pk, editor=editor)
    with pytest.raises(CannotCorrect, match="already"):
        merge_speakers(unnamed.pk, make_speaker("Tor Berg").pk, editor=editor)


def test_unnamed_source_that_newsdesk_adopted_can_be_parted_for_good(editor: User) -> None:
    pilot = Mention("Ida Holm", SpeakerKind.PERSON, role="the Lund pilot")
    read((BRIDGE, HOLM, "Ida Holm"), (FERRY, pilot, "she"), story=(story := make_story()))
    article = read(
        (SNOW, Mention(None, SpeakerKind.UNNAMED, role="the Lund pilot"), "the Lund pilot"), story=story
    )
    adopted = Speaker.objects.get(article=article)
    assert (adopted.merged_into and adopted.merged_into.name, who_says(SNOW)) == (
        "Ida Holm",
        {("Ida Holm", 1)},
    )
    done = part_adopted(adopted.pk, editor=editor)
    read((FERRY, HOLM, "Ida Holm"), story=story)
    assert who_says(SNOW) == {("the Lund pilot", 1)}
    undo_correction(done.pk, editor=editor)
    assert who_says(SNOW) == {("Ida Holm", 1)}


def test_change_speaker_keeps_the_former_name_as_an_alias_and_is_undone(editor: User) -> None:
    read((BRIDGE, Mention("Ida Holme", SpeakerKind.PERSON), "Ida Holme"))
    speaker = Speaker.objects.get()
    done = change_speaker(
        speaker.pk,
        name="Ida Holm",
        kind=SpeakerKind.PERSON,
        role="mayor of Lund",
        editor=editor,
        seen=details_of(speaker),
    )
    assert done is not None
    read((BRIDGE, Mention("Ida Holme", SpeakerKind.PERSON), "Ida Holme"))
    assert who_says(BRIDGE) == {("Ida Holm", 2)}
    with pytest.raises(StaleSpeaker):
        change_speaker(
            speaker.pk, name="X", kind=SpeakerKind.PERSON, role="", editor=editor, seen=details_of(speaker)
        )
    undo_correction(done.pk, editor=editor)
    speaker.refresh_from_db()
    assert (speaker.name, speaker.role, SpeakerAlias.objects.count()) == ("Ida Holme", "", 0)


def test_change_speaker_to_a_name_that_is_taken_says_to_merge(editor: User) -> None:
    make_speaker("Ida Holm")
    with pytest.raises(CannotCorrect, match="merge the two instead"):
        change_speaker(
            make_speaker("Tor Berg").pk, name="ida holm", kind=SpeakerKind.PERSON, role="", editor=editor
        )


# Passages


def test_fix_spans_derives_words_kind_and_variant_and_is_undone(editor: User) -> None:
    article = read((BRIDGE, HOLM, "Ida Holm"))
    other = read((BRIDGE, HOLM, "Ida Holm"))
    before = rows()
    report = article.appearances.get()
    end = article.text.index(" until")
    done = fix_spans(report.pk, [[0, end]], editor=editor, seen=report.spans)
    report.refresh_from_db()
    assert (report.text, report.reading, report.kind) == (
        BRIDGE[: end - 1],
        f"{BRIDGE[: end - 1]}.",
        "direct",
    )
    assert (report.variant, report.pinned) == ("truncated", True)
    read((BRIDGE, HOLM, "Ida Holm"), article=article)
    assert article.appearances.get().spans == [[1, end]]
    assert other.appearances.count() == 1
    undo_correction(done.pk, editor=editor)
    assert rows() == before


def test_fix_spans_on_older_words_or_outside_of_the_text_changes_nothing(editor: User) -> None:
    article = read((BRIDGE, HOLM, "Ida Holm"))
    report = article.appearances.get()
    before = rows()
    with pytest.raises(StaleCorrection):
        fix_spans(report.pk, [[0, 20]], editor=editor, seen=[[0, 5]])
    with pytest.raises(ValueError, match="outside of the article"):
        fix_spans(report.pk, [[0, 9999]], editor=editor)
    with pytest.raises(CannotCorrect, match="its words already"):
        fix_spans(report.pk, [[0, report.end + 1]], editor=editor)
    assert rows() == before


def test_add_claim_joins_what_says_the_same_and_is_kept_by_a_later_reading(editor: User) -> None:
    read((FERRY, HOLM, "Ida Holm"))
    text = f"“{FERRY},” Ida Holm said. Snow is coming."
    article = make_article(text)
    read(article=article)
    holm = Speaker.objects.get()
    done = add_claim(article.pk, [[0, len(FERRY) + 2]], speaker=holm, editor=editor)
    assert who_says(FERRY) == {("Ida Holm", 2)}
    read(article=article)
    read((FERRY, BERG, "Ida Holm"), article=article)
    assert who_says(FERRY) == {("Ida Holm", 2)}
    with pytest.raises(CannotCorrect, match="already"):
        add_claim(article.pk, [[1, len(FERRY) + 1]], speaker=holm, editor=editor)
    undo_correction(done.pk, editor=editor)
    assert article.appearances.count() == 0


def test_add_claim_outside_of_quotation_marks_is_indirect(editor: User) -> None:
    article = make_article("The mayor said\nsnow is  coming to Lund, “and soon”.")
    start = article.text.index("snow")
    done = add_claim(
        article.pk, [[start - 1, article.text.index("Lund") + 5]], speaker=make_speaker(), editor=editor
    )
    report = article.appearances.get()
    assert (report.kind, report.reading) == ("indirect", "Snow is coming to Lund.")
    assert done.claim is not None
    assert done.claim.text == "Snow is coming to Lund."


def test_reject_claim_hides_it_counts_it_and_is_undone(editor: User) -> None:
    article = read((BRIDGE, HOLM, "Ida Holm"), (FERRY, HOLM, "she"))
    claim = Claim.objects.get(text=f"{BRIDGE}.")
    before = rows()
    with pytest.raises(CannotCorrect, match="why"):
        reject_claim(claim.pk, editor=editor, reason=" ")
    done = reject_claim(claim.pk, editor=editor, reason="A caption.", seen=version_of(claim))
    assert list(Claim.objects.current().values_list("text", flat=True)) == [f"{FERRY}."]
    read((BRIDGE, HOLM, "Ida Holm"), (FERRY, HOLM, "she"), article=article)
    claim.refresh_from_db()
    assert (claim.rejected, claim.appearances.count(), Claim.objects.current().count()) == (True, 1, 1)
    with pytest.raises(StaleCorrection):
        reject_claim(claim.pk, editor=editor, reason="Again.")
    undo_correction(done.pk, editor=editor)
    assert rows() == before


def test_reject_claim_is_followed_by_a_later_article(editor: User) -> None:
    read((BRIDGE, HOLM, "Ida Holm"))
    claim = Claim.objects.get()
    reject_claim(claim.pk, editor=editor, reason="A motto.")
    read((BRIDGE, HOLM, "Ida Holm"))
    assert (claim.appearances.count(), Claim.objects.current().count()) == (2, 0)


@pytest.mark.django_db(transaction=True)
def test_alias_that_changes_much_is_carried_out_and_undone_by_a_worker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("claims.domain.mending.aliases.INLINE", 0)
    monkeypatch.setattr("claims.domain.mending.aliases.BATCH", 1)
    editor = make_user()
    read((BRIDGE, PILOT, "the pilot"), (SNOW, PILOT, "the pilot"))
    before = rows()
    done = add_alias(make_speaker("Ida Holm").pk, "the pilot", editor=editor)
    assert who_says(BRIDGE) == {("the pilot", 1)}
    run_worker()
    assert (who_says(BRIDGE), who_says(SNOW)) == ({("Ida Holm", 1)}, {("Ida Holm", 1)})
    undo_correction(done.pk, editor=editor)
    run_worker()
    assert rows() == before


def test_alias_everywhere_is_followed_by_a_later_article(editor: User) -> None:
    add_alias(make_speaker("Ida Holm").pk, "the pilot", editor=editor)
    read((BRIDGE, PILOT, "the pilot"))
    assert who_says(BRIDGE) == {("Ida Holm", 1)}
