"""Whether two names may be one person's or one body's."""

import pytest

from claims.matching.people import same_body, same_person


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Bill Adler", "William Adler"),
        ("Bill Adler", "William T. Adler"),
        ("A. Berta Holm", "Berta Holm"),
        ("Ines Soto Vega Holm", "Ines Holm"),
        ("R. Holm", "Rosa Holm"),
        ("Tor Berg Jr.", "Tor Berg"),
        ("José Núñez", "Jose Nunez"),
    ],
)
def test_names_that_may_be_one_persons(one: str, two: str) -> None:
    assert same_person(one, two)
    assert same_person(two, one)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Mary Adler", "Liz Adler"),
        ("Bill Adler", "Bill Adams"),
        ("Tor B. Berg", "Tor H. Berg"),
        ("Tor Berg Jr.", "Tor Berg Sr."),
        ("T. Holm", "Rosa T. Holm"),
        ("Adler", "Bill Adler"),
        ("", "Bill Adler"),
    ],
)
def test_names_that_are_two_persons(one: str, two: str) -> None:
    assert not same_person(one, two)
    assert not same_person(two, one)


def test_acronym_is_the_body_whose_initials_it_has() -> None:
    assert same_body("VHB", "Velden Harbour Board")
    assert same_body("Union of Ferry Pilots and Deckhands", "U.F.P.D.")
    assert not same_body("VHB", "Velden Harbour Police")
    assert not same_body("US", "Union of Stevedores")
