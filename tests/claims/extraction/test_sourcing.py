"""What class of source some words say."""

import pytest

from claims.enums import SourceClass
from claims.extraction.sourcing import source_class


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("officials", SourceClass.OFFICIAL),
        ("two senior Velden officials briefed on the talks", SourceClass.OFFICIAL),
        ("a police source", SourceClass.OFFICIAL),
        ("an aide to the mayor", SourceClass.AIDE),
        ("Rolf Tarn's lawyer", SourceClass.LAWYER),
        ("a lawyer for two officials", SourceClass.LAWYER),
        ("a European diplomat", SourceClass.DIPLOMAT),
        ("a spokeswoman for the harbour", SourceClass.SPOKESPERSON),
        ("a person familiar with the matter", SourceClass.FAMILIAR),
        ("sources close to the ministry", SourceClass.FAMILIAR),
        ("People who attended the meeting", SourceClass.FAMILIAR),
        ("sources", SourceClass.SOURCE),
        ("somebody", SourceClass.SOURCE),
        ("one eyewitness", SourceClass.WITNESS),
        ("her neighbours", SourceClass.RELATIVE),
        ("mill workers", SourceClass.EMPLOYEE),
        ("court papers seen by Northline", SourceClass.DOCUMENT),
        ("state media", SourceClass.MEDIA),
        ("many analysts", SourceClass.EXPERT),
        ("the choreographer", SourceClass.OTHER),
        ("", SourceClass.OTHER),
    ],
)
def test_source_class_goes_by_the_head_of_the_phrase(words, expected):
    assert source_class(words) is expected


def test_source_class_takes_no_word_for_a_part_of_another():
    assert source_class("a textile designer") is SourceClass.OTHER
