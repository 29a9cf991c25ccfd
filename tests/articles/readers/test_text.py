import datetime
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.readers import Reading, UnreadableFile, read

LIMIT = 1024 * 1024
PROSE = "“The ferry is late,” said Oda Brandt. She waited on the pier."


def read_text(text: str | bytes, filename: str = "ferry.txt", max_bytes: int = LIMIT) -> Reading:
    data = text.encode() if isinstance(text, str) else text
    return read(data, filename=filename, max_bytes=max_bytes)


def refusal(data: bytes, filename: str = "ferry.txt", max_bytes: int = LIMIT) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as refused:
        read(data, filename=filename, max_bytes=max_bytes)
    return refused.value


def test_date_before_prose_on_the_same_line_is_read_and_left_in_the_text():
    text = f" date 2031-05-02 {PROSE}\n"
    found = read_text(text)
    assert found.text == text
    assert found.published_on == datetime.date(2031, 5, 2)
    assert text[slice(*found.date_span)] == "2031-05-02"
    assert text[found.body_start :] == f"{PROSE}\n"
    assert (found.headline, found.headline_span) == ("", None)


def test_headline_line_is_read_where_there_is_no_date():
    text = f"Ferry Stays in Port, Council Told\n\n{PROSE}\nThe pier was empty."
    found = read_text(text)
    assert found.headline == "Ferry Stays in Port, Council Told"
    assert text[slice(*found.headline_span)] == found.headline
    assert found.published_on is None
    assert text[found.body_start :].startswith(PROSE)


@pytest.mark.parametrize(
    "header",
    [
        "date 2031-05-02\nFerry stays in port\n\n",
        "Ferry stays in port\n\ndate 2031-05-02\n",
        "Date: 2031-05-02 Ferry stays in port\r\n\r\n",
        "date 2031-05-02\n\nFerry stays in port\n \nBy Tomas Reiss\n\n",
    ],
)
def test_date_and_headline_are_read_in_either_order(header):
    found = read_text(header + PROSE)
    assert found.headline == "Ferry stays in port"
    assert found.published_on == datetime.date(2031, 5, 2)
    assert found.text[found.body_start :] == PROSE


def test_byline_is_read_after_the_headline():
    found = read_text(f"Ferry stays in port\n\nBy Tomas Reiss\n\n{PROSE}")
    assert found.byline == "Tomas Reiss"


@pytest.mark.parametrize(
    "first_line",
    [
        "The ferry is late.",
        "“The ferry is late.”",
        "She said:",
        "The ferry " * 30,
    ],
)
def test_first_line_that_is_prose_is_no_headline(first_line):
    found = read_text(f"{first_line}\n\n{PROSE}")
    assert found.headline_span is None
    assert found.body_start == 0


def test_first_line_without_an_empty_line_after_it_is_no_headline():
    assert read_text(f"The ferry is late, again\n{PROSE}").headline == ""


def test_only_line_is_prose_and_no_headline():
    assert read_text("The ferry is late, again").headline == ""


def test_date_that_no_calendar_has_is_noted_and_missing():
    found = read_text(f"date 2031-02-30 {PROSE}")
    assert found.published_on is None
    assert found.notes == ("“2031-02-30” is not a date",)
    assert found.text[found.body_start :] == PROSE


def test_word_date_in_prose_is_no_header():
    assert read_text("Date night on the ferry was late.").date_span is None


def test_line_ends_are_kept_as_they_are():
    assert read_text("One.\r\n\r\nTwo.\rThree.\n").text == "One.\r\n\r\nTwo.\rThree.\n"


def test_quotation_mark_that_never_closes_is_read_like_any_text():
    text = "date 2031-05-02 “The ferry is late, said Oda Brandt.\n\nShe waited."
    assert read_text(text).text == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_mark_decides_the_encoding_and_is_not_text(encoding):
    assert read_text("Über das Fährschiff “sprach” man.".encode(encoding)).text == (
        "Über das Fährschiff “sprach” man."
    )


