import json
import os
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import call_command

from tests.desk import ROOT

TEXT = "Mayor Ada Lark told Reuters that the port’s gate was closed. “It is over,” she said."


def run(*args: object) -> tuple[list[dict], str, int]:
    out, err, status = StringIO(), StringIO(), 0
    try:
        call_command("extract", *map(str, args), stdout=out, stderr=err)
    except SystemExit as stop:
        status = stop.code
    return [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue(), status


def test_extract_prints_a_line_an_article_with_offsets_into_the_text(tmp_path):
    path = tmp_path / "one.txt"
    path.write_bytes(TEXT.encode())
    (record,), progress, status = run(path)
    assert (record["id"], status) == ("one", 0)
    assert set(record) == {"id", "attributions", "claims"}
    first = record["claims"][0]
    assert "".join(TEXT[s:e] for s, e in first["spans"]) == "the port’s gate was closed"
    assert (first["speaker"], first["speaker_kind"], first["cue"]) == ("Ada Lark", "person", "told")
    assert (first["kind"], first["via"], first["venue"], first["denies"]) == (
        "indirect",
        ["Reuters"],
        "",
        False,
    )
    told = record["attributions"][first["attribution"]]
    assert [TEXT[s:e] for s, e in told["source"]] == ["Mayor Ada Lark"]
    assert (told["class"], 0 < told["confidence"] <= 1) == ("speech", True)
    assert "one: 2 claims" in progress


def test_extract_counts_carriage_returns_and_the_byte_order_mark_as_characters(tmp_path):
    text = "\ufeffVelden\r\n\r\n" + TEXT
    path = tmp_path / "crlf.txt"
    path.write_bytes(text.encode())
    (record,), _, _ = run(path)
    (start, end), *_ = record["claims"][0]["spans"]
    assert text[start:end] == "the port’s gate was closed"


def test_extract_reads_json_lines_and_folders_in_order(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    records = [{"id": "x1", "text": TEXT}, {"id": 7, "text": ""}]
    (tmp_path / "b.jsonl").write_text("\n".join(json.dumps(r) for r in records) + "\n", "utf-8")
    (tmp_path / "c.md").write_text("not taken", "utf-8")
    found, _, status = run(tmp_path)
    assert ([r["id"] for r in found], status) == (["a", "x1", "7"], 0)
    assert found[0]["claims"] == found[1]["claims"]
    assert found[2]["claims"] == []


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("latin.txt", "Velden é".encode("latin-1"), "is not UTF-8 (byte 7); save it as UTF-8"),
        ("image.txt", b"PNG\0\0", "is not text: it holds zero bytes"),
        ("bad.jsonl", b'{"id": 1', "line 1: is not JSON"),
        ("deep.jsonl", b"[" * 200_000, "line 1: is nested too deep; write one object a line"),
        ("no-text.jsonl", b'{"id": 1}\n', "line 1: has no text"),
        (None, b"", "cannot be read (No such file or directory)"),
    ],
)
def test_extract_says_what_is_wrong_with_a_file_and_does_the_others(tmp_path, name, data, message):
    good = tmp_path / "good.txt"
    good.write_text(TEXT, "utf-8")
    bad = tmp_path / (name or "missing.txt")
    if name:
        bad.write_bytes(data)
    found, errors, status = run(bad, good)
    assert ([r["id"] for r in found], status) == (["good"], 1)
    assert f"{bad}: {message}" in errors


def test_extract_keeps_the_good_lines_of_a_bad_file(tmp_path):
    path = tmp_path / "mixed.jsonl"
    path.write_text('{"id": "a", "text": ""}\nnonsense\n{"id": "b", "text": ""}\n', "utf-8")
    found, errors, status = run(path)
    assert ([r["id"] for r in found], status) == (["a", "b"], 1)
    assert "line 2: is not JSON" in errors


def test_extract_ends_quietly_when_its_reader_has_seen_enough(tmp_path):
    path = tmp_path / "one.txt"
    path.write_bytes(TEXT.encode())
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, str(ROOT / "manage.py"), "extract", str(path), str(path)]
    with os.fdopen(writer, "w") as output:
        done = subprocess.run(command, stdout=output, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, "BrokenPipeError" in done.stderr) == (0, False)
