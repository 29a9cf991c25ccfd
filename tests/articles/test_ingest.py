import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.enums import ReadingState, UploadState
from articles.models import Article, Upload

QUOTE = "“The ferry to Lund stays in port,” Oda Brandt said on Monday."


def ingest(*paths: object, **options) -> tuple[int, list[str]]:
    """Run the command; returns its exit status and the lines of its standard error."""
    out, errors = StringIO(), StringIO()
    status = 0
    try:
        call_command("ingest", *map(str, paths), stdout=out, stderr=errors, **options)
    except SystemExit as end:
        status = end.code
    return status, errors.getvalue().splitlines()


def write(folder: Path, **files: str | bytes) -> None:
    for name, content in files.items():
        path = folder / f"{name}.txt"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.mark.django_db
def test_files_are_stored_and_queued_in_one_transaction(tmp_path):
    write(tmp_path, a=QUOTE, b=f"date 2031-05-02 {QUOTE}")
    assert ingest(tmp_path / "a.txt", tmp_path / "b.txt", outlet="Quay Gazette", story="Ferry") == (0, [])
    articles = list(Article.objects.order_by("pk").values_list("filename", "outlet__name", "story__title"))
    assert articles == [("a.txt", "Quay Gazette", "Ferry"), ("b.txt", "Quay Gazette", "Ferry")]
    queued = [job.args["article_id"] for job in ProcrastinateJob.objects.order_by("pk")]
    assert queued == list(Article.objects.order_by("pk").values_list("pk", flat=True))


@pytest.mark.django_db
def test_every_bad_file_is_one_line_and_the_others_are_in(tmp_path, settings):
    settings.ARTICLE_MAX_BYTES = 1000
    write(
        tmp_path,
        bad_binary=b"\x89PNG\r\n\x1a\n\x00",
        bad_empty="",
        bad_large="x" * 1001,
        good_latin="“Die Fähre bleibt”, sagte Oda Brandt.".encode("cp1252"),
        good_quote="“The ferry stays in port, said Oda Brandt.",
        good_undated=QUOTE,
    )
    status, errors = ingest(tmp_path)
    assert status == 1
    assert [line.split(". ")[0] for line in errors] == [
        f"{tmp_path}/bad_binary.txt: Not text: looks like a PNG image",
        f"{tmp_path}/bad_empty.txt: The file is empty",
        f"{tmp_path}/bad_large.txt: Too large: 0.1 MB, and the limit is 0.1 MB",
    ]
    assert sorted(Article.objects.values_list("filename", flat=True)) == [
        "good_latin.txt",
        "good_quote.txt",
        "good_undated.txt",
    ]


@pytest.mark.django_db
def test_folder_is_read_with_all_below_it_and_what_is_passed_over_is_named(tmp_path):
    (tmp_path / "deep" / "deeper").mkdir(parents=True)
    (tmp_path / ".hidden").write_text(QUOTE)
    (tmp_path / "notes.ann").write_text("T1 source 0 3")
    (tmp_path / "deep" / "deeper" / "ferry.TXT").write_text(QUOTE)
    assert ingest(tmp_path) == (
        1,
        [f"{tmp_path}/notes.ann: Newsdesk does not read .ann in folders. Name the file to try it as text."],
    )
    assert Article.objects.get().filename == "ferry.TXT"


@pytest.mark.django_db
def test_file_of_unknown_suffix_is_tried_as_text_where_it_is_named(tmp_path):
    (tmp_path / "ferry.story").write_text(QUOTE)
    assert ingest(tmp_path / "ferry.story") == (0, [])
    assert Article.objects.get().text == QUOTE


@pytest.mark.django_db
def test_missing_path_and_empty_folder_are_failures(tmp_path):
    (tmp_path / "empty").mkdir()
    assert ingest(tmp_path / "none.txt", tmp_path / "empty") == (
        1,
        [
            f"{tmp_path}/none.txt: No such file or folder. Check the spelling.",
            f"{tmp_path}/empty: The folder holds no files.",
        ],
    )


@pytest.mark.django_db
def test_json_lines_are_split_and_their_own_fields_win(tmp_path):
    records = [
        {
            "id": "a1",
            "outlet": "Harbour Post",
            "headline": "Ferry",
            "published_on": "2031-05-02",
            "text": QUOTE,
        },
        {"id": "a2"},
        {"id": "a3", "story": "Port", "text": f"{QUOTE} Again."},
    ]
    path = tmp_path / "ferry.jsonl"
    path.write_text("\n".join(map(json.dumps, records)))
    status, errors = ingest(path, outlet="Quay Gazette", story="Ferry")
    assert (status, errors) == (
        1,
        [f"{path}: line 2: The record has no `text`. Write the article’s text in the field `text`."],
    )
    assert list(
        Article.objects.order_by("pk").values_list("external_id", "outlet__name", "story__title")
    ) == [
        ("a1", "Harbour Post", "Ferry"),
        ("a3", "Quay Gazette", "Port"),
    ]
    assert json.loads(bytes(Upload.objects.earliest("pk").content)) == records[0]


@pytest.mark.django_db
def test_copy_is_linked_and_not_queued_again(tmp_path):
    write(tmp_path, a=QUOTE, b=QUOTE)
    assert ingest(tmp_path) == (0, [])
    assert Article.objects.count() == 1
    assert ProcrastinateJob.objects.count() == 1
    assert Upload.objects.get(state=UploadState.COPY).article == Article.objects.get()


@pytest.mark.django_db(transaction=True)
def test_wait_returns_when_every_article_has_been_read(tmp_path):
    write(tmp_path, a=QUOTE, b=f"{QUOTE} “It is cold,” said Tomas Reiss.")
    assert ingest(tmp_path, wait=True) == (0, [])
    assert {article.reading_state for article in Article.objects.all()} == {ReadingState.DONE}
    assert Article.objects.get(filename="a.txt").appearances.get().claim.speaker.name == "Oda Brandt"


@pytest.mark.django_db
def test_file_name_that_is_no_utf_8_is_taken_in(tmp_path):
    path = Path(os.fsdecode(bytes(tmp_path) + b"/f\xe4hre.txt"))
    path.write_text(QUOTE)
    assert ingest(path) == (0, [])
    assert Article.objects.get().filename == "f?hre.txt"
