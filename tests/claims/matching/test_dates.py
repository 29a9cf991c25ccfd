"""When something was said: the words that tell it, and the days that they mean."""

from datetime import date

import pytest

from claims.matching.dates import Report, Said, cannot_both_be, in_conflict, narrowed, resolve, said_when

FRIDAY = date(2031, 3, 14)


def when(text: str, *, content: str, cue: str, source: str) -> str:
    """The words that tell when, as printed; '' where there are none."""

    def spans(piece: str) -> tuple[tuple[int, int], ...]:
        return ((text.index(piece), text.index(piece) + len(piece)),) if piece else ()

    found = said_when(text, Report(spans(content), spans(cue), spans(source)))
    return text[slice(*found)] if found else ""


@pytest.mark.parametrize(
    ("text", "content", "cue", "source", "words"),
    [
        (
            "Ida Holm said on Friday that the pier is safe.",
            "the pier is safe",
            "said",
            "Ida Holm",
            "on Friday",
        ),
        ("“The pier is safe,” Holm said late Thursday.", "The pier is safe", "said", "Holm", "late Thursday"),
        ("“It is safe,” said Ida Holm on 14 March.", "It is safe", "said", "Ida Holm", "on 14 March"),
        ("Holm on Monday rejected the plan.", "the plan", "rejected", "Holm", "on Monday"),
        (
            "On Saturday, the Quay Gazette reported that it fell.",
            "it fell",
            "reported",
            "the Quay Gazette",
            "On Saturday",
        ),
        (
            "Speaking at a press conference in Velmouth on March 13, she said the pier stays.",
            "the pier stays",
            "said",
            "she",
            "on March 13",
        ),
        ("Holm told reporters yesterday it would hold.", "it would hold", "told", "Holm", "yesterday"),
        (
            "Holm wrote on Chatter on Tuesday night that it held.",
            "it held",
            "wrote",
            "Holm",
            "on Tuesday night",
        ),
        ("Holm said in a statement on Friday it held.", "it held", "said", "Holm", "on Friday"),
        ("Earlier this week Holm said it held.", "it held", "said", "Holm", "Earlier this week"),
        ("Hours later, Holm said it held.", "it held", "said", "Holm", "Hours later"),
        # The day belongs to what was said, or to something else that is told of.
        ("Holm said the pier fell on Friday.", "the pier fell on Friday", "said", "Holm", ""),
        ("Holm described her call with Rask on Thursday as “good”.", "as “good”", "described", "Holm", ""),
        ("After the fire on Friday killed two, Holm said it was arson.", "it was arson", "said", "Holm", ""),
        ("The pier closed on Monday. Holm said it was safe.", "it was safe", "said", "Holm", ""),
        (
            "Holm, who resigned on Monday, said it was safe.",
            "it was safe",
            "said",
            "Holm, who resigned on Monday,",
            "",
        ),
        ("Holm said it may hold.", "it may hold", "said", "Holm", ""),
    ],
)
def test_said_when_finds_the_words_beside_the_cue(
    text: str, content: str, cue: str, source: str, words: str
) -> None:
    assert when(text, content=content, cue=cue, source=source) == words


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("on Friday", FRIDAY, FRIDAY),
        ("on Thursday", date(2031, 3, 13), date(2031, 3, 13)),
        ("late Thursday", date(2031, 3, 13), date(2031, 3, 13)),
        ("on Sunday", date(2031, 3, 9), date(2031, 3, 9)),
        ("yesterday", date(2031, 3, 13), date(2031, 3, 13)),
        ("this morning", FRIDAY, FRIDAY),
        ("overnight", date(2031, 3, 13), FRIDAY),
        ("earlier this week", date(2031, 3, 9), FRIDAY),
        ("last week", date(2031, 3, 2), date(2031, 3, 9)),
        ("last month", date(2031, 2, 1), date(2031, 2, 28)),
        ("this year", date(2031, 1, 1), FRIDAY),
        ("last Friday", date(2031, 3, 7), date(2031, 3, 7)),
        ("last Thursday", date(2031, 3, 6), date(2031, 3, 13)),
        ("on 13 March", date(2031, 3, 13), date(2031, 3, 13)),
        ("March 14", FRIDAY, FRIDAY),
        ("on Nov. 20", date(2030, 11, 20), date(2030, 11, 20)),
        ("on the 2nd of March", date(2031, 3, 2), date(2031, 3, 2)),
        ("in February", date(2031, 2, 1), date(2031, 2, 28)),
        ("in March", date(2031, 3, 1), FRIDAY),
        ("in December 2029", date(2029, 12, 1), date(2029, 12, 31)),
        ("two days ago", date(2031, 3, 12), date(2031, 3, 12)),
        ("three hours ago", date(2031, 3, 13), FRIDAY),
        ("over the weekend", date(2031, 3, 8), date(2031, 3, 9)),
    ],
)
def test_resolve_reckons_from_the_day_of_publication(words: str, first: date, last: date) -> None:
    said = resolve(words, FRIDAY)
    assert said is not None
    assert (said.first, said.last) == (first, last)


def test_resolve_keeps_a_weekday_open_that_may_be_tomorrow_elsewhere() -> None:
    assert resolve("on Saturday", FRIDAY) is None


def test_resolve_without_a_day_of_publication_reads_full_dates_only() -> None:
    assert resolve("on Friday", None) is None
    assert resolve("on 14 March", None) is None
    assert resolve("on March 14, 2031", None) == Said(FRIDAY, FRIDAY, "“on March 14, 2031”")


def test_resolve_names_words_and_day_as_its_basis() -> None:
    said = resolve("on Thursday", FRIDAY)
    assert said is not None
    assert said.basis == "“on Thursday” in an article of Friday 14 March 2031"


def test_resolve_reckons_hours_later_from_what_was_said_before() -> None:
    before = Said(date(2031, 3, 12), date(2031, 3, 12), "")
    said = resolve("Hours later", FRIDAY, before=before)
    assert said is not None
    assert (said.first, said.last) == (date(2031, 3, 12), date(2031, 3, 13))
    assert resolve("Hours later", FRIDAY) is None


def test_resolve_refuses_a_day_that_no_month_has() -> None:
    assert resolve("on February 30", FRIDAY) is None


def test_conflict_needs_two_accounts_without_a_common_day() -> None:
    week, thursday, friday = (
        Said(date(2031, 3, 9), FRIDAY, ""),
        Said(date(2031, 3, 13), date(2031, 3, 13), ""),
        Said(FRIDAY, FRIDAY, ""),
    )
    assert not cannot_both_be(week, thursday)
    assert cannot_both_be(friday, thursday)
    assert in_conflict([week, thursday, friday])
    assert not in_conflict([week, thursday])
    assert not in_conflict([])
    assert narrowed([week, thursday]) == (date(2031, 3, 13), date(2031, 3, 13))
    assert narrowed([friday, thursday]) is None
