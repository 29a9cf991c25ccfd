import datetime
import json

from articles.readers import Part, Reading, UnreadableFile, read_all


def parts(*lines: object, max_bytes: int = 10_000) -> list[Part]:
    data = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines).encode()
    return list(read_all(data, filename="ferry.jsonl", max_bytes=max_bytes))


def problems(*lines: object, **options: int) -> list[tuple[str, str]]:
    return [
        (part.where, part.result.problem)
        for part in parts(*lines, **options)
        if isinstance(part.result, UnreadableFile)
    ]


def test_record_is_read_with_what_is_given_beside_its_text():
    record = {
        "id": "a7",
        "story": "Ferry",
        "outlet": "Quay Gazette",
        "headline": "Ferry late",
        "published_on": "2031-05-02",
        "url": "https://quay.example/ferry",
        "text": "Ferry late\n\nThe ferry is late.\r\n",
    }
    (part,) = parts(record)
    assert part.result == Reading(
        text="Ferry late\n\nThe ferry is late.\r\n",
        headline="Ferry late",
        published_on=datetime.date(2031, 5, 2),
        external_id="a7",
        outlet="Quay Gazette",
        story="Ferry",
        url="https://quay.example/ferry",
    )
    assert json.loads(part.content) == record


def test_missing_fields_and_blank_lines_are_allowed():
    assert [
        part.result for part in parts({"text": "One."}, "", {"text": "Two.", "story": None, "id": 7})
    ] == [
        Reading(text="One."),
        Reading(text="Two.", external_id="7"),
    ]


def test_bad_record_is_named_by_its_line_and_stops_no_other():
    found = parts("{", {"text": "One."}, {"headline": "No text"}, {"text": " "}, [1], {"text": "Two."})
    assert [part.result.text for part in found if isinstance(part.result, Reading)] == ["One.", "Two."]
    assert [part.where for part in found if isinstance(part.result, UnreadableFile)] == [
        "line 1",
        "line 3",
        "line 4",
        "line 5",
    ]


def test_record_that_the_database_can_not_hold_is_refused():
    assert problems({"text": "a\x00b"}, '{"text": "a\\ud800b"}', {"text": "a", "headline": "b\x00"}) == [
        ("line 1", "Not text: holds NUL characters"),
        ("line 2", "Holds half a character (a lone surrogate)"),
        ("line 3", "Not text: holds NUL characters"),
    ]


def test_wrong_date_is_refused():
    assert problems({"text": "One.", "published_on": "2 May"}) == [
        ("line 1", "`published_on` is not a date: 2 May")
    ]


def test_address_that_a_browser_would_run_is_left_out_and_noted():
    (part,) = parts({"text": "One.", "url": "javascript:alert(1)"})
    assert part.result.url == ""
    assert part.result.notes == ("The field `url` is not a web address: left out",)


def test_limit_is_for_a_record_and_not_for_the_file():
    short, long = {"text": "x" * 60}, {"text": "x" * 200}
    assert [where for where, _ in problems(short, short, long, max_bytes=100)] == ["line 3"]


def test_empty_file_is_refused():
    assert problems("") == [("", "The file is empty")]