def test_utf_16_big_endian_is_read_by_its_mark():
    assert read_text(b"\xfe\xff" + PROSE.encode("utf-16-be")).text == PROSE


def test_windows_1252_is_read_and_noted():
    found = read_text("“Die Fähre”, sagte Oda Brandt.".encode("cp1252"))
    assert found.text == "“Die Fähre”, sagte Oda Brandt."
    assert found.notes == ("Read as Windows-1252",)


def test_latin_1_that_windows_1252_lacks_is_read_and_noted():
    found = read_text("Die Fähre ".encode("latin-1") * 20 + b"\x81")
    assert found.text == "Die Fähre " * 20 + "\x81"
    assert found.notes == ("Read as Latin-1",)


@pytest.mark.parametrize("data", [b"", b" \r\n\t \n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_empty_file_is_refused_with_what_to_do(data):
    assert str(refusal(data)) == (
        "The file is empty. Check that it was saved, then add it again or paste the text."
    )


def test_date_without_an_article_is_refused():
    assert refusal(b"date 2031-05-02\n").problem == "There is a date but no article"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a PNG image"),
        (b"\xff\xd8\xff\xe0 JFIF", "a JPEG image"),
        (b"%PDF-1.7\n1 0 obj", "a PDF"),
        (b"PK\x03\x04....word/document.xml", "a Word document"),
        (b"PK\x03\x04....xl/workbook.xml", "an Excel sheet"),
        (b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.text", "an OpenDocument text"),
        (b"PK\x03\x04....a.txt", "a ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "an old Word or Office document"),
        (b"{\\rtf1\\ansi The ferry}", "a rich text document (RTF)"),
        (b"\x00\x00\x00\x18ftypheic", "a film or a phone picture"),
    ],
)
def test_file_of_another_kind_is_refused_by_its_name(data, kind):
    refused = refusal(data)
    assert refused.problem == f"Not text: looks like {kind}"
    assert "paste" in refused.remedy or "Unpack" in refused.remedy


@pytest.mark.parametrize("start", ["<!DOCTYPE html>", "\n <html lang=en>"])
def test_web_page_is_refused_with_what_to_do(start):
    refused = refusal(f"{start}<p>The ferry is late.</p>".encode())
    assert refused.problem == "Not plain text: looks like a web page"


def test_nul_bytes_are_refused():
    assert refusal("The ferry".encode("utf-16-le")).problem == "Not text: holds NUL bytes"


def test_nul_characters_behind_a_mark_are_refused():
    assert refusal("The\x00ferry".encode("utf-16")).problem == "Not text: holds NUL characters"


def test_bytes_of_a_program_are_refused():
    assert refusal(bytes(range(1, 32)) * 40).problem == "Not text: too many control characters"


def test_one_stray_control_character_is_read():
    assert read_text("The ferry\x0b is late.").text == "The ferry\x0b is late."


def test_cut_off_utf_16_is_refused():
    assert refusal("Fähre".encode("utf-16")[:-1]).problem.startswith("Says that it is UTF-16, but byte")


def test_file_over_the_limit_is_refused_with_both_sizes():
    refused = refusal(b"x" * (LIMIT + 1), max_bytes=LIMIT)
    assert refused.problem == "Too large: 1.1 MB, and the limit is 1 MB"


def test_file_of_exactly_the_limit_is_read():
    assert len(read_text(b"x" * LIMIT, max_bytes=LIMIT).text) == LIMIT


def test_long_line_of_spaces_is_read_in_linear_time():
    text = "x" + " " * 900_000 + "y"
    assert read_text(text).text == text


@given(st.text())
def test_any_text_is_read_whole_or_refused(text):
    try:
        found = read_text(text)
    except UnreadableFile:
        return
    assert found.text == text.removeprefix("\ufeff")
    assert 0 <= found.body_start < len(found.text)
    assert found.text[found.body_start].strip()
    if found.headline_span:
        assert found.text[slice(*found.headline_span)] == found.headline


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data):
    with suppress(UnreadableFile):
        assert read_text(data).text.strip()
