"""Filters that every page may use."""

import pytest

from newsdesk.templatetags.desk import where


@pytest.mark.parametrize(
    ("venue", "read"),
    [
        ("Lantern", "on Lantern"),
        ("X", "on X"),
        ("post", "in a post"),
        ("social media post", "in a social media post"),
        ("interview with Harbour Post", "in an interview with Harbour Post"),
        ("press conference in Velmouth", "at a press conference in Velmouth"),
        ("meeting in the Dunmere school", "at a meeting in the Dunmere school"),
        ("posts on Lantern", "in posts on Lantern"),
    ],
)
def test_venue_reads_as_a_phrase(venue, read):
    assert where(venue) == read
