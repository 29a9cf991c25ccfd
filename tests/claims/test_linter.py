"""The linter over plain values: each rule, and what keeps it silent."""

from datetime import date

import pytest

from claims.enums import Status
from claims.linter import Marked, day_of, hints

CONFIRMED, DISPUTED, ATTRIBUTED = Status.CONFIRMED, Status.DISPUTED, Status.ATTRIBUTED


@pytest.mark.parametrize(
    ("marked", "said"),
    [
        (Marked(status=CONFIRMED, outlets=1), ["Confirmed on one outlet alone, without evidence."]),
        (Marked(status=CONFIRMED, outlets=2), []),
        (Marked(status=CONFIRMED, outlets=1, evidence=["https://log.example/1"]), []),
        (
            Marked(status=CONFIRMED, outlets=4, origins=1),
            ["Confirmed on a single origin: all 4 outlets have it from one."],
        ),
        (Marked(status=CONFIRMED, outlets=4, origins=2), []),
        (Marked(status=ATTRIBUTED, outlets=1, origins=1), []),
        (Marked(status=DISPUTED), ["Disputed without a note."]),
        (Marked(status=DISPUTED, note="The log says 412."), []),
        (Marked(status=CONFIRMED, outlets=2, note=""), []),
        (
            Marked(status=ATTRIBUTED, altered_in=["HP", "EW"]),
            ["Attributed, but the words are altered in HP, EW."],
        ),
        (Marked(status=CONFIRMED, outlets=2, altered_in=["HP"]), []),
        (
            Marked(
                status=CONFIRMED,
                evidence=["https://log.example/2031/05/02/ice"],
                said_on=date(2031, 5, 4),
            ),
            ["The evidence is of 2 May 2031, the statement of 4 May 2031."],
        ),
        (
            Marked(
                status=CONFIRMED, evidence=["https://log.example/2031/05/04/ice"], said_on=date(2031, 5, 4)
            ),
            [],
        ),
        (Marked(status=CONFIRMED, evidence=["https://log.example/ice"], said_on=date(2031, 5, 4)), []),
        (
            Marked(
                status=CONFIRMED,
                evidence=["http://www.post.example/ice/?utm_source=x"],
                reports=["https://post.example/ice", ""],
            ),
            ["The evidence is one of the articles that report the claim."],
        ),
        (
            Marked(
                status=CONFIRMED, evidence=["https://post.example/snow"], reports=["https://post.example/ice"]
            ),
            [],
        ),
    ],
)
def test_linter_hints_at_what_a_mark_may_have_missed(marked, said):
    assert [hint.text for hint in hints(marked)] == said


@pytest.mark.parametrize(
    ("link", "day"),
    [
        ("https://a.example/2031/05/02/ice", date(2031, 5, 2)),
        ("https://a.example/ice-2031-05-02", date(2031, 5, 2)),
        ("https://a.example/20310502_ice?before=2031-05-09", date(2031, 5, 9)),
        ("https://a.example/2031/02/31/ice", None),
        ("https://a.example/120310502", None),
        ("https://2031-05-02.example/", None),
        ("not an address", None),
    ],
)
def test_linter_reads_the_day_in_an_address(link, day):
    assert day_of(link) == day
